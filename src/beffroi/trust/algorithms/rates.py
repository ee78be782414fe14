"""How often people confirmed, dismissed, overrode or contested what an algorithm found."""

from collections import Counter
from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.store.state.loop import Decision, Finding
from beffroi.store.state.registers import AlgorithmRequest

#: Below this number of decided findings a rate says more of chance than of the algorithm.
LEAST = 5


def rates_of(session: Session, organisations: Collection[int]) -> dict[str, dict[str, Any]]:
    """Return the rates of each algorithm that found something, or was contested."""
    own = select(Finding.id, Finding.detector).where(Finding.organisation_id.in_(organisations))
    findings: dict[int, str] = {row.id: row.detector for row in session.execute(own)}
    query = (
        select(Decision.finding_id, Decision.choice)
        .join(Finding, Decision.finding_id == Finding.id)
        .where(Finding.organisation_id.in_(organisations))
        .order_by(Decision.id)
    )
    choices: dict[int, list[str]] = {}
    for finding, choice in session.execute(query):
        choices.setdefault(finding, []).append(choice)
    request = AlgorithmRequest
    asked = session.execute(
        select(request.algorithm, request.outcome).where(
            request.organisation_id.in_(organisations), request.kind == "contest"
        )
    ).all()
    contested = Counter(one.algorithm for one in asked)
    upheld = Counter(one.algorithm for one in asked if one.outcome == "upheld")
    return {
        key: rates(
            [choices.get(one, []) for one, detector in findings.items() if detector == key],
            contested[key],
            upheld[key],
        )
        for key in sorted({*findings.values(), *contested})
    }


def rates(decided: list[list[str]], contested: int, upheld: int) -> dict[str, Any]:
    """Count findings by what people chose, the last choice standing.

    Args:
        decided: The choices made about each finding, oldest first; empty where nobody decided.
        contested: How many contestations came in, and `upheld`: how many were right.

    Returns:
        Counts, and shares of the decided findings, None under `LEAST` of them. A finding that a
        person dismissed is an error of the algorithm; one whose choice changed was overridden.

    >>> told = rates([["act"], ["dismiss"], ["act", "dismiss"], ["watch"], ["act"], []], 1, 0)
    >>> told["decided"], told["dismissed"], told["dismissed_share"], told["overridden"]
    (5, 2, 0.4, 1)
    >>> rates([["dismiss"]], 0, 0)["dismissed_share"] is None
    True
    """
    # What was reopened waits for a decision again.
    last = Counter(choices[-1] for choices in decided if choices and choices[-1] != "reopen")
    n = last.total()
    counts = {
        "findings": len(decided),
        "decided": n,
        "confirmed": last["act"],
        "watched": last["watch"],
        "dismissed": last["dismiss"],
        "overridden": sum(len({*choices}) > 1 for choices in decided),
        "contested": contested,
        "upheld": upheld,
    }
    shares = ("confirmed", "watched", "dismissed", "overridden")
    return counts | {
        f"{name}_share": round(counts[name] / n, 3) if n >= LEAST else None for name in shares
    }
