"""What is taken out of a plain text before it is read: each rule has a name, and says what it removed.

Only text that is certainly not the article's own goes: a rule that is unsure keeps the line.
"""

from __future__ import annotations

import re
import unicodedata

_CHIP = re.compile(r"^(?:[A-Z][\w.&'’-]*(?:\s+[A-Z0-9][\w.&'’-]*){0,3}|[a-z0-9-]+\.(?:com|org|net|co\.uk))(?:\s+\+\d+)?$")
_FORM = re.compile(
    r"sign up for|get our free|SIGN UP$|I would like to be emailed|Read our Privacy notice|join our commenting forum|there are no comments|be the first to respond|"
    r"see their replies|^comments$|^most popular$|^popular videos$|^bulletin$|^read next$|^more about$|cookie|subscribe to our",
    re.I,
)
_CRUMB = re.compile(r"^\s*\d+\.\s+[A-Z][\w ]{1,30}$")


def clean(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The text with paragraphs set apart by one empty line, and (rule, what was removed) for each removal."""
    removed: list[tuple[str, str]] = []
    text = _characters(text, removed)
    lines = [line.strip() for line in text.split("\n")]
    kept: list[str] = []
    seen: set[str] = set()
    after_mark = False
    contents = False
    for line in lines:
        mark, line = line.endswith("\ufffd"), line.replace("\ufffd", "").strip()
        rule = None
        if not line:
            after_mark = after_mark and not mark
        elif after_mark and _CHIP.match(line) and len(line) < 40:
            rule = "citation chip"
        elif _FORM.search(line) and len(line) < 120:
            rule = "form or widget"
        elif _CRUMB.match(line):
            rule = "navigation"
        elif line.lower() == "table of contents":
            rule, contents = "table of contents", True
        elif contents and line.startswith(("- ", "* ", "• ")):
            rule = "table of contents"
        elif len(line) > 40 and line in seen:
            rule = "repeated paragraph"
        if line:
            contents = contents and rule == "table of contents"
            after_mark = mark
        if rule:
            removed.append((rule, line))
        else:
            seen.add(line)
            kept.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip(), removed


def _characters(text: str, removed: list[tuple[str, str]]) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = unicodedata.normalize("NFC", text)
    for rule, pattern, instead in (
        ("internal link", r"\s?\[\[[A-Z_]+:[^\[\]\n]{0,200}\]\]", ""),
        ("soft hyphen", "[\u00ad\u200b\ufeff]", ""),
        ("control character", "[\x00-\x08\x0b-\x1f\x7f]", ""),
        ("no-break space", "[\u00a0\u202f\u2007\t]", " "),
    ):
        if found := re.findall(pattern, text):
            removed += [(rule, f.strip() or f"U+{ord(f[0]):04X}") for f in dict.fromkeys(found)]
            text = re.sub(pattern, instead, text)
    for ligature, letters in (("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬀ", "ff"), ("ﬃ", "ffi"), ("ﬄ", "ffl")):
        text = text.replace(ligature, letters)
    return text
