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
    inside = (declared[1] or declared[2]).decode("ascii", "replace") if declared else None
    for label in (header, inside):
        found = webencodings.lookup(label.strip()) if label else None
        name = found.name if found else None
        if name == "replacement":
            name = _REPLACED.get(label.strip().lower())
        elif label is not header:
            # a page whose <meta> can be read as ASCII is not UTF-16; and browsers read x-user-defined as windows-1252 there
            name = "utf-8" if name in ("utf-16le", "utf-16be") else "windows-1252" if name == "x-user-defined" else name
        if name == "utf-8":
            break  # a false claim of UTF-8 is frequent: check it
        if name:
            return decode_as(raw, name)
    return decode(raw)


def decode_as(raw: bytes, name: str) -> str:
    """Bytes in an encoding by its WHATWG name (encoding.spec.whatwg.org, as of 2025), as browsers read them; what cannot be said is U+FFFD."""
    if name in ("gbk", "gb18030"):  # one decoder, as the standard has it; Python's table is that of 2005
        return raw.decode("gb18030", "parley.gb").translate(_GB18030)
    if name in ("euc-jp", "iso-2022-jp"):
        return raw.decode("euc_jp" if name == "euc-jp" else "iso2022_jp_ext", "parley.jis").translate(_JIS)
    if name == "koi8-u":
        return raw.decode("koi8_u").translate({0x255D: 0x45E, 0x256C: 0x40E})
    found = webencodings.lookup(name)
    codec = found.codec_info if found and found.name != "replacement" else codecs.lookup(name)
    return codec.decode(raw, "parley.c1" if name.startswith("windows-") else "replace")[0]


def _c1(error: UnicodeError) -> tuple[str, int]:
    """A byte from 0x80 to 0x9F that a Windows code page leaves open is the control character of that number; another one U+FFFD.

    0xCA is open in Python's windows-1255 alone, where the standard has a Hebrew point.
    """
    byte = error.object[error.start] if isinstance(error, UnicodeDecodeError) else 0
    return chr(byte) if 0x80 <= byte < 0xA0 else "\u05ba" if byte == 0xCA else "\ufffd", error.start + 1


def _jis(error: UnicodeError) -> tuple[str, int]:
    """Two bytes that JIS X 0208 leaves open, as the vendors' sets NEC and IBM, which the standard includes, have them; else U+FFFD."""
    pair = bytes(byte & 0x7F for byte in error.object[error.start : error.start + 2]) if isinstance(error, UnicodeDecodeError) else b""
    if len(pair) == 2 and all(0x21 <= byte <= 0x7E for byte in pair):
        row, cell = pair[0] - 0x21, pair[1] - 0x21  # the same place as Shift_JIS writes it
        lead, trail = row // 2 + (0x81 if row < 62 else 0xC1), cell + 94 * (row % 2)
        if text := bytes((lead, trail + (0x40 if trail < 63 else 0x41))).decode("cp932", "ignore"):
            return text, error.start + 2
    return "\ufffd", error.start + 1


def _gb(error: UnicodeError) -> tuple[str, int]:
    """0x80 alone is the euro sign; another byte that cannot be read U+FFFD."""
    return "€" if isinstance(error, UnicodeDecodeError) and error.object[error.start] == 0x80 else "\ufffd", error.start + 1


codecs.register_error("parley.c1", _c1)
codecs.register_error("parley.gb", _gb)
codecs.register_error("parley.jis", _jis)
_JIS = dict(zip(map(ord, "〜‖−¢£¬"), "～∥－￠￡￢", strict=True))
_GB18030 = dict(zip(
    (0xE5E5, *range(0xE78D, 0xE797), 0xE7C7, 0xE81E, 0xE826, 0xE82B, 0xE82C, 0xE832, 0xE843, 0xE854, 0xE864),
    (0x3000, 0xFE10, 0xFE12, 0xFE11, *range(0xFE13, 0xFE1A), 0x1E3F, *range(0x9FB4, 0x9FBC)), strict=True))  # fmt: skip
"""Places that were private in the table of 2005 and are characters since 2022."""

_REPLACED = {"hz-gb-2312": "hz", "iso-2022-kr": "iso2022_kr", "csiso2022kr": "iso2022_kr"}
"""Labels that browsers refuse because scripts could hide in such pages. Nothing runs here, and old mail uses them: Python reads them. For the other two
(iso-2022-cn, iso-2022-cn-ext) there is no codec; their bytes are read like those of a page that declares nothing."""


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
