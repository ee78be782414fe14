"""A scenario over an installation: what it comes to, for whom, and what it refuses."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from beffroi.analysis.chance import COUNT
from beffroi.decide.organisations import Description, create_organisation, put_assets
from beffroi.decide.scenarios.asked import Asked, asked, of_address
from beffroi.decide.scenarios.assets import State, candidates
from beffroi.decide.scenarios.paths import Paths
from beffroi.decide.scenarios.sums import sums
from beffroi.decide.scenarios.told import Tried
from beffroi.decide.scenarios.trying import payback, tried, try_
from beffroi.decide.scenarios.words import sentences
from beffroi.domains.levers import Flows
from beffroi.errors import BeffroiError
from beffroi.store.scope import Scope
from beffroi.store.state.models import Asset, Organisation
from beffroi.store.store import Store
from beffroi.texts import Text
from tests.decide.meters import gas, put_days, thermometer
from tests.domains.test_levers import HEAT, NEED, TWIN

#: As an elected official reads: indicators, never measures.
OWN = Scope.of(1, "maire", "scenarios", measures=False)
TODAY = date(2025, 1, 10)
FIRST = date(2023, 1, 1)
DAYS = 730
OUTSIDE = 11 - 9 * np.cos((np.arange(DAYS) - 15) / 58.1)


def school(store: Store, organisation: int = 1, key: str = "pce-1") -> int:
    """A school heated by gas: 20 kWh a day, and 10 for each degree under 15. Return its number."""
    use = 20 + 10 * np.maximum(15 - OUTSIDE, 0) + np.random.default_rng(1).normal(0, 3, DAYS)
    put_days(store, gas(key), FIRST, use * 1000, organisation=organisation)
    building = Description("building", f"école {key}", "École", attributes={"surface": 400.0})
    point = Description("delivery_point", key, parent=f"école {key}")
    put_assets(store.writer("test"), organisation, [building, point])
    reader = store.reader(replace(OWN, organisations=frozenset({organisation})))
    return candidates(reader, organisation)[0].asset


def weather(store: Store, organisation: int = 1) -> None:
    put_days(store, thermometer(), FIRST, OUTSIDE, organisation=organisation)


def run(store: Store, building: int, *levers: str, **given: str) -> Tried:
    texts = {key.replace("_", ".", 1): value for key, value in given.items()}
    return try_(store.reader(OWN), 1, asked([building], levers, texts), TODAY)


def test_an_elected_official_tries_and_reads_years_only(store: Store) -> None:
    building = school(store)
    weather(store)
    told = run(store, building, "setpoint", "roof", setpoint_delta="1", roof_share="20")
    one, two = told.parts
    # On every day under 15 degC a degree less: about 240 such days, 10 kWh each, half of the hours.
    assert 900 < one.saving.kwh.value < 2600
    assert one.saving.kwh.value + two.saving.kwh.value == pytest.approx(
        told.saving.kwh.value, rel=1e-2
    )
    heating = float(10 * np.maximum(15 - OUTSIDE, 0).mean() * 365.25)
    left = heating - one.saving.kwh.value
    assert two.saving.kwh.value == pytest.approx(0.2 * left, rel=0.1)
    assert told.saving.kwh.low < told.saving.kwh.value < told.saving.kwh.high
    assert two.cost is not None
    assert two.cost.value == pytest.approx(45 * 400, rel=0.1)
    assert [horizon.year for horizon in told.horizons] == [2030, 2040, 2050]
    assert (told.first, told.last, len(told.net)) == (2026, 2050, 25)
    assert sentences(told)[0].fr.startswith("Économie attendue")


def test_the_same_question_has_the_same_answer(store: Store) -> None:
    building = school(store)
    weather(store)
    assert run(store, building, "roof") == run(store, building, "roof")


def test_what_is_given_is_taken_as_it_is(store: Store) -> None:
    building = school(store)
    weather(store)
    told = run(store, building, "roof", roof_cost="12 000")
    assert told.cost is not None
    assert (told.cost.low, told.cost.value, told.cost.high) == (12_000, 12_000, 12_000)


def test_weather_may_be_that_of_the_body_above(store: Store) -> None:
    building = school(store)
    body = create_organisation(store.writer("test"), "Communauté")
    put_days(store, thermometer("station-9"), FIRST, OUTSIDE, organisation=body)
    without = run(store, building, "setpoint")
    assert without.parts == ()
    assert "température de l’air" in without.buildings[0].skipped[0].why.fr
    with store.writer("test").change("test", "test", 1, "organisation 1") as change:
        change.session.get_one(Organisation, 1).parent_id = body
    assert len(run(store, building, "setpoint").parts) == 1


def test_a_building_of_another_is_not_told_apart_from_none(store: Store) -> None:
    own, other = school(store), create_organisation(store.writer("test"), "Voisine")
    theirs = school(store, other, "pce-2")
    said = []
    for number in (theirs, 10**6):
        with pytest.raises(BeffroiError) as caught:
            run(store, number, "roof")
        said.append(str(caught.value.to_dict()["what"]).replace(str(number), "N"))
    assert said[0] == said[1]
    assert [one.asset for one in candidates(store.reader(OWN), 1)] == [own]


def test_a_household_is_never_tried_upon(store: Store) -> None:
    put_days(store, gas("pce-9"), FIRST, np.full(DAYS, 9000.0))
    reader = store.reader(replace(OWN, measures=True, households=True))
    (seen,) = candidates(reader, 1)
    with store.writer("test").change("test", "test", 1, "organisation 1") as change:
        change.session.get_one(Asset, seen.asset).household = True
    assert candidates(reader, 1) == []
    with pytest.raises(BeffroiError):
        try_(reader, 1, asked([seen.asset], ["roof"], {}), TODAY)


@pytest.mark.parametrize(
    ("buildings", "levers", "given", "told"),
    [
        ([], ["roof"], {}, "at least one building"),
        ([1], [], {}, "at least one lever"),
        ([1], ["nope"], {}, "“nope” is no lever"),
        ([1], ["roof"], {"roof.share": "beaucoup"}, "“beaucoup” is no number"),
        ([1], ["roof"], {"roof.share": "90"}, "from 0 to 60, not 90"),
        ([1], ["roof"], {"roof.size": "9"}, "“roof.size” cannot be set"),
        ([1], ["roof"], {"roof.cost": "-3"}, "not −3"),
        ([1], ["roof"], {"roof.share": "nan"}, "not"),
    ],
)
def test_what_cannot_be_tried_is_told(
    buildings: list[int], levers: list[str], given: dict[str, str], told: str
) -> None:
    with pytest.raises(BeffroiError) as caught:
        asked(buildings, levers, given)
    assert caught.value.type.code == "decide.scenario_invalid"
    assert told in str(caught.value.to_dict("en")["what"])


def test_an_address_says_all_that_is_asked() -> None:
    one = asked([4, 2], ["roof", "setpoint"], {"setpoint.delta": "1,5", "led.cut": "3"})
    assert one.address == "b.2=1&b.4=1&l.setpoint=1&l.roof=1&setpoint.delta=1.5"
    pairs = dict(pair.split("=") for pair in one.address.split("&"))
    assert of_address({**pairs, "done": "x", "b.x": "1"}) == (one, [])
    assert isinstance(one, Asked)


def test_money_and_emissions_of_a_year_by_hand() -> None:
    """1,000 kWh of gas of which 600 heat, a winter 10 % harder; 300 kWh made, 100 of them sold."""
    two = np.ones((2, 2))
    paths = Paths(
        (2026, 2027),
        {"gas": 0.10 * two, "electricity": 0.20 * two},
        {"gas": np.array([[1.0, 2.0]] * 2), "electricity": two},
        {"gas": 0.2 * two, "electricity": 0.05 * two},
        {"gas": "kWh", "electricity": "kWh"},
        sold_price=0.06 * np.ones((2, 1)),
        made_emission=0.04 * np.ones((2, 1)),
        winter_mean=np.zeros((2, 1)),
        winter=1.1 * two,
    )
    flows = Flows(
        {"gas": np.full(2, 600.0)},
        {"gas": np.full(2, 400.0), "electricity": np.full(2, 500.0)},
        sold=np.full(2, 100.0),
        made=np.full(2, 300.0),
    )
    made = sums(flows, paths, {"gas": 0.08})
    assert made.kwh[0].tolist() == pytest.approx([1560, 1560])
    # 1,060 x 0.08, doubled the year after; 500 x 0.20; less 100 x 0.06.
    assert made.eur[0].tolist() == pytest.approx([84.8 + 100 - 6, 169.6 + 100 - 6])
    # 1,060 x 0.2 + 500 x 0.05, less 100 x 0.05 that others did not buy, and 300 x 0.04 of panels.
    assert made.kgco2e[0].tolist() == pytest.approx([212 + 25 - 5 + 12] * 2)


def test_a_cost_is_paid_back_by_what_is_saved_year_after_year() -> None:
    saving = np.array([[100.0, 200.0, 300.0], [-5.0, -5.0, -5.0], [100.0, 200.0, 300.0]])
    cost = np.array([200.0, 10.0, 0.0])
    assert payback(saving[:1], cost[:1]) == (1.5, 1.5, 1.5)
    assert payback(saving[1:2], cost[1:2]) == (None, None, None)
    assert payback(saving[2:], cost[2:]) == (0.0, 0.0, 0.0)


def wide(name: str, refused: bool = False) -> State:
    """A state as a domain makes them, of the right number of draws."""
    if refused:
        return State(9, name, "energy", {"m2": None}, {}, Text("trop court", "too short"))
    need = replace(NEED, inertia=np.zeros(COUNT, dtype=np.int64))
    heat = replace(
        HEAT,
        slope=np.full(COUNT, 10.0),
        warm=np.full(COUNT, 0.5),
        depth=np.full(COUNT, 4.0),
        need=need,
        levels=np.repeat(HEAT.levels[:, :1], COUNT, axis=1),
        plant=np.full(COUNT, 0.8),
        extra=np.zeros(COUNT),
    )
    base = {one: np.full(COUNT, float(values[0])) for one, values in TWIN.base.items()}
    twin = replace(TWIN, base=base, heat=heat, idle=np.full(COUNT, 2000.0))
    return State(8, name, "energy", {"m2": None}, {}, twin)


def test_a_cost_by_surface_needs_a_surface_and_one_refused_building_stops_no_other() -> None:
    choices = asked([8, 9], ["roof", "setpoint"], {}).choices
    told = tried([wide("Mairie"), wide("Salle", refused=True)], choices, TODAY)
    assert [one.name for one in told.refused] == ["Salle"]
    assert [part.cost is None for part in told.parts] == [False, True]
    assert (told.cost, told.payback) == (None, (None, None, None))
    assert told.horizons[0].eur is None
    assert told.saving.kgco2e.value > 0
    assert "coût n’est pas connu" in sentences(told)[1].fr
