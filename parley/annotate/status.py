"""Whether a reported event happened: occurred, ongoing, planned, possible, alleged, denied, negated or historical.

What stands around the event is applied from the nearest word outward, as meaning composes: in "denied that it planned strikes" the strikes are
planned, and the plan is denied. First the grammar of the event's own words (auxiliaries, tense, adjectives), then the words that govern it, then what
frames the sentence (an if, a question, a report, a year). The encoder's guess and the rule are weighed in log odds; the rule counts for more where a
word of the codebook decided it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from parley.annotate.clauses import breaks, clause_end, clause_start, subordinate
from parley.annotate.model import STATUSES
from parley.annotate.quotes import Quote
from parley.annotate.text import Article, Match

SURE, DEFAULT = 7.0, 2.0
"""What a rule's answer counts for, in log odds: one that a word decided, and "occurred" where none did. Set on the open test sentences, the sample and
the held-out running text together; more trust in the rules is right more often on the first alone."""
REACH = {"infinitive": 8, "gerund": 5, "nominal": 5}
"""Words that may stand between a governing word and the event it governs ("ordered two battalions to reinforce"). About a noun phrase."""
SUBJECT = 10
"""Words from "no", "nobody" at the head of a clause to the verb that it negates."""
TAIL = 10
"""Words between a noun and what is said of it: room for "of the depot by rebel troops"."""

NEXT = 160
"""Characters after a statement in which the next sentence may say that nothing bears it out."""

_DOUBT = re.compile(
    r"(?:no evidence|the (?:claim|account|report)|neither|none of|it could not|this could not|(?:\w+ ){1,3}(?:has |have )?neither|(?:\w+ ){1,4}(?:did|has|have) not)",
    re.I,
)
_ADVERB = r"(?:\w+ly|also|still|already|now|soon|yet|again|ever|even|just|once|twice|thus|so|then|all|both|far|long|only|instead|first|later)"
_AUXILIARY = (
    r"(?:will|would|can|could|may|might|shall|should|must|cannot|do|does|did|is|are|was|were|am|be|been|being|has|have|had|having|to|not|never|"
    r"no longer|going|about|due|set|(?:begun|begin|started|managed|come|able|likely) to|(?:wo|ca|do|does|did|is|are|was|were|has|have|had|would|could|should)n['’]t|['’]ll)"
)
_CHAIN = re.compile(rf"(?:(?<=\s)|^|(?<=['’]))(?:{_AUXILIARY}\s+(?:{_ADVERB}\s+){{0,2}})+$", re.I)
_CHAIN_ENDS = frozenset(
    "will would can could may might shall should must cannot do does did is are was were am be been being has have had having to not never longer going "
    "about due set also still already now soon yet again ever even just once twice thus so then all both far long only instead first later".split()
)
_LETS = ("let", "help", "make", "see")
_NOT = re.compile(r"\b(?:not|never|cannot|no longer|\w+n['’]t)\b", re.I)
_PERHAPS = re.compile(r"\b(?:may|might|could|can|can't|couldn't|should|must|cannot)\b", re.I)
_WILL = re.compile(r"\b(?:will|shall|won['’]t|going to|about to|due to|set to|(?:is|are|was|were) (?:\w+ly )?to)\b|['’]ll\b", re.I)
_HAPPENS = re.compile(
    r"\s(?P<chain>(?:[\w'’]+\s+){1,4}?)(?:take place|taken place|taking place|go ahead|going ahead|begin|began|begun|start|started|resume|resumed|follow|come|open|"
    r"be \w+(?:ed|en|ck|ld|nt)|been held|held|happen|happened|occur|occurred|materiali[sz]e|spread)\b",
    re.I,
)
_MODAL = re.compile(r"will|would|can|could|may|might|shall|should|must|do|does|did|not|never|cannot|\w+n['’]t|['’]ll", re.I)
_LIGHT = (
    r"(?:hold|have|has|had|carry out|conduct|launch|make|stage|begin|start|resume|take|give|send|impose|mount|sign|reach|host|join|attend|open|offer|"
    r"enter|undertake|order|put|lead|engage in|go on|call)(?:s|ed|ing)?|holding|held|having|making|made|taking|took|staging|giving|gave|given|imposing"
)
_LET = re.compile(rf"(?P<chain>(?:{_AUXILIARY}\s+)+)(?:let|help|make|see)\s+(?:[\w'’-]+\s+){{1,5}}$", re.I)
_PARTICLE = re.compile(r"\b\w+(?:ing|ed)\s+(?=(?:out|round|down|up|off|back|over|home|away|into|on)\b[^.]{0,25}$)")
_STATE = re.compile(r"(?:in|on|under|behind|at|out on|up in)\b", re.I)
_STANDS = re.compile(r"(?:disputes?|faces?|opposes?|occup(?:y|ies)|besieges?)\b", re.I)
"""Verbs whose present tense tells what goes on: "the opposition disputes the vote"."""
_IS = re.compile(r"(?:^|\s)(?:is|are)\s+(?:still\s+|now\s+|\w+ly\s+)?$", re.I)
_NTH = r"(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+th|\w+teenth)"
_STILL = re.compile(
    rf"\bfor (?:a|the|its|their) {_NTH} (?:\w+ )?(?:day|night|week|month|morning|evening|hour)\b|\b{_NTH} (?:day|night|week|month) running\b|"
    r"\b(?:every|each) (?:day|night|week|morning)\b|\bround the clock\b|\bto this day\b|\bat this hour\b",
    re.I,
)
_ACCUSATION = re.compile(r"(?:accus|alleg|blam|claim$|rumour|rumor|denial)")
_MODIFIED = re.compile(r"\b(?:\w+(?:er|ing|ed|al|ive|ary|ous)|the|a|an|its|their|new|more|no|any)\s+$")
_NOT_PLURAL = re.compile(r"\b(?!(?:who|that|they|we|you|men|people|police|and|to|or|not)\s)[a-z'’-]*[a-rt-z]\s+$")
_NOT_DONE = re.compile(
    r"\b(?:did|do|does|has|have|had|will|would)(?: not|n['’]t| never) (?:yet )?\w+\s+(?:(?!the\b|this\b|that\b|those\b)\w+\s+){0,2}$", re.I
)
_IF = re.compile(r"\b(?:if|unless|should (?=(?:the|a|an|any|it|they|[A-Z])\b)|in case|provided that|as long as|were (?=\w+ to\b))", re.I)
_ASKED = re.compile(r"^[\s\"“]*(?:will|would|could|can|may|might|should|are|is|do|does|did|has|have|was|were|what if|how likely)\b", re.I)
_SAID = re.compile(r"\b(?:said|says|say|told|announced|announces|added|confirmed|promised|pledged|vowed|decided|agreed|insisted|declared)\b", re.I)
_DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied)|reject(?:s|ed)?|dismiss(?:es|ed)?|disput(?:es?|ed)|refut(?:es?|ed)|contradict(?:s|ed)?|disown(?:s|ed)?|called|calls|calling)"
    r"\s+(?:(?:the|that|this|it|all|any|his|her|their|its|such)\s+)(?:\w+\s+)?"
    r"(?:charges?|claims?|reports?|accounts?|accusations?|allegations?|stor(?:y|ies)|versions?|a lie|lies|fiction|baseless|false|untrue|invention|nonsense)\b|"
    r"\bwhich\s+(?:[\w-]+\s+){1,4}(?<!nor )(?:denie[sd]|disputes?|rejects?)\b|^(?:(?!, and |; ).)*\b(?:denie[sd]|disputed|rejected) by\b|\bdenies it\b|\bdenied it\b[.,;]",
    re.I,
)
_DENIES = ("den", "reject", "dismiss", "disput", "refut", "contradict", "disown", "call")
_ANSWER = re.compile(r"\b(?:contradict(?:s|ed|ing)|answering|rebutting|a lie|fabricat\w+|accused of|misquoted|contrary to|despite reports)\b", re.I)
_YEARS_AGO = re.compile(
    r"\b(?:(?:years|decades|centuries|generations)\s+(?:ago|earlier|before|after|on)|(?:a|one)\s+(?:decade|century|generation)\s+ago|"
    r"in the (?:early |late |mid-?)?(?:1[0-9]{2}0s|(?:nine|eigh|seven|six|fif|for|thir|twen)\w*ties)|\d+(?:st|nd|rd|th) anniversary|anniversary of|"
    r"in living memory|back when|the (?:1[0-9]|20[01])\d\d\b)",
    re.I,
)
_AFTER_YEARS = re.compile(r"\b(?:years|decades|centuries|generations|long) (?:after|before|since) [^,;:]*$", re.I)
_YEAR = re.compile(r"\b(1[4-9]\d\d|20[0-4]\d)\b(?!\s*(?:police|men|troops|soldiers|people|officers|tons|tonnes|dollars))")
_NP = re.compile(r"(?:[\w'’.-]+\s+){0,3}$")
_TAKER = frozenset(("ACCUSE", "REJECT", "REQUEST", "THREATEN"))


@dataclass(frozen=True)
class _Place:
    """The event in its sentence: `mood` is modal, finite, infinitive, gerund or nominal; `head` where its words with their auxiliaries begin."""

    mood: str
    head: int
    chain: str
    clause: int
    ing: bool
    start: int


def status_of(
    text: str, match: Match, first: int, last: int, article: Article, nominal: bool, quote: Quote | None, guess: np.ndarray | None = None,
    *, long_ago: bool = False, recent: bool = False,
) -> str:  # fmt: skip
    """The status of the event at `match` in the sentence from `first` to `last`.

    `guess`: logits of STATUSES by the encoder, or None. `long_ago`: the expression that dates the event lies well before the article;
    `recent`: it is dated, and not so long ago.
    """
    rule, sure = by_rule(text, match, first, last, article, nominal, quote, long_ago)
    if guess is None:
        return rule
    odds = guess.astype(np.float64)
    odds[STATUSES.index(rule)] += SURE if sure else DEFAULT
    happened = [STATUSES.index(s) for s in ("occurred", "ongoing", "historical")]
    if long_ago and rule == "historical":  # the encoder does not know when the article appeared: whether what happened is history, the dates say
        odds[happened[2]] = np.logaddexp.reduce(odds[happened])
        odds[happened[:2]] = -np.inf
    if recent and rule != "historical":
        odds[happened[2]] = -np.inf
    return STATUSES[int(odds.argmax())]


def by_rule(
    text: str, match: Match, first: int, last: int, article: Article, nominal: bool, quote: Quote | None, long_ago: bool = False
) -> tuple[str, bool]:
    """The status by the codebook's cues and grammar alone, and whether any of them stood there."""
    place = _place(text, match, first, nominal)
    inner = _own(text, match, last, article, place)
    inner = _governed(text, match, first, article, place, inner)
    inner = _framed(text, match, first, last, article, place, inner)
    inner = _reported(text, match, first, last, article, place, inner, quote)
    dated = long_ago and place.mood != "base" and inner not in ("planned", "possible", "denied")
    dated = dated and not re.search(r"\bfirst time (?:since|in)\b", text[first:last])
    if inner != "denied" and (dated or _past(text, match, first, last, article, place)):
        return "historical", True
    return inner or "occurred", inner is not None


def _place(text: str, match: Match, first: int, nominal: bool) -> _Place:
    form, start = match.entry.form, match.start
    while start > first and text[start - 1].isalnum():
        start -= 1  # the encoder's tokens may begin inside a word
    if form == "model" and (back := _PARTICLE.search(text[first : match.end])):
        start = first + back.start()  # "working out terms", read from "out" on
    own = re.match(rf"(?:(?:{_AUXILIARY}|scheduled|expected|plan(?:s|ned)?|intend(?:s|ed)?)\s+)+(?=\w)", text[start : match.end], re.I)
    if own:
        start += own.end()  # "been circling", "due to meet"
    before = text[first:start]
    found = _CHAIN.search(before) if _may_end_chain(before) else None
    chain = found[0].lower() if found else ""
    if not chain and any(w in before.lower() for w in _LETS) and (let := _LET.search(before)):
        chain = let["chain"].lower()  # "could let the Americans station aircraft"
    word = text[start : match.end].split()[0].lower()
    last = chain.split()[-1] if chain else ""
    if form in ("base", "third") and not chain:  # "weighing tighter curbs", "the cancelled visit"
        nominal = nominal or bool((_MODIFIED if form == "third" else _NOT_PLURAL).search(before))
    if last and nominal:  # "might walk out", "to block the talks"
        nominal = not (
            _MODAL.fullmatch(last) or last == "to" and re.match(r"\s+(?:the|a|an|its|his|her|their|any|[A-Z])", text[match.end : match.end + 8])
        )
    if form in ("phrase", "model"):
        nominal = not chain and (
            bool(re.search(r"\b(?:the|a|an|its|his|her|their|of|for|on|in|no|any)\s+(?:\w+\s+)?$|['’]s?\s$", before, re.I)) or form == "model"
        )
        nominal = nominal and not word.endswith("ed")
        form = "ing" if word.endswith("ing") else form
    head = start - len(found[0]) if found else start
    clause = clause_start(text, first, head)
    if nominal and not (chain and form in ("ing", "past", "base") and not chain.strip().endswith("to")):
        return _Place("nominal", start, "", clause_start(text, first, start), word.endswith("ing"), start)
    if chain.split()[-1:] == ["to"] or re.search(r"\bto (?:\w+ly |be |have |not )*$", chain):
        mood = "modal" if _WILL.search(chain) else "infinitive"
    elif _PERHAPS.search(chain) or _WILL.search(chain) or "would" in chain:
        mood = "modal"
    elif (form == "ing" or word.endswith("ing")) and not re.search(r"\b(?:is|are|was|were|be|been|am)\b|n['’]t", chain):
        mood = "gerund"
    elif form == "base" and not chain:
        mood = "base"
    else:
        mood = "finite"
    return _Place(mood, head, chain, clause, word.endswith("ing"), start)


def _may_end_chain(before: str) -> bool:
    """Whether the last word can end _CHAIN: looking at one word is cheaper than the search, which mostly finds nothing."""
    words = before[-30:].split()
    word = words[-1].lower() if words else ""
    return word in _CHAIN_ENDS or word.endswith(("ly", "t", "ll")) or "'" in word or "’" in word


def _own(text: str, match: Match, last: int, article: Article, place: _Place) -> str | None:
    """What the event's own words say: auxiliaries and tense of a verb, adjectives and predicate of a noun. None where they say nothing."""
    if place.mood == "nominal":
        return _noun(text, match, last, article, place)
    if _STATE.match(text, match.start) and re.search(
        r"\b(?:is|are|remains?|still)\s+$", place.chain or text[max(0, place.head - 8) : place.head], re.I
    ):
        return "ongoing"
    own = _chain(place.chain, place.ing)
    if own is None and text[:last].rstrip('"” ').endswith(".") and (_STANDS.match(text, place.start) and not place.chain or _IS.search(place.chain)):
        return "ongoing"
    if (
        place.mood == "base"
        and match.entry.form == "base"
        and re.search(r"\b(?:that|who|which)\s(?:[^,;]{0,60}\s)?$|[a-z]s\s+$", text[place.clause : place.head])
    ):
        return "ongoing" if text[:last].rstrip('"” ').endswith(".") else None
    if own is None and _STILL.search(text, place.clause, clause_end(text, match.end, last)):
        return "ongoing"
    if own == "planned?":
        said = _SAID.search(text, max(0, place.head - 150), place.head)
        own = "planned" if said else "possible"
    return own


def _chain(chain: str, ing: bool) -> str | None:
    """The status that a verb's auxiliaries give it. "planned?" for a bare "would", which is a plan where it is told as speech."""
    if not chain:
        return None
    if re.search(r"\b(?:would|could|should|might)(?:n['’]t| not)? (?:\w+ly )?have\b", chain) and "be" not in chain.split():
        return "negated" if "would" in chain or "could" in chain else "possible"
    if _NOT.search(chain):
        return "possible" if re.search(r"\b(?:may|might) not\b", chain) else "negated"
    if _PERHAPS.search(chain):
        return "possible"
    if _WILL.search(chain):
        return "planned"
    if "would" in chain:
        return "planned?"
    if re.search(r"\bbeing\b", chain) and re.search(r"\b(?:is|are|was|were)\b", chain):
        return "ongoing"
    if ing and re.search(r"\b(?:is|are|was|were|been|am)\b", chain):
        return "ongoing"
    return None


def _noun(text: str, match: Match, last: int, article: Article, place: _Place) -> str | None:
    own = None
    if _STATE.match(text, match.start) and re.search(r"\b(?:is|are|remains?|still)\s+$", text[max(0, match.start - 10) : match.start], re.I):
        return "ongoing"
    start = match.start - len(_NP.search(text[max(place.clause, match.start - 60) : match.start])[0])
    for cue in reversed(article.inside("status adjective", start, match.start)):
        gap = text[cue.end : match.start].split()
        if len(gap) <= (3 if cue.entry in ("planned", "possible") else 1) and not {"of", "for", "on", "in", "by", "to", "with", "the", "a"} & {
            w.lower() for w in gap
        }:
            own = _applied(cue.entry, own)
    if re.match(r"[^,.;]{0,40}, if (?:it|they|one) (?:\w+ly )?(?:takes? place|happens?|comes?|goes|is|are)\b", text[match.end : last]):
        return "possible"
    end = clause_end(text, match.end, last)
    for cue in article.inside("status after", match.end, last):
        if (
            len(text[match.end : cue.start].split()) <= TAIL
            and not breaks(text, match.end, cue.start)
            and " that " not in text[match.end : cue.start].removesuffix(" that ") + " "
        ):
            return _applied(cue.entry, own)
    m = _HAPPENS.search(text, match.end, end)
    if m and len(text[match.end : m.start()].split()) <= TAIL:
        told = _chain(" ".join(m["chain"].lower().split()) + " ", False)
        if told:
            return _applied("planned" if told == "planned?" else told, own)
    return own


def _governed(text: str, match: Match, first: int, article: Article, place: _Place, inner: str | None) -> str | None:
    """What governs the event, from the nearest word outward."""
    found = False
    for cue in reversed(article.inside("status", first, place.start)):
        words = text[cue.start : cue.end].lower()
        gap = text[cue.end : place.head] if cue.end < place.head else ""
        if cue.entry == "alleged" and place.mood == "modal" and inner == "planned":
            continue  # "claimed that it will attack": the claim is about a plan
        if cue.entry in ("denied", "alleged"):
            noun = bool(_ACCUSATION.match(words))
            if place.head > cue.end and breaks(text, cue.end, place.head, commas=noun):
                continue
            if words in ("quietly", "reportedly", "allegedly", "purportedly", "supposedly", "apparently") and len(gap.split()) > 4:
                continue
            if cue.entry == "denied" and place.mood == "finite" and re.match(r"\s+(?:having\s+)?\w+ing\b", gap):
                continue  # "denied training the men arrested": the training is denied
            if cue.entry == "alleged" and words.startswith("accus") and not re.search(r"\bof\b", words + gap):
                continue
        elif words in ("no", "nobody", "no one", "none of", "neither", "nothing", "nor"):
            if place.mood != "nominal" and (len(gap.split()) > SUBJECT or breaks(text, cue.end, place.head)):
                continue
            if place.mood == "nominal" and (len(gap.split()) > 3 or re.search(r"\b(?:of|for|to|in|on|from|at|by)\b", gap)):
                continue
        elif words in ("whether", "until") or words.endswith(" that"):
            if breaks(text, cue.end, place.head):
                continue
        else:
            reach = REACH.get(place.mood, 0)
            if not reach or len(gap.split()) > reach or breaks(text, cue.end, place.head):
                continue
            if place.mood == "nominal" and words.endswith(" to") and not re.match(rf"\s*(?:(?:{_LIGHT})\s|(?:the|a|an|any)\s|$)", gap, re.I):
                continue  # "scheduled to hear a complaint": the complaint is there already
            if place.mood == "infinitive" and found and cue.entry not in ("negated", "planned"):
                continue
            if cue.entry == "ongoing" and place.mood == "infinitive" and not words.endswith("to"):
                continue
        inner, found = _applied(cue.entry, inner), True
    if not found and place.mood == "nominal":
        inner = _object(text, match, first, inner)
    if not found and place.mood == "infinitive":
        subject = text[first : place.head]
        if not re.search(r"\b(?:is|are|was|were|has|have|had|will|would|\w+ed|said|says|told|met|sent|went|came)\b", subject) and inner is None:
            inner = "planned"  # a headline: "EU to sanction three refineries"
    return inner


def _object(text: str, match: Match, first: int, inner: str | None) -> str | None:
    """A noun that is the object of a verb with auxiliaries ("will hold talks", "has held no talks", "are holding talks")."""
    begin = clause_start(text, max(first, match.start - 90), match.start)
    before = text[begin : match.start]
    found = list(re.finditer(rf"\b(?:{_AUXILIARY}\s+(?:{_ADVERB}\s+){{0,2}})+(?P<verb>{_LIGHT})\s+(?:[\w'’-]+\s+){{0,4}}$", before, re.I))
    if inner is None and _NOT_DONE.search(before):
        return "negated"
    if not found or inner is not None:
        return inner
    m = found[-1]
    told = _chain(m[0][: m.start("verb") - m.start()].lower(), m["verb"].endswith("ing"))
    return {"planned?": "planned"}.get(told, told)


def _framed(text: str, match: Match, first: int, last: int, article: Article, place: _Place, inner: str | None) -> str | None:
    """Both halves of a condition, and what a question asks."""
    whole = text[first:last]
    if re.match(r"\W*had (?!n['’]t)", whole, re.I) and "would" in whole and match.start < first + whole.find(","):
        return "negated"
    opening = subordinate(text, place.clause, match.start) or re.search(
        r"\b(?:if|unless|until)\s+(?:[\w'’-]+\s+){0,9}$", text[first : place.head], re.I
    )
    if opening and re.search(r"\b(?:if|unless|until)\b", opening[0], re.I) and inner in (None, "planned", "ongoing"):
        return "possible"
    if inner == "planned" and place.mood in ("modal", "nominal") and _IF.search(whole):
        return "possible"
    if re.match(r"[\s\"“]*should\s", whole, re.I) and inner is None and match.start < first + whole.find(",") + 1:
        return "possible"
    if whole.rstrip('"” ').endswith("?") and _ASKED.search(text[max(place.clause, first) : last] if place.mood == "nominal" else whole):
        return "possible"
    return inner


def _reported(text: str, match: Match, first: int, last: int, article: Article, place: _Place, inner: str | None, quote: Quote | None) -> str | None:
    """Who stands behind it: a report that the text keeps away from, or one that somebody contradicts."""
    if match.entry.event in _TAKER and place.mood in ("finite", "base") and not quote:
        return inner  # the accusing is a fact, what it says is not
    if (
        _denied(text[match.end : last])
        or inner == "negated"
        and (_ANSWER.search(text, first, last) or "never" in place.chain and "to" not in place.chain and _SAID.search(text, first, last))
    ):
        return "denied"
    if inner not in (None, "occurred"):
        return inner
    if (
        quote is not None
        and quote.stance == "distancing"
        and place.mood != "nominal"
        and (quote.cue or "").lower().startswith(("claim", "alleg", "contend", "purport"))
    ):
        return "alleged"
    if quote is not None and quote.stance == "endorsing" and place.mood == "finite":
        return "occurred"
    for cue in article.inside("status anywhere", first, last):
        if not text[cue.start : cue.end].lower().endswith(("allege", "alleges")) or not re.search(
            r"[;:]\s", text[min(cue.end, match.end) : max(cue.start, match.start)]
        ):
            return cue.entry
    told = quote is not None or _SAID.search(text[first : place.head])
    if told and article.inside("status anywhere", last, min(len(text), last + NEXT)) and _DOUBT.match(text[last:].lstrip()[:NEXT]):
        return "alleged"
    return inner


def _denied(behind: str) -> bool:
    low = behind.lower()
    return any(w in low for w in _DENIES) and _DENIAL.search(behind) is not None


def _past(text: str, match: Match, first: int, last: int, article: Article, place: _Place) -> bool:
    """Whether words of the event's own clause place it years back."""
    begin, end = clause_start(text, first, match.start), clause_end(text, match.end, last)
    if re.search(r" when\s+$", text[max(first, begin - 10) : begin]):
        begin = clause_start(text, first, begin - 6) if begin - 6 > first else first  # "seven years ago, when Washington recognised"
    if place.mood == "base":
        return False
    if re.search(r"\b(?:now|today|currently)\b", text[begin : match.start], re.I):
        return False
    if _AFTER_YEARS.search(text[first : match.start]):
        return True
    if place.mood == "modal" or re.search(r"\b(?:is|are)\s", place.chain):
        return False
    if any(c.entry == "historical" for c in article.inside("status", begin, match.start)):
        return True
    published = article.published.year if article.published else None
    years = [int(m[1]) for m in _YEAR.finditer(text, begin, end)]
    return bool(_YEARS_AGO.search(text, begin, end)) or published is not None and any(y < published - 1 for y in years)


_NEGATION = {"negated": "occurred", "alleged": "alleged"}


def _applied(outer: str, inner: str | None) -> str:
    """The status of an event of status `inner` under a word of status `outer`."""
    inner = inner or "occurred"
    if outer == "denied":
        return "denied"
    if outer == "negated":
        return _NEGATION.get(inner, "negated")
    if outer == "alleged":
        return "alleged" if inner in ("occurred", "ongoing", "planned") else inner
    if outer == "possible":
        return inner if inner in ("denied", "negated", "alleged") else "possible"
    if outer == "planned":
        return "planned" if inner in ("occurred", "ongoing") else inner
    if outer in ("ongoing", "historical"):
        return outer if inner == "occurred" else inner
    return inner
