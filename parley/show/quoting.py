"""How much of an article a page may repeat: all of a sentence where the licence is open, else short snippets and few of them."""

from __future__ import annotations

import os
import re

WORDS, SNIPPETS = 25, 3
"""Words of a sentence, and sentences of an article, that the pages of one site quote where the licence does not allow more."""
ENVIRONMENT = "PARLEY_QUOTES"
"""Set to `snippets` for the kernels whose pages are passed on; elsewhere (JupyterLab, `--full-text`) sentences are shown whole."""

# licences that let anybody pass the words on and shorten them: not those without derivatives (ND) or for some uses only (NC)
_OPEN = re.compile(
    r"(?:cc[ -]?0|cc[ -]by(?:[ -]sa)?|public[ -]domain|pd|open government licen[cs]e|ogl)(?:[ -]v?\d(?:\.\d)?)?(?:[ -]\w{2,14})?", re.I
)
_LIMITED = re.compile(r'<blockquote class="quote limited" data-place="(\w+) (\d+)"><span class="words">(.*?)</span>', re.S)


def is_open(licence: object, constructed: object = False) -> bool:
    """Whether an article's sentences may be quoted whole: its licence is an open one, or the article is constructed."""
    return constructed is True or isinstance(licence, str) and bool(_OPEN.fullmatch(licence.strip()))


def limited() -> bool:
    """Whether this process makes pages that are passed on with articles that may not be."""
    return os.environ.get(ENVIRONMENT) == "snippets"


def span(text: str, start: int, end: int, most: int = WORDS) -> tuple[int, int]:
    """The place in `text` of at most `most` words (of 12 characters on average) around start..end."""
    words = [m.span() for m in re.finditer(r"\S+", text)]
    at = next((i for i, (_, b) in enumerate(words) if b > start), len(words))
    inside = sum(1 for a, b in words if b > start and a < end)
    first = max(0, min(at - max(0, (most - inside) // 2), len(words) - most))
    kept = words[first : first + most] or [(0, 0)]
    a, b = kept[0][0], kept[-1][1]
    if b - a > 12 * most:
        a = max(a, min(start, b) - 6 * most)
        b = min(b, a + 12 * most)
    return a, b


def shorten(text: str, most: int = WORDS) -> str:
    """The first `most` words of a text, with an ellipsis where something is left out."""
    a, b = span(text, 0, 0, most)
    return text[:b] if b >= len(text.rstrip()) else f"{text[a:b]} …"


def places(page: str) -> dict[str, set[int]]:
    """Article -> sentences that a page quotes under the limit."""
    found: dict[str, set[int]] = {}
    for doc, sentence, _ in _LIMITED.findall(page):
        found.setdefault(doc, set()).add(int(sentence))
    return found


def keep_few(page: str, used: dict[str, set[int]]) -> str:
    """The page with at most `SNIPPETS` sentences of each limited article, those of `used` (quoted on other pages) among them; `used` grows."""

    def one(match: re.Match) -> str:
        doc, sentence = match[1], int(match[2])
        mine = used.setdefault(doc, set())
        if sentence in mine or len(mine) < SNIPPETS:
            mine.add(sentence)
            return match[0]
        words = f"Sentence {sentence + 1} of the article. Its words are left out: the licence allows {SNIPPETS} short quotations."
        return f'<blockquote class="quote withheld"><span class="words">{words}</span>'

    return _LIMITED.sub(one, page)
