"""Bytes -> text: by byte order mark, by what a page declares, as UTF-8, or by the most likely guess. Always gives a text."""

from __future__ import annotations

import codecs
import re

import webencodings
from charset_normalizer import from_bytes

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{1,40})|^<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})""", re.I)
_GUESSED = ["cp1252", "cp1251", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874", "koi8_r", "koi8_u", "iso8859_2", "shift_jis", "euc_jp",
            "euc_kr", "gb18030", "big5", "mac_roman"]  # fmt: skip


def decode(raw: bytes) -> str:
    """A plain text: by its byte order mark, else UTF-8, else what its bytes look like; what cannot be said is U+FFFD."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if raw.isascii() or b"\x1b$" in raw[:10_000]:
            return raw.decode("iso2022_jp", "replace")
        # a stray byte in a UTF-8 file is damage; many of them, or accented letters with no UTF-8 beside them, are another encoding
        lenient = raw.decode("utf-8", "replace")
        stray = lenient.count("\ufffd") - raw.count(b"\xef\xbf\xbd")
        high = sum(byte > 127 for byte in raw)
        if stray <= max(3, len(raw) // 500) and error.start > 0 and not (high == stray and _letters(raw)):
            return lenient
        return raw.decode(_guess(raw, high), "replace")


def decode_page(raw: bytes, header: str | None = None) -> str:
    """A page or message: by byte order mark, by the transport's `header` charset, by its own <meta>, else like a plain text (WHATWG order)."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    declared = _DECLARED.search(raw[:4096])
    for label in (header, (declared[1] or declared[2]).decode("ascii", "replace") if declared else None):
        found = webencodings.lookup(label.strip()) if label else None
        if found is None:
            continue
        if found.name.startswith("utf-16"):  # a page whose <meta> can be read as ASCII is not UTF-16
            if label is header:
                return found.codec_info.decode(raw, "replace")[0]
            break
        if found.name == "utf-8":
            break  # a false claim of UTF-8 is frequent: check it
        return found.codec_info.decode(raw, "replace")[0]
    return decode(raw)


def stream_encoding(start: bytes) -> str:
    """The encoding of a stream too long to hold, by its first bytes."""
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
        return "utf-8"
    except UnicodeDecodeError:
        lenient = start.decode("utf-8", "replace").count("\ufffd")
        high = sum(byte > 127 for byte in start)
        return "utf-8" if lenient <= max(3, len(start) // 500) and high > 2 * lenient else _guess(start, high)


def _guess(raw: bytes, high: int) -> str:
    """Windows-1252 where few bytes are beyond ASCII, as in English and its neighbours; else what charset-normalizer finds among the encodings of the web."""
    part = raw[:20_000]
    if high <= 0.12 * len(raw) or len(part) < 30 or (high <= 0.2 * len(raw) and _letters(raw)):
        return "cp1252"
    best = from_bytes(part, steps=3, chunk_size=1024, cp_isolation=_GUESSED, preemptive_behaviour=False, enable_fallback=False).best()
    return best.encoding if best else "cp1252"


def _letters(raw: bytes) -> bool:
    """Whether every byte beyond ASCII is a Latin-1 letter next to an ASCII one, as in `Nicol\\xe1s`."""
    return len(re.findall(rb"[\xc0-\xd6\xd8-\xf6\xf8-\xfe](?=[A-Za-z])|(?<=[A-Za-z])[\xc0-\xd6\xd8-\xf6\xf8-\xfe]", raw)) == len(
        re.findall(rb"[\x80-\xff]", raw)
    )
