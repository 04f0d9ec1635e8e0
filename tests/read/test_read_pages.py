import zipfile

import pytest

from parley.read.encoding import decode, decode_page
from parley.read.formats import Record, Rejected, records

STORY = (
    "The envoys of the two republics met in the harbour on Tuesday and spoke for three hours about the fishing grounds.",
    "Neither side gave a number. A deputy minister said that the boats would stay in port until the talks had ended.",
    "The talks go on next week in the capital, where the two delegations will be received by the president of the senate.",
)
PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Envoys meet in the harbour - Zed Post</title>
<meta property="og:title" content="Envoys meet in the harbour"><meta property="og:site_name" content="Zed Post">
<meta name="author" content="Ines Calloway"><link rel="canonical" href="https://zed.example/2025/11/04/envoys">
<meta property="article:published_time" content="2025-11-05T08:00:00Z"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World desk</a></li></ul></nav>
<article><h1>Envoys meet in the harbour</h1>{"".join(f"<p>{p}</p>" for p in STORY)}</article>
<footer>Sign up for our newsletter. All about cookies.</footer></body></html>"""


def one(folder):
    found = list(records(folder))
    assert len(found) == 1, found
    return found[0]


def rejected(item, reason, *parts):
    assert isinstance(item, Rejected) and item.reason == reason, item
    assert all(part in item.detail for part in parts), item.detail


def test_a_page_gives_its_main_text_and_what_it_says_of_itself(tmp_path):
    (tmp_path / "a.html").write_text(PAGE)
    record = one(tmp_path)
    assert all(p in record.text for p in STORY) and "World desk" not in record.text and "cookies" not in record.text
    assert record.fields["author"] == "Ines Calloway" and record.fields["sitename"] == "Zed Post"
    assert (record.fields["published"], record.fields["url"]) == ("2025-11-05T08:00:00Z", "https://zed.example/2025/11/04/envoys")
    assert ("page frame", "World desk") in record.removed


def test_a_date_that_a_page_shows_but_does_not_declare_is_a_byline(tmp_path):
    page = PAGE.replace('<meta property="article:published_time" content="2025-11-05T08:00:00Z">', "").replace("/2025/11/04", "")
    (tmp_path / "a.htm").write_text(page.replace("</h1>", '</h1><time datetime="2025-11-03">3 November 2025</time>'))
    record = one(tmp_path)
    assert "published" not in record.fields and record.dates == [("byline", "2025-11-03")]


def test_a_page_without_any_date_gets_none(tmp_path):
    page = PAGE.replace('<meta property="article:published_time" content="2025-11-05T08:00:00Z">', "").replace("/2025/11/04", "")
    (tmp_path / "a.html").write_text(page)
    record = one(tmp_path)
    assert "published" not in record.fields and record.dates == []


@pytest.mark.parametrize("page", ["<html><body></body></html>", "<html><body><ul><li><a href=x>x</a></li></ul></body></html>"])
def test_a_page_without_text_is_no_article(tmp_path, page):
    (tmp_path / "a.html").write_text(page)
    rejected(one(tmp_path), "no article", "main text")


@pytest.mark.parametrize(
    "page", ["<div>" * 100_000 + "x", "<b>" * 100_000, "<div>x</div>" * 10_000, "<" * 200_000, "<p " * 100_000, "<!--" * 100_000]
)
def test_monstrous_pages_end_soon_with_one_answer(tmp_path, page):
    (tmp_path / "a.html").write_text(page)
    one(tmp_path)


def test_a_false_claim_of_utf_8_is_not_believed():
    assert "Nicolás met" in decode_page('<meta charset="utf-8">Nicolás met them, and they left.'.encode("cp1252"))


def test_the_transport_comes_before_the_page():
    assert decode_page('<meta charset="koi8-r">Москва'.encode("cp1251"), "windows-1251").endswith("Москва")


def test_an_undeclared_text_in_another_alphabet_is_recognised():
    text = "Послы двух республик встретились в гавани во вторник и говорили о рыбной ловле. Переговоры продолжатся в столице."
    assert decode(text.encode("cp1251")) == text


MESSAGE = """From: Harbor Desk <desk@zed.example>
Subject: =?utf-8?q?Envoys_of_Nicol=C3=A1s?=
Date: Wed, 5 Nov 2025 10:30:00 +0000
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=zed

--zed
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

The envoys of Nicol=E1s met.
--zed
Content-Type: text/csv; name=more.csv
Content-Disposition: attachment; filename=more.csv

title,body
One,The boats left.
--zed--
"""


def test_a_message_is_an_article_and_its_attachments_are_inputs(tmp_path):
    (tmp_path / "a.eml").write_text(MESSAGE)
    letter, attached = records(tmp_path)
    assert letter.text.strip() == "The envoys of Nicolás met." and letter.fields["title"] == "Envoys of Nicolás"
    assert letter.fields["published"] == "Wed, 5 Nov 2025 10:30:00 +0000"
    assert (attached.source_id, attached.text, attached.fields) == ("a.eml/1-more.csv:2", "The boats left.", {"title": "One"})


def test_a_single_file_archive_of_a_browser_is_a_page(tmp_path):
    head = "Snapshot-Content-Location: https://zed.example/envoys\nDate: Thu, 1 Jan 2026 00:00:00 -0000\nMIME-Version: 1.0\n"
    body = f"Content-Type: text/html; charset=utf-8\nContent-Location: https://zed.example/envoys\n\n{PAGE}\n"
    (tmp_path / "a.mhtml").write_text(f"{head}Content-Type: multipart/related; boundary=zed\n\n--zed\n{body}--zed--\n")
    record = one(tmp_path)
    assert STORY[0] in record.text and record.fields["url"] == "https://zed.example/envoys"
    assert record.fields["published"] == "2025-11-05T08:00:00Z"  # the page's, not the day it was saved


def warc(*pages):
    made = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    for url, status, kind, body in pages:
        http = f"HTTP/1.1 {status} OK\r\nContent-Type: {kind}\r\n\r\n".encode() + body.encode()
        made += f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype=response\r\n".encode()
        made += f"Content-Length: {len(http)}\r\n\r\n".encode() + http + b"\r\n\r\n"
    return made


@pytest.mark.parametrize("packed", [False, True])
def test_a_web_archive_gives_its_pages_and_counts_the_rest(tmp_path, packed):
    import gzip

    raw = warc(
        ("https://zed.example/a", 200, "text/html; charset=utf-8", PAGE),
        ("https://zed.example/p.png", 200, "image/png", "x"),
        ("https://zed.example/b", 404, "text/html", "gone"),
    )
    (tmp_path / f"a.warc{'.gz' if packed else ''}").write_bytes(gzip.compress(raw) if packed else raw)
    page, rest = records(tmp_path)
    assert STORY[0] in page.text and page.fields["url"] == "https://zed.example/a"
    rejected(rest, "no article", "2 responses", "1 image/png", "1 status 404")


def pdf(*lines):
    """A PDF of one page with these lines, written by hand."""
    content = "BT /F1 12 Tf 72 720 Td 14 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = "%PDF-1.4\n", []
    for i, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{i} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{p:010} 00000 n \n" for p in places)
    return f"{out}xref\n0 6\n0000000000 65535 f \n{table}trailer << /Size 6 /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF".encode()


def test_a_pdf_gives_its_text_with_broken_words_joined(tmp_path):
    (tmp_path / "a.pdf").write_bytes(pdf("The envoys of the two republics met in the har-", "bour and left."))
    assert one(tmp_path) == Record("a.pdf", "The envoys of the two republics met in the harbour and left.")


def test_a_pdf_without_text_asks_for_text_recognition(tmp_path):
    (tmp_path / "a.pdf").write_bytes(pdf())
    rejected(one(tmp_path), "no text", "OCR")


def test_a_pdf_with_a_password_is_locked(tmp_path):
    crypt = f"<< /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >>"
    raw = pdf("x").replace(b"/Root 1 0 R", f"/Root 1 0 R /Encrypt {crypt} /ID [<41><41>]".encode())
    (tmp_path / "a.pdf").write_bytes(raw)
    rejected(one(tmp_path), "locked", "password")


DOCX = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


def docx(path, *paragraphs, head="", core=None):
    with zipfile.ZipFile(path, "w") as z:
        z.writestr("word/document.xml", head + DOCX.format("".join(f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>" for p in paragraphs)))
        if core:
            z.writestr("docProps/core.xml", core)


def test_a_word_file_gives_its_paragraphs_and_properties(tmp_path):
    core = '<p xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Envoys meet</dc:title><dc:creator>Ines Calloway</dc:creator></p>'
    docx(tmp_path / "a.docx", "The envoys met.", "They left.", core=core)
    assert one(tmp_path) == Record("a.docx", "The envoys met.\nThey left.", {"title": "Envoys meet", "author": "Ines Calloway"})


def test_external_entities_of_a_word_file_are_not_read(tmp_path):
    (tmp_path / "_secret").write_text("zzz-secret")
    docx(tmp_path / "a.docx", "Before &x; after.", head=f'<!DOCTYPE w [<!ENTITY x SYSTEM "{(tmp_path / "_secret").as_uri()}">]>')
    item = one(tmp_path)
    assert isinstance(item, Rejected) or "zzz-secret" not in item.text


def test_entities_that_multiply_do_not(tmp_path):
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10 if i else "ha" * 50}">' for i in range(10))
    docx(tmp_path / "a.docx", "&e9;", head=f"<!DOCTYPE w [{entities}]>")
    item = one(tmp_path)
    assert isinstance(item, Rejected) or len(item.text) < 10_000


def test_an_old_or_locked_word_file_says_so(tmp_path):
    (tmp_path / "a.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    rejected(one(tmp_path), "locked", "password")
