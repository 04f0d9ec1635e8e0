"""The main finding of each notebook as one sentence with its numbers, for the top of its page and for the index."""

from __future__ import annotations

import pandas as pd

from parley.analyse import chronology, coverage, entities, framing
from parley.codebook import frame_label, phrase
from parley.store import Store

FEW = 5
"""Articles of an outlet from which its shares are held against another's, as far as two outlets have so many."""


def _plural(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def _name(frame: str) -> str:
    label = frame_label(frame)
    return label[:1].lower() + label[1:]


def _safe(text: str) -> str:
    """A name from an article inside Markdown: nothing of it is markup."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]()#+!|<>&$~" else c for c in " ".join(str(text).split())[:80])


def about_corpus(store: Store) -> str:
    """How many articles, from whom, and what to mind."""
    rows = coverage.outlets(store)
    n, undated = int(rows["articles"].sum()), int(rows["undated"].sum())
    if not n:
        return "**No article is left** after the filters; widen them in the parameters cell."
    first = rows.iloc[0]
    known = rows[rows["outlet"] != "(outlet unknown)"]
    whence = f"from {_plural(len(known), 'outlet')}" if len(known) else "from outlets that they do not name"
    most = f", most of them ({first['articles']}) from {_safe(first['outlet'])}" if len(known) > 1 else ""
    return f"The corpus holds **{_plural(n, 'article')}** {whence}{most}; {undated} {'is' if undated == 1 else 'are'} undated."


def about_framing(store: Store) -> str:
    """The commonest crisis frame, and where outlets differ most in one."""
    whole = framing.frame_prevalence(store, by="corpus", codebook="crisis")
    if whole.empty or whole["count"].max() == 0:
        return "**No crisis frame** reaches its threshold in any article."
    top = whole.sort_values(["count", "frame"], ascending=[False, True]).iloc[0]
    text = f"The commonest crisis frame is **{_name(top['frame'])}**, in {top['count']:,} of {top['n']:,} articles"
    by = framing.frame_prevalence(store, by="outlet", codebook="crisis")
    some = by[by["n"] >= FEW]
    by = some if some["outlet"].nunique() > 1 else by  # an outlet of one article has a share of 0 or 1
    spread = by.groupby("frame")["share"].agg(["max", "min"]).eval("max - min")
    if by["outlet"].nunique() < 2:
        return text + "; with one outlet there is nothing to compare it with."
    if spread.max() == 0:
        return text + "; every outlet uses each frame in the same share of its articles."
    frame = spread.sort_index().idxmax()
    part = by[by["frame"] == frame]
    high, low = part.loc[part["share"].idxmax()], part.loc[part["share"].idxmin()]
    apart = "intervals do not overlap" if high["low"] > low["high"] else "with so few articles their intervals overlap"
    return (
        f"{text}; outlets differ most over **{_name(frame)}**: {high['count']} of {high['n']} in {_safe(high['outlet'])}, "
        f"{low['count']} of {low['n']} in {_safe(low['outlet'])} ({apart})."
    )


def about_names(store: Store) -> str:
    """Who is named in most articles, and who is given most of the words."""
    named = entities.entity_frequency(store, by="corpus", top=1, labels=("PER",))
    if named.empty:
        return "**No person** is recognised in these articles."
    top = named.iloc[0]
    total = store.count("documents")
    text = f"The person named most is **{_safe(top['entity'])}**: {_plural(int(top['mentions']), 'mention')} in {top['articles']:,} of {total:,} articles"
    said = framing.who_speaks(store, by="corpus", top=1)
    if said.empty:
        return text + "; nobody is quoted by name."
    voice = said.iloc[0]
    return f"{text}; nobody is quoted at more length than **{_safe(voice['speaker'])}** ({voice['share']:.0%} of all attributed words)."


def title_of_pairs(pairs: pd.DataFrame) -> str:
    """Which two names share most sentences, as a title."""
    if pairs.empty:
        return "No two names share enough sentences"
    first = pairs.sort_values("sentences", ascending=False, kind="stable").iloc[0]
    return f"{first['entity']} and {first['other']} share most sentences: {first['sentences']}"


def about_events(store: Store) -> str:
    """How many dated incidents, of which track, and which is best corroborated."""
    rows = chronology.chronology(store, tracks=["diplomatic", "pressure", "military"])
    happened = rows[rows["status"].isin(["occurred", "ongoing"])]
    if happened.empty:
        return "**No incident** of the three tracks is reported with a date."
    n = happened["track"].value_counts()
    # the story's own period first: what many articles recall from years before is its background
    period = chronology.window(store)
    inside = happened[(happened["latest"] >= period["start"]) & (happened["earliest"] <= period["end"])] if period else happened
    best = (
        (happened if inside.empty else inside).sort_values(["independent_outlets", "salience", "incident_id"], ascending=[False, False, True]).iloc[0]
    )
    day = f"{best['earliest']:%Y-%m-%d}" if best["earliest"] == best["latest"] else f"{best['earliest']:%Y-%m-%d} to {best['latest']:%Y-%m-%d}"
    told_as = phrase(best["headline"], best["trigger"]) or best["event"].lower()
    who = " and ".join(_safe(a) for a in (best["source"], best["target"]) if isinstance(a, str)) or "no actor named"
    rest, outlets = len(rows) - len(happened), int(best["independent_outlets"])
    told = (
        f"best corroborated: “{_safe(told_as)}” ({who}), {day}, by {outlets} independent outlets" if outlets > 1 else "none by a second known outlet"
    )
    return (
        f"Reports date **{n.get('diplomatic', 0):,} diplomatic**, **{n.get('pressure', 0):,} pressure** and **{n.get('military', 0):,} military** incidents that happened, and "
        f"{rest:,} planned, alleged, denied or historical; {told}."
    )


def about_trust(scores: pd.DataFrame) -> str:
    """What of the hand-labelled events the engine finds, and how often their status is right."""
    if scores.empty:
        return "This corpus has **no hand labels**, so nothing here can be checked against a person's reading."
    found = scores.iloc[0]
    if not found["n"]:
        return "There are **no hand labels** of the chosen articles, so nothing here can be checked against a person's reading."
    status = scores[scores["question"] == "status right"].iloc[0]
    share = f" ({status['share']:.0%})" if status["n"] else ""
    return (
        f"Against hand labels the engine finds **{found['right']} of {found['n']} events** ({found['share']:.0%}, {found['low']:.0%} to {found['high']:.0%}); "
        f"of those found, the status is right for {status['right']} of {status['n']}{share}."
    )


def title_of_frames(rows: pd.DataFrame, codebook: str) -> str:
    """What a figure of frame prevalence shows, for its title."""
    if rows.empty or rows["count"].sum() == 0:
        return f"No article uses a {codebook} frame"
    sums = rows.groupby("frame")[["count", "n"]].sum().sort_values("count", ascending=False, kind="stable")
    return f"{frame_label(sums.index[0])} leads the {codebook} frames: {sums['count'].iloc[0]:,} of {sums['n'].iloc[0]:,} articles"


def title_of_chronology(rows: pd.DataFrame) -> str:
    """When force and talks were reported most, for the title of the chronology."""
    days = pd.to_datetime(rows["earliest"])
    narrow = rows[(pd.to_datetime(rows["latest"]) - days).dt.days <= 31]
    narrow = narrow[narrow["status"].isin(["occurred", "ongoing", "alleged"])]
    parts = []
    for track, word in (("military", "force"), ("diplomatic", "talks")):
        months = pd.to_datetime(narrow.loc[narrow["track"] == track, "earliest"]).dt.to_period("M").value_counts()
        if len(months):
            best = months[months == months.max()].index.min()
            parts.append(f"{word} in {best.strftime('%B %Y')} ({months.max()})")
    return f"Incidents peak: {', '.join(parts)}" if parts else "No dated talks or force"


def title_of_balance(rows: pd.DataFrame) -> str:
    """How many incidents of cooperation and of conflict the weeks hold, for the title of the balance."""
    if rows.empty:
        return "No dated incident that happened"
    up, down = int(rows["cooperation"].sum()), int(rows["conflict"].sum())
    return f"{_plural(up, 'incident')} of cooperation and {down:,} of conflict in {_plural(len(rows), 'week')}"


def about_order(lags: pd.DataFrame) -> str:
    """Whether talk follows force or force talk, as far as the weekly counts can show it, for the title of the figure."""
    known = lags[lags["p"].notna() & (lags["lag"] != 0)]
    if known.empty:
        return "Too few weeks to ask whether talk follows force"
    p_any = known["p_any"].iloc[0]
    best = known.assign(away=(known["correlation"] - known["chance"]).abs()).sort_values("away", kind="stable").iloc[-1]
    if p_any > 0.05:
        return f"Neither follows the other more than chance allows (p = {p_any:.2f})"
    first, then = ("force", "talk") if best["lag"] > 0 else ("talk", "force")
    less = "more" if best["correlation"] > best["chance"] else "less"
    return f"There is {less} {then} {_plural(abs(int(best['lag'])), 'week')} after {first} than chance gives (p = {p_any:.2g})"
