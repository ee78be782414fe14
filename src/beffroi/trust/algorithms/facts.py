"""What really happened with each algorithm: runs, energy, stops, decisions, contestations."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from beffroi.store.read import ReadDoor
from beffroi.store.state.database import beyond
from beffroi.store.state.registers import AlgorithmRun, AlgorithmSwitch
from beffroi.territory.profile import Profile
from beffroi.trust.algorithms.fairness.comparing import compared
from beffroi.trust.algorithms.rates import rates_of

#: Declared power of one busy core [W], the default of Green Algorithms (Lannelongue, Grealey and
#: Inouye, Advanced Science, 2021), without cooling nor memory.
WATTS = 12.0


def facts(
    read: ReadDoor, organisations: Collection[int], profiles: Mapping[int, Profile] | None = None
) -> dict[str, dict[str, Any]]:
    """Return what happened with each algorithm that ran, was stopped, decided on or contested.

    `profiles` tells the territory of authorities: what happened is compared by kind of place.
    """
    with read.session() as session:
        found: dict[str, dict[str, Any]] = {
            "runs": _runs(session, organisations),
            "stops": _stops(session, organisations),
            "rates": rates_of(session, organisations),
            "fairness": compared(session, organisations, profiles or {}),
        }
    keys = sorted({key for part in found.values() for key in part})
    return {key: {name: part.get(key) for name, part in found.items()} for key in keys}


def outside(here: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return what the public is told of it: counts, never who stopped an algorithm.

    >>> stops = [{"resumed_at": None, "stopped_by": "x"}]
    >>> outside({"runs": None, "rates": None, "fairness": None, "stops": stops})
    {'runs': None, 'rates': None, 'fairness': None, 'stopped': True}
    """
    if here is None:
        return None
    stopped = any(one["resumed_at"] is None for one in here["stops"] or ())
    return {name: here[name] for name in ("runs", "rates", "fairness")} | {"stopped": stopped}


def _runs(session: Session, organisations: Collection[int]) -> dict[str, dict[str, Any]]:
    run = AlgorithmRun
    query = (
        select(
            run.algorithm,
            func.max(run.at),
            func.sum(run.rows),
            func.sum(run.seen),
            func.sum(run.cpu_seconds),
        )
        .where(run.organisation_id.in_(organisations))
        .group_by(run.algorithm)
    )
    versions = select(run.algorithm, run.version).where(run.organisation_id.in_(organisations))
    ran: dict[str, set[str]] = {}
    for key, version in session.execute(versions.distinct()):
        ran.setdefault(key, set()).add(version)
    return {
        key: {
            "last_at": last.isoformat(),
            "versions": sorted(ran[key]),
            "judged": judged,
            "seen": seen,
            "cpu_seconds": round(spent, 3),
            "energy": energy(spent, judged),
        }
        for key, last, judged, seen, spent in session.execute(query)
    }


def energy(cpu_seconds: float, judged: int) -> dict[str, Any]:
    """Estimate the electricity of a work from the time that processors measured.

    >>> energy(300.0, 10)["wh"], energy(300.0, 10)["wh_per_thousand"]
    (1.0, 100.0)
    """
    wh = cpu_seconds * WATTS / 3600
    return {
        "wh": round(wh, 6),
        "wh_per_thousand": round(1000 * wh / judged, 6) if judged else None,
        "watts_a_core": WATTS,  # declared: the rest is measured
    }


def _stops(session: Session, organisations: Collection[int]) -> dict[str, list[dict[str, Any]]]:
    row = AlgorithmSwitch
    with beyond(session):  # a stop for the installation is a row of no organisation
        rows = session.scalars(
            select(row)
            .where(row.organisation_id.in_(organisations) | row.organisation_id.is_(None))
            .order_by(row.id)
        ).all()
    found: dict[str, list[dict[str, Any]]] = {}
    for one in rows:
        found.setdefault(one.algorithm, []).append(
            {
                "organisation": one.organisation_id,
                "stopped_at": one.stopped_at.isoformat(),
                "stopped_by": one.stopped_by,
                "reason": one.reason,
                "resumed_at": one.resumed_at.isoformat() if one.resumed_at else None,
                "resumed_by": one.resumed_by,
                "resumed_why": one.resumed_why,
            }
        )
    return found
