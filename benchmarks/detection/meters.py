"""The real meters of the bench, laid out as panels."""

import csv
import gzip
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import holidays
import numpy as np
from numpy.typing import NDArray

from beffroi.domains.panel import Panel, Row

#: Full terms of the university whose buildings these are: its calendar, as a commune knows its own.
TERMS = (
    ("2014-01-14", "2014-03-14"),
    ("2014-04-22", "2014-06-13"),
    ("2014-10-07", "2014-12-05"),
    ("2015-01-13", "2015-03-13"),
    ("2015-04-21", "2015-06-12"),
    ("2015-10-06", "2015-12-04"),
    ("2016-01-12", "2016-03-11"),
    ("2016-04-19", "2016-06-10"),
    ("2016-10-04", "2016-12-02"),
)


@dataclass(frozen=True, slots=True)
class Archive:
    """Meters on one calendar."""

    names: tuple[str, ...]
    days: NDArray[np.datetime64]
    hours: NDArray[np.float64]
    """(n, d, 24) kWh."""
    temperature: NDArray[np.float64]
    """(d,) degC."""
    day_types: NDArray[np.int8]
    """(d,)."""


def load(folder: Path) -> Archive:
    """Read the meters and the weather of an archive folder."""
    weather = _column(folder / "weather_bedford.csv.gz")
    files = sorted(folder.glob("building_*.csv.gz"))
    days = np.arange("2014-01-01", "2017-01-01", dtype="M8[D]")
    return Archive(
        tuple(path.name.removeprefix("building_").removesuffix(".csv.gz") for path in files),
        days,
        np.stack([_column(path).reshape(-1, 24) for path in files]),
        weather.reshape(-1, 24).mean(axis=1),
        _types(days),
    )


def _column(path: Path) -> NDArray[np.float64]:
    with gzip.open(path, "rt") as stream:
        rows = list(csv.reader(stream))[1:]
    return np.array([float(row[1]) if row[1] else np.nan for row in rows])


def _types(days: NDArray[np.datetime64]) -> NDArray[np.int8]:
    public = holidays.country_holidays("GB", subdiv="ENG", years=(2014, 2015, 2016))
    result = np.full(days.shape, 2, dtype=np.int8)
    for first, last in TERMS:
        result[(days >= np.datetime64(first)) & (days <= np.datetime64(last))] = 0
    result[np.isin(days, np.array(sorted(public), dtype="M8[D]"))] = 1
    return result


def half(name: str) -> str:
    """Return "tune" or "report": every building number is even, so halves go by its half."""
    return "tune" if int(name[:3]) // 2 % 2 == 0 else "report"


def panel_of(archive: Archive, hours: NDArray[np.float64], names: list[str]) -> Panel:
    """Return a panel of hourly energies (n, d, 24), one row a name."""
    rows = tuple(
        Row(i, i, "delivery_point", name, QUANTITIES[name.split("_")[1]], {})
        for i, name in enumerate(names)
    )
    shape = hours.shape[:2]
    end: date = (archive.days[-1] + 1).astype(object)
    return Panel(
        as_of=end,
        rows=rows,
        days=archive.days,
        daily=hours.sum(axis=2),
        filled=np.zeros(shape, dtype=bool),
        day_types=np.tile(archive.day_types, (len(rows), 1)),
        temperature=np.tile(archive.temperature, (len(rows), 1)),
        hourly=hours.astype(np.float32),
    )


QUANTITIES = {"electricity": "electricity.active_energy", "gas": "gas.energy"}
