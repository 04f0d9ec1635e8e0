"""What happened, in a few words of the sentence that heads an incident: `seized the tanker Skipper`, not `seized`."""

from __future__ import annotations

import re
from collections.abc import Mapping

WORDS = 7
"""Words that follow the trigger at most."""

_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*"
_STOP = re.compile(
    r"(?<![\s.]\w)\.(?=\W|$)|,(?!\d)|[;:!?()\[\]\"“”—–]| [-‐‑] |\s+(?:and|but|or|nor|so|yet|who|whom|which|that|whose|while|whereas|after|before|when|where|as|"
    r"because|since|until|unless|if|than|though|although|amid|according|said|says|told|is|are|was|were|has|have|had|will|would|could|may|might|should|"
    rf"can|cannot|do|does|did|came|comes|began|begins|on {_DAY}|on {_MONTH}|yesterday|today|tomorrow|tonight|earlier|later|last|next|this|{_DAY})(?=\W|$)",
    re.I,
)
_SMALL = (
    r"the|an?|of|to|in|on|at|for|with|by|from|into|onto|over|under|against|near|off|its|his|her|their|our|my|your|about|between|through|around|towards?|"
    r"without|within|during|some|any|no|not|more|most|at least|up|nearly|almost|just|only|also|he|she|it|they|we|I|you|there"
)
_LOOSE_END = re.compile(rf"(?:(?:^|\s+)(?:{_SMALL}))+$", re.I)
_LOOSE_START = re.compile(rf"^(?:(?:and|but|or|nor|so|yet|who|which|that|while|as|{_DAY}|{_SMALL})\s+)+", re.I)
_LATER_PART = re.compile(
    r"(?<=\S)\s+(?:in|on|at|under|for|with|by|from|into|over|against|near|off|about|during)\s+(?!.*\s(?:in|on|at|under|for|with|by|from|into)\s)",
    re.I,
)
_DONE_TO = re.compile(r"(.*?)\s*\b(?:was|were|is|are|be|been|being|had been|has been|have been)(?: \w+ly| not| also| then| later)?$", re.I | re.S)
_BACK = 5


def phrase(headline: object, trigger: object, words: int = WORDS) -> str:
    """The trigger and what follows it in its clause, at most `words` words; where nothing follows, the few words before it: `11 people were killed`.

    The trigger alone where the sentence does not hold it."""
    trigger = trigger if isinstance(trigger, str) else ""
    if not trigger or not isinstance(headline, str) or (found := re.search(rf"(?<![\w-]){re.escape(trigger)}(?![\w'’-])", headline)) is None:
        return trigger
    rest = headline[found.end() :]
    stop = _STOP.search(rest)
    tail = (rest[: stop.start()] if stop else rest).split()
    after = _LOOSE_END.sub("", " ".join(tail[:words]))
    if len(tail) > words:
        part = _LATER_PART.search(after)
        whole = part is not None and len(after[: part.start()].split()) > 1
        after = after[: part.start()] if whole else f"{after} …"
    if after:
        return f"{trigger} {after}"
    before = re.split(
        r"[.,;:!?()\[\]\"“”—–]|\s(?:and|but|or|who|which|that|while|after|before|when|where|as|than|on \w+day)\s", headline[: found.start()]
    )[-1]
    if not (passive := _DONE_TO.match(before.rstrip())):
        return trigger
    them = _LOOSE_START.sub("", " ".join(passive[1].split()[-_BACK:]))
    return f"{them} {before[len(passive[1]) :].strip()} {trigger}" if them else trigger


def between(row: Mapping, told: str = "") -> str:
    """Who did it to whom, `source → target`, without those whom the words already name."""
    named = told.casefold()
    source, target = (v.split(",")[0] if isinstance(v := row.get(side), str) and v else None for side in ("source", "target"))
    if target and target.split()[-1].casefold() in named:
        target = None
    if source and source.split()[-1].casefold() in named:
        source = None
    return f"{source} → {target}" if source and target else f"→ {target}" if target else source or ""
