"""The command line: what each target of the Makefile wraps, for people with and without make."""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from parley import __version__, codebook, features, run
from parley.codebook import CodebookError
from parley.store import Store

ROOT = Path(__file__).parent.parent
NOTEBOOKS = ROOT / "notebooks"


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 where it did what was asked."""
    parser = argparse.ArgumentParser(prog="parley", description="Read a political crisis through its news coverage.")
    parser.add_argument("--version", action="version", version=f"parley {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    c = commands.add_parser(
        "annotate",
        help="articles -> a folder of Parquet tables",
        description="Annotate a corpus. Articles that the store already has are not done again.",
    )
    c.add_argument(
        "corpus", metavar="CORPUS", type=Path, help="a folder of articles, a text file, or a .jsonl[.gz] with id, text, title, outlet, published ..."
    )
    c.add_argument("--store", type=Path, help="where the tables go (default: .store/ of the project)")
    c.add_argument("--workers", type=_positive, help="processes at once (default: one per core)")
    c.add_argument("--clean", action="store_true", default=None, help="clean the texts of JSON, CSV and Parquet too, which else stay byte for byte")
    c.set_defaults(do=_annotate)

    c = commands.add_parser(
        "site", help="annotate, run the notebooks, write a folder of HTML", description="Write index.html and a page per notebook."
    )
    c.add_argument("corpus", metavar="CORPUS", type=Path, nargs="?", default=ROOT / "corpus" / "sample", help="default: corpus/sample")
    c.add_argument("--out", type=Path, default=Path("site"), help="folder for the pages (default: site)")
    c.add_argument("--workers", type=_positive, default=min(2, os.cpu_count() or 1), help="notebooks at once (default: 2)")
    c.add_argument("--pictures", metavar="FOLDER", type=Path, help="also write the README's pictures: chronology.svg and framing.svg")
    c.add_argument("--full-text", action="store_true", help="show whole sentences of articles whose licence does not allow it; stamps the pages")
    c.set_defaults(do=_site)

    c = commands.add_parser(
        "lab", help="open the notebooks in JupyterLab", description="Open JupyterLab on the notebooks, with the corpus annotated."
    )
    c.add_argument("corpus", metavar="CORPUS", type=Path, nargs="?", default=ROOT / "corpus" / "sample", help="default: corpus/sample")
    c.set_defaults(do=_lab)

    c = commands.add_parser(
        "dates",
        help="every time expression of an article with the days that it can mean",
        description="List the time expressions of each article: the days from earliest to latest (.. alone where the text leaves an end open), type and"
        " TIMEX3 value, the time zone where one is given, and the words.",
    )
    c.add_argument("corpus", metavar="CORPUS", type=Path, help="a folder of articles, a text file, or a .jsonl[.gz]")
    c.set_defaults(do=_dates)

    c = commands.add_parser(
        "names",
        help="who and what each article names, and how often",
        description="List whom each article names: mentions, label (PER ORG LOC NORP), the name in full, and the forms in which it stands there. Quick,"
        " since it reads only the sentences that may hold a new name; stores nothing. One name for the whole corpus: annotate, then notebook 03.",
    )
    c.add_argument("corpus", metavar="CORPUS", type=Path, help="a folder of articles, a text file, or a .jsonl[.gz]")
    c.set_defaults(do=_names)

    c = commands.add_parser(
        "evaluate",
        help="how right the engine is, against labels given by hand",
        description="Print F1 with intervals, by type, and the errors by cause.",
    )
    c.add_argument("task", choices=["dates", "quotes"], help="what to measure")
    c.add_argument("gold", metavar="GOLD", type=Path, nargs="+", help="labelled texts: .jsonl or .jsonl.gz with text, published, dates (or quotes)")
    c.set_defaults(do=_evaluate)

    c = commands.add_parser(
        "show-cleaning",
        help="what cleaning took out of an article, and by which rule",
        description="Show what was removed from an article. Without DOC: the rules, and how often each was used.",
    )
    c.add_argument(
        "--each", action="store_true", help="without DOC: a line per article with its date, its words before and after, and what was removed"
    )
    c.add_argument("document", metavar="DOC", nargs="?", help="a file, or the doc_id or source_id of an article of the corpus")
    c.add_argument("--corpus", type=Path, default=ROOT / "corpus" / "sample", help="default: corpus/sample")
    c.set_defaults(do=_show_cleaning)

    c = commands.add_parser(
        "export", help="what was found, to pass on or to work with elsewhere", description="Annotate a corpus and export from its store."
    )
    c.add_argument("corpus", metavar="CORPUS", type=Path, nargs="?", default=ROOT / "corpus" / "sample", help="default: corpus/sample")
    c.add_argument("--chronology", metavar="FILE", type=Path, help="the incidents: .csv, .json, .ics (calendar) or .timeline.json (TimelineJS)")
    c.add_argument("--features", metavar="FOLDER", type=Path, help="the store without texts, titles and sentences, as a corpus that others can load")
    c.set_defaults(do=_export)

    c = commands.add_parser("check", help="everything that must pass: format, lint, contracts, tests, notebooks, pages")
    c.set_defaults(do=_check)

    options = parser.parse_args(arguments)
    try:
        code = options.do(options)
        sys.stdout.flush()
        return code
    except (FileNotFoundError, CodebookError, ValueError) as error:
        print(f"parley: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # "parley names CORPUS | head": nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("parley: stopped; what was finished is kept, and the same command goes on from there", file=sys.stderr)
        return 130


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r}: give a whole number from 1 up")
    return int(text)


def _annotate(options: argparse.Namespace) -> int:
    store = options.store or run.store_for(options.corpus)
    done = run.annotate(options.corpus, store, workers=options.workers, clean_records=options.clean)
    print(
        f"{_count(done.documents, 'article')} in {_near(store)}: {done.annotated:,} new, {done.copies:,} copies of earlier ones, {done.seconds:.1f} s"
    )
    _tell_rejected(store, done.rejected)
    if done.documents == 0:
        print(f"parley: nothing to read in {options.corpus}: give articles in a format that is read (see corpus/README.md)", file=sys.stderr)
        return 1
    return 0


def _show_cleaning(options: argparse.Namespace) -> int:
    from parley.read.clean import RULES
    from parley.read.corpus import read

    given = Path(options.document) if options.document else None
    place = given if given is not None and given.exists() else options.corpus
    wanted = None if place is given else options.document
    counts: dict[str, int] = {}
    shown = 0
    for item in read(place, codebook.load(place if place.is_dir() else None), clean_records=True if place is given and place.is_file() else None):
        if not isinstance(item, dict):
            if place is given or wanted == item.source_id:
                print(f"{item.source_id}: not kept: {item.reason}: {item.detail}")
            continue
        for removal in item["removed"]:
            counts[removal["rule"]] = counts.get(removal["rule"], 0) + 1
        if options.each and not options.document:
            _show_line(item)
        if options.document and wanted in (None, item["doc_id"], item["source_id"]):
            shown += 1
            _show_removals(item)
    if not options.document and not options.each:
        for rule, why in RULES.items():
            print(f"{rule:22} {counts.get(rule, 0):>6,}  {why}")
        return 0
    if options.document and not shown:
        print(f"parley: no article {options.document} was kept of {place}; give a file, a doc_id or a source_id", file=sys.stderr)
    return 0 if shown or not options.document else 1


def _show_line(item: dict) -> None:
    """`a.txt | 2025-11-05 from header | 390 words, 371 after cleaning | 4 form or widget, 1 citation chip`."""
    counts = Counter(removal["rule"] for removal in item["removed"])
    what = ", ".join(f"{n} {rule}" for rule, n in counts.most_common()) or "nothing removed"
    day = f"{item['published'] or 'undated'} from {item['published_from']}"
    print(f"{item['source_id']} | {day} | {item['words_before']:,} words, {item['words']:,} after cleaning | {what}")


def _show_removals(item: dict) -> None:
    day = f"{item['published'] or 'undated'} (from {item['published_from']})"
    print(f"{item['source_id']}  {item['doc_id']}  {day}  {item['words_before']:,} words before cleaning, {item['words']:,} after")
    if item["published_conflict"]:
        print(f"  dates that disagree: {item['published_conflict']}")
    for removal in item["removed"]:
        print(f"  {removal['rule']}: {' '.join(removal['text'].split())[:160]}")
    if not item["removed"]:
        print("  nothing was removed")


def _tell_rejected(store: Path, count: int) -> None:
    if not count:
        return
    rows = Store(store).sql("SELECT source_id, reason, detail FROM rejected ORDER BY source_id LIMIT 20")
    print(f"{_count(count, 'input')} not kept:", file=sys.stderr)
    for r in rows.itertuples():
        print(f"  {r.source_id}: {r.reason}: {r.detail}", file=sys.stderr)
    if count > len(rows):
        print(f"  ... and {count - len(rows):,} more, in the table `rejected`", file=sys.stderr)


def _site(options: argparse.Namespace) -> int:
    from parley import provenance
    from parley.show import quoting, site

    corpus = options.corpus.resolve()
    options.store = options.clean = None
    options.workers, notebook_workers = None, options.workers
    if failed := _annotate(options):
        return failed
    store = run.store_for(options.corpus)
    made_from = provenance.of(Store(store))
    documents = Store(store).rows("documents", ["licence", "constructed"])
    closed = not all(quoting.is_open(d.licence, d.constructed) for d in documents.itertuples())
    banner = "Constructed sample: these articles were written for this project from reported facts. They are not journalism."
    banner = banner if documents["constructed"].eq(True).all() else ""
    if options.full_text and closed:
        banner = f"{banner} Full sentences of articles that may not be passed on: for private use only.".strip()
    quotes = "snippets" if closed and not options.full_text else "whole"
    version = f"{Store(store).read_state()['joined']} {_source_sha256()} {quotes} {banner} {sorted(made_from.items())}"
    environment = {"PARLEY_CORPUS": str(corpus), "PARLEY_STORE": str(store), "PARLEY_PAGES": "1", quoting.ENVIRONMENT: quotes}
    try:
        pages = site.build(
            sorted(NOTEBOOKS.glob("[0-9]*.ipynb")),
            options.out,
            environment=environment,
            version=version,
            provenance=made_from,
            banner=banner,
            workers=notebook_workers,
        )
    except site.NotebookFailed as error:
        print(f"parley: {error}", file=sys.stderr)
        return 1
    if options.pictures:
        site.first_picture(options.out / "index.html", options.pictures / "chronology.svg")
        site.first_picture(next(options.out.glob("02-*.html")), options.pictures / "framing.svg")
    print(f"{_count(len(pages), 'page')} made anew; open {_near(options.out / 'index.html')}")
    return 0


def _lab(options: argparse.Namespace) -> int:
    run.annotate(options.corpus, run.store_for(options.corpus))
    environment = {**os.environ, "PARLEY_CORPUS": str(options.corpus.resolve())}
    return subprocess.run([sys.executable, "-m", "jupyterlab", str(NOTEBOOKS)], env=environment).returncode


def _dates(options: argparse.Namespace) -> int:
    for number, (document, times) in enumerate(run.time_expressions(_existing(options.corpus))):
        print("\n" * bool(number) + _headed(document))
        for t in times:
            words = " ".join(document["text"][t.start : t.end].split())
            print(f"  {str(t.earliest or ''):>10}..{str(t.latest or ''):<10}  {t.type:<8}  {t.value + (' ' + t.zone if t.zone else ''):<22}  {words}")
    return 0


def _names(options: argparse.Namespace) -> int:
    for number, (document, mentions) in enumerate(run.names(_existing(options.corpus))):
        print("\n" * bool(number) + _headed(document))
        forms: dict[tuple[str, str], Counter] = {}
        for m in mentions:
            words = " ".join(document["text"][m.start : m.end].split())
            forms.setdefault((m.entity, m.label), Counter())[words] += 1
        for (entity, label), seen in sorted(forms.items(), key=lambda f: -f[1].total()):
            others = ", ".join(w for w, _ in seen.most_common() if w != entity)
            print(f"  {seen.total():>4}  {label:<4}  {' '.join(entity.split()):<32}  {others}".rstrip())
    return 0


def _existing(corpus: Path) -> Path:
    if not corpus.exists():
        raise FileNotFoundError(f"{corpus}: no such file or folder; give a folder of articles or a file")
    return corpus


def _headed(document: dict) -> str:
    return f"{document['title'] or document['source_id']} (published {document['published'] or 'on an unknown day'})"


def _evaluate(options: argparse.Namespace) -> int:
    from parley import evaluate, evaluate_quotes

    if options.task == "quotes":
        print("\n".join(evaluate_quotes.report(evaluate_quotes.quotes(options.gold))))
    else:
        print("\n".join(evaluate.report(evaluate.dates(options.gold))))
    return 0


def _export(options: argparse.Namespace) -> int:
    if options.chronology is None and options.features is None:
        raise ValueError("say what to export: --chronology FILE, --features FOLDER, or both")
    if options.chronology is not None:
        from parley import exports

        print(f"chronology in {_near(exports.export_chronology(run.load_corpus(options.corpus), options.chronology))}")
    if options.features is not None:
        store = run.store_for(options.corpus)
        run.annotate(options.corpus, store)
        folder = features.export(Store(store), options.features, book=codebook.load(options.corpus if options.corpus.is_dir() else None))
        print(f"features of {_count(Store(store).count('documents'), 'article')} in {_near(folder)}")
    return 0


def _check(options: argparse.Namespace) -> int:
    python = [sys.executable, "-m"]
    steps = [
        ("format", [*python, "ruff", "format", "--check", "."]),
        ("lint", [*python, "ruff", "check", "."]),
        ("walls", [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]),
        ("tests", [*python, "pytest"]),
    ]
    failed = []
    for name, command in steps:
        print(f"== {name}", flush=True)
        if subprocess.run(command, cwd=ROOT).returncode:
            failed.append(name)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _source_sha256() -> str:
    """A hash over everything of ours that a page is made by."""
    digest = hashlib.sha256()
    for path in sorted([ROOT / "helpers.py", *(ROOT / "parley").rglob("*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _near(path: Path) -> str:
    """A path as one would type it from here."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
