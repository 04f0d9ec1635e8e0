"""The words of a text, and the language that they are in."""

from __future__ import annotations

import logging
import re
from functools import cache, lru_cache

LOOKED_AT = 4_000
"""Characters that decide the language: more change nothing, and cost time in long texts."""
SHARE = 0.12
"""Share of English function words from which a text is English; in English news it is 0.3 to 0.5, in Spanish or German below 0.05."""

_WORD = re.compile(r"\w+")
_ENGLISH = frozenset(
    re.split(
        " ",
        "the of and to in a that is was for on said with as by at from it his be has he are have were an this not had but which or its who will they "
        "their been",
    )
)


_USUAL = ("\u2019", "\u2018", "\u201c", "\u201d", "\u2014", "\u2013", "\u2026", "\u00a0", "\u2022", "\u00a9")
_TO_SPACE = bytes(c if chr(c).isalnum() or c == 95 or c > 127 else 32 for c in range(256))
_OTHER = re.compile(r"[^\w\x00-\x7f]")


@lru_cache(maxsize=1)
def words(text: str) -> list[bytes]:
    r"""The words (`\w+`) of a text in small letters, as UTF-8. The last answer is kept: an article is counted and compared right after each other.

    Blanking out what is no letter and splitting is twice as fast as a pattern; where a rare sign is left, the pattern does it.
    """
    low = text.lower()
    if not low.isascii():
        plain = low
        for sign in _USUAL:
            plain = plain.replace(sign, " ")
        if not plain.isascii() and _OTHER.search(plain):
            return [w.encode("utf-8", "replace") for w in _WORD.findall(low)]
        low = plain
    return low.encode("utf-8", "replace").translate(_TO_SPACE).split()


def language(text: str) -> str | None:
    """An ISO 639-1 code; `und` (undetermined) where the words of a short text fit no language well; None for fewer than five words.

    English is known by its function words, which is fast; only other texts are asked of py3langid (Lui and Baldwin 2012, P12-3005).
    """
    found = text[:LOOKED_AT].lower().split()
    if len(found) < 60:  # in a short text a full stop at a word counts
        found = re.findall(r"[^\W\d_]+", text[:LOOKED_AT].lower())
    if len(found) < 5:
        return None
    share = len(list(filter(_ENGLISH.__contains__, found))) / len(found)
    if len(found) < 20:
        return "en" if share > 0 or text.isascii() else "und"
    if share >= SHARE:
        return "en"
    code, certainty = _identifier().classify(text[:LOOKED_AT])
    # a list of English names or a table has few function words; what is surely another language is certain to the model
    return "en" if code == "en" and share > 0.02 else code if certainty > 0.9 and code != "en" else "und"


@cache
def _identifier():
    logging.getLogger("py3langid").setLevel(logging.ERROR)
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
