"""How the cases of a domain are run: `cases/*.toml`, of indicators and of detectors."""

import math
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pytest

import beffroi.domains
from beffroi.domains.contract import Domain, Indicator
from beffroi.domains.panel import Panel, Row
from beffroi.domains.parameters import Parameters
from beffroi.domains.water.quality.samples import Sample
from tests.domains.simulated import panel_of as simulated
from tests.domains.simulated_water import DISTRICT, drawn
from tests.domains.simulated_water import panel_of as simulated_water

Case: TypeAlias = dict[str, Any]
FOLDER = Path(beffroi.domains.__file__).parent
COMMON = {"name", "first", "rows", "expected"}
ROW = {"quantity", "attributes", "power_max"}
INDICATOR = COMMON | {"indicator", "last"}
INDICATOR_ROW = ROW | {
    "asset",
    "daily",
    "hours",
    "missing",
    "second_daily",
    "temperature",
    "second_temperature",
}
DETECTOR = COMMON | {"detector", "as_of"}
DETECTOR_ROW = ROW | {"open_kw", "closed_kw", "heating", "weekend_heating", "bills", "fault"}
WATER_ROW = {"quantity", "attributes", "asset", "night_m3h", "day_m3h", "fault"}
WATER_FAULT = {"from", "to", "adds", "adds_night", "adds_day", "grows", "times", "value", "hours"}
FAULT = {"from", "to", "times", "yearly", "adds", "adds_closed", "value"}
BILL = {"from", "to", "times"}
LEVERS = {"levers", "name", "district", "pulled", "expected"}
TALLY = {"indicator", "name", "samples", "expected"}
SAMPLE = {"code", "bact", "pc"}
TALLIED = {"judged", "failing", "derogated", "percent"}
LOSSES = {"floor", "running", "hidden"}
EXPECTED = {"row", "since", "until", "kwh", "m3", "eur"}


def cases_of(domain: str) -> list[Case]:
    """Every case of a domain."""
    return [
        case
        for path in sorted((FOLDER / domain / "cases").glob("*.toml"))
        for case in tomllib.loads(path.read_text("utf-8")).get("case", [])
    ]


def faults(case: Case) -> list[str]:
    """What a case says that no runner reads, and what it does not say."""
    if "levers" in case:
        found = [_compared("case", case, LEVERS, LEVERS - {"district"})]
        found.append(_compared("expected", case.get("expected", {}), LOSSES, LOSSES))
    elif "detector" in case:
        found = [_compared("case", case, DETECTOR, DETECTOR)]
        for row in case.get("rows", []):
            wet = case["detector"].startswith("water.")
            keys, needed = (
                (WATER_ROW, {"night_m3h", "day_m3h"})
                if wet
                else (DETECTOR_ROW, {"open_kw", "closed_kw"})
            )
            found.append(_compared("row", row, keys, needed))
            found.append(_compared("fault", row.get("fault", {}), WATER_FAULT if wet else FAULT))
            found += [_compared("bill", bill, BILL, BILL) for bill in row.get("bills", [])]
        found += [_compared("expected", one, EXPECTED, {"row"}) for one in case.get("expected", [])]
    elif "samples" in case:
        found = [_compared("case", case, TALLY, TALLY)]
        found += [_compared("sample", one, SAMPLE, SAMPLE) for one in case["samples"]]
        found.append(_compared("expected", case["expected"], TALLIED, TALLIED))
    else:
        found = [_compared("case", case, INDICATOR, INDICATOR)]
        for row in case.get("rows", []):
            found.append(_compared("row", row, INDICATOR_ROW, {"quantity"}))
    return [text for texts in found for text in texts]


def _compared(
    place: str, given: Case, known: set[str], needed: set[str] | None = None
) -> Iterator[str]:
    yield from (f"{place}: unknown key {key!r}" for key in sorted(set(given) - known))
    yield from (f"{place}: no {key!r}" for key in sorted((needed or set()) - set(given)))


def run_indicator(domain: Domain, numbers: Parameters, case: Case) -> None:
    """Compare what an indicator computes with what a person computed by hand."""
    indicator = {one.key: one for one in domain.indicators}[case["indicator"]]
    if "samples" in case:
        run_tally(indicator, case)
        return
    assert indicator.formula is not None
    found = indicator.formula(panel_of(case), numbers)
    np.testing.assert_allclose(found, case["expected"], rtol=1e-6)


def run_tally(indicator: Indicator, case: Case) -> None:
    """Compare what an indicator counts with what a person counted."""
    day, given = date(2025, 3, 4), case["samples"]
    samples = [
        Sample(one["code"], day, bact_limits=one["bact"], pc_limits=one["pc"]) for one in given
    ]
    assert indicator.tally is not None
    found, expected = indicator.tally(samples), case["expected"]
    assert {**asdict(found), "percent": found.percent or math.nan} == pytest.approx(
        expected, nan_ok=True
    )


def run_detector(domain: Domain, numbers: Parameters, case: Case) -> None:
    """Compare what a detector says of simulated buildings with what was put in them."""
    detector = {one.key: one for one in domain.detectors}[case["detector"]]
    made = simulated_water if domain.key == "water" else simulated
    panel = made(case["first"], case["as_of"], case["rows"])
    found = detector.detect(domain.prepare(panel, numbers), numbers)
    assert sorted(seen.row for seen in found) == [want["row"] for want in case["expected"]]
    for seen, want in zip(sorted(found, key=lambda one: one.row), case["expected"], strict=True):
        if "since" in want:
            assert abs((seen.since - want["since"]).days) <= 3
        assert ("until" in want) == (seen.until is not None)
        if "until" in want and seen.until is not None:
            assert abs((seen.until - want["until"]).days) <= 5
        for key, stake in (("kwh", seen.stake.kwh_per_year), ("m3", seen.stake.m3_per_year)):
            if key in want:
                assert stake.value == pytest.approx(want[key], rel=0.15)
                assert stake.low <= want[key] <= stake.high
        if "eur" in want:
            tolerance = 0.15 if domain.key == "water" else 0.01  # noise of the nights
            assert seen.stake.eur_per_year.value == pytest.approx(want["eur"], rel=tolerance)


def run_levers(domain: Domain, numbers: Parameters, case: Case) -> None:
    """Compare what levers make of a district with what a person worked out by hand."""
    known = {one.name: one for one in domain.levers}
    state = DISTRICT
    if "district" in case:
        state = replace(state, exponent=drawn(case["district"]["exponent"]))
    for given in case["pulled"]:
        lever = known[given["lever"]]
        assert lever.lacks(state) is None
        draws = {dial.key: drawn(given[dial.key]) for dial in lever.dials}
        state = lever.apply(state, draws)
    for key, value in case["expected"].items():
        np.testing.assert_allclose(getattr(state, key), value, rtol=1e-6, atol=1e-6)


def panel_of(case: Case) -> Panel:
    days = np.arange(np.datetime64(case["first"]), np.datetime64(case["last"]) + 1)
    rows = case["rows"]
    shape = (len(rows), len(days))
    daily, temperature = np.empty(shape), np.full(shape, np.nan)
    hourly = np.full((*shape, 24), np.nan, dtype=np.float32)
    power = np.full(shape, np.nan)
    half = np.arange(len(days)) * 2 >= len(days) + 1  # first half: 183 days of 365
    for index, row in enumerate(rows):
        if "hours" in row:
            hourly[index] = row["hours"]
            daily[index] = sum(row["hours"])
        else:
            daily[index] = np.where(half, row.get("second_daily", row["daily"]), row["daily"])
        daily[index, : row.get("missing", 0)] = np.nan
        if "temperature" in row:
            second = row.get("second_temperature", row["temperature"])
            temperature[index] = np.where(half, second, row["temperature"])
        power[index] = row.get("power_max", np.nan)
    last: date = case["last"]
    return Panel(
        as_of=last + timedelta(days=1),
        rows=tuple(
            Row(i, r.get("asset", i + 100), "building", "x", r["quantity"], r.get("attributes", {}))
            for i, r in enumerate(rows)
        ),
        days=days,
        daily=daily,
        filled=np.zeros(shape, dtype=bool),
        day_types=np.zeros(shape, dtype=np.int8),
        temperature=temperature,
        hourly=hourly,
        power_max=power,
    )
