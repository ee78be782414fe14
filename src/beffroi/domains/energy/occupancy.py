"""When a building is occupied, from what people said of it or by default."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.domains.panel import Panel, Row

OPEN_DAYS = {"mon-fri": 5, "mon-sat": 6, "mon-sun": 7}
_FIRST, _LAST = 8.0, 19.0  # usual hours of public buildings, where nobody gave them
_MARGIN = 1.0  # plant starts before people arrive and stops after they leave


@dataclass(frozen=True, slots=True)
class Occupancy:
    """The use of each row over the days of a panel."""

    open_day: NDArray[np.bool_]
    """(n, d) whether people come that day."""
    open_hours: NDArray[np.bool_]
    """(n, 24) hours of an open day at which plant may run, a margin of one hour included."""
    declared: NDArray[np.bool_]
    """(n,) whether somebody gave the hours or the days; else they are the usual ones."""


def occupancy(panel: Panel) -> Occupancy:
    """Return the occupation of each row of a panel.

    Public holidays are closed, school holidays too where `school_closing` is "yes".
    """
    weekday = (panel.days.astype("M8[D]").astype(np.int64) + 3) % 7
    last_day = np.array(
        [OPEN_DAYS.get(str(r.attributes.get("occupied_days")), 5) for r in panel.rows]
    )
    closing = np.array(
        [r.attributes.get("school_closing") == "yes" for r in panel.rows], dtype=bool
    )
    closed = (panel.day_types == 1) | ((panel.day_types == 2) & closing.reshape(-1, 1))
    hours = np.arange(24)
    opens = np.array([_number(row, "open_hour", _FIRST) for row in panel.rows]).reshape(-1, 1)
    closes = np.array([_number(row, "close_hour", _LAST) for row in panel.rows]).reshape(-1, 1)
    keys = ("occupied_days", "open_hour", "close_hour", "school_closing")
    return Occupancy(
        open_day=(weekday[None, :] < last_day.reshape(-1, 1)) & ~closed,
        open_hours=(hours + 1 > opens - _MARGIN) & (hours < closes + _MARGIN),
        declared=np.array(
            [any(row.attributes.get(key) not in (None, "") for key in keys) for row in panel.rows],
            dtype=bool,
        ),
    )


def _number(row: Row, key: str, usual: float) -> float:
    value = row.number(key)
    return usual if value is None else value
