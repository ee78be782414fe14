"""Which rows are of customers, and what is common to what is said of them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np

from beffroi.domains.contract import Chart, Estimate, Idea, Severity, Sighting, Stake
from beffroi.domains.panel import Floats, Panel, Row
from beffroi.domains.parameters import Parameters
from beffroi.domains.water.measured import VOLUME
from beffroi.domains.water.prepare import Prepared
from beffroi.texts import Text

NBSP, THIN = "\u00a0", "\u202f"
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_YEAR = 365
_MOST_POINTS, _BEFORE, _AFTER = 130, 90, 14
_CAPTION = Text(
    fr="Par jour. Trait bleu : mesuré. Fond orange : le constat.",
    en="Per day. Blue line: measured. Orange ground: the finding.",
)
#: What a year of lost water [m3] makes grave.
_HIGH, _MEDIUM = 500.0, 100.0
_SPREAD = 0.3
"""Part of a flow on each side of a 90 % interval: leaks grow, close and open."""


def customers(prepared: Prepared) -> list[int]:
    """Return the rows that are of a customer: a household, or a meter that says so or serves a
    building.
    """
    return [
        i
        for i, row in enumerate(prepared.panel.rows)
        if row.quantity == VOLUME
        and (
            is_home(row)
            or row.attributes.get("role") == "customer"
            or (not row.attributes.get("role") and bool(row.attributes.get("building")))
        )
    ]


def is_home(row: Row) -> bool:
    """Tell whether a row is of a household: the core says it to detectors that may judge one."""
    return bool(row.attributes.get("household"))


def stake(row: Row, parameters: Parameters, on: date, m3: float, spread: float = _SPREAD) -> Stake:
    """Return what a yearly volume [m3] costs the customer, `spread` being its part of doubt."""
    low, value, high = parameters.entry("customer.price", on).interval
    given = row.number("price")
    if given is not None:
        low = value = high = given
    volume = Estimate(m3, m3 * (1 - spread), m3 * (1 + spread))
    none = Estimate(0.0, 0.0, 0.0)
    money = Estimate(m3 * value, volume.low * low, volume.high * high)
    return Stake(money, none, none, volume)


def severity(m3: float) -> Severity:
    """Return how much a yearly volume [m3] matters."""
    if m3 >= _HIGH:
        return Severity.HIGH
    return Severity.MEDIUM if m3 >= _MEDIUM else Severity.LOW


def sighting(
    panel: Panel,
    row: int,
    first: int,
    end: int,
    at_stake: Stake,
    confidence: float,
    said: Text,
    ideas: tuple[Idea, ...],
    *,
    over: bool,
) -> Sighting:
    """Return what was seen of a row over the days [first, end)."""
    last: date = panel.days[end - 1].astype(object)
    return Sighting(
        row=row,
        since=panel.days[first].astype(object),
        severity=severity(at_stake.m3_per_year.value),
        confidence=confidence,
        stake=at_stake,
        explanation=said,
        chart=chart(panel.days, panel.daily[row], first, end),
        actions=ideas,
        until=last if over else None,
    )


def episodes(noticed: Any) -> Iterable[tuple[int, int]]:
    """Yield the runs [start, end) of true days.

    >>> list(episodes(np.array([False, True, True, False, True])))
    [(1, 3), (4, 5)]
    """
    edges = np.flatnonzero(np.diff(np.concatenate(([0], noticed.astype(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def chart(days: Any, measured: Floats, first: int, end: int) -> Chart:
    """Return the chart of a daily series [m3] around the days [first, end) that are told."""
    low, high = max(first - _BEFORE, 0), min(end + _AFTER, len(days))
    step = -(-(high - low) // _MOST_POINTS)
    values = []
    for start in range(low, high, step):
        known = measured[start : min(start + step, high)]
        known = known[np.isfinite(known)]
        mean = float(f"{known.mean():.4g}") if len(known) else None
        values.append({"d": str(days[start]), "m": mean})
    stop = str(days[min(end, len(days)) - 1] + 1)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": "container",
        "height": 220,
        "data": {"values": values},
        "encoding": {"x": {"field": "d", "type": "temporal", "title": None}},
        "layer": [
            {
                "data": {"values": [{"s": str(days[first]), "e": stop}]},
                "mark": {"type": "rect", "color": "#E69F00", "opacity": 0.25},
                "encoding": {
                    "x": {"field": "s", "type": "temporal", "title": None},
                    "x2": {"field": "e"},
                },
            },
            {
                "mark": {"type": "line", "color": "#0072B2", "strokeWidth": 1.5},
                "encoding": {"y": {"field": "m", "type": "quantitative", "title": "m3"}},
            },
        ],
        "config": {"axis": {"grid": False}, "view": {"stroke": None}},
        "usermeta": {"caption": {"fr": _CAPTION.fr, "en": _CAPTION.en}},
    }


def number(value: float, unit: str) -> Text:
    """Return a number with two significant digits or more, as people read it.

    >>> number(1234.4, "m³").fr.replace(THIN, " ").replace(NBSP, " ")
    '1 234 m³'
    >>> number(0.456, "m³").en
    '0.46\\xa0m³'
    """
    plain = f"{round(value):,}" if abs(value) >= 10 else f"{value:.2g}"
    french = plain.replace(",", THIN).replace(".", ",")
    return Text(fr=f"{french}{NBSP}{unit}", en=f"{plain}{NBSP}{unit}")


def day(when: date) -> Text:
    """Return a date in full letters.

    >>> day(date(2024, 3, 1)).fr
    '1er\\xa0mars 2024'
    """
    first = "1er" if when.day == 1 else str(when.day)
    return Text(
        fr=f"{first}{NBSP}{_MONTHS[when.month - 1]} {when.year}",
        en=f"{when.day}{NBSP}{_MONTHS_EN[when.month - 1]} {when.year}",
    )


def a_year(volume: float, days: float) -> float:
    """Return a volume over some days as a volume a year [m3]."""
    return volume * _YEAR / max(days, 1.0)
