"""The value cases of every domain: `cases/*.toml`, computed by hand."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import beffroi.domains
from beffroi.domains import domains, parameters
from beffroi.domains.panel import Panel, Row

FOLDER = Path(beffroi.domains.__file__).parent


def cases() -> list[Any]:
    found = []
    for key in domains():
        for path in sorted((FOLDER / key / "cases").glob("*.toml")):
            content = tomllib.loads(path.read_text("utf-8"))
            for case in content["case"]:
                if "indicator" not in case:
                    continue  # what detectors say is executed by the tests of the domain
                name = f"{case['indicator']}: {case['name']}"
                found.append(pytest.param(key, case, id=name))
    return found


def panel_of(case: dict[str, Any]) -> Panel:
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


@pytest.mark.parametrize(("key", "case"), cases())
def test_value_case(key: str, case: dict[str, Any]) -> None:
    indicator = {one.key: one for one in domains()[key].indicators}[case["indicator"]]
    found = indicator.formula(panel_of(case), parameters(key))
    np.testing.assert_allclose(found, case["expected"], rtol=1e-6)
