"""The words of a stretch of text with their places and a rough class each, told by closed lists and spelling: enough to find subjects and clauses."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Cmdr|Adm|Prof|Rev|St|Jr|Sr|Hon|Pres|Sens|Reps|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\."
    r"|(?:[RDI]-)?(?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt"
    r"|Wash|Wis|Wyo)\.(?=[,)]|\s[a-z])"
    r"|[A-Z]\.(?=\s[A-Z])|[$€£]?\d+(?:[.,:/]\d+)*%?(?:-\w+)*|\w+(?:[-'’.&]\w+)*(?:(?<=s)[’'](?=\s\w))?|''|``|--+|\.{3}|[^\w\s]"
)

# The classes, one letter each.
DETERMINER, SUBJECT, OBJECT, WH, THAT, AUXILIARY, PREPOSITION, TO = "DSOWHAPT"
CONJUNCTION, SUBORDINATOR, ADVERB, NAME, NUMBER, VERB, OTHER = "CBRNMVx"
STOP, COMMA, SEMICOLON, COLON, DASH, OPEN, CLOSE, MARK = ".,;:-()Q"

_LISTS = {
    DETERMINER: "the a an this these those his its their our my your her no any some each every all both another such many few several most much more "
    "other half either neither enough what's whose",
    SUBJECT: "he she they we i it you who he's she's they're we're i'm it's you're who's that's there's there he'd she'd they'd we'd i'd you'd it'd he'll "
    "she'll they'll we'll i'll you'll it'll they've we've i've you've who've who'd who'll there'd there'll everyone everybody someone somebody nobody "
    "anyone anybody",
    OBJECT: "him them us me himself herself themselves itself ourselves myself yourself",
    WH: "whether how what why where which whom if",
    THAT: "that",
    AUXILIARY: "is are was were be been being am has have had having do does did will would can could may might must shall should isn't aren't wasn't "
    "weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't cannot couldn't mightn't mustn't shouldn't ain't 's 've 'd 'll 're 'm",
    PREPOSITION: "in on at of for from by with about against during over under between among through into onto toward towards upon within without amid "
    "despite near across behind beyond outside inside off up down out around along via per like unlike except regarding concerning including "
    "throughout beneath beside besides above below",
    TO: "to",
    CONJUNCTION: "and or but nor yet &",
    SUBORDINATOR: "because while when after before as although though since unless until whereas once than so",
    ADVERB: "not never also again already still even just only often always later earlier recently now then soon once repeatedly first ever quickly "
    "simply perhaps maybe further instead meanwhile however thus therefore too very quite rather almost nearly long yesterday today tomorrow tonight "
    "n't twice indeed sometimes usually once both all each openly publicly privately",
    STOP: ". ! ? …",
    COMMA: ",",
    SEMICOLON: ";",
    COLON: ":",
    DASH: "- – — --",
    OPEN: "( [",
    CLOSE: ") ]",
    MARK: "“ ” \" '' `` „ « »",
}  # fmt: skip
_CLASS = {word: letter for letter, words in reversed(_LISTS.items()) for word in words.split()}

# past tenses that spelling does not give away, and third persons that are hardly ever nouns; reporting verbs come from the codebook
_PAST = frozenset(
    "went came got made took gave kept left lost won ran led met sat stood fell rose grew drew flew threw blew became began broke brought bought built "
    "caught chose drove ate fought forgave froze hid hurt laid let paid put quit rode rang sang sank sold sent shook shot shut slept spent stole struck "
    "swam taught thought told tore understood woke wore wept held heard knew saw said felt found goes gets makes takes gives keeps comes wins loses "
    "needs remains becomes begins brings looks seems appears turns includes".split()
)
_ADVERB_LIKE = frozenset(
    "only family early daily weekly monthly likely ally rally bully reply supply apply imply rely fly july italy assembly".split()
)
_TIME = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow tonight last this next late early earlier later week month year "
    "morning afternoon evening night weekend noon midnight recently again once january february march april june july august september "
    "october november december jan. feb. aug. sept. "
    "oct. nov. dec.".split()
)


LONGEST_SEEN = 40
"""Characters of words whose class is remembered: longer ones are no words, and would fill the memory."""


class Words:
    """Words of a stretch of text, in parallel lists: `start` and `end` (code points), `low` (lower case), and `kind` (their classes)."""

    __slots__ = ("end", "kind", "low", "start", "text")

    def __init__(self, text: str, first: int, last: int, verbs: frozenset[str]) -> None:
        self.text = text
        self.start: list[int] = []
        self.end: list[int] = []
        self.low: list[str] = []
        kinds: list[str] = []
        for m in TOKEN.finditer(text, first, last):
            word = m[0]
            low, kind = (_seen if len(word) < LONGEST_SEEN else _classed)(word, verbs)
            self.start.append(m.start())
            self.end.append(m.end())
            self.low.append(low)
            kinds.append(kind)
        self.kind = kinds

    def __len__(self) -> int:
        return len(self.start)

    def at(self, offset: int, low: int = 0) -> int:
        """Index of the word that begins at or after a code point."""
        return bisect_left(self.start, offset, low)

    def is_time(self, i: int) -> bool:
        return self.low[i] in _TIME

    def is_finite(self, i: int) -> bool:
        """Whether a word is surely a verb with a subject before it: an auxiliary, a contraction, or a past tense told by a list or by its spelling."""
        kind, low = self.kind[i], self.low[i]
        return kind in (AUXILIARY, VERB) or kind == SUBJECT and "'" in low or low in _PAST


def _classed(word: str, verbs: frozenset[str]) -> tuple[str, str]:
    """A word in lower case, and its class."""
    low = word.lower().replace("’", "'")
    kind = _CLASS.get(low)
    return low, kind if kind and word != "US" else _kind(word, low, verbs)


_seen = lru_cache(100_000)(_classed)


def _kind(word: str, low: str, verbs: frozenset[str]) -> str:
    first = word[0]
    if first.isdigit() or first in "$€£":
        return NUMBER
    if low.endswith("n't"):
        return AUXILIARY
    if first.isupper():
        return NAME
    if not first.isalpha():
        return COMMA if word in ",،" else OTHER
    if low.endswith("ed") and len(low) > 3 or low in _PAST or low in verbs:
        return VERB
    if low.endswith("ly") and low not in _ADVERB_LIKE:
        return ADVERB
    return OTHER
