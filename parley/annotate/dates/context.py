"""What surrounds a time expression: the publication day, the expressions before it, and whether its clause looks ahead."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from parley.annotate.dates.intervals import days_of

CLAUSE = 90
"""Characters before an expression in which the verb is sought that tells future from past."""

RECENT = 600
"""Characters back to the expression that "a year earlier" or "the quarter" takes up."""

_AHEAD = (
    r"will|shall|wo|would|['’]ll|going\sto|due|expect(?:s|ed)?|expected|scheduled|plan(?:s|ned|ning)?\sto|planned\s(?:an?|for)|planning\san?|set\s(?:to|for)|slated|upcoming|is\sto|are\sto|to\sbe|expires?"
    r"|effective|payable|hopes?|intends?|could|(?-i:may)|might|can|begins|starts|opens|ends|deadline|looms|until|by|forthcoming|prepar(?:e|es|ing)|predicts|forecasts|next"
    r"|(?:once|unless|if)\s(?:\w{1,14}\s){1,4}(?:is|are)\s\w{2,14}|should|must|mature|maturing|(?<!to\s)meets?|agree(?:d|ment)\sto|(?:designed|meant|intended)\sto|threat(?:s|en|ens|ened)?|looming|deci(?:ded|sion)\sto|offer(?:ed)?\sto|vow(?:ed|s)?\sto|pledged?\sto|promised?\sto|leaves|arrives|resumes|seeks\sto|ready|goal|target(?:ed)?|wants?"
)
_BEHIND = (
    r"was|were|had|has|(?<!will\s)(?<!to\s)(?<!’ll\s)(?<!'ll\s)have|did|been|said|says|met|came|went|began|took|left|made|told|won|lost|fell|rose|held|got|gave|found|led|sent|became|broke|sold|bought|paid|kept|saw"
    r"|brought|struck|shot|hit|cut|put|grew|knew|ran|spoke|stood|thought|wrote|drew|drove|fought|since|ago|killed|after|followed|\w{2,20}ed"
)
_NO_PAST = (
    r"planned|un\w{3,20}ed|succeed|need|speed|indeed|exceed|proceed|feed|seed|breed|bleed|agreed|united|supposed|unexpected|so-called|red|hundred"
)
_CUE = re.compile(
    rf"(?<![\w])(?:(?P<gone>would\s(?:go\son|later|eventually|soon))|(?P<over>(?:had\sbeen|were|was)\s(?:due|scheduled|expected|set|supposed))|(?P<done>to\sbe\s\w{{2,20}}ed)|be\s\w{{3,20}}|(?P<ahead>{_AHEAD})|(?P<strange>{_NO_PAST})|(?P<behind>{_BEHIND}))(?![\w])",
    re.IGNORECASE,
)
_WEAK = frozenset(("by", "until"))
_UNSURE = frozenset(
    "expire expires by until could may might can next goal should must meets leaves ready deadline wants want forecast predicts predicted starts begins ends opens".split()
)
_UNTIL = re.compile(r"\b(by|until|till|as early as|as soon as|no later than)\s(?:the\s)?$", re.IGNORECASE)
_SURNAME = re.compile(r"\b(?:Theresa|Minister|M(?:r|s|rs)\.?|Sir)\sMay\b")
_SMALL_WORD = re.compile(r"\b[a-z]{5}")
_PLAIN = frozenset(("will", "would", "shall", "is to", "are to", "plan to", "plans to"))


_PROGRAMME = re.compile(
    r"\b(?:(?:meets|begins|starts|opens|resumes|expires|returns|arrives|concludes|convenes|airs|debuts|premieres|kicks\soff|goes\s(?:on|into|before)\s\w{3,10}|takes\s(?:effect|office"
    r"|place)|polls\s(?:open|close)|(?:go(?:es)?|heads?)\sto\sthe\spolls|is\sdue|is)(?:\s[a-z]{2,12}){0,2}?\s(?:on\s)?(?:this\s)?|(?:deadline|election|vote|referendum|meeting|hearing)\sis\s(?:on\s)?)$",
    re.IGNORECASE,
)
"""What is on the programme is told in the present tense: the summit opens Friday."""


@dataclass
class Context:
    """The state of one article while its expressions are read in order."""

    text: str
    published: date | None
    clock: str | None = None
    sentence: tuple[int, int] = (0, 0)
    seen: list = field(default_factory=list)
    """Expressions so far, as Time."""

    @cached_property
    def has_may(self) -> bool:
        """Whether the article tells of somebody whose name is May."""
        return _SURNAME.search(self.text) is not None

    def before(self, at: int, reach: int = CLAUSE) -> str:
        return self.text[max(self.sentence[0], at - reach) : at]

    def in_title(self) -> bool:
        """Whether the sentence is set like a title: no long word in small letters, or all in capitals."""
        return _SMALL_WORD.search(self.text, *self.sentence) is None

    def after(self, at: int, reach: int = 40) -> str:
        return self.text[at : min(max(self.sentence[1], at), at + reach)]

    def direction(self, start: int, end: int, near: bool = False) -> int:
        """1 where the clause of an expression looks ahead, -1 where it looks back, 0 where it does not tell. `near`: only plain futures count."""
        weak, before = 0, self.before(start)
        if not near and _CUE.search(before) is None:
            before = self.before(start, 3 * CLAUSE)
        if (m := _UNTIL.search(before)) and (not near or m[1].lower() != "by") and m.start() > 12:
            return -1 if m[1].lower() == "by" and (self._told_after(end, 60) or self._stood(before[: m.start()])) else 1
        for m in reversed(list(_CUE.finditer(before))):
            if m["behind"] or m["gone"] or m["over"] and near:
                return -1
            if near and m["ahead"] and m["ahead"].lower() in _UNSURE:
                continue
            if m["done"] or m["over"] or m["ahead"] and m["ahead"].lower() not in _WEAK:
                return 1
            weak = 1 if m["ahead"] else weak
        if near:
            if _PROGRAMME.search(before):
                return 1
            m = _CUE.search(self.after(end, 70))
            return 1 if m and m["ahead"] and m["ahead"].lower() in _PLAIN else 0
        m = _CUE.search(self.after(end, 60))
        if m and m["behind"]:
            return -1
        if m and m["ahead"] and m["ahead"].lower() not in _WEAK:
            return 1
        return weak

    def just_told(self, start: int, end: int) -> bool:
        """Whether a verb of the past stands right beside an expression: "he knew in January", "by January he knew"."""
        before = self.before(start, 30)
        if self._told_after(end, 25):
            return True
        return any(m["behind"] and len(before) - m.end() <= 6 for m in _CUE.finditer(before))

    def _told_after(self, end: int, reach: int) -> bool:
        """Whether the first verb after an expression that tells a time, in the same clause, is one of the past."""
        after = self.after(end, reach)
        m = _CUE.search(after)
        return m is not None and m["behind"] is not None and "," not in after[: m.start()]

    @staticmethod
    def _stood(before: str) -> bool:
        """Whether the last verb before "by" that tells a time is a plain one of the past: "it was there by mid-November"."""
        cues = list(_CUE.finditer(before))
        return bool(cues) and cues[-1][0].lower() in ("was", "were", "had")

    def anchor(self, width: int = 40) -> tuple[date, date] | None:
        """Days of the last expression that names some, no more than `width` of them; without one, None."""
        for time in reversed(self.seen[-12:]):
            if time.type in ("DATE", "TIME") and time.earliest and time.latest and not time.value.endswith("_REF"):
                return (time.earliest, time.latest) if time.latest - time.earliest <= timedelta(width) else None
        return None

    def last(self, start: int, *forms: str, reach: int = RECENT) -> str | None:
        """Value of the latest expression before `start` whose value has one of the forms (regular expressions)."""
        for time in reversed(self.seen[-12:]):
            if start - time.start > reach:
                return None
            if any(re.fullmatch(form, time.value) for form in forms):
                return time.value
        return None

    def same_weekday(self, number: int) -> tuple[date, date] | None:
        """The last day that was named and falls on a weekday (Monday 0)."""
        for time in reversed(self.seen[-6:]):
            if time.earliest and time.earliest == time.latest and time.earliest.weekday() == number and not time.value.endswith("_REF"):
                return time.earliest, time.earliest
        return None

    def quarter(self, start: int) -> str | None:
        """The quarter whose figures the text tells: the latest of those named that has ended, else the last named."""
        named = [t for t in self.seen[-40:] if start - t.start < 4000 and re.fullmatch(r"\d{4}-Q\d", t.value)]
        ended = [t.value for t in named if self.published and t.latest <= self.published]
        return max(ended) if ended else named[-1].value if named else None

    def day(self) -> date | None:
        """The day of the story: the last single day that was named, else the publication day."""
        for time in reversed(self.seen[-12:]):
            if time.earliest and time.earliest == time.latest and not time.value.endswith("_REF"):
                return time.earliest
        return self.published

    def shifted(self, value: str, years: int) -> str:
        """A value some years on: 1988-Q3 for 1989-Q3 and -1."""
        moved = f"{int(value[:4]) + years:04d}{value[4:]}"
        return moved if days_of(moved) != (None, None) else moved[:4]
