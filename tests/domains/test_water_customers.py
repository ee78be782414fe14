"""The detectors of customers' meters: what they say of meters worked out by hand, and of whom."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from beffroi.domains import domain, parameters
from beffroi.domains.contract import Sighting
from beffroi.domains.panel import Panel, Row
from tests.domains.cases import Case

HOME: Case = {"household": True}
FIRST = np.datetime64("2021-01-01", "D")


def seen(
    key: str,
    daily: Any,
    *attributes: Case,
    hourly: Any = None,
    filled: Any = None,
    quantity: str = "water.volume",
) -> list[Sighting]:
    """Run a detector over rows of volumes by day [m3], one a set of attributes."""
    values = np.atleast_2d(np.asarray(daily, dtype=np.float64))
    n, d = values.shape
    days = np.arange(FIRST, FIRST + d)
    rows = tuple(
        Row(i + 1, i + 1, "meter", f"m{i}", quantity, said) for i, said in enumerate(attributes)
    )
    panel = Panel(
        (FIRST + d).astype(object),
        rows,
        days,
        values,
        np.zeros((n, d), dtype=bool) if filled is None else filled,
        np.zeros((n, d), dtype=np.int8),
        np.full((n, d), np.nan),
        hourly,
    )
    water, numbers = domain("water"), parameters("water")
    (detector,) = [one for one in water.detectors if one.key == key]
    return detector.detect(water.prepare(panel, numbers), numbers)


def leaking() -> tuple[Any, Any]:
    """Two months at rest by night, then ten litres an hour from 10 February 2021 on."""
    hourly = np.tile(np.array([0.0] * 5 + [0.010] * 19, dtype=np.float32), (1, 60, 1))
    hourly[0, 40:] += np.float32(0.010)
    return hourly.sum(axis=2), hourly


def test_a_leak_by_the_hour_says_its_flow_its_beginning_and_what_it_costs() -> None:
    daily, hourly = leaking()
    (one,) = seen("water.customer_leak", daily, HOME, hourly=hourly)
    assert (one.since, one.until) == (date(2021, 2, 10), None)
    # 10 l/h are 87.6 m3 a year, at 4.34 EUR (3.02 to 5.91 for 80 % of people).
    assert one.stake.m3_per_year.value == pytest.approx(87.6, rel=1e-3)
    assert one.stake.eur_per_year.value == pytest.approx(380.2, rel=1e-3)
    assert "10\u00a0l/h" in one.explanation.fr
    assert "20 jours" in one.explanation.fr
    assert "100\u00a0% des jours" in one.explanation.fr
    own = {**HOME, "price": 2.0}
    (dear,) = seen("water.customer_leak", daily, own, hourly=hourly)
    assert dear.stake.eur_per_year.value == pytest.approx(175.2, rel=1e-3)


def test_only_the_meters_of_customers_are_looked_at() -> None:
    daily, hourly = leaking()

    def said(attributes: Case, quantity: str = "water.volume") -> int:
        found = seen("water.customer_leak", daily, attributes, hourly=hourly, quantity=quantity)
        return len(found)

    assert [said(one) for one in ({"role": "customer"}, {"building": "École"}, HOME)] == [1, 1, 1]
    assert [said(one) for one in ({}, {"role": "inlet", "building": "Station"})] == [0, 0]
    assert said(HOME, "water.delivered") == 0


def test_a_public_building_is_not_judged_by_the_law_about_homes() -> None:
    daily = half_years(50, 60, 70, 122)
    shared = np.ones((1, len(daily)), dtype=bool)
    school: Case = {"role": "customer"}
    assert seen("water.customer_doubled", daily, school, filled=shared) == []
    (one,) = seen("water.customer_doubled", daily, HOME, filled=shared)
    assert (one.since, one.until, one.confidence) == (date(2024, 1, 1), None, 0.95)
    for words in ("122\u00a0m³", "60\u00a0m³", "trois années connues", "L2224-12-4"):
        assert words in one.explanation.fr
    # 2 m3 beyond the double, over the 182 days of a half of 2024.
    assert one.stake.m3_per_year.value == pytest.approx(2 * 365 / 182)
    assert seen("water.customer_doubled", half_years(50, 60, 70, 120), HOME, filled=shared) == []


def half_years(*firsts: float) -> Any:
    """Volumes by day of first halves, each shared evenly; second halves count 55 m3."""
    parts = []
    for year, volume in enumerate(firsts, 2021):
        middle = np.datetime64(f"{year}-07-01", "D")
        first = int((middle - np.datetime64(f"{year}-01-01", "D")).astype(int))
        second = int((np.datetime64(f"{year + 1}-01-01", "D") - middle).astype(int))
        parts += [np.full(first, volume / first), np.full(second, 55 / second)]
    return np.concatenate(parts[:-1])


def test_a_meter_that_stands_still_is_told_with_the_chance_of_an_empty_home() -> None:
    daily = np.full(400, 0.3)
    daily[350:] = 0.0
    (one,) = seen("water.customer_stopped", daily, HOME)
    assert (one.since, one.until) == (date(2021, 12, 17), None)
    # Fifty days: 0.677 absence a year, of which 0.98 exp(-50/6) + 0.02 exp(-50/180) last as long.
    often, last = 1 / (350 / 365 + 0.5), 0.98 * np.exp(-50 / 6) + 0.02 * np.exp(-50 / 180)
    empty = often * last / (often * last + 0.02)
    assert f"{100 * empty:.0f}\u00a0%" in one.explanation.fr
    assert one.confidence == pytest.approx(1 - empty)
    assert one.stake.m3_per_year.value == pytest.approx(0.3 * 365 * (1 - empty))


def test_a_use_that_leaves_its_own_past_and_that_of_others_is_told_both_ways() -> None:
    daily = np.random.default_rng(5).uniform(0.25, 0.35, (12, 800))
    daily[0, 755:] *= 5.0
    daily[1, 755:] *= 0.02
    found = {one.row: one for one in seen("water.customer_unusual", daily, *[HOME] * 12)}
    assert {*found} == {0, 1}
    assert "chez les autres abonnés" in found[0].explanation.fr
    assert found[0].stake.m3_per_year.value > 300
    assert found[1].stake.m3_per_year.value == 0
    assert "n’a compté que" in found[1].explanation.fr


def test_their_cards_say_that_they_judge_persons_and_that_a_person_decides() -> None:
    own = [one for one in domain("water").detectors if one.key.startswith("water.customer_")]
    assert len(own) == 4
    for one in own:
        assert one.card is not None
        assert (one.card.persons, str(one.card.automation)) == (True, "proposes")
