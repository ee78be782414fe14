"""Simulated districts and their meters, of which everything is known."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from beffroi.domains.panel import Floats, Panel, Row
from beffroi.domains.water.scenario.district import District
from beffroi.domains.water.scenario.mains import Length
from beffroi.periods import day_types

_NOISE = 0.03


def drawn(value: float) -> Floats:
    """The same draw four times."""
    return np.full(4, float(value))


#: A district of 10 km at 50 m of pressure that leaks 24,000 m3 a year.
DISTRICT = District(
    used=drawn(50_000),
    floor=drawn(10_000),
    running=drawn(8_000),
    hidden=drawn(6_000),
    km=10.0,
    pressure=drawn(50),
    known_pressure=True,
    exponent=drawn(1),
    mains=(Length("pvc", 1980, 8.0), Length("cast_iron", 1950, 2.0)),
    breaks=(drawn(0.1), drawn(0.4)),
    energy=drawn(0.5),
    by_night=False,
    seen=0.0,
)


def flow(row: dict[str, Any], days: np.ndarray[Any, Any], seed: int) -> Floats:
    """Return hourly volumes (d, 24), m3: `night_m3h` until 6:00, `day_m3h` until 23:00."""
    shape = np.full(24, (row["night_m3h"] + row["day_m3h"]) / 2)
    shape[:6], shape[6:23] = row["night_m3h"], row["day_m3h"]
    # The day leans, as days do: a profile that is flat could not be seen to move.
    shape[6:23] *= np.linspace(1.2, 0.8, 17)
    draw = np.random.default_rng(seed)
    people = draw.normal(1, _NOISE, (len(days), 1)) * draw.normal(1, _NOISE, (len(days), 24))
    result: Floats = shape * people
    fault = row.get("fault")
    if fault is None:
        return result
    start = np.datetime64(fault["from"], "D")
    end = np.datetime64(fault.get("to", date(2100, 1, 1)), "D")
    during = (days >= start) & (days <= end)
    age = (days - start).astype(np.int64)
    result[during] *= fault.get("times", 1.0)
    result[during] += fault.get("adds", 0.0) + (fault.get("grows", 0.0) * age[during])[:, None]
    result[during, :6] += fault.get("adds_night", 0.0)
    result[during, 6:23] += fault.get("adds_day", 0.0)
    if "value" in fault:
        result[during] = fault["value"]
    if "hours" in fault:
        result[during] = np.roll(result.ravel(), fault["hours"]).reshape(result.shape)[during]
    return result


def panel_of(first: date, as_of: date, rows: Sequence[dict[str, Any]]) -> Panel:
    """Return the panel of rows from `first` to the day before `as_of`."""
    days = np.arange(np.datetime64(first, "D"), np.datetime64(as_of, "D"))
    hourly = np.stack([flow(row, days, 20 + i) for i, row in enumerate(rows)])
    daily = hourly.sum(axis=2)
    year = 2 * np.pi * (days.astype(np.int64) - 20) / 365.25
    return Panel(
        as_of=as_of,
        rows=tuple(
            Row(
                i,
                row.get("asset", i),
                "meter" if row.get("quantity") == "water.volume" else "district",
                f"Secteur {i}",
                row.get("quantity", "water.input"),
                row.get("attributes", {}),
            )
            for i, row in enumerate(rows)
        ),
        days=days,
        daily=daily,
        filled=np.zeros(daily.shape, dtype=bool),
        day_types=np.tile(day_types(days), (len(rows), 1)),
        temperature=np.tile(11.5 - 7.5 * np.cos(year), (len(rows), 1)),
        hourly=hourly.astype(np.float32),
    )
