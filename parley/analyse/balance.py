"""Cooperation against conflict by week, and whether talk follows force or force follows talk."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import pandas as pd

from parley.analyse.chronology import TALKS_AND_FORCE, members
from parley.analyse.uncertainty import LEVEL, RESAMPLES
from parley.store import Store

WIDEST_DAYS = 31
"""An incident that is dated no closer than to a month belongs to no week."""
LEAST_OF_A_WEEK = 3
"""Incidents of a week below which their spread says nothing about how sure the mean is."""
LAGS = 4
"""Weeks that one series is moved against the other, in both directions."""
BLOCK_WEEKS = 9
"""Weeks inside which one series is shuffled: twice the lags and one. Longer swings, such as a busy autumn, stay where they are in every shuffle and so
are no evidence that one follows the other."""
PERMUTATIONS = 1000
FEW_WEEKS, FEW_INCIDENTS = 52, 30
"""Below a year of weeks, or 30 incidents on one side, only a very strong association could show: readers are warned."""


def weekly_balance(store: Store, *, tracks: Sequence[str]) -> pd.DataFrame:
    """A row per week and track that holds a dated incident that happened: `incidents`, and `intensity`, the mean of theirs (-10 conflict .. 10 cooperation).

    A week counts an incident on the first day of its interval; incidents with an interval over 31 days are left out.
    """
    rows = _happened(store, tracks)
    return rows.groupby(["week", "track"], as_index=False, sort=True).agg(incidents=("incident_id", "size"), intensity=("intensity", "mean"))


def cooperation_balance(store: Store, *, tracks: Sequence[str] = TALKS_AND_FORCE) -> pd.DataFrame:
    """A row per week from the first with an incident to the last: `incidents`, `cooperation`, `conflict`, `balance`, `low`, `high`.

    `cooperation` and `conflict` count incidents of positive and of negative intensity; `balance` is the mean intensity of the week's incidents (-10 conflict
    .. 10 cooperation), NaN in a week without any. `low`, `high`: 95 % percentile bootstrap over the week's incidents (Efron 1979,
    doi:10.1214/aos/1176344552), NaN for fewer than three. It says how far the mean rests on single incidents, not how well they are coded. Only weeks
    of the corpus's window (`chronology.window`) count: what lies long before the first article is background.
    """
    rows = _happened(store, tracks)
    span = _published(store)
    columns = ["week", "incidents", "cooperation", "conflict", "balance", "low", "high"]
    rows = rows[(rows["week"] >= span[0]) & (rows["week"] <= span[1])] if span else rows.iloc[:0]
    if rows.empty:
        return pd.DataFrame({c: pd.Series(dtype="datetime64[us]" if c == "week" else float) for c in columns})
    out = []
    groups = dict(list(rows.groupby("week")))
    for week in pd.date_range(rows["week"].min(), rows["week"].max(), freq="7D"):
        values = np.sort(groups[week]["intensity"].to_numpy()) if week in groups else np.array([])
        low, high = bootstrap_mean(values, seed=f"{week:%Y-%m-%d}")
        mean = float(values.mean()) if len(values) else np.nan
        out.append((week, len(values), int((values > 0).sum()), int((values < 0).sum()), mean, low, high))
    return pd.DataFrame(out, columns=columns)


def bootstrap_mean(values: Sequence[float], *, seed: str, level: float = LEVEL) -> tuple[float, float]:
    """Percentile interval of a mean, values drawn with replacement; `seed` names what is estimated. (nan, nan) for fewer than three values."""
    values = np.asarray(values, float)
    if len(values) < LEAST_OF_A_WEEK:
        return np.nan, np.nan
    draw = np.random.default_rng(zlib.crc32(seed.encode() + values.tobytes()))
    means = values[draw.integers(0, len(values), size=(RESAMPLES, len(values)))].mean(axis=1)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def weekly_counts(store: Store) -> pd.DataFrame:
    """A row per week of the time in which the corpus's articles appeared: `talk` and `force`, diplomatic and military incidents that began in it.

    Weeks without any are rows with 0. Before the first article and after the last, silence is not peace: such weeks are no rows.
    """
    span = _published(store)
    if span is None:
        return pd.DataFrame({"week": pd.Series(dtype="datetime64[us]"), "talk": pd.Series(dtype=int), "force": pd.Series(dtype=int)})
    weeks = pd.date_range(*span, freq="7D")
    table = weekly_balance(store, tracks=["diplomatic", "military"]).pivot_table(index="week", columns="track", values="incidents", aggfunc="sum")
    table = table.reindex(weeks).reindex(columns=["diplomatic", "military"]).fillna(0).astype(int)
    return pd.DataFrame({"week": weeks, "talk": table["diplomatic"].to_numpy(), "force": table["military"].to_numpy()})


def lagged_association(counts: pd.DataFrame, *, lags: int = LAGS, permutations: int = PERMUTATIONS) -> pd.DataFrame:
    """A row per `lag` in weeks: the rank correlation of `talk` with the `force` of `lag` weeks before (below 0: after), and what chance gives.

    Lag 2 asks whether weeks of talk come two weeks after weeks of force, lag -2 whether force comes two weeks after talk. `weeks` is the number of pairs,
    `correlation` Spearman's, NaN where a series never changes. A shuffle cuts `force` into blocks of nine weeks, the first cut falling anywhere, and
    changes the order of the weeks in each (a permutation restricted to blocks; Good 2005, doi:10.1007/b138696): what both series share over months stays.
    `chance` is the mean correlation of the shuffles, `low`, `high` hold 95 % of them. `p` is the share of shuffles as far from that mean as the observed
    order, which counts as one (Phipson and Smyth 2010, doi:10.2202/1544-6115.1585). `p_any`, equal in all rows, is the share whose strongest lag other
    than 0 is as strong as the strongest here, in standard deviations, as eight lags give chance eight goes (the maximum statistic of Westfall and Young
    1993). Lag 0 is left out of it: that both are told of the same week shows first of all which weeks were written about. The draw depends on the
    counts alone. An association is no cause. All but lag, weeks and correlation are NaN for fewer than two blocks of weeks.
    Raises ValueError for `lags` below 1.
    """
    if lags < 1:
        raise ValueError(f"lags={lags}: give at least 1 week, for at lag 0 neither follows the other")
    talk, force = counts["talk"].to_numpy(float), counts["force"].to_numpy(float)
    steps = np.arange(-lags, lags + 1)
    columns = ["lag", "weeks", "correlation", "chance", "low", "high", "p", "p_any"]
    pairs = [max(0, len(talk) - abs(k)) for k in steps]
    seen = np.array([_spearman(*_moved(talk, force, k)) if n > 2 else np.nan for k, n in zip(steps, pairs, strict=True)])
    if len(talk) < 2 * BLOCK_WEEKS or np.isnan(seen).all():
        return pd.DataFrame([(int(k), n, r, *[np.nan] * 5) for k, n, r in zip(steps, pairs, seen, strict=True)], columns=columns)
    draw = np.random.default_rng(zlib.crc32(talk.tobytes() + force.tobytes()))
    drawn = np.empty((permutations, len(steps)))
    for i in range(permutations):
        shuffled = _shuffled(force, draw)
        drawn[i] = [_spearman(*_moved(talk, shuffled, k)) for k in steps]
    drawn = np.nan_to_num(drawn)
    chance, spread = drawn.mean(axis=0), drawn.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    away, far = np.abs(drawn - chance) / spread, np.abs(np.nan_to_num(seen) - chance) / spread
    share = lambda more: (more.sum(axis=0) + 1) / (permutations + 1)  # noqa: E731
    # the last digits of sums differ between orders of the same numbers
    p = share(away >= far - 1e-9)
    others = steps != 0
    p_any = float(share(away[:, others].max(axis=1) >= np.nanmax(np.where(np.isnan(seen), 0, far)[others]) - 1e-9))
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
    rows = pd.DataFrame(dict(zip(columns, (steps, pairs, seen, chance, low, high, p, p_any), strict=True)))
    rows.loc[rows["correlation"].isna(), ["chance", "low", "high", "p"]] = np.nan
    return rows


def too_few(counts: pd.DataFrame) -> str:
    """A plain warning where a corpus has too few weeks or incidents to show whether one follows the other; empty where it has enough."""
    weeks, talk, force = len(counts), int(counts["talk"].sum()), int(counts["force"].sum())
    if weeks >= FEW_WEEKS and min(talk, force) >= FEW_INCIDENTS:
        return ""
    return (
        f"**Too few to tell.** {weeks} weeks with {talk} talks and {force} uses of force can show only a very strong association; that none stands out"
        " here is no sign that there is none."
    )


def _moved(talk: np.ndarray, force: np.ndarray, lag: int) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of talk and the force of `lag` weeks before."""
    n = len(talk)
    return (talk[lag:], force[: n - lag]) if lag >= 0 else (talk[: n + lag], force[-lag:])


def _spearman(x: np.ndarray, y: np.ndarray) -> float:
    """Correlation of ranks, ties sharing their mean rank (Spearman 1904, doi:10.2307/1412159); NaN where one side is constant."""
    a, b = _ranks(x), _ranks(y)
    a, b = a - a.mean(), b - b.mean()
    size = np.sqrt((a @ a) * (b @ b))
    return float(a @ b / size) if size > 0 else np.nan


def _ranks(x: np.ndarray) -> np.ndarray:
    _, place, counts = np.unique(x, return_inverse=True, return_counts=True)
    last = counts.cumsum()
    return (last - (counts - 1) / 2)[place]


def _shuffled(series: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """The series with the weeks of each block of `BLOCK_WEEKS` in another order, the first block being as long as it falls."""
    first = int(draw.integers(BLOCK_WEEKS))
    return np.concatenate([draw.permutation(part) for part in np.split(series, range(first, len(series), BLOCK_WEEKS)) if len(part)])


def _published(store: Store) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    """Mondays of the first and last week with an article."""
    first, last = store.sql("SELECT date_trunc('week', min(published)), date_trunc('week', max(published)) FROM documents").iloc[0]
    return None if pd.isna(first) else (pd.Timestamp(first), pd.Timestamp(last))


def _happened(store: Store, tracks: Sequence[str]) -> pd.DataFrame:
    """A row per dated incident that happened or is alleged, known to a month or closer: week, track, incident_id, mean intensity of its events."""
    return store.sql(
        f"""WITH {members("intensity")}
            SELECT CAST(date_trunc('week', i.earliest) AS DATE) AS week, i.track, i.incident_id, avg(m.intensity) AS intensity
            FROM incidents i JOIN members m USING (incident_id)
            WHERE list_contains($tracks, i.track) AND i.earliest IS NOT NULL AND i.latest - i.earliest <= {WIDEST_DAYS}
              AND i.status IN ('occurred', 'ongoing', 'alleged') GROUP BY ALL ORDER BY week, track, i.incident_id""",
        {"tracks": list(tracks)},
    )
