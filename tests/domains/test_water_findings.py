"""What the findings of water say, and what holds for each of them."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from beffroi.domains import domain, parameters
from beffroi.domains.contract import Sighting
from beffroi.domains.panel import Panel
from tests.domains.simulated_water import panel_of

WATER = domain("water")
NUMBERS = parameters("water")
FIRST, BURST, TODAY = date(2023, 12, 1), date(2024, 3, 12), date(2024, 4, 20)
ROWS = [
    {"night_m3h": 2, "day_m3h": 8, "fault": {"from": BURST, "adds": 3.2}},
    {"night_m3h": 2, "day_m3h": 8, "asset": 0, "quantity": "water.delivered"},
    {
        "night_m3h": 2,
        "day_m3h": 8,
        "quantity": "water.volume",
        "attributes": {"role": "inlet"},
        "fault": {"from": date(2024, 4, 10), "value": 3.1},
    },
]


def said(panel: Panel) -> dict[str, Sighting]:
    prepared = WATER.prepare(panel, NUMBERS)
    found = [(one.key, seen) for one in WATER.detectors for seen in one.detect(prepared, NUMBERS)]
    assert len({key for key, _ in found}) == len(found)
    return dict(found)


@pytest.fixture(scope="module")
def panel() -> Panel:
    return panel_of(FIRST, TODAY, ROWS)


@pytest.fixture(scope="module")
def findings(panel: Panel) -> dict[str, Sighting]:
    return said(panel)


def test_a_burst_is_told_with_its_figures(findings: dict[str, Sighting]) -> None:
    seen = findings["water.burst"]
    french = seen.explanation.fr.replace("\u00a0", " ")
    assert re.match(
        r"Depuis le 1[123] mars 2024, « Secteur 0 » perd environ 3,[0-4] m³/h de plus", french
    )
    assert "est passé de 2 m³/h à 5," in french
    assert re.search(r"went from 2(\.\d)?\sm³/h to 5\.\d\sm³/h", seen.explanation.en)
    assert seen.stake.m3_per_year.value == pytest.approx(3.2 * 8760, rel=0.1)
    assert len(seen.actions) == 3


def test_a_frozen_inlet_is_told_and_loses_nothing(findings: dict[str, Sighting]) -> None:
    seen = findings["water.meter_fault"]
    assert seen.since == date(2024, 4, 10)
    french = seen.explanation.fr.replace("\u00a0", " ")
    assert "le compteur d’entrée de « Secteur 2 » répète la même valeur (3,1" in french
    assert seen.stake.eur_per_year.value == 0.0


def test_every_chart_is_data_with_words(findings: dict[str, Sighting]) -> None:
    assert {*findings} == {"water.burst", "water.meter_fault"}
    for seen in findings.values():
        spec = json.loads(json.dumps(seen.chart, allow_nan=False))
        assert {*spec["usermeta"]["caption"]} == {"fr", "en"}
        assert len(spec["data"]["values"]) > 30


def test_the_same_burst_seen_later_is_the_same(findings: dict[str, Sighting]) -> None:
    for later in (10, 40):
        again = said(panel_of(FIRST, TODAY + timedelta(days=later), ROWS[:2]))
        old, new = findings["water.burst"], again["water.burst"]
        assert new.row == old.row
        assert abs((new.since - old.since).days) <= 3


def test_without_hours_or_with_filled_days_nights_say_nothing(panel: Panel) -> None:
    assert said(replace(panel, hourly=None)) == {}
    assert said(replace(panel, filled=np.ones_like(panel.filled))) == {}
