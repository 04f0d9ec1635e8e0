import subprocess
import sys
from pathlib import Path

import pytest

from parley import __version__, run
from parley.cli import main

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture(autouse=True)
def stores(tmp_path, monkeypatch):
    """No test writes into the project's own stores."""
    monkeypatch.setattr(run, "store_for", lambda corpus: tmp_path / "stores" / "one")


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "a.txt").write_text("Ferries sailed again on Monday.", "utf8")
    return folder


def test_annotate_says_what_is_in_the_store_and_exits_with_0(corpus, tmp_path, capsys):
    assert main(["annotate", str(corpus), "--store", str(tmp_path / "s"), "--workers", "1"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("1 article in ") and "1 new, 0 copies of earlier ones" in out and err == ""
    assert (tmp_path / "s" / "documents.parquet").is_dir()
    assert main(["annotate", str(corpus), "--store", str(tmp_path / "s")]) == 0
    assert "0 new" in capsys.readouterr().out


def test_without_a_store_the_corpuss_own_is_used(corpus, tmp_path):
    assert main(["annotate", str(corpus), "--workers", "1"]) == 0
    assert (tmp_path / "stores" / "one" / "documents.parquet").is_dir()


def test_what_was_not_kept_is_told_with_its_reason_and_is_no_failure(corpus, capsys):
    (corpus / "b.txt").write_text("", "utf8")
    (corpus / "c.xls").write_text("x", "utf8")
    assert main(["annotate", str(corpus), "--workers", "1"]) == 0
    err = capsys.readouterr().err
    assert "2 inputs not kept:" in err and "b.txt: empty: " in err and "c.xls: format not read: " in err


def test_of_many_rejected_inputs_the_first_20_are_told(corpus, capsys):
    for n in range(25):
        (corpus / f"x{n:02}.pdf").write_text("x", "utf8")
    assert main(["annotate", str(corpus), "--workers", "1"]) == 0
    err = capsys.readouterr().err
    assert "25 inputs not kept:" in err and "x19.pdf" in err and "x20.pdf" not in err and "... and 5 more" in err


@pytest.mark.parametrize("command", ["annotate", "site"])
def test_an_empty_folder_exits_with_1_and_says_what_to_give(command, tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    out = ["--out", str(tmp_path / "out")] if command == "site" else []
    assert main([command, str(tmp_path / "empty"), *out]) == 1
    assert "nothing to read in " in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", ["annotate", "site"])
def test_a_folder_of_which_nothing_is_kept_exits_with_1_and_says_why(command, tmp_path, capsys):
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "b.txt").write_text("", "utf8")
    assert main([command, str(tmp_path / "c"), *(["--out", str(tmp_path / "out")] if command == "site" else [])]) == 1
    err = capsys.readouterr().err
    assert "1 input not kept:" in err and "b.txt: empty" in err and "nothing to read in " in err


@pytest.mark.parametrize("command", ["annotate", "site", "lab"])
def test_a_missing_folder_exits_with_2_and_names_it(command, tmp_path, capsys):
    assert main([command, str(tmp_path / "nowhere")]) == 2
    err = capsys.readouterr().err
    assert err.startswith("parley: no such corpus: ") and "nowhere" in err and err.count("\n") == 1


@pytest.mark.parametrize("command", ["annotate", "site", "lab"])
def test_a_broken_codebook_exits_with_2_and_names_file_and_line(command, corpus, capsys):
    (corpus / "codebook.yaml").write_text("outlets:\n  - {name: Post}\n  - {names: Wire}\n", "utf8")
    assert main([command, str(corpus)]) == 2
    err = capsys.readouterr().err
    assert err.startswith("parley: mine/codebook.yaml, line 3: ") and "Traceback" not in err


@pytest.mark.parametrize("workers", ["0", "-1", "two", "1.5", ""])
def test_a_number_of_workers_that_is_none_is_refused(workers, corpus, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["annotate", str(corpus), f"--workers={workers}"])
    assert stopped.value.code == 2 and "give a whole number from 1 up" in capsys.readouterr().err


def test_stopping_says_that_nothing_is_lost(corpus, monkeypatch, capsys):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "annotate", stop)
    assert main(["annotate", str(corpus)]) == 130
    assert "goes on from there" in capsys.readouterr().err


@pytest.mark.parametrize("command", [[], ["annotate"], ["site"], ["lab"], ["check"]])
def test_every_command_has_help(command, capsys):
    with pytest.raises(SystemExit) as stopped:
        main([*command, "--help"])
    out = capsys.readouterr().out
    assert stopped.value.code == 0 and out.startswith(f"usage: {' '.join(['parley', *command])}")
    if not command:
        assert all(name in out for name in ("annotate", "site", "lab", "check"))


@pytest.mark.parametrize("arguments", [[], ["anotate"], ["annotate"], ["annotate", "x", "y"]])
def test_a_command_line_that_cannot_be_read_exits_with_2(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2 and capsys.readouterr().err.startswith("usage: parley")


def test_the_version_is_the_packages(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == 0 and capsys.readouterr().out == f"parley {__version__}\n"


def test_show_cleaning_gives_a_line_per_article(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("Date: 2025-11-05\n\nThe envoys met in the harbour.\n\nSign up for our newsletter\n\nAdvertisement\n", "utf8")
    (tmp_path / "b.txt").write_text("They left at noon, and nobody knew why.\n", "utf8")
    assert main(["show-cleaning", "--each", "--corpus", str(tmp_path)]) == 0
    # 4 + 6 + 5 + 1 words of a.txt, of which those of its sentence are left
    assert capsys.readouterr().out.splitlines() == [
        "a.txt | 2025-11-05 from header | 16 words, 6 after cleaning | 1 date header, 1 form or widget, 1 advertisement",
        "b.txt | undated from none | 8 words, 8 after cleaning | nothing removed",
    ]


def test_dates_lists_every_time_expression_with_its_days(corpus, capsys):
    (corpus / "b.txt").write_text("---\npublished: 2025-11-05\n---\nThey met on Monday at 2 p.m. EST and will meet in May 2026.", "utf8")
    assert main(["dates", str(corpus)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith("(published on an unknown day)") and lines[1].split() == ["..", "DATE", "XXXX-WXX-1", "Monday"]
    assert lines[3].endswith("(published 2025-11-05)")
    assert lines[4].split(maxsplit=3) == ["2025-11-03..2025-11-03", "TIME", "2025-11-03T14:00", "-05:00  Monday at 2 p.m. EST"]
    assert lines[5].split(maxsplit=3) == ["2026-05-01..2026-05-31", "DATE", "2026-05", "May 2026"]


def test_dates_of_what_is_not_there_is_an_error(tmp_path, capsys):
    assert main(["dates", str(tmp_path / "none")]) == 2
    assert "none" in capsys.readouterr().err


def test_names_lists_whom_an_article_names_with_the_forms(corpus, capsys):
    (corpus / "b.txt").write_text(
        "---\npublished: 2025-11-05\n---\nThe envoy Wilma Zedson met Nicolás Maduro at noon, and they talked for an hour. Then Zedson left; Maduro's aide praised Zedson for it.",
        "utf8",
    )
    assert main(["names", str(corpus)]) == 0
    listed = capsys.readouterr().out.split("(published 2025-11-05)\n")[1].splitlines()
    assert [" ".join(line.split()) for line in listed] == ["3 PER Wilma Zedson Zedson", "2 PER Nicolás Maduro Maduro"]


def test_names_of_what_is_not_there_is_an_error(tmp_path, capsys):
    assert main(["names", str(tmp_path / "none")]) == 2
    assert "none" in capsys.readouterr().err


def test_output_that_nobody_reads_on_is_no_error(corpus):
    with subprocess.Popen(
        [sys.executable, "-m", "parley", "dates", str(corpus)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=Path(__file__).parents[1]
    ) as run:
        run.stdout.close()
        assert run.stderr.read() == b"" and run.wait() == 0
