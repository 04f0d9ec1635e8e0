"""Where one clause ends and another begins, as far as punctuation and conjunctions show it."""

from __future__ import annotations

import re

STRONG = re.compile(r"[;:()“”\"—–]|''|\s-\s")
CLAUSE = re.compile(
    r",\s+(?:and|but|while|which|who|as|after|although|though|when)\s|\s(?:but|while|although|though|whereas|because)\s|\band\s+(?:then\s+)?(?=\w+ed\b)"
)
