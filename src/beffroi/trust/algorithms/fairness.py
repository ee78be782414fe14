"""Whether an algorithm errs as much everywhere: its errors by size of the estate it watches.

Detectors rank places, not persons. What is compared is the share of its findings that people
dismissed, as fairlearn's `MetricFrame.difference` does: the largest group rate less the smallest.
The truth is that of people who decided, not that of a benchmark; what was not found stays unknown.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from beffroi.store.state import models
from beffroi.store.state.registers import AlgorithmRun
from beffroi.trust.algorithms.rates import rates_of

#: Groups of organisations by their number of series: the largest of each, and its key.
SIZES = ((10, "up to 10 series"), (50, "11 to 50 series"), (10**9, "more than 50 series"))


def size(series: int) -> str:
    """Return the group of an organisation that has so many series.

    >>> size(10), size(11)
    ('up to 10 series', '11 to 50 series')
    """
    return next(name for most, name in SIZES if series <= most)


def gap(shares: Collection[float | None]) -> float | None:
    """Return the largest share less the smallest; None under two groups with a rate.

    >>> gap([0.5, None, 0.2]), gap([0.5, None])
    (0.3, None)
    """
    known = [share for share in shares if share is not None]
    return round(max(known) - min(known), 3) if len(known) > 1 else None


def compared(session: Session, organisations: Collection[int]) -> dict[str, dict[str, Any]]:
    """Return, for each algorithm with a rate in two groups at least, its errors by group."""
    groups: dict[str, list[int]] = {}
    for owner, series in _series(session, organisations).items():
        groups.setdefault(size(series), []).append(owner)
    rates = {name: rates_of(session, owners) for name, owners in groups.items()}
    judged = {name: _judged(session, owners) for name, owners in groups.items()}
    found = {}
    for key in sorted({key for told in rates.values() for key in told}):
        told = {
            name: {
                "organisations": len(groups[name]),
                "judged": judged[name].get(key, 0),
                **{n: of[key][n] for n in ("findings", "decided", "dismissed", "dismissed_share")},
            }
            for name, of in rates.items()
            if key in of
        }
        difference = gap([one["dismissed_share"] for one in told.values()])
        if difference is not None:
            found[key] = {"groups": told, "gap": difference, "truth": "decisions of people"}
    return found


def _series(session: Session, organisations: Collection[int]) -> dict[int, int]:
    owner = models.Series.organisation_id
    query = select(owner, func.count()).where(owner.in_(organisations)).group_by(owner)
    return {row[0]: int(row[1]) for row in session.execute(query)}


def _judged(session: Session, organisations: Collection[int]) -> dict[str, int]:
    run = AlgorithmRun
    query = select(run.algorithm, func.sum(run.rows)).where(run.organisation_id.in_(organisations))
    return {key: int(rows) for key, rows in session.execute(query.group_by(run.algorithm))}
