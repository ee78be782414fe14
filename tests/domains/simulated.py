"""Simulated buildings, of which everything is known, and the panels made of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from beffroi.domains.panel import Amounts, Floats, Panel, Row
from beffroi.periods import day_types

ELECTRICITY = "electricity.active_energy"
Days = NDArray[np.datetime64]


def building(row: dict[str, Any], days: Days, outside: Floats, seed: int) -> Floats:
    """Return hourly energies (d, 24) of a simulated building, kWh."""
    index = np.arange(len(days))
    weekend = (days.astype(np.int64) + 3) % 7 >= 5
    hours = np.arange(24)
    opened = ~weekend[:, None] & (hours >= 7) & (hours < 20)
    slope = np.where(
        weekend, row.get("weekend_heating", row.get("heating", 0)), row.get("heating", 0)
    )
    heat = slope * np.maximum(15 - outside, 0)
    result: Floats = np.where(opened, row["open_kw"], row["closed_kw"]) + heat[:, None]
    result = result * np.random.default_rng(seed).normal(1.0, 0.03, result.shape)
    fault = row.get("fault")
    if fault is None:
        return result
    start = np.datetime64(fault["from"], "D")
    during = (days >= start) & (days <= np.datetime64(fault.get("to", date(2100, 1, 1)), "D"))
    age = (index - np.searchsorted(days, start)) / 365
    result[during] *= fault.get("times", 1.0)
    result[during] *= (1 + (fault.get("yearly", 1.0) - 1) * age[during])[:, None]
    result[during] += fault.get("adds", 0.0)
    result[during] += fault.get("adds_closed", 0.0) * ~opened[during]
    if "value" in fault:
        result[during] = fault["value"]
    return result


def panel_of(first: date, as_of: date, rows: Sequence[dict[str, Any]]) -> Panel:
    days = np.arange(np.datetime64(first, "D"), np.datetime64(as_of, "D"))
    year = 2 * np.pi * (days.astype("M8[D]").astype(np.int64) - 20) / 365.25
    outside = 11.5 - 7.5 * np.cos(year) + np.random.default_rng(3).normal(0, 2.5, len(days))
    hourly = np.stack([building(row, days, outside, 10 + i) for i, row in enumerate(rows)])
    power = np.stack([np.full(len(days), row.get("power_max", np.nan)) for row in rows])
    daily = hourly.sum(axis=2)
    return Panel(
        as_of=as_of,
        rows=tuple(
            Row(
                i,
                i,
                "delivery_point",
                f"b{i}",
                row.get("quantity", ELECTRICITY),
                row.get("attributes", {}),
            )
            for i, row in enumerate(rows)
        ),
        days=days,
        daily=daily,
        filled=np.zeros(daily.shape, dtype=bool),
        day_types=np.tile(day_types(days), (len(rows), 1)),
        temperature=np.tile(outside, (len(rows), 1)),
        hourly=hourly.astype(np.float32),
        power_max=power,
        amounts={
            "electricity.billed_energy": tuple(
                bills(row.get("bills"), days, daily[i]) for i, row in enumerate(rows)
            )
        },
    )


def bills(given: list[dict[str, Any]] | None, days: Days, daily: Floats) -> Amounts | None:
    if given is None:
        return None
    start = np.array([bill["from"] for bill in given], dtype="M8[D]")
    end = np.array([bill["to"] for bill in given], dtype="M8[D]")
    value = [
        daily[(days >= low) & (days < high)].sum() * bill["times"]
        for bill, low, high in zip(given, start, end, strict=True)
    ]
    return Amounts(start, end, np.array(value))
