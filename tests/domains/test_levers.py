"""What levers do to a building, by values computed by hand, and what a building is made of."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from beffroi.analysis.chance import COUNT
from beffroi.domains import domain, parameters
from beffroi.domains.energy.levers import LEVERS
from beffroi.domains.energy.solar import roof_of
from beffroi.domains.energy.twin import Heat, Need, Twin, flows
from beffroi.domains.energy.twinning import build
from beffroi.domains.levers import Lever, in_order
from beffroi.domains.panel import Floats, Panel, Row
from beffroi.texts import Text

BY_NAME: dict[str, Lever] = {one.name: one for one in LEVERS}


def drawn(value: float) -> Floats:
    return np.full(4, value)


#: 200 open days and 100 closed ones, all at 5 degC: 10 K under an open balance of 15, 8 under 13.
LEVELS = np.arange(-25.0, 40.5, 0.5)
GAPS = np.maximum(LEVELS - 5.0, 0.0)
NEED = Need(
    LEVELS,
    np.stack([200 * GAPS, 100 * GAPS, 0 * GAPS])[None],
    np.stack([200.0 * (GAPS > 0), 100.0 * (GAPS > 0), 0 * GAPS])[None],
    np.zeros(4, dtype=np.int64),
)
HEAT = Heat(
    carrier="gas",
    slope=drawn(10.0),
    levels=np.stack([drawn(15.0), drawn(13.0), drawn(13.0)]),
    warm=drawn(0.5),
    depth=drawn(4.0),  # comfort at 17: nights and closed days 4 K under it
    need=NEED,
    plant=drawn(0.8),
    extra=drawn(0.0),
)
FLAT = np.ones(1000)
TWIN = Twin(
    base={"electricity": drawn(10_000.0), "gas": drawn(5_000.0)},
    heat=HEAT,
    unheated=None,
    idle=drawn(2_000.0),
    roof=roof_of(1000.0, FLAT, FLAT, 10_000.0, hourly=True),
)


def after(*pulled: tuple[str, Mapping[str, float]], twin: Twin = TWIN) -> dict[str, float]:
    """Pull levers in order, and return what each energy uses."""
    for name, given in pulled:
        twin = BY_NAME[name].apply(twin, {key: drawn(value) for key, value in given.items()})
    told = flows(twin)
    energies = {**told.heating, **told.other}
    return {
        one: round(float((told.heating.get(one, 0) + told.other.get(one, np.zeros(4)))[0]), 6)
        for one in energies
    }


BEFORE = {"gas": 33_000, "electricity": 10_000}  # 10 x (200 x 10 + 100 x 8) + 5,000


@pytest.mark.parametrize(
    ("pulled", "gas", "electricity"),
    [
        ((), 33_000, 10_000),
        # Half of the hours of open days lose 1 K; others are cooler already.
        ((("setpoint", {"delta": 1}),), 5_000 + 10 * (200 * 9.5 + 100 * 8), 10_000),
        # 5 K under a comfort of 17 is 12 at all hours: 1 K beyond the reduction there was.
        ((("setpoint", {"delta": 5}),), 5_000 + 10 * 300 * 7, 10_000),
        # From 4 K to 6, of which walls let half through: 1 K, in half of the open hours.
        (
            (("setback", {"depth": 6, "efficacy": 50}),),
            5_000 + 10 * (200 * 9.5 + 100 * 7),
            10_000,
        ),
        ((("setback", {"depth": 3, "efficacy": 100}),), 33_000, 10_000),
        ((("roof", {"share": 20}),), 5_000 + 0.8 * 28_000, 10_000),
        # On what the setpoint left: 20 % of 27,000, not of 28,000.
        ((("setpoint", {"delta": 1}), ("roof", {"share": 20})), 5_000 + 0.8 * 27_000, 10_000),
        # 1,500 kWh of lamps; 80 % of their heat was useful, a boiler of 80 % gives it back.
        ((("led", {"lighting": 30, "cut": 50, "useful": 80}),), 33_000 + 1_500, 8_500),
        ((("schedule", {"share": 40}),), 33_000, 9_200),
        ((("boiler", {"gain": 10}),), 0.9 * 33_000, 10_000),
        # 28,000 x 0.8 of useful heat, by 4; hot water stays on gas.
        ((("heat_pump", {"scop": 4}),), 5_000, 10_000 + 5_600),
        # The lamps' heat is made up for by the pump too: (28,000 + 1,500) x 0.8 / 4.
        (
            (("led", {"lighting": 30, "cut": 50, "useful": 80}), ("heat_pump", {"scop": 4})),
            5_000,
            8_500 + 5_900,
        ),
        ((("solar", {"power": 2, "yield": 100}),), 33_000, 8_000),
        ((("solar", {"power": 20, "yield": 100}),), 33_000, 0),
    ],
)
def test_what_a_lever_does(
    pulled: tuple[tuple[str, Mapping[str, float]], ...], gas: float, electricity: float
) -> None:
    assert after(*pulled) == pytest.approx({"gas": gas, "electricity": electricity})


def test_what_panels_do_not_see_used_is_sold() -> None:
    made = BY_NAME["solar"].apply(TWIN, {"power": drawn(20), "yield": drawn(90)})
    told = flows(made)
    assert told.made is not None
    assert told.sold is not None
    assert (told.made[0], told.sold[0]) == pytest.approx((18_000, 8_000))


def test_a_roof_without_a_curve_uses_what_is_used_by_daylight() -> None:
    assert TWIN.roof is not None
    daily = replace(TWIN, roof=replace(TWIN.roof, hourly=False))
    told = after(("solar", {"power": 20, "yield": 100, "daytime": 40}), twin=daily)
    assert told["electricity"] == pytest.approx(6_000)


@pytest.mark.parametrize(
    ("name", "change", "why"),
    [
        ("setpoint", {"heat": None, "unheated": Text("fioul", "oil")}, "oil"),
        ("boiler", {"heat": replace(HEAT, carrier="electricity")}, "electricity"),
        ("schedule", {"idle": None}, "hourly measures"),
        ("solar", {"roof": None}, "no electricity"),
        ("led", {"base": {"gas": drawn(1.0)}}, "no electricity"),
    ],
)
def test_a_lever_says_what_it_lacks(name: str, change: Mapping[str, object], why: str) -> None:
    lacking = replace(TWIN, **change)  # type: ignore[arg-type]
    assert BY_NAME[name].lacks(TWIN) is None
    assert why in (BY_NAME[name].lacks(lacking) or Text("", "")).en


def test_levers_are_whole_and_in_order() -> None:
    numbers, day = parameters("energy"), date(2026, 1, 1)
    for one in domain("energy").levers:
        dials = [numbers.entry(dial.parameter, day).interval for dial in one.dials]
        for dial, interval in zip(one.dials, dials, strict=True):
            assert dial.least <= interval[0] <= interval[2] <= dial.most, dial.parameter
        assert numbers.entry(one.cost, day).interval[0] >= 0
        assert numbers.at(one.life, day) >= 1
        texts = (one.label, one.about, one.method, one.limits)
        assert all(text.fr and text.en for text in texts)
        assert one.references
    names = [one.name for one in in_order(LEVERS)]
    assert names.index("setpoint") < names.index("setback") < names.index("roof")
    assert names.index("led") < names.index("boiler") < names.index("solar")


DAYS = np.arange("2023-01-02", "2024-12-30", dtype="M8[D]")


def measured(daily: Floats, quantity: str = "gas.energy", **attributes: object) -> Panel:
    """A building open from Monday to Friday, from 8 to 18, over two years."""
    outside = 11 - 9 * np.cos((np.arange(len(DAYS)) - 15) / 58.1)
    said = {"open_hour": 8, "close_hour": 18, "occupied_days": "mon-fri", **attributes}
    row = Row(-1, 7, "building", "École", quantity, said)
    shape = (1, len(DAYS))
    none = np.zeros(shape, dtype=bool)
    types = np.zeros(shape, dtype=np.int8)
    return Panel(date(2024, 12, 30), (row,), DAYS, daily[None], none, types, outside[None])


def heated(lowered: float = 0.0) -> Floats:
    """20 kWh a day, and 10 for each degree under 15, under 15 less `lowered` at weekends."""
    outside = 11 - 9 * np.cos((np.arange(len(DAYS)) - 15) / 58.1)
    weekend = (DAYS.astype(np.int64) + 3) % 7 >= 5
    noise = np.random.default_rng(1).normal(0, 4, len(DAYS))
    use: Floats = 20 + 10 * np.maximum(15 - lowered * weekend - outside, 0) + noise
    return use


def test_a_building_is_read_from_its_measures() -> None:
    panel = measured(heated(2.0))
    twin = build(panel, parameters("energy"))
    assert isinstance(twin, Twin)
    assert twin.heat is not None
    assert twin.heat.slope.shape == (COUNT,)
    open_, closed, _ = np.median(twin.heat.levels, axis=1)
    assert open_ == pytest.approx(15, abs=0.5)
    assert open_ - closed == pytest.approx(2, abs=1)
    year = float(np.nansum(panel.daily)) * 365.25 / len(DAYS)
    used = float(np.median(twin.heat.used))
    assert used + float(np.median(twin.base["gas"])) == pytest.approx(year, rel=0.02)
    assert used == pytest.approx(year - 20 * 365.25, rel=0.08)


def test_a_building_without_enough_measures_says_what_lacks() -> None:
    short = measured(heated()).cut(date(2024, 3, 1), date(2024, 12, 29))
    sparse = measured(np.where(np.arange(len(DAYS)) % 5 < 2, heated(), np.nan))
    for panel, found in ((short, "304 of 304"), (sparse, "292 of 728")):
        told = build(panel, parameters("energy"))
        assert isinstance(told, Text)
        assert f"300 measured days over a year at least are needed; there are {found}" in told.en


@pytest.mark.parametrize(
    ("panel", "why"),
    [
        (replace(measured(heated()), temperature=np.full((1, len(DAYS)), np.nan)), "weather"),
        (measured(np.full(len(DAYS), 40.0)), "do not follow the temperature"),
        (measured(heated(), heating_energy="oil"), "oil"),
    ],
)
def test_heating_that_cannot_be_known_is_not_made_up(panel: Panel, why: str) -> None:
    twin = build(panel, parameters("energy"))
    assert isinstance(twin, Twin)
    assert twin.heat is None
    assert twin.unheated is not None
    assert why in twin.unheated.en
