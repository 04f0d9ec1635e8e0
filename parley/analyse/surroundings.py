"""The words around an event's trigger as a vector: what a whole sentence's vector blurs where one sentence tells several happenings.

"A tanker was seized and a blockade announced" gives both events one sentence vector; the words next to each trigger tell them apart. Rare words, names and
numbers among them, weigh most: two reports that share "eleven" and "boat" beside the trigger are likelier to tell one happening than two that share "said".
"""

from __future__ import annotations

import math
import re
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from nltk.stem.porter import PorterStemmer

DIMENSIONS = 192
"""Places into which the stems fall, each with a sign (the hashing trick: Weinberger et al. 2009, doi:10.1145/1553374.1553516), so that the size does not
grow with the vocabulary. Two unlike vectors then have a cosine of about ± 0.07 rather than 0, well under what decides."""
REACH = 2.0
"""Words from the trigger at which a word weighs 1/e of one beside it. Chosen on the sample's hand labels, where 3 and more join worse."""

_WORD = re.compile(r"[^\W_]+")
_ORDINAL = re.compile(r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))\s+(?:[\w’'-]+\s+){0,2}$", re.I)
_SMALL = frozenset(
    "a an the to of in on off at for with by from it its their his her that this as into up out over down about and or be been was is are were has have had"
    " which who he she they but not".split()
)
_LIGHT = frozenset(
    "already announce announced announces begin began call called calls carried carry carrying conduct conducted conducting continue continued continues gave"
    " get give given going had has have held hold holding made make making plan planned planning plans put set take taken took want wanted wants".split()
)
"""Words that many triggers of unlike happenings share: "conducted a strike", "conducted an operation"."""
_IRREGULAR = {
    form: verb
    for verb, forms in {
        "arrive": "arrival", "begin": "began begun", "blow": "blew blown", "break": "broke broken", "bring": "brought", "build": "built", "catch": "caught",
        "choose": "chose chosen", "deny": "denial", "deploy": "deployment", "die": "dead death", "drive": "drove driven", "fall": "fell fallen", "fight": "fought",
        "flee": "fled", "fly": "flew flown flight", "forbid": "forbade forbidden", "freeze": "froze frozen", "give": "gave given", "go": "went gone",
        "grow": "grew grown growth", "hold": "held", "lead": "led", "leave": "left", "lose": "lost loss", "meet": "met", "overthrow": "overthrew overthrown",
        "refuse": "refusal", "rise": "rose risen", "say": "said", "seek": "sought", "seize": "seizure", "sell": "sold", "send": "sent", "shoot": "shot",
        "sink": "sank sunk", "speak": "spoke spoken", "steal": "stole stolen", "strike": "struck stricken", "swear": "swore sworn", "take": "took taken",
        "tell": "told", "win": "won winner", "withdraw": "withdrew withdrawn withdrawal", "withhold": "withheld",
    }.items()
    for form in forms.split()
}  # fmt: skip
"""Forms that a stemmer leaves apart from their verb."""
_stemmer = PorterStemmer()


@lru_cache(200_000)
def stem(word: str) -> str:
    """A word, in small letters, as its verb's stem: "struck", "strikes" and "striking" meet."""
    word = word.lower()
    return _stemmer.stem(_IRREGULAR.get(word, word))


@lru_cache(100_000)
def stems(trigger: str) -> frozenset[str]:
    """Stems of a trigger's words; numbers, small and light words left out."""
    words = [w for w in re.findall(r"[^\W\d_]+", trigger.lower()) if w not in _SMALL]
    return frozenset(stem(w) for w in words if w not in _LIGHT)


def ordinal(trigger: str, sentence: str) -> str | None:
    """The ordinal that counts the trigger: "third" of "the third such strike"; None without one."""
    at = sentence.find(trigger)
    m = _ORDINAL.search(sentence[:at]) if at > 0 else None
    return m[0].split()[0].lower() if m else None


def surroundings(events: Sequence[dict], sentence_of: Callable[[str, int], str], *, dimensions: int = DIMENSIONS) -> np.ndarray:
    """(events, dimensions), half floats, of unit length (zero where nothing but small words stands there): the stems around each event's trigger, each
    weighed by the rarity of the stem in the sentences of all events and by its distance from the trigger."""
    told = {key: [(m.start(), stem(m[0])) for m in _WORD.finditer(sentence_of(*key)) if m[0].lower() not in _SMALL] for key in _places(events)}
    held = Counter(s for words in told.values() for s in {s for _, s in words})
    out = np.zeros((len(events), dimensions), np.float16)
    for row, e in zip(out, events, strict=True):
        key = e["doc_id"], e["sentence"]
        words = told[key]
        begin = sentence_of(*key).find(e["trigger"])
        end = begin + len(e["trigger"])
        before, until = sum(at < begin for at, _ in words), sum(at < end for at, _ in words)
        if begin < 0:  # beyond what is kept of a very long sentence: all words are as near
            before, until = 0, len(words)
        weights: dict[str, float] = {}
        for n, (_, s) in enumerate(words):
            away = before - n if n < before else max(0, n - until + 1)
            weights[s] = max(weights.get(s, 0.0), math.log((1 + len(told)) / held[s]) * math.exp(-away / REACH))
        length = math.sqrt(sum(w * w for w in weights.values())) or 1.0
        for s, w in weights.items():
            place, sign = _place(s)
            row[place % dimensions] += sign * w / length
    return out


def _places(events: Sequence[dict]) -> dict[tuple[str, int], None]:
    return dict.fromkeys((e["doc_id"], e["sentence"]) for e in events)


@lru_cache(200_000)
def _place(word: str) -> tuple[int, int]:
    code = zlib.crc32(word.encode())
    return code >> 1, 1 if code & 1 else -1
