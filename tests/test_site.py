import base64
import csv
import getpass
import json
import re
import socket
import tempfile
from html.parser import HTMLParser
from pathlib import Path

import pytest

from parley.show import site as pages_of_site

ROOT = Path(__file__).parent.parent
PAGES = [
    "01-what-is-in-the-corpus.html",
    "02-how-it-is-framed.html",
    "03-who-is-named.html",
    "04-talks-and-strikes.html",
    "05-how-far-to-trust-it.html",
    "index.html",
]
LOADING = {"src", "href", "data", "poster", "action", "srcset", "background", "formaction", "xlink:href"}
VOID = {"meta", "link", "img", "br", "hr", "input"}


class Page(HTMLParser):
    """What a page holds: its tags with their attributes, its text, and whether each tag is closed."""

    def __init__(self, path):
        super().__init__()
        self.tags, self.text, self.open = [], "", []
        self.source = path.read_text("utf8")
        self.feed(self.source)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, data):
        if self.open[-1:] not in (["style"], ["script"]):
            self.text += data

    def all(self, attribute):
        return [attrs[attribute] for _, attrs in self.tags if attribute in attrs]


def pages(folder):
    return {p.name: Page(p) for p in sorted(folder.glob("*.html"))}


def article(folder, name, text, **fields):
    folder.mkdir(exist_ok=True)
    head = "".join(f"{k}: {v}\n" for k, v in fields.items())
    (folder / name).write_text(f"---\n{head}---\n{text}\n" if head else text, "utf8")


def sound(folder):
    """Check that a folder holds all six pages, each whole and without an error."""
    found = pages(folder)
    assert sorted(found) == PAGES
    for name, page in found.items():
        assert page.open == [], name
        assert "nan%" not in page.text and "Traceback" not in page.text
        assert not [a for a in page.all("class") if a and "error" in a.split()]
        assert page.source.count("<h1") == 1
    return found


def test_every_page_is_there_and_whole(site):
    sound(site)


def test_the_folder_holds_the_pages_their_tables_and_one_note_of_the_build(site):
    assert sorted(p.name for p in site.iterdir()) == sorted([*PAGES, "tables", ".built.json"])


@pytest.mark.parametrize("name", PAGES)
def test_every_table_of_a_page_lies_beside_it_whole(site, name):
    page = Page(site / name)
    links = [attrs["href"] for tag, attrs in page.tags if tag == "a" and attrs.get("href", "").endswith(".csv")]
    assert len(links) == page.source.count('<table class="data">') == len(list((site / "tables").glob(f"{Path(name).stem}-*.csv")))
    for link, said in zip(links, re.findall(r"\.csv</a> · ([\d,]+) row", page.source), strict=True):
        with (site / link).open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.reader(lines))
        assert len(rows) - 1 == int(said.replace(",", "")) and len({len(r) for r in rows}) == 1


def test_a_table_longer_than_the_page_shows_is_whole_in_its_file(site):
    with (site / "tables" / "04-talks-and-strikes-03.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert len(list(csv.reader(lines))) > 1


def test_no_cell_of_a_table_file_is_a_formula(hostile_site):
    cells = []
    for file in (hostile_site / "tables").glob("*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            cells += [cell for row in csv.reader(lines) for cell in row]
    assert (
        any(c.startswith("'=HYPERLINK(0)") for c in cells)
        and any(c.startswith("'@Antidis") for c in cells)
        and any(c.startswith("'+") for c in cells)
    )
    assert not [c for c in cells if re.match(r"[=@\t\r]|[+-](?![\d.]+(?:e-?\d+)?$)", c)]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_loads_nothing(site, name):
    page = Page(site / name)
    for tag, attrs in page.tags:
        for attribute in LOADING & set(attrs):
            value = attrs[attribute] or ""
            if tag == "a":
                continue  # a link is followed by a person; it loads nothing
            assert value.startswith("data:"), f"<{tag} {attribute}={value[:60]}>"
        assert not any(a.startswith("on") for a in attrs)
    assert not re.findall(r"url\(|@import", page.source)
    assert "default-src 'none'" in page.source
    assert not {t for t, _ in page.tags} & {"iframe", "object", "embed", "base", "form"}


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(site, name):
    page = Page(site / name)
    links = [attrs["href"] for tag, attrs in page.tags if tag == "a"]
    assert len(links) >= 6
    for link in links:
        file, _, fragment = link.partition("#")
        if re.match(r"https?://", file):
            continue
        target = site / (file or name)
        assert target.is_file(), link
        if fragment:
            assert fragment in Page(target).all("id"), link
    assert sorted(set(PAGES) & set(links)) == PAGES
    assert [a["href"] for t, a in page.tags if t == "a" and "aria-current" in a] == [name]


@pytest.mark.parametrize("name", PAGES)
def test_ids_are_unique_and_every_picture_has_words(site, name):
    page = Page(site / name)
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    images = [attrs for tag, attrs in page.tags if tag == "img"]
    assert all((a.get("alt") or "").strip() for a in images)
    assert len(images) == page.source.count("<figcaption>")


def test_the_readmes_pictures_are_the_pages_first_figures(site, tmp_path):
    page, target = site / "index.html", tmp_path / "new" / "chronology.svg"
    svg = pages_of_site.first_picture(page, target).read_text("utf8")
    source = page.read_text("utf8")
    drawn = base64.b64decode(re.search(r'<img alt="[^"]*" src="data:image/svg\+xml;base64,([^"]+)"', source)[1]).decode("utf8")
    title = re.search(r'<p class="title">([^<]+)</p>', source)[1]
    assert svg.startswith("<?xml") and f">{title}</text>" in svg and title not in drawn
    assert drawn.split("</defs>", 1)[1] in svg
    (tmp_path / "none.html").write_text("<p>no figure</p>", "utf8")
    with pytest.raises(ValueError, match="none.html has no figure"):
        pages_of_site.first_picture(tmp_path / "none.html", target)


def test_a_page_is_small_enough_to_be_mailed(site):
    assert max(p.stat().st_size for p in site.glob("*.html")) <= 1_500_000


@pytest.mark.parametrize("name", PAGES)
def test_a_page_tells_nothing_about_the_machine_that_made_it(site, name):
    source = (site / name).read_text("utf8")
    source = re.sub(r"(?s)<style>.*?</style>", "", source)
    source = re.sub(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", lambda m: base64.b64decode(m[1]).decode("utf8"), source)
    ours = "".join(
        p.read_text("utf8")
        for d in ("notebooks", "corpus/sample", "parley/show")
        for p in (ROOT / d).rglob("*")
        if p.suffix in (".ipynb", ".txt", ".py", ".css", ".js", ".j2")
    )
    assert str(ROOT) not in source and str(Path.home()) + "/" not in source and str(site.parent) not in source
    assert tempfile.gettempdir() + "/" not in source and "site-packages" not in source
    for word in (getpass.getuser(), socket.gethostname()):
        whole = rf"(?<![\w-]){re.escape(word)}(?![\w-])"
        # a machine may bear a name that is an ordinary word of the pages
        assert re.search(whole, ours) or not re.search(whole, source), word


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_that_the_sample_is_constructed_and_what_it_was_made_from(site, name):
    page = Page(site / name)
    assert re.search(r'<p class="banner">Constructed sample: [^<]*not journalism', page.source)
    made_from = page.text.split("Made from")[1]
    for fact in ("sample, 40 articles", "corpus hash", "codebook hash", "model hash", "parley 0.", "commit ", "pandas ", "WIRE_COPIES = 'once'"):
        assert fact in made_from, fact
    assert "2026-01-16, the day of the newest article" in made_from


def test_building_again_gives_the_same_bytes(site, build_site, tmp_path):
    again = build_site(ROOT / "corpus" / "sample", tmp_path)
    files = lambda folder: {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}  # noqa: E731
    assert len(files(site)) > 20 and files(again) == files(site)


def test_a_second_build_makes_no_page_anew_and_a_lost_page_alone(build_here, tmp_path, capsys):
    article(tmp_path / "c", "a.txt", "Ferries sailed again on Monday.")
    folder = build_here(tmp_path / "c")
    before = {p.name: p.stat().st_mtime_ns for p in folder.glob("*.html")}
    capsys.readouterr()
    build_here(tmp_path / "c")
    assert "0 pages made anew" in capsys.readouterr().out
    assert {p.name: p.stat().st_mtime_ns for p in folder.glob("*.html")} == before
    (folder / PAGES[0]).unlink()
    build_here(tmp_path / "c")
    assert "1 page made anew" in capsys.readouterr().out


def test_a_page_of_a_notebook_that_is_gone_is_removed(build_here, tmp_path):
    article(tmp_path / "c", "a.txt", "Ferries sailed again on Monday.")
    folder = build_here(tmp_path / "c")
    made = json.loads((folder / ".built.json").read_text("utf8"))
    (folder / ".built.json").write_text(json.dumps({**made, "09-gone.html": "x"}), "utf8")
    (folder / "09-gone.html").write_text("old", "utf8")
    (folder / "mine.html").write_text("not ours", "utf8")
    build_here(tmp_path / "c")
    assert not (folder / "09-gone.html").exists() and (folder / "mine.html").exists()


def test_nothing_of_a_hostile_corpus_becomes_markup(hostile_site):
    for name, page in sound(hostile_site).items():
        scripts = [attrs for tag, attrs in page.tags if tag == "script"]
        assert len(scripts) == 1, name  # the page's own
        assert not [a for tag, attrs in page.tags for a in attrs if a.startswith("on")], name
        assert all(attrs.get("src", "").startswith("data:") for tag, attrs in page.tags if tag == "img"), name
        assert "javascript:" not in " ".join(v or "" for v in page.all("href")), name
        assert "site-packages" not in page.source, name


def test_the_hostile_words_are_shown_as_text(hostile_site):
    found = pages(hostile_site)
    first = found[PAGES[0]].text
    assert "<script>window.hacked=1</script> on day 0" in first and "<img src=x onerror=alert(1)>" in first
    assert "<script>window.hacked=1</script>" in found["04-talks-and-strikes.html"].text + found["02-how-it-is-framed.html"].text


LITTLE = {
    "one article": [
        (
            "President Nicolás Maduro met the US envoy in Caracas on Monday. The navy struck a boat on Tuesday, officials said.",
            {"outlet": "Post", "published": "2025-03-05"},
        )
    ],
    "one sentence": [("Ferries sailed again.", {})],
    "no events": [(f"The weather on day {n} was mild and the sea was blue.", {"outlet": f"Paper {n}", "published": f"2025-03-0{n}"}) for n in (1, 2)],
    "all undated": [(f"President Nicolás Maduro met envoy number {n}. The navy struck a boat.", {"outlet": f"Paper {n}"}) for n in (1, 2, 3)],
    "one outlet": [
        (f"President Nicolás Maduro visited Lima on Monday, the {n}th time.", {"outlet": "Post", "published": f"2025-03-0{n}"}) for n in (4, 5)
    ],
    "another language": [
        ("El presidente viajó ayer a la capital para reunirse con los ministros y los alcaldes de varias ciudades de la costa.", {"outlet": "Diario"})
    ],
}


@pytest.mark.parametrize("kind", LITTLE)
def test_the_pages_of_a_little_corpus_are_built(kind, build_here, tmp_path):
    for n, (text, fields) in enumerate(LITTLE[kind]):
        article(tmp_path / "c", f"{n}.txt", text, **fields)
    found = sound(build_here(tmp_path / "c"))
    assert all('class="banner"' not in page.source for page in found.values())
    assert f"{len(LITTLE[kind])} article" in found["index.html"].text


def test_labels_of_articles_outside_the_selection_stop_no_page(build_here, tmp_path):
    article(tmp_path / "c", "a.txt", "Ferries sailed again on Monday.")
    (tmp_path / "c" / "gold").mkdir()
    head = "article,text,trigger,event,track,status,source,target,earliest,latest,incident\n"
    (tmp_path / "c" / "gold" / "events.csv").write_text(f"{head}gone.txt,the navy struck,struck,ASSAULT,military,occurred,,,,,x\n", "utf8")
    sound(build_here(tmp_path / "c"))


def sentences(n, places):
    """A story of `n` sentences of 40 words, each word only in it, all with an event, some of them planned or denied: `w3x7` is word 7 of sentence 3."""
    told = ("struck", "will soon strike", "denied that it had struck", "may strike")
    filler = lambda i, first, last: " ".join(f"w{i}x{k}" for k in range(first, last))  # noqa: E731
    return " ".join(
        f"{filler(i, 0, 18).capitalize()} the navy {told[i % 4]} a boat off {places[i % len(places)]} {filler(i, 18, 34)}." for i in range(n)
    )


@pytest.fixture
def closed(tmp_path):
    """A corpus of one article that nobody may pass on."""
    article(
        tmp_path / "c", "a.txt", sentences(9, ["Aruba", "Cuba"]), title="Boats", outlet="Post", published="2025-03-05", licence="All rights reserved"
    )
    return tmp_path / "c"


def shown(folder):
    """Sentence -> numbers of its words that stand in any file of the site."""
    everything = " ".join(p.read_text("utf8") for p in folder.rglob("*") if p.suffix in (".html", ".csv"))
    found = {}
    for sentence, word in re.findall(r"[wW](\d+)x(\d+)", everything):
        found.setdefault(int(sentence), set()).add(int(word))
    return found


def test_an_article_that_may_not_be_passed_on_is_quoted_in_three_short_snippets(closed, build_here):
    folder = build_here(closed)
    quoted = shown(folder)
    assert 1 <= len(quoted) <= 3
    assert all(len(words) <= 25 for words in quoted.values())
    assert all("private use" not in page.text for page in pages(folder).values())


def test_full_text_shows_whole_sentences_and_stamps_every_page(closed, build_here):
    folder = build_here(closed, "--full-text")
    quoted = shown(folder)
    assert len(quoted) > 3 and max(map(len, quoted.values())) == 34
    assert all("may not be passed on: for private use only" in page.text for page in pages(folder).values())


def test_a_lost_page_comes_back_with_the_same_snippets(closed, build_here):
    folder = build_here(closed)
    before = {p.name: p.read_bytes() for p in folder.glob("*.html")}
    (folder / "02-how-it-is-framed.html").unlink()
    build_here(closed)
    assert {p.name: p.read_bytes() for p in folder.glob("*.html")} == before
