"""What capitals in brackets tell of the words before them: "the Harbour Watch Groups (HWG)" is one body, "a terms of landing agreement (TOLA)" is none.

An acronym is spelled by the words before it; where they are a name it is one, and reaches over just those words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SHORT = re.compile(r"\(([A-Z][A-Za-z&]{1,8})\)")
_WORD = re.compile(r"[\w&]+(?:['’]\w+)?")
_STOPS = re.compile(r"[.;:!?()\n\"“”]")
REACH = 160
"""Characters before the brackets in which the words are looked for."""


@dataclass(frozen=True)
class Acronym:
    """An acronym in brackets: code points of it and of the words that it is spelled by."""

    short: str
    start: int
    end: int
    words_start: int
    words_end: int


def acronyms(text: str, links: frozenset[str]) -> list[Acronym]:
    """Acronyms in brackets after the words that spell them, in order of the text. `links` are small words that an acronym may leave out."""
    out = []
    for m in _SHORT.finditer(text):
        letters = [c.lower() for c in m[1] if c.isupper()]
        if len(letters) < 2:
            continue
        first = max(0, m.start() - REACH)
        for stop in _STOPS.finditer(text, first, m.start()):
            if not (stop[0] == "." and text[stop.end() : stop.end() + 1].isalnum()):
                first = stop.end()
        words = [(w.start(), w.end()) for w in _WORD.finditer(text, first, m.start())]
        if (
            words
            and text[words[-1][1] : m.start()].strip() in ("", "-", "’", "'")
            and (at := _spelled([text[a:b] for a, b in words], letters, links)) is not None
        ):
            out.append(Acronym(m[1], m.start(1), m.end(1), words[at][0], words[-1][1]))
    return out


def _spelled(words: list[str], letters: list[str], links: frozenset[str]) -> int | None:
    """Index of the first of the last words whose initials, those of `links` left out where they do not fit, are the letters; None where none are.

    From the last word back, `open_ends` holds how many letters may still be without a word: as many steps as words times letters, whatever the text.
    """
    open_ends = {len(letters)}
    for at in range(len(words) - 1, -1, -1):
        word = words[at].lower()
        used = {k - 1 for k in open_ends if k and letters[k - 1] == word[0]}
        if 0 in used:
            return at
        open_ends = used | (open_ends if word in links else set())
        if not open_ends:
            return None
    return None
