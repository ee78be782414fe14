"""Shares of groups and their spread as plain data; nothing is said of few cases."""

from collections.abc import Iterable
from typing import Any

from beffroi.analysis.proportions import spread, wilson

#: Below this number of cases nothing is said of a group but its count.
LEAST = 10
_DIGITS = 3


def share(cases: int, of: int) -> dict[str, float] | None:
    """Return a share with its 95 % interval (Wilson), None under `LEAST` cases.

    >>> share(3, 12), share(9, 9)
    ({'share': 0.25, 'low': 0.089, 'high': 0.532}, None)
    """
    if of < LEAST:
        return None
    low, high = wilson(cases, of)
    told = {"share": cases / of, "low": float(low), "high": float(high)}
    return {name: round(value, _DIGITS) for name, value in told.items()}


def gap(groups: Iterable[tuple[int, int]]) -> dict[str, Any] | None:
    """Return the spread of the shares of groups, None under two groups of `LEAST` cases.

    >>> gap([(80, 100), (20, 100), (0, 9)])
    {'difference': 0.6, 'ratio': 0.25, 'established': True}
    >>> gap([(80, 100), (0, 9)]) is None
    True
    """
    told = [(cases, of) for cases, of in groups if of >= LEAST]
    found = spread([cases for cases, _ in told], [of for _, of in told])
    if found is None:
        return None
    return {
        "difference": round(found.difference, _DIGITS),
        "ratio": None if found.ratio is None else round(found.ratio, _DIGITS),
        "established": found.established,
    }
