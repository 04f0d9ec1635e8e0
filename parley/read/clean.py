"""What is taken out of a plain text before it is read: each rule has a name, can be switched off, and says what it removed.

Only text that is certainly not the article's own goes: a rule that is unsure keeps the line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set

import ftfy

RULES = {
    "mojibake": "letters spoiled by a wrong encoding (â€™ for ’) are mended where ftfy is certain",
    "internal link": "marks such as [[INTERNAL_LINK:x]] that a content system left behind",
    "soft hyphen": "soft hyphens, zero-width spaces and byte order marks inside words",
    "control character": "control characters, which are no text",
    "no-break space": "no-break spaces and tabs become spaces",
    "ligature": "ligatures (ﬁ) become letters",
    "replacement character": "U+FFFD, which stands where a character was lost",
    "citation chip": "names of sources set after a sentence by chat assistants (CBS News +1)",
    "form or widget": "newsletter forms, cookie notices, links to popular pieces",
    "comments and sharing": "lines of share buttons, view and comment counters",
    "navigation": "breadcrumbs, numbered menus, skip links",
    "table of contents": "a line `Table of contents` and the list that follows it",
    "photo credit": "lines that only name a photographer or picture agency",
    "read more": "lines that point to another article (Read more: ...)",
    "repeated paragraph": "a paragraph of more than 40 characters that stood before; the first stays",
    "advertisement": "lines that only say Advertisement",
}
"""Rule -> what it takes out. `cleaning: {photo credit: off}` in a corpus's `reading.yaml` switches a rule off."""

_CHIP = re.compile(r"^(?:[A-Z][\w.&'’-]*(?:\s+[A-Z0-9][\w.&'’-]*){0,3}|[a-z0-9-]+\.(?:com|org|net|co\.uk))(?:\s+\+\d+)?$")
_LINES: tuple[tuple[str, int, re.Pattern], ...] = (
    # rule, longest line that it may take, pattern
    (
        "form or widget",
        120,
        re.compile(
            r"sign up for|get our free|SIGN UP$|I would like to be emailed|Read our Privacy notice|join our commenting forum|there are no comments|"
            r"be the first to respond|see their replies|^most popular$|^popular videos$|^bulletin$|^more about$|cookie|subscribe to our|"
            r"^(?:accept|reject|manage) (?:all|preferences|settings)|^(?:your|enter your) e-?mail|^newsletters?$|delivered to your inbox|"
            r"^(?:log|sign) in(?: to continue)?$|^create (?:a free |an )?account|video player placeholder|this video file cannot be played",
            re.I,
        ),
    ),
    ("comments and sharing", 60, re.compile(
        r"^(?:share(?: this)?(?: article| story| on)?|tweet|e-?mail|print|copy link|link copied|save|bookmark|follow(?: us)?|like|reply|comments?(?: \(\d+\))?)"
        r"(?:[\s,|·•/]+(?:share|tweet|facebook|twitter|x|whatsapp|linkedin|telegram|reddit|e-?mail|print|copy link|on|via|us|this|article|comments?))*\W*$|"
        r"^(?:facebook|twitter|whatsapp|linkedin|telegram|reddit|pinterest)(?:[\s,|·•/]+(?:facebook|twitter|x|whatsapp|linkedin|telegram|reddit|pinterest|e-?mail|print))*$|"
        r"^[\d.,]+k?\s+(?:views?|shares?|comments?|likes|retweets)$|^\d+ min(?:ute)?s? (?:read|ago)$", re.I)),
    ("navigation", 120, re.compile(
        r"^\d+\.\s+[A-Z][\w ]{1,30}$|^(?:home|news|world|front page)(?:\s*[>›»/|]\s*[\w &'’-]{2,60})+$|^skip to (?:main )?content$|^back to (?:top|home)$|"
        r"^(?:previous|next)(?: (?:article|post|story))?$|^(?:menu|search|close|open menu)$", re.I)),
    ("advertisement", 40, re.compile(r"^\W*(?:advertisement|advertising|sponsored(?: content)?|story continues below(?: advertisement)?|ad)\W*$", re.I)),
    ("photo credit", 120, re.compile(
        r"^\W*(?:(?:photo|image|picture|photograph|file photo|video)s?(?: credit| by| courtesy(?: of)?)?\s*[:/]\s*|photographs? by\s+|©\s*)[^.!?]{2,90}\W*$|"
        r"^\W*[\w .,'’-]{2,60}\s?[/|]\s?(?:AFP|AP|Reuters|EPA|Getty(?: Images)?|Bloomberg|Xinhua|Anadolu|Shutterstock|The New York Times)"
        r"(?: via [\w ]{2,30})?\W*$|^enlarge this image\b[^.!?]{0,100}$", re.I)),
    ("read more", 200, re.compile(
        r"^\W*(?:read (?:more|also|next)|see also|also read|related(?: (?:articles?|stories|coverage|topics))?|more on this(?: story)?|recommended(?: stories)?|"
        r"watch(?: now)?|listen|you may also like|what to read next|don['’]t miss|click here(?: to [^.]{1,80})?)\W*$|"
        r"^\W*(?:read more|read also|see also|also read|related|more on this|watch|recommended)\s*(?::|>>|»|›|\|)\s*\S.*$", re.I)),
)  # fmt: skip
_HINT = re.compile("|".join(f"(?:{p.pattern})" for _, _, p in _LINES), re.I)
_CHARACTERS = (
    ("internal link", re.compile(r"\s?\[\[[A-Z_]+:[^\[\]\n]{0,200}\]\]"), ""),
    ("soft hyphen", re.compile("[\u00ad\u200b\u2060\ufeff]"), ""),
    ("control character", re.compile("[\x00-\x08\x0b-\x1f\x7f]"), ""),
    ("no-break space", re.compile("[\u00a0\u202f\u2007\t]"), " "),
)
_LIGATURES = {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_MOJIBAKE = re.compile("[ÂÃâåæçèéêëìíðÐÑ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_ITEM = re.compile(r"^(?:[-*•–]|\d{1,2}[.)])\s")


def clean(text: str, *, off: Set[str] = frozenset()) -> tuple[str, list[tuple[str, str]]]:
    """The text with paragraphs set apart by one empty line, and (rule, what was removed) for each removal. Rules in `off` do nothing."""
    removed: list[tuple[str, str]] = []
    text = _characters(text, removed, off)
    kept: list[str] = []
    seen: set[str] = set()
    after_mark = contents = False
    for whole in text.split("\n"):
        line = whole.strip()
        mark = line.endswith("\ufffd")
        if "\ufffd" in line and "replacement character" not in off:
            if line.strip("\ufffd \t") != line.replace("\ufffd", "").strip():  # a lost letter inside the line, not a mark at its end
                removed.append(("replacement character", line[:200]))
            line = line.replace("\ufffd", "").strip()
        rule = None
        if not line:
            after_mark = after_mark and not mark
        elif after_mark and len(line) < 40 and _CHIP.match(line):
            rule = "citation chip"
        elif len(line) <= 200 and _HINT.search(line):
            rule = next((name for name, most, pattern in _LINES if len(line) < most and pattern.search(line)), None)
        if line and rule is None:
            if line.lower().rstrip(":") == "table of contents":
                rule, contents = "table of contents", True
            elif contents and _ITEM.match(line):
                rule = "table of contents"
            elif len(line) > 40 and line in seen:
                rule = "repeated paragraph"
        elif contents and rule == "navigation" and _ITEM.match(line):
            rule = "table of contents"
        if rule in off:
            rule = None
        if line:
            contents = contents and rule == "table of contents"
            after_mark = mark
        if rule:
            removed.append((rule, line))
        else:
            seen.add(line)
            kept.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip(), removed


def _characters(text: str, removed: list[tuple[str, str]], off: Set[str]) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    if text.isascii() and not re.search(r"[\x00-\x09\x0b-\x1f\x7f]|\[\[", text):
        return text
    if "mojibake" not in off and _MOJIBAKE.search(text):
        text = "\n".join(_mended(line, removed) for line in text.split("\n"))
    text = unicodedata.normalize("NFC", text)
    for rule, pattern, instead in _CHARACTERS:
        if rule not in off and (found := pattern.findall(text)):
            removed += [(rule, f.strip() or f"U+{ord(f[0]):04X}") for f in dict.fromkeys(found)]
            text = pattern.sub(instead, text)
    if "ligature" not in off:
        for ligature, letters in _LIGATURES.items():
            if ligature in text:
                removed.append(("ligature", ligature))
                text = text.replace(ligature, letters)
    return text


def _mended(line: str, removed: list[tuple[str, str]]) -> str:
    if len(line) > 20_000 or not _MOJIBAKE.search(line):
        return line
    better = ftfy.fix_encoding(line)
    if better != line:
        removed.append(("mojibake", line[:200]))
    return better
