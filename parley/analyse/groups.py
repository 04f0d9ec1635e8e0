"""What a measure is split by: outlet, week, month, or nothing."""

from __future__ import annotations

GROUPS = {
    "outlet": "coalesce(d.outlet, '(outlet unknown)')",
    "week": "CAST(date_trunc('week', d.published) AS DATE)",
    "month": "CAST(date_trunc('month', d.published) AS DATE)",
    "corpus": "'whole corpus'",
}
"""SQL over a documents table named `d`. A week begins on Monday."""


def column(by: str) -> str:
    """The SQL of a grouping. Raises ValueError, naming the choices, for any other word."""
    if by not in GROUPS:
        raise ValueError(f"by={by!r}: choose one of {', '.join(GROUPS)}")
    return GROUPS[by]
