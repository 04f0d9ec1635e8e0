"""What a time expression looks like: one regular expression per kind of expression, tried in order at a word that can begin one.

Every repetition is bounded and no two stand side by side on the same characters, so a match costs a constant number of steps.
Words are written in small letters here and match with a capital or in capitals too, names of months and days only with a capital:
"march" and "may" are words, "March" and "May" may be months.
"""

from __future__ import annotations

import re

from parley.annotate.dates.words import CARDINALS, DECADES, ORDINALS, UNITS


def _any(words) -> str:
    """Any of some words, the longest first."""
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s{1,3}") for w in sorted(words, key=lambda w: (-len(w), w))) + ")"


def _i(pattern: str) -> str:
    return f"(?i:{pattern})"


S = r"(?:\s{1,3}|&nbsp;)"
HS = r"(?:\s{0,2}-\s{0,2}|\s{1,3})"
DASH = r"\s?[-–—]\s?"
END = r"(?![\w])"

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT?|OCT|NOV|DEC)\b\.?)"
)
WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|MONDAY|TUESDAY|WEDNESDAY|THURSDAY|FRIDAY|SATURDAY|SUNDAY)"
SHORT_DAY = r"(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\.?"
YEAR = r"(?:1[5-9]\d\d|20\d\d)"
SEASON = _i("(?:spring|summer|autumn|fall|winter)")
ORDINAL = _i(rf"(?:{_any(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))")
DAY_NUMBER = r"(?:3[01]|[12]\d|0?[1-9])"
ONE = rf"(?:{_any(CARDINALS)})"
_BIG = _any(w for w, n in CARDINALS.items() if n > 9)
_SMALL = _any(w for w, n in CARDINALS.items() if 0 < n < 10)
WORDED = rf"(?:(?:{ONE}|hundred|thousand)(?:(?:\s{{1,3}}|-)(?:{ONE}|hundred|thousand|and{S}{ONE})){{0,5}})"
VAGUE = r"(?:a few|few|several|many|some|dozens of|scores of|hundreds of|thousands of|countless|a number of)"
FEW = r"(?:a couple(?: of)?|couple(?: of)?|a pair of|half a dozen|a dozen|dozen|half an?)"
COUNT = _i(
    rf"(?:\d{{1,3}}(?:,\d{{3}}){{1,2}}|\d{{1,4}}(?:\.\d{{1,2}})?(?:\s1/2)?|(?:a{S})?(?:hundred|thousand)|{FEW}|{VAGUE}|{WORDED}(?:(?:{S}|-)and(?:{S}|-)(?:a|one)[ -]half)?)"
)
UNIT = _i("(?:second|minute|hour|day|week|fortnight|weekend|month|quarter|year|decade)")
UNITS_ = _i("(?:seconds|minutes|hours|days|weeks|fortnights|weekends|months|quarters|years|decades|centuries|century)")
ANY_UNIT = _i("(?:seconds?|minutes?|hours?|days?|weeks?|fortnights?|weekends?|months?|quarters?|years?|decades?|century|centuries)")
LONG_UNIT = _i("(?:day|week|weekend|month|quarter|year|decade|century)")
PART = _i("(?:morning|afternoon|evening|night)")
ABOUT = _i(rf"(?:(?:nearly|almost|more{S}than|less{S}than|at{S}least|at{S}most|up{S}to){S})")
EARLY = _i(rf"(?P<stage>earlier|later|early|late|mid|middle)(?:{S}(?:on|in){S}|\s?-\s?|{S})")
THE = _i(rf"(?:the{S})")
ZONE = (
    r"(?:GMT|UTC|[ECMP][SD]?T|BST|CES?T|EES?T|WES?T|MSK|IST|JST|KST|SGT|HKT|AEDT|AEST|Greenwich Mean Time|(?:Eastern|Central|Mountain|Pacific)(?: (?:Standard|Daylight))? [Tt]ime"
    r"|[A-Z][a-z]{2,12} time|local time|Z)"
)
"""The zone of a clock time, as written."""
CLOCK = (
    r"(?:(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[aApP]\.?\s?[mM]\b\.?)"
    rf"|(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?::[0-5]\d)?|(?P<hour4>[01]\d|2[0-3])[:.]?(?P<minute4>[0-5]\d)(?:h|hrs)?(?=\s{ZONE}\b))"
    rf"(?:\s?(?:{ZONE}\b|\({ZONE}\)))?"
)
EVENT = _i(
    "(?:war|conflict|truce|ceasefire|cease-fire|strike|siege|dispute|campaign|insurgency|rebellion|uprising|revolt|crisis|blockade|embargo|ban|boycott|standoff|protests?"
    "|government|regime|administration|alliance|coalition|agreement|accord|treaty|pact|deal|occupation|offensive|invasion|law|policy|program|programme|project|case|investigation"
    "|inquiry|trial|feud|battle|fight|struggle|slump|recession|recovery|rally|tradition|company|party|system|practice|custom|rule)"
)
"""What lasts, beside whom only has an age: a "five-month-old strike" tells a duration, a "five-month-old girl" does not."""
DAY_WORD = _i("(?:today|yesterday|tomorrow)")
RELATIVE_YEAR = _i(rf"(?:this|last|next|that|the{S}(?:same|previous|following)){S}year")
HOLIDAY = (
    r"(?:Christmas(?:\s(?:Eve|Day))?|Black\sFriday|Cyber\sMonday|Boxing\sDay|New\sYear['’]s(?:\s(?:Eve|Day))?|Thanksgiving(?:\sDay)?|Good\sFriday|Palm\sSunday|Easter(?:\s(?:Sunday|Monday))?"
    r"|Ash\sWednesday|Pentecost|Independence\sDay|Fourth\sof\sJuly|Labor\sDay|Memorial\sDay|Veterans\sDay|Halloween|Valentine['’]s\sDay"
    r"|St\.?\sPatrick['’]s\sDay|May\sDay|Martin\sLuther\sKing(?:,?\sJr\.?)?\sDay|Presidents['’]?\sDay|Mother['’]s\sDay|Father['’]s\sDay|Columbus\sDay"
    r"|International\sWomen['’]s\sDay|Armistice\sDay|All\sSaints['’]?\sDay|Epiphany|Election\sDay)"
)


_NOT_FIRST_OF_ITS_KIND = (  # "in September the first strike", but "on September the first he left"
    rf"(?!(?i:the{S}(?:{_any(ORDINALS)}){S}(?!(?:a|after|an|and|as|at|before|by|for|from|he|his|i|if|in|is|it|of|on|or|she|that|the|they|this|to|until|was|we|when"
    rf"|while|who|will|with|would)\b)[a-z]))"
)


def _day(tag: str) -> str:
    """A day: "Friday", "Friday, May 3", "3 May 2024", "yesterday" with the groups wd, month, day, year, word (each with a tag)."""
    return (
        rf"(?:(?:(?P<{tag}wd>{WEEKDAY}|{SHORT_DAY}(?=,?\s(?:{MONTH}|{DAY_NUMBER}\s{MONTH}))),?{S})?(?:"
        rf"(?P<{tag}month>{MONTH}){S}{_NOT_FIRST_OF_ITS_KIND}(?:the{S})?(?P<{tag}day>{DAY_NUMBER}(?:st|nd|rd|th)?|{_i(_any(ORDINALS))})(?![\d%]|[.,:]\d|{S}"
        rf"(?:a\.m|p\.m|percent|million|billion))"
        rf"|(?:the{S})?(?P<{tag}day2>{DAY_NUMBER}(?:st|nd|rd|th)?)(?:{S}|-)(?:of{S})?(?P<{tag}month2>{MONTH})(?![\w]))"
        rf"(?:,?{S}(?:in{S})?(?P<{tag}year>{YEAR})(?!\d|[.,]\d)|,?{S}(?P<{tag}ry>{RELATIVE_YEAR})|-(?P<{tag}year2>{YEAR}))?"
        rf"|(?P<{tag}only>{WEEKDAY})|(?P<{tag}word>{DAY_WORD}))"
    )


DAY = _day("d")
_NOT_A_COUNT = r"(?![\d,.]\d|\w|%|\s(?:percent|million|billion|trillion|points|shares|people|dollars|troops|soldiers))"

RULES: list[tuple[str, str]] = [
    (
        "iso",
        r"(?P<iso>(?:1[5-9]|20)\d\d-[01]\d-[0-3]\d)(?:[T ](?P<time>[0-2]\d:[0-5]\d)(?::[0-5]\d(?:\.\d{1,6})?)?(?P<offset>Z|[+-][0-2]\d:?[0-5]\d)?)?(?![\d-])",
    ),
    (
        "numeric",
        r"(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<y>(?:1[5-9]|20)\d\d|(?<=/)\d\d)(?![\d/])|(?P<y3>(?:19|20)\d\d)/"
        r"(?P<a3>[01]?\d)/(?P<b3>[0-3]?\d)(?!\d)",
    ),
    # sets first: "every Monday morning", "each of the past three years", "once a week", "Mondays"
    (
        "set_times",
        rf"{_i(rf'(?:once|twice|(?:(?:{ONE}|[0-9]{{1,2}}){S}(?:or|to){S})?(?:{ONE}|[0-9]{{1,2}}|several){S}times){S}(?:an?|per|each|every)')}{S}(?P<unit>{UNIT}){END}",
    ),
    (
        "set_days_2",
        rf"(?:(?P<every>{_i('every|each')}){S})?(?P<a>{WEEKDAY})(?:s)?(?:{S}(?:{_i('and|or')})|,){S}(?P<b>{WEEKDAY})(?:(?<=\w)s)?(?:{S}(?P<part>{PART})(?P<plural>s)?)?{END}",
    ),
    (
        "set_each",
        rf"(?:{_i('once|twice')}{S})?{_i('(?:every|each)')}{S}(?:(?P<other>{_i('other|second')}){S}|(?P<count>{COUNT}){S})?(?:(?P<wd>{WEEKDAY})s?(?:{S}(?P<wpart>{PART}))?|"
        rf"(?P<month>{MONTH})|(?P<season>{SEASON})|(?P<part>{PART})|(?P<unit>{ANY_UNIT})){END}",
    ),
    ("set_weekends", rf"(?:(?<=on )|(?<=On )|(?<=and )|(?<=or ))(?P<what>{_i('weekends|weekdays|weeknights')}){END}"),
    ("set_days", rf"(?P<wd>{WEEKDAY})(?:s(?:{S}(?P<part1>{PART})s?)?|{S}(?P<part2>{PART})s){END}"),
    ("set_word", _i("(?P<word>hourly|daily|nightly|weekly|biweekly|monthly|bimonthly|yearly|annually)") + END),
    # clock times, alone or with their day
    (
        "clock_day",
        rf"(?:{_i('around')}{S})?(?:{CLOCK}|(?P<noon>{_i('noon|midnight|midday')})|(?:{_i('mid')}[ -])?(?P<part>{_i('morning|afternoon')})),?{S}"
        rf"(?:{_i('on')}{S})?(?P<early>{_i('early|late')}{S})?{DAY}{END}",
    ),
    ("day_clock", rf"{DAY},?{S}(?:{_i('at')}{S})?{CLOCK}(?!\w)"),
    ("clock", rf"(?:{_i('around')}{S})?{CLOCK}(?:{S}(?P<cday>{_i('today|yesterday|tomorrow')}))?(?!\w)"),
    (
        "clock_part",
        rf"(?P<hour>[1-9]|1[0-2])(?:{S}o['’]clock)?{S}(?:in{S}the{S}(?P<part>{_i('morning|afternoon|evening')})|at{S}night){END}"
        rf"|(?P<hour2>[1-9]|1[0-2]|{ONE}){S}o['’]clock",
    ),
    (
        "day_part",
        rf"(?:(?P<which>{_i('last|next|this|this past|that|the following|the previous')}){S}(?={WEEKDAY}))?(?:{EARLY})?(?:{DAY}|"
        rf"(?P<tw>{_i('this|that|last|the next|the same|the following|the previous')})){S}"
        rf"(?:(?P<early>{_i('early|late')}){S})?(?P<part>{PART}){END}",
    ),
    ("night", rf"(?:{EARLY})?(?P<night>{_i('tonight|overnight')}){END}"),
    (
        "the_part",
        rf"(?:{EARLY}(?:the{S})?|{_i('(?:in|during|by|throughout)')}{S}(?P<at>{_i('the')}{S}))(?P<part>{PART}){END}|{_i('mid')}[ -](?P<part2>{_i('morning|afternoon')}){END}"
        rf"|(?P<noon>{_i('noon|midnight|midday')}){END}",
    ),
    (
        "part_of_day",
        rf"{_i('the')}{S}(?:(?P<part>{PART})|(?P<hours>{_i('(?:early|small)')}{S}{_i('hours')})){S}{_i('of|on')}{S}{DAY}(?:{S}{_i('morning')})?{END}",
    ),
    # days
    ("nine_eleven", r"9/11(?![\d/])"),
    (
        "beyond",
        rf"{_i('the')}{S}{_i('day')}{S}(?:{_i('after')}{S}(?P<tomorrow>{_i('tomorrow')})|{_i('before')}{S}(?P<yesterday>{_i('yesterday')})"
        rf"|(?P<side>{_i('before|after')}){S}(?:(?P<last>{_i('last')}){S})?{DAY}){END}",
    ),
    (
        "range_days",
        rf"(?:{_i('between|from')}{S})?(?P<month>{MONTH}){S}(?P<day>{DAY_NUMBER})(?:st|nd|rd|th)?(?P<join>{DASH}|{S}(?:to|through"
        rf"|and|until){S})(?:(?P<to_month>{MONTH}){S})?(?P<to>{DAY_NUMBER})(?:st|nd|rd|th)?(?:,?{S}(?P<year>{YEAR}))?(?![\w%]|[.,:]\d)",
    ),
    (
        "range_days_2",
        rf"(?:{_i('between|from')}{S})?(?P<day>{DAY_NUMBER})(?:st|nd|rd|th)?(?P<join>{DASH}|{S}(?:to|through|and|until){S})(?P<to>{DAY_NUMBER})"
        rf"(?:st|nd|rd|th)?{S}(?P<month>{MONTH})(?:,?{S}(?P<year>{YEAR}))?(?!\w)",
    ),
    (
        "day",
        rf"(?:(?P<about>{_i('around')}){S}(?={MONTH}))?(?:{EARLY})?(?:(?P<which>{_i(f'(?:this{S})?(?:last|next|this|past|coming|the{S}following|the{S}previous|that)')}){S}(?={WEEKDAY}))?{DAY}"
        rf"(?:{S}(?P<after>{_i('last|next')}{S}week))?{END}",
    ),
    (
        "holiday",
        rf"(?:(?P<which>{_i('last|next|this')}){S})?(?P<name>{HOLIDAY})(?:{S}(?P<week>{_i('week(?:end)?')}))?(?:,?{S}(?P<year>{YEAR}))?{END}",
    ),
    # quarters and halves
    (
        "year_earlier_months",
        rf"(?:{THE})?{_i('year-(?:ago|earlier)')}{S}(?P<count>{COUNT}){S}(?P<unit>{_i('months|weeks|quarters')}){END}",
    ),
    (
        "quarter",
        rf"(?:{_i('the')}{S})?(?:(?P<year>{YEAR}){S}|(?P<ry>{_i('(?:last|next|this)')}{S}year)['’]s{S})?"
        rf"(?P<when>{_i('(?:comparable|corresponding|same)')}{S})?(?P<ago>{_i('year[ -](?:ago|earlier)')}{S}"
        rf"|{_i('(?:latest|current|previous|prior|next|coming)')}{S})?"
        rf"(?:{_i('fiscal')}[ -])?(?:(?P<nth>{_i('first|second|third|fourth|1st|2nd|3rd|4th')})(?:[ -]{_i('fiscal')})?[ -](?P<what>{_i('quarter|half')})"
        rf"|(?P<bare>{_i('quarter|period')})(?!-to-))"
        rf"(?:{S}(?:of{S}|in{S})?(?:(?:{_i('fiscal')}{S}(?:year{S})?)?(?P<of_year>{YEAR})|(?P<of_ry>{_i('this|last|next|the|that')}{S}"
        rf"(?:{_i('fiscal')}{S})?year)|(?P<of_ago>{_i('a year (?:ago|earlier)')})))?{END}",
    ),
    (
        "half",
        rf"{_i('the')}{S}{_i('last|final')}{S}(?P<what>{_i('half|quarter')}){S}of{S}(?:(?P<of_year>{YEAR})|(?P<of_ry>{_i('this|last|next|the|that')}{S}year)){END}",
    ),
    ("q", r"Q(?P<q>[1-4])(?:\s?(?:of\s)?(?P<qy>(?:19|20)\d\d))?(?!\w)|(?P<qy2>(?:19|20)\d\d)[ -]?Q(?P<q2>[1-4])(?!\w)"),
    # decades, centuries
    (
        "decade",
        rf"(?:{THE})?(?:(?P<stage>{_i('early|late|mid|mid to late|end of the|beginning of the|last half of the|first half of the')})"
        rf"(?:{S}|-))?(?:(?P<full>(?:1[5-9]|20)\d0)['’]?s|['’‘`]?(?P<two>[2-9]0)['’]?s\b|(?P<word>{_i(_any(DECADES))}){END})",
    ),
    (
        "centuries",
        rf"(?:{THE})?(?:(?:{_i('early|late|mid')})(?:{S}|-))?(?P<a>{ORDINAL}){S}(?:and|to|or){S}(?:(?:{_i('early|late|mid')})(?:{S}|-))?(?P<b>{ORDINAL})(?:{S}|-){_i('centur(?:y|ies)')}{END}",
    ),
    (
        "century",
        rf"(?:{THE})?(?:(?P<stage>{_i('early|late|mid|turn of the')})(?:{S}|-))?(?P<nth>{ORDINAL})(?:{S}|-){_i('century')}{END}(?P<bc>{S}(?:BCE?\b|B\.C\.))?",
    ),
    (
        "part_of_month",
        rf"(?:{THE})(?P<nth>{_i('first|second|third|fourth|last|final|opening')}){S}(?P<unit>{_i('week|weekend|days?')}){S}of{S}(?P<month>{MONTH})(?:,?{S}(?P<year>{YEAR}))?{END}",
    ),
    (
        "month_day",
        rf"(?:(?<=on )|(?<=On ))the{S}(?P<day>{DAY_NUMBER}(?:st|nd|rd|th))(?:{S}of{S}(?P<which>{_i('this|last|next|the')}){S}month|(?={S}?[.,;:)]|$))",
    ),
    # parts of months and years
    (
        "edge",
        rf"(?:{THE})?(?P<stage>{_i('end|beginning|start|middle|close|opening|rest|remainder|turn')}){S}of{S}(?:(?P<my>{MONTH})(?:,?{S}"
        rf"(?P<myy>{YEAR}))?|(?P<year>{YEAR})|(?P<which>{_i('the|this|last|next|that')}){S}(?P<unit>{LONG_UNIT})){END}",
    ),
    ("year_end", rf"(?:{_i('the|around')}{S})?(?:{EARLY})?{_i('year')}(?:[ -]|['’]s{S}){_i('end')}{END}"),
    ("in_the_day", rf"{_i('(?:earlier|later)')}{S}(?:{_i('in')}{S})?(?:{_i('on')}{S})?(?P<which>{_i('the|that|the same')}){S}{_i('day')}{END}"),
    (
        "part_of",
        rf"(?P<stage>{_i('earlier|later|early|late')}){S}(?:{_i('in')}{S})?(?P<which>{_i(f'this|that|the{S}same|next|last|the')}){S}(?P<unit>{LONG_UNIT}){END}",
    ),
    ("week_of", rf"{_i('the')}{S}week{S}of{S}{DAY}{END}"),
    (
        "month_range",
        rf"(?:{_i('between|from')}{S})?(?P<a>{MONTH})(?P<join>{DASH}|{S}(?:to|through|and|until){S})(?P<b>{MONTH})(?:,?{S}(?:of{S})?(?P<year>{YEAR}))?{END}",
    ),
    (
        "month",
        rf"(?:{_i('the')}{S}(?=beginning|early|late|mid))?(?:(?P<which>{_i('last|next|this|this past|this coming')}){S})?(?:{EARLY})?(?P<month>{MONTH})"
        rf"(?:,?{S}(?:of{S})?(?P<year>{YEAR})(?!\d|[.,]\d|{S}(?:people|soldiers))|,?{S}(?:of{S})?(?P<ry>{RELATIVE_YEAR})|{S}(?P<words>{_i(f'(?:nineteen|twenty){S}')}{ONE}"
        rf"(?:[ -]{ONE})?))?{END}",
    ),
    (
        "season",
        rf"(?:{_i('the')}{S})?(?:(?P<which>{_i('last|next|this|this past|past|this coming')}){S})?(?:{EARLY})?(?P<season>{SEASON})"
        rf"(?:{S}(?:of{S})?(?:(?P<year>{YEAR})|(?P<words>{_i(f'(?:nineteen|twenty){S}')}{ONE}(?:[ -]{ONE})?)))?{END}",
    ),
    # years
    ("fiscal", rf"(?:{_i('the')}{S})?(?:{_i('fiscal')}{S}(?:year{S})?|FY[ -]?)(?P<year>{YEAR}|\d\d(?!\d)){END}"),
    ("year_range", rf"(?:{_i('between|from')}{S})?(?P<a>{YEAR})(?P<join>{DASH}|{S}(?:to|through|until){S})(?P<b>{YEAR}|\d\d)(?![\w%,.-]\w)(?![\w%])"),
    (
        "spoken_year",
        rf"(?:{_i('the')}{S}year{S})?"
        rf"(?P<words>{_i(f'(?:(?:eighteen|nineteen){S}(?:{_BIG})(?:[ -](?:{_SMALL}))?)')}){END}"
        rf"|{_i('the')}{S}year{S}(?P<two>{_i(f'two{S}thousand')}(?:{S}{ONE})?){END}",
    ),
    ("period_of", rf"{_i('the')}{S}(?P<year>{YEAR}){S}(?P<what>{_i('period|quarter')}){END}"),
    (
        "nine_months",
        rf"(?:{_i('the')}{S})?(?P<which>{_i('first|last|final|latest|opening')}){S}(?P<count>{COUNT})(?:{S}|-)(?P<unit>{UNITS_})"
        rf"(?:{S}of{S}(?:(?P<year>{YEAR})|(?P<ry>{_i('this|last|next|the')}{S}year)))?{END}",
    ),
    ("short_year", r"(?<=\s['’‘`])(?P<two>\d\d)(?![\ds'’]\w?)"),
    ("year", rf"(?:{_i('the')}{S}(?:calendar{S})?year{S})?(?:{EARLY})?(?P<year>{YEAR}){_NOT_A_COUNT}"),
    # counted units: ago, later, in, durations
    (
        "ago",
        rf"(?P<about>{_i('(?:nearly|almost|more than|less than|at least)')}{S})?(?:(?P<count>{_i('an?|another')}|{COUNT})(?:{S}"
        rf"|-))?(?:(?P<unit>{ANY_UNIT})|(?P<unit2>{UNIT}))(?P<so>{S}or{S}(?:so|{_i('two')}))?(?:{S}|-)"
        rf"(?P<way>{_i('ago|earlier|previously|later|before(?=[.,;:)]|$)|afterward|afterwards|from now|hence')})"
        rf"(?P<tail>{S}{_i('this|last')}{S}{_i('week|month')}|{S}{_i('today')})?{END}",
    ),
    (
        "last_span",
        rf"(?:{_i('(?:at least|each of)')}{S}(?=the{S}(?:past|last)))?(?:{THE}|(?P<this>{_i('these')}){S})?"
        rf"(?P<which>{_i('past|last|next|coming|previous|preceding|following|recent|first|final|latest|ensuing|intervening')}){S}"
        rf"(?P<count>{COUNT})(?P<to>{S}(?:to|or){S}{COUNT})?(?:{S}|-)(?P<unit>{ANY_UNIT})(?P<so>{S}or{S}so)?{END}",
    ),
    (
        "past_unit",
        rf"{THE}(?P<which>{_i('past|last|coming')}|{_i('next')}(?={S}\w{{3,9}}{S}or{S}so)){S}(?P<unit>{LONG_UNIT})(?P<so>{S}or{S}so)?{END}",
    ),
    ("recent", rf"(?P<the>{THE})?(?P<which>{_i('recent|past|coming|future|upcoming')}){S}(?P<unit>{UNITS_}){END}"),
    (
        "which_unit",
        rf"(?P<some>{_i('sometime')}{S})?(?:(?P<same>{_i('(?:the|that|this)')}{S})"
        rf"(?P<which2>{_i('(?:very )?same|following|next|previous|preceding|(?:current|latest|new)(?: fiscal)?|full|entire|whole|calendar|fiscal|prior|very|past')}){S}"
        rf"|(?P<which>{_i('this|last|next|that|previous|this past|this coming|following')}){S}(?:{_i('fiscal|whole|entire|calendar|school|past')}{S})?)"
        rf"(?P<unit>{LONG_UNIT}){END}",
    ),
    (
        "around",
        rf"{_i('the')}{S}(?P<unit>{_i('night|day|week|weekend|month|quarter|year|decade')}){S}(?P<side>{_i('before|after|earlier')})(?={S}?[.,;:)]|$|['’]s)",
    ),
    ("the_unit", rf"(?P<late>{_i('late|early')}{S}(?:{_i('in')}{S})?)?{_i('the')}{S}(?P<unit>{_i('week|weekend|month|year')})(?!-|{S}0){END}"),
    ("duration_to", rf"(?P<a>{COUNT}){S}(?P<join>to|or){S}(?P<b>{COUNT})(?:{S}|-)(?P<unit>{ANY_UNIT})(?!-old|{S}old|\w)"),
    ("or_two", rf"{_i('an?|one')}{S}(?P<unit>{UNIT}){S}{_i('or')}{S}(?:{_i('two|more')})(?!{S}(?:ago|later|earlier|before)){END}"),
    ("old", rf"(?P<count>{COUNT})-(?P<unit>{UNIT})-{_i('old')}(?P<what>{S}(?:[a-z-]{{2,20}}{S})?{EVENT}){END}"),
    ("and_half", rf"(?:{ABOUT})?(?P<count>{_i('an?|one')}){S}(?P<unit>{UNIT}){S}and{S}a{S}half{END}"),
    (
        "duration",
        rf"(?P<about>{ABOUT}|{_i('another|an additional|the full|a full')}{S}(?={COUNT}))?(?P<the>{_i('the')}{S}(?=\w{{3,9}}{S}"
        rf"(?:days|weeks|months)))?(?P<count>{COUNT})(?P<more>(?:{S}(?:more|additional|full|consecutive|straight|business|trading"
        rf"|working|whole|solid))|-plus)?(?P<join>{HS})(?P<unit>{ANY_UNIT})(?P<so>{S}or{S}so)?(?!-old|{S}old|[\w]|-olds|{S}of{S}age)",
    ),
    (
        "one_unit",
        rf"(?P<about>{ABOUT}|{_i('over')}{S}(?=an?{S}))?(?P<count>{_i('an?|another|an additional|a full|a whole|an entire|half an?|per')}){S}"
        rf"(?P<unit>{_i('hour|day|week|fortnight|weekend|month|quarter|year|decade|century')})(?P<long>-long)?(?!-old|{S}old|\w|-)",
    ),
    ("some_time", rf"(?:(?<=for )|(?<=quite )|(?<=after )|(?<=in ))(?P<what>{_i('a while|some time')})(?!{S}(?:ago|now|to|of)){END}"),
    ("half_unit", rf"half-(?P<unit>hour|day|year|decade|century){END}"),
    ("long", rf"(?P<unit>{_i('days?|weeks?|months?|years?|decades?|hours?|century|centuries')})(?:-long|(?<!s)long){END}"),
    (
        "bare_units",
        rf"(?P<prep>(?i:(?<=\bfor )|(?<=\bin )|(?<=\bwithin )|(?<=\bafter )|(?<=\btake )|(?<=\bfollows )|(?<=\bfollowing )|(?<=\bspent )"
        rf"|(?<=\bover )))(?P<count>{_i('the')}{S})?(?P<unit>{_i('days|weeks|months|years|decades|centuries|hours|minutes')})"
        rf"(?P<or>{S}or{S}{_i('weeks|months|years|decades')})?(?!{S}"
        rf"(?:later|earlier|ago|old)|\w)",
    ),
    # vague
    ("present", _i(rf"(?P<present>right{S}now|just{S}now|now|nowadays|currently|at{S}present|these{S}days|presently|current)") + END),
    (
        "past_ref",
        _i(
            rf"(?P<past>(?:(?:more|most|just|only|very|until){S})?recently|lately|recent|(?:the{S}(?:recent{S}|distant{S})?past)|long{S}ago|some{S}time{S}ago|the{S}other{S}(?:day|night|week))"
        )
        + END,
    ),
    (
        "future_ref",
        _i(
            rf"(?P<future>(?:the{S}(?:near|foreseeable|immediate|not-too-distant|distant){S})?(?:the{S})?future|(?:the{S})?(?:near|short){S}term"
            rf"|a{S}later{S}date|soon(?!{S}after|er))"
        )
        + END,
    ),
]

NAMED = {name: re.compile(pattern) for name, pattern in RULES}


def _union() -> re.Pattern[str]:
    """All rules as one pattern whose last closed group is the rule's name; the groups within are dropped."""
    parts = []
    for name, pattern in RULES:
        plain = re.sub(r"\(\?P=sep\)", "[/.]", pattern)
        plain = re.sub(r"\(\?P<\w+>", "(?:", plain)
        parts.append(f"(?P<{name}>{plain})")
    return re.compile("|".join(parts))


ANY = _union()
"""Any expression, at the place where it begins: `ANY.match(text, at)`, the rule is `m.lastgroup`."""

TRIGGERS = frozenset(
    [w.lower() for w in re.findall(r"[A-Z][a-z]{3,}", MONTH + WEEKDAY)]
    + "may jan feb mar apr jun jul aug sep sept oct nov dec".split()
    + list(UNITS) + [u + "s" for u in UNITS] + ["centuries", "mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays"]
    + "today yesterday tomorrow tonight overnight morning afternoon evening night noon midday midnight spring summer autumn fall winter".split()
    + "hourly daily nightly weekly biweekly monthly bimonthly yearly annually now nowadays currently current present presently recently lately recent past ago".split()
    + "future term soon date period half end fy q1 q2 q3 q4 clock pm am eighteen nineteen thousand century daylong weeklong monthlong yearlong decadelong".split()
    + list(DECADES)
    + "christmas boxing thanksgiving easter good palm ash pentecost independence fourth labor memorial veterans halloween valentine patrick martin presidents mother father".split()
    + "columbus international armistice saints epiphany election while time cyber black weekends weekdays weeknights".split()
)  # fmt: skip
"""Words without which there is no time expression; a year, a clock time or a numeric date has digits instead."""

LEFT = frozenset(
    "a an the this that these last next past coming previous preceding following recent first final latest ensuing early earlier late later mid middle in on of"
    " at to or and between from through about around nearly almost more less than least most up over each every other once twice times per another additional"
    " full few several many some couple pair dozen dozens scores hundreds number half hundred thousand fiscal comparable corresponding same year ago current prior"
    " new end beginning start close opening rest remainder turn day week right just only very until long distant near short foreseeable immediate before after"
    " sometime small hours night morning evening afternoon"
    " quarter final opening month school calendar whole entire minute hour business trading working consecutive straight intervening upcoming future plus days weeks"
    " months additional st mon tue"
    " tues wed thu thur thurs fri sat sun no not too for during by throughout within takes take s q".split()
) | set(CARDINALS) | set(" ".join(ORDINALS).replace("-", " ").split())  # fmt: skip
"""Words that may stand in an expression before its trigger."""
