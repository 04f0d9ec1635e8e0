"""When a reported event happened: by an expression that governs it, by the story that it goes on with, by the publication, or not known.

An expression governs an event of its own clause, and from the front of a sentence those of the clauses after it. What stands in a relative clause
or in the dateline, or counts ("the third time this month"), governs no event outside. "Six days after X" dates X from the event that the words tell of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Protocol

from parley.annotate.dates import Time
from parley.annotate.text import Article, Match

LEAD_SENTENCES = 3
"""News leads report what is new: an undated event in them is dated by the publication, to within the days before it."""
LEAD_DAYS = 1
PERFECT_DAYS = 7
"""The present perfect ("has been ordered") tells what is recent and still matters, not what is new: about a week."""
REACH = 200
"""Cost from which an expression is too far from an event to govern it; a character costs 1, what ends a clause as below."""
FRONTED = 14
"""Characters before an expression that opens a sentence ("On", "But in late")."""
INHERITED_SENTENCES, BY_THEN_SENTENCES = 1, 4
"""A story keeps its day from one sentence to the next; "by then" points further back."""

Interval = tuple[date, date]

_COSTS = (
    (re.compile(r",\s+(?:which|who|whom|whose|where)\s|\s(?:which|who|whose)\s"), 120),
    (re.compile(r"[;:“”\"()]|''|\s[-—–]\s|—"), 80),
    (re.compile(r",\s+(?:and|but|or|so|yet)\s|,\s+(?:after|before|as|while|when|although|though|because|with)\s"), 50),
    (re.compile(r"(?<!,)\s(?:after|before|while|although|though|whereas|because|but|until|when|if)\s"), 50),
    (re.compile(r"\s(?:said|says|saying|told|announced|claimed|reported|confirmed|declared|warned|insisted)\s"), 30),
)
_COUNTED = re.compile(r"\b(?:time|times|since|strike|attack|year)\s+(?:in\s+)?$", re.I)
_ORDINAL = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th)|once|twice)\s+(?:such\s+)?(?:\w+\s+)?(?:so far\s+|in\s+)?$",
    re.I,
)
_DATELINE = re.compile(r"^[^a-z]{2,40}(?:,\s+[A-Z][\w.]+){0,2},?\s+$|^\s*$")
_AFTER_DATELINE = re.compile(r"^,?\s*(?:\d{4}\s*)?(?:\([^)]{2,40}\)\s*)?(?:[-—–]|:)")
_SINCE = re.compile(r"\bsince\s+(?:\w+\s+)?$", re.I)
_SINCE_THEN = re.compile(r"\b(?:has|have|had)\s+since\s+(?:\w+\s+){0,2}$|\bsince then\b", re.I)
_PERFECT = re.compile(r"(?<!\bto )\b(?:has|have|'ve|’ve)\s+(?:(?:been|already|now|also|again|just|not|\w+ly)\s+){0,3}$", re.I)
_PAST_PERFECT = re.compile(r"\bhad\s+(?:(?:been|already|also|earlier|not|never|\w+ly)\s+){0,3}$", re.I)
_CLOSED = re.compile(r",\s+(?:which|who|whom|whose|where)\s[^,;:]{3,160},")
_MODAL = re.compile(
    r"\b(?:may|might|could|would|will|shall|(?:plan|intend|hope|want|expect|threaten)(?:s|ed|ned)? to|about to)\s+(?:\w+\s+){0,2}$", re.I
)
_BY_THEN = re.compile(r"^\W*(?:but\s+)?by\s+(?:then|that (?:time|day)|the (?:time|day))\b", re.I)
_RELATION = re.compile(r"\s+(after|before|following)\s", re.I)
_AGO = re.compile(r"\s+(ago)\b(?!\s+(?:this|on)\b)", re.I)
_WITHIN = re.compile(r"\bwithin\s+(?:a\s+|the\s+)?(?:(?:few|couple of|next)\s+)?(day|week|month)s?\b", re.I)
_AMOUNT = re.compile(
    r"(?P<n>a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,3})\s+(?P<unit>day|week|fortnight|month|year)s?\b", re.I
)
_NUMBERS = {w: i for i, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())} | {"a": 1, "an": 1}
_UNIT_DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 30.4, "year": 365.25}
_GIVE = {"day": 0, "week": 2, "fortnight": 2, "month": 8, "year": 30}
"""Days that a count of units leaves open on either side: nobody says "two months ago" of 61 days only."""
_LESS = re.compile(r"\b(?:less|fewer) than\s+$|\b(?:almost|nearly|barely|under)\s+$", re.I)
_MORE = re.compile(r"\bmore than\s+$|\bover\s+$", re.I)
_EXACT = re.compile(r"\b(?:exactly|precisely)\s+$", re.I)
_THIS = re.compile(r"\bago\s+this\s+(month|week|year)\b", re.I)


class Told(Protocol):
    """What `when` needs to know of an event told before: where it stands, its interval and whether it happened."""

    sentence: int
    start: int
    end: int
    earliest: date | None
    latest: date | None
    date_from: str
    status: str


def when(
    article: Article, match: Match, times: Mapping[int, Sequence[Time]], number: int, told: Sequence[Told], status: str
) -> tuple[date | None, date | None, str]:
    """(earliest, latest, how) of an event told at `match` in sentence `number`.

    `times` are the article's expressions by sentence, `told` its events so far. What is planned or possible takes expressions only that reach to the
    publication or beyond it, and never its day.
    """
    first, last = article.sentences[number]
    text, published = article.text, article.published
    before = text[first : match.start]
    clause = before[-60:]
    # a trigger can hold the modal itself: "may hold talks"
    ahead = status in ("planned", "possible") or _MODAL.search(text[max(first, match.start - 60) : match.end].rpartition(" ")[0] + " ") is not None
    own = [t for t in times.get(number, ()) if t.type in ("DATE", "TIME") and (t.earliest or t.latest) and _dates(article, t, first)]
    governing = _governing(text, match, own, first)
    if ahead:
        if governing and _ends(governing, text, published)[1] >= (published or date.min) and published:
            return *_ends(governing, text, published), "expression"
        return None, None, "none"
    story = _story(article, times, number, told)
    if found := _related(article, match, own, first, last, story):
        return *found, "expression"
    if found := _ago(text, match, own, first, last, published):
        return *found, "expression"
    if _SINCE_THEN.search(clause) and published:
        then = next((e for e in reversed(told) if e.latest and e.latest <= published and number - e.sentence <= INHERITED_SENTENCES), None)
        if then:
            return then.earliest, published, "inherited"
    if governing is not None:
        earliest, latest = _ends(governing, text, published)
        within = _WITHIN.search(text, governing.end, max(governing.end, match.start)) if governing.end <= match.start else None
        if within:
            reach = round(4 * _UNIT_DAYS[within[1].lower()])
            return latest, min(latest + timedelta(reach), max(published or date.max, latest)), "expression"
        return earliest, latest, "expression"
    perfect = _PERFECT.search(clause) is not None
    if status == "negated":
        return None, None, "none"  # what did not happen goes on with no story
    if story and not perfect:
        return *story, "inherited"
    if number < article.headline + LEAD_SENTENCES and published and not _PAST_PERFECT.search(clause):
        return published - timedelta(PERFECT_DAYS if perfect else LEAD_DAYS), published, "publication"
    return None, None, "none"


def _dates(article: Article, t: Time, first: int) -> bool:
    """Whether an expression can date an event: not that of a dateline, nor one over which something is counted ("the third time this month")."""
    text = article.text
    before = text[max(first, t.start - 40) : t.start]
    if (
        (t.earliest is None or t.latest is None or t.latest > t.earliest)
        and (_COUNTED.search(before) or _ORDINAL.search(before))
        and not _SINCE.search(before)
    ):
        return False
    return not (
        t.start - first < 60
        and _DATELINE.match(text[first : t.start])
        and _AFTER_DATELINE.match(text[t.end : t.end + 60])
        and text[first : t.start].strip()
    )


def _governing(text: str, match: Match, times: Sequence[Time], first: int) -> Time | None:
    """The expression that stands closest by what separates it from the event, if any is near enough."""
    best, least = None, float(REACH)
    for t in times:
        ahead = t.end <= match.start
        a, b = (t.end, match.start) if ahead else (match.end, t.start)
        between = " " + text[max(a, b - 600) : b] + " " if b > a else ""
        between = _CLOSED.sub(",", between)  # "X, who was ill, arrived on Monday": what closes again parts nothing
        fronted = ahead and t.start - first <= FRONTED
        cost = 20 + len(between) / 10 if fronted else len(between) + (10 if ahead else 0)
        if cost >= least:
            continue  # walls between only add to it
        walls = sum(wall * len(pattern.findall(between)) for pattern, wall in _COSTS)
        cost += walls / 2 if fronted else walls
        if cost < least:
            best, least = t, cost
    return best


def _ends(t: Time, text: str, published: date | None) -> Interval:
    """An interval that is open on one side ("since May", "by Friday") ends, or begins, with what is known: the publication, else its other side."""
    if t.earliest and t.latest and published and re.search(r"\bago\b", text[t.start : t.end], re.I):
        return _unit_ago(t, text, published)
    earliest = t.earliest or min(filter(None, (published, t.latest)))
    latest = t.latest or max(filter(None, (published, t.earliest)))
    # "since May" is until now; "since May, when he left" tells what happened in May
    if _SINCE.search(text[max(0, t.start - 15) : t.start]) and published and not re.match(r",?\s+when\b", text[t.end : t.end + 8]):
        latest = max(latest, published)
    return earliest, latest


def _unit_ago(t: Time, text: str, published: date) -> Interval:
    """ "A month ago" is about this day of the last month, not any day of it; "seven years ago this month" names the month."""
    words = text[t.start : t.end]
    amount = _AMOUNT.search(words)
    if not amount or amount["unit"].lower() not in ("month", "year"):
        return t.earliest, t.latest
    n = _NUMBERS.get(amount["n"].lower()) or int(amount["n"])
    this = _THIS.search(words)
    if this and amount["unit"].lower() == "year" and this[1].lower() == "month":
        month = date(published.year - n, published.month, 1)
        return month, _month_end(month)
    lead = text[max(0, t.start - 12) : t.start] + words[: amount.start()]
    low, high = _span(n, amount["unit"].lower(), lead)
    return _back(published, high), _back(published, low)


def _month_end(month: date) -> date:
    return (month.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)


def _back(day: date, days: float) -> date:
    return date.fromordinal(max(1, day.toordinal() - round(days)))


def _span(n: int, unit: str, lead: str) -> tuple[float, float]:
    """Least and most days that "n units" can be, with the words before them: almost, less than, more than, exactly."""
    size, give = _UNIT_DAYS[unit], _GIVE[unit]
    if _LESS.search(lead):
        return (max(1, (n - 1) * size + 1) if n > 1 else size - max(give, 1), n * size - 1)
    if _MORE.search(lead):
        return n * size + 1, n * size + max(1, size / 2 - 1)
    if _EXACT.search(lead):
        return n * size, n * size
    return max(0, n * size - give), n * size + give


def _spans(text: str, first: int, last: int, tail: re.Pattern) -> Iterator[tuple[int, int, str, tuple[float, float]]]:
    """(start, end, word, span in days) of each count of units that `tail` follows: "six days after", "just over a week ago"."""
    for m in _AMOUNT.finditer(text, first, last):
        link = tail.match(text[m.end() : m.end() + 12])
        if link:
            n = _NUMBERS.get(m["n"].lower()) or int(m["n"])
            yield m.start(), m.end() + link.end(), link[1].lower(), _span(n, m["unit"].lower(), text[max(first, m.start() - 12) : m.start()])


def _ago(text: str, match: Match, own: Sequence[Time], first: int, last: int, published: date | None) -> Interval | None:
    """ "Just over a week ago", where the dates' own reading leaves it a duration, in the event's own clause."""
    if published is None or "ago" not in text[first:last].lower():
        return None
    for start, end, _, span in _spans(text, first, last, _AGO):
        a, b = (end, match.start) if end <= match.start else (match.end, start)
        if any(o.start < end and start < o.end for o in own):
            continue
        if b - a < REACH and not any(p.search(text[a:b]) for p, cost in _COSTS if cost >= 80):
            return _back(published, span[1]), _back(published, span[0])
    return None


def _related(article: Article, match: Match, own: Sequence[Time], first: int, last: int, story: Interval | None) -> Interval | None:
    """The interval of an event that a count of days ties to another: "six days after they took the ship" dates the taking by the rest of the sentence."""
    text, published = article.text, article.published
    ahead = text[first : match.start].lower()
    if not any(word in ahead for word in ("after", "before", "following")):
        return None
    for start, end, word, (low, high) in _spans(text, first, match.start, _RELATION):
        between = text[end : match.start]
        if len(between) > 160 or re.search(r"[;:“”\"]|,\s+(?:and|but)\s|,\s+(?:which|who)\s", between):
            continue
        # a fronted "Six days after X, Y": what follows the comma is the main clause, dated by its own words
        if start - first <= FRONTED and re.search(r",\s", re.sub(r",\s[^,]{2,60},\s", " ", between)):
            continue
        if any(o.start >= end and o.end <= match.end + 60 and not re.search(r"[,;]", text[match.end : o.start]) for o in own):
            continue  # it has an expression of its own
        outside = [o for o in own if o.end <= start or o.start >= match.end]
        anchor = story
        if outside:
            near = min(outside, key=lambda o: min(abs(start - o.end), abs(o.start - match.end)))
            anchor = _ends(near, text, published)
        elif anchor is None and published and article.sentence_at(match.start) < article.headline + LEAD_SENTENCES:
            anchor = published - timedelta(LEAD_DAYS), published
        if anchor is None:
            continue
        if word == "before":
            return _back(anchor[0], -low), _back(anchor[1], -high)
        return _back(anchor[0], high), _back(anchor[1], low)
    return None


def _story(article: Article, times: Mapping[int, Sequence[Time]], number: int, told: Sequence[Told]) -> Interval | None:
    """The interval of the story that goes on: of the last event before that happened and is no aside, else of a lone expression in the sentence before."""
    first, _ = article.sentences[number]
    reach = BY_THEN_SENTENCES if _BY_THEN.match(article.text[first : first + 40]) else INHERITED_SENTENCES
    for e in reversed(told):
        if number - e.sentence > reach:
            break
        if e.earliest and e.status not in ("planned", "possible", "negated", "historical") and not _aside(article, e):
            return e.earliest, e.latest
    if number and next((e.sentence for e in reversed(told) if e.sentence < number), -1) != number - 1:
        lone = [
            t
            for t in times.get(number - 1, ())
            if t.type in ("DATE", "TIME") and t.earliest and t.latest and _dates(article, t, article.sentences[number - 1][0])
        ]
        if len(lone) == 1 and article.published and lone[0].latest <= article.published:
            return _ends(lone[0], article.text, article.published)
    return None


def _aside(article: Article, e: Told) -> bool:
    """Whether an event is told as background: in the past perfect, in a relative clause, or as what something else came after."""
    first, _ = article.sentences[e.sentence]
    before = article.text[max(first, e.start - 80) : e.start]
    return bool(
        _PAST_PERFECT.search(before) or re.search(r",\s+(?:which|who)\s[^,]*$|\b(?:days?|weeks?|months?|years?)\s+(?:after|before)\s[^,]*$", before)
    )
