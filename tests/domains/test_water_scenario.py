"""What measures of a district say of its losses, and what levers are handed."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from beffroi.domains import domain, parameters
from beffroi.domains.levers import Parts
from beffroi.domains.panel import Panel
from beffroi.domains.water.scenario.building import build
from beffroi.domains.water.scenario.district import District, flows
from beffroi.domains.water.scenario.mains import breaks, of_pipes, of_words, worst_first
from beffroi.domains.water.scenario.saying import says
from beffroi.texts import Text
from tests.domains.simulated_water import DISTRICT, panel_of

NUMBERS = parameters("water")
FIRST, AS_OF = date(2023, 1, 1), date(2024, 7, 1)
KNOWN = {"pipe_km": 10.0, "connections": 500, "pressure_m": 50.0, "m3_kwh": 0.5}
#: 2 m3 an hour until 6:00, 8 until 23:00, 5 after: 12 + 136 + 5 a day.
DAY = 12 + 136 + 5
INLET = {"night_m3h": 2, "day_m3h": 8}


def district(*more: dict[str, Any], parts: Parts = (), **attributes: Any) -> District | Text:
    inlet: dict[str, Any] = {"asset": 1, "attributes": {**KNOWN, **attributes}, **INLET}
    rows = [inlet, *({"asset": 1, **one} for one in more)]
    return build(panel_of(FIRST, AS_OF, rows), NUMBERS, parts)


def customers(share: float) -> dict[str, Any]:
    """Customers who use a share of what enters."""
    flow = {key: share * value for key, value in INLET.items()}
    return {"quantity": "water.delivered_total", **flow}


def made(found: District | Text) -> District:
    assert isinstance(found, District)
    return found


def test_losses_are_the_balance_shared_out() -> None:
    """18 x 10 + 0.8 x 500 = 580 litres a day and metre, at 50 m: 29 m3 a day cannot be avoided."""
    one = made(district(customers(0.6), service_m3=1000))
    lost = (DAY - 0.6 * DAY * 1.02) * 365.25 - 1000
    assert np.median(one.lost) == pytest.approx(lost, rel=0.02)
    assert np.median(one.floor) == pytest.approx(29 * 365.25, rel=1e-6)
    # What a search finds: 60 % of what is beyond.
    assert np.median(one.running) == pytest.approx(0.6 * np.median(one.lost - one.floor), rel=0.05)
    assert np.all(one.running + one.hidden + one.floor == pytest.approx(one.lost))
    assert np.median(one.put_in) == pytest.approx(DAY * 365.25, rel=0.01)
    used = flows(one).other
    assert used["electricity"] == pytest.approx(0.5 * used["water"])
    assert not one.by_night
    assert one.seen == 0


def test_a_leak_that_nights_show_counts_for_a_whole_year() -> None:
    fault = {"fault": {"from": date(2024, 5, 22), "adds": 1.5}}  # 40 days
    inlet = {"asset": 1, "attributes": KNOWN, **INLET, **fault}
    rows = [inlet, {"asset": 1, **customers(0.6)}]
    one = made(build(panel_of(FIRST, AS_OF, rows), NUMBERS, ()))
    without = made(district(customers(0.6)))
    assert one.seen == pytest.approx(1.5, rel=0.15)
    more = np.median(one.lost) - np.median(without.lost)
    assert more == pytest.approx(1.5 * 24 * 365.25, rel=0.15)
    assert "1,5" in says(one)[1].fr or "1,4" in says(one)[1].fr


def test_without_customers_nights_tell_with_a_wide_interval() -> None:
    one = made(district())
    assert one.by_night
    # 2 m3 an hour less 1.7 litres by connection, over 21.5 hours.
    assert np.median(one.lost) == pytest.approx((2 - 0.85) * 21.5 * 365.25, rel=0.1)
    assert any("débit de nuit" in text.fr for text in says(one))


def test_a_pressure_that_nobody_gave_is_drawn_and_said() -> None:
    one = made(district(customers(0.6), pressure_m=None))
    assert one.pressure.std() > 5
    assert any("Pression moyenne inconnue" in text.fr for text in says(one))
    lever = next(one for one in domain("water").levers if one.name == "pressure")
    assert lever.lacks(one) is not None


@pytest.mark.parametrize(
    ("attributes", "more", "told"),
    [
        ({"pipe_km": None}, (customers(0.6),), "length of mains"),
        ({"connections": None}, (customers(0.6),), "number of connections"),
    ],
)
def test_what_lacks_is_said(attributes: dict[str, Any], more: Any, told: str) -> None:
    found = district(*more, **attributes)
    assert isinstance(found, Text)
    assert told in found.en


@pytest.mark.parametrize(
    ("attributes", "told"),
    [
        ({"pipe_km": -3.0}, "length of mains"),
        ({"connections": -5.0}, "number of connections"),
        ({"m3_kwh": 1e308}, "too large"),
        ({"pipe_km": 1e308}, "too large"),
    ],
)
def test_sizes_that_no_network_has_are_refused(attributes: dict[str, Any], told: str) -> None:
    found = district(customers(0.6), **attributes)
    assert isinstance(found, Text)
    assert told in found.en


def test_a_pressure_under_zero_is_not_known_and_no_energy_is() -> None:
    one = made(district(customers(0.6), pressure_m=-50.0, service_m=-1e6, m3_kwh=0))
    assert not one.known_pressure
    assert one.floor.min() > 0
    assert one.energy.max() == 0


def test_what_leaves_more_than_what_enters_is_refused() -> None:
    row = {"asset": 1, "attributes": KNOWN, "night_m3h": -2, "day_m3h": -8}
    found = build(panel_of(FIRST, AS_OF, [row]), NUMBERS, ())
    assert isinstance(found, Text)
    assert "check which way" in found.en


def test_a_material_that_came_from_elsewhere_as_a_list_is_none() -> None:
    (one,) = of_pipes([{"material": ["pvc"], "length": "1200", "year_laid": "1e400"}])
    assert (one.material, one.decade, one.km) == ("other", None, 1.2)


def test_a_length_of_mains_without_end_is_told_and_takes_no_time() -> None:
    endless = "PVC 1980 : " + "9" * 400
    assert of_words(f"{endless} ; PVC 1980 : 12")[0] == of_words("PVC 1980 : 12")[0]
    assert of_words(endless)[1] == (endless[:40],)
    # Hours, where spaces are tried in all ways.
    assert of_words("a" + " " * 100_000 + "x")[1] == ("a x",)


def test_a_short_year_or_no_inlet_is_refused() -> None:
    row = {"asset": 1, "attributes": KNOWN, **INLET}
    short = build(panel_of(date(2024, 1, 1), AS_OF, [row]), NUMBERS, ())
    assert isinstance(short, Text)
    assert "182" in short.en
    none = build(panel_of(FIRST, AS_OF, [{**row, "quantity": "water.entering"}]), NUMBERS, ())
    assert isinstance(none, Text)


def without_hours(panel: Panel) -> Panel:
    return replace(panel, hourly=None)


def test_neither_customers_nor_nights_tell_nothing() -> None:
    panel = panel_of(FIRST, AS_OF, [{"asset": 1, "attributes": KNOWN, **INLET}])
    found = build(without_hours(panel), NUMBERS, ())
    assert isinstance(found, Text)
    assert "households are never read" in found.en


def test_mains_are_read_of_pipes_or_of_words_and_the_worst_comes_first() -> None:
    pipes = [
        {"material": "cast_iron", "year_laid": 1953, "length": 1500.0},
        {"material": "cast_iron", "year_laid": "1958", "length": 500},
        {"material": "pvc", "year_laid": 1984, "length": 8000},
        {"material": "gold", "year_laid": 12, "length": "many"},
    ]
    found = of_pipes(pipes)
    assert [(one.material, one.decade, one.km) for one in found] == [
        ("cast_iron", 1950, 2.0),
        ("pvc", 1980, 8.0),
    ]
    said, unread = of_words("Fonte grise 1950 : 2,0 km; PVC 1980 = 8\nun peu de tout")
    assert (said, unread) == (found, ("un peu de tout",))
    rates = breaks(found, NUMBERS, date(2026, 1, 1))
    # Laid in 1955 on average: 71 years, 21 beyond 50, at 2 % a year.
    assert np.median(rates[0]) == pytest.approx(0.22 * np.exp(0.02 * 21), rel=0.1)
    assert worst_first(rates) == [0, 1]
    one = made(district(customers(0.6), parts=pipes))
    assert one.exponent[0] == pytest.approx(1.5 - 0.2)  # a fifth of rigid walls
    assert "fonte grise, années 1950 (2" in says(one)[-1].fr


def test_no_lever_brings_losses_under_those_of_perfect_repair_but_pressure() -> None:
    levers = {one.name: one for one in domain("water").levers}
    state = DISTRICT
    for name in ("repair", "sectors", "renewal"):
        lever = levers[name]
        draws = {dial.key: np.full(4, dial.most) for dial in lever.dials}
        state = lever.apply(state, draws | ({"rise": np.zeros(4)} if name == "repair" else {}))
    assert np.all(state.floor == DISTRICT.floor)
    assert np.all(state.lost >= state.floor)
