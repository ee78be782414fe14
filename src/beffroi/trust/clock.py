"""The clock of a request to an administration: what is asked, answered or appealed in months."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from beffroi.periods import PARIS
from beffroi.periods.months import months_after

#: CRPA, articles R311-13 and R343-1: one month to answer, two months to turn to the CADA.
ANSWER_MONTHS, CADA_MONTHS = 1, 2


def clock(
    received_on: date, months: int, answered_at: datetime | None, today: date
) -> dict[str, Any]:
    """Return the clock of a request as plain data: when it is due, whether it is late.

    >>> clock(date(2026, 1, 31), 1, None, date(2026, 2, 20))["days_left"]
    8
    """
    due = months_after(received_on, months)
    answered = answered_at.astimezone(PARIS).date() if answered_at else None
    return {
        "received_on": received_on.isoformat(),
        "due_on": due.isoformat(),
        "late": (answered or today) > due,
        "days_left": (due - today) // timedelta(days=1) if answered is None else None,
        "answered_on": answered.isoformat() if answered else None,
    }


def nearest(requests: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sort requests: those not answered first, the nearest end first."""
    return sorted(
        requests, key=lambda one: (one["answered_on"] is not None, one["due_on"], one["id"])
    )
