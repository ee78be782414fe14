"""Levers of buildings and of districts in one scenario, over an installation."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from beffroi.decide.organisations import Description, create_organisation, put_assets
from beffroi.decide.scenarios import keeping
from beffroi.decide.scenarios.asked import asked, levers
from beffroi.decide.scenarios.assets import candidates, states
from beffroi.decide.scenarios.kept import get
from beffroi.decide.scenarios.noting import note_work
from beffroi.decide.scenarios.outcome import verify_plan
from beffroi.decide.scenarios.telling import sentence
from beffroi.decide.scenarios.told import Tried, restored, stored
from beffroi.decide.scenarios.trying import tried, try_
from beffroi.decide.scenarios.words import sentences
from beffroi.domains import domains
from beffroi.domains.water.scenario.district import District
from beffroi.errors import BeffroiError
from beffroi.store.drafts import SeriesKey
from beffroi.store.state.models import Asset
from beffroi.store.store import Store
from tests.decide.meters import put_days
from tests.decide.test_scenarios import DAYS, FIRST, OWN, TODAY, school, weather, wide

KNOWN = {"pipe_km": 10.0, "connections": 500, "pressure_m": 50.0, "m3_eur": 0.5, "m3_kwh": 0.4}
#: m3 a day that enter, and that customers count.
IN, USED = 150.0, 90.0
END = FIRST + timedelta(days=DAYS)


def meter(name: str) -> SeriesKey:
    return SeriesKey(name, "meter", "water.volume", "interval", "test", "", 86_400)


def district(store: Store, organisation: int = 1, key: str = "bourg") -> int:
    """A district into which 150 m3 a day enter, of which 90 are counted; return its number."""
    noise = np.random.default_rng(4).normal(1, 0.02, (2, DAYS))
    put_days(store, meter(f"{key} entrée"), FIRST, IN * noise[0], organisation=organisation)
    put_days(store, meter(f"{key} abonnés"), FIRST, USED * noise[1], organisation=organisation)
    described = [
        Description("district", key, key.title(), attributes=dict(KNOWN)),
        Description("meter", f"{key} entrée", parent=key, attributes={"role": "inlet"}),
        Description("meter", f"{key} abonnés", parent=key, attributes={"role": "customers"}),
        Description("pipe", f"{key} 1", attributes={"material": "pvc", "length": 9000.0}),
    ]
    put_assets(store.writer("test"), organisation, described)
    reader = store.reader(replace(OWN, organisations=frozenset({organisation})))
    found = [one for one in candidates(reader, organisation) if one.domain == "water"]
    return found[-1].asset


def run(store: Store, assets: list[int], *levers: str, **given: str) -> Tried:
    texts = {key.replace("_", ".", 1): value for key, value in given.items()}
    return try_(store.reader(OWN), 1, asked(assets, levers, texts), TODAY)


def test_one_scenario_holds_a_school_and_a_district(store: Store) -> None:
    building, network = school(store), district(store)
    weather(store)
    told = run(store, [building, network], "roof", "repair", roof_cost="9000", repair_rise="0.6")
    assert {one.name: [part.lever for part in one.parts] for one in told.buildings} == {
        "École": ["roof"],
        "Bourg": ["repair"],
    }
    roof, repair = told.parts
    assert (roof.saving.m3.value, told.units) == (0, ("m3", "kWh"))
    # 60 % of 150 - 90 x 1.02 - 29 m3 a day, less 0.6 x 10 km that come back for half a year.
    found = 0.6 * (IN - USED * 1.02 - 29) - 3
    assert repair.saving.m3.value == pytest.approx(found * 365.25, rel=0.1)
    assert repair.saving.kwh.value == pytest.approx(0.4 * repair.saving.m3.value, rel=0.02)
    assert repair.saving.eur.value == pytest.approx(0.5 * repair.saving.m3.value, rel=0.03)
    assert repair.saving.m3.low < repair.saving.m3.value < repair.saving.m3.high
    # 500 EUR a km, every year.
    assert (repair.every, roof.every) == (1, 0)
    assert repair.cost is not None
    assert told.cost is not None
    assert told.cost.value == pytest.approx(9000 + repair.cost.value, rel=0.01)
    first, _, again = sentences(told)
    assert "m³ par an" in first.fr
    assert "kWh par an" in first.fr
    assert "se paie à nouveau chaque année" in again.fr
    assert told.horizons[0].m3.value > told.saving.m3.value


def test_an_expense_that_comes_back_is_paid_before_anything_is_paid_back(store: Store) -> None:
    network = district(store)
    cheap = run(store, [network], "repair", repair_cost="100")
    dear = run(store, [network], "repair", repair_cost="100000")
    assert cheap.payback[0] is not None
    assert cheap.payback[0] < 1
    assert dear.payback[0] is None


def test_levers_without_an_asset_and_assets_without_a_lever_are_told(store: Store) -> None:
    building, network = school(store), district(store)
    only = run(store, [building], "roof", "repair")
    assert [one.lever for one in only.idle] == ["repair"]
    assert "secteur de distribution" in only.idle[0].why.fr
    other = run(store, [building, network], "repair")
    assert [(one.name, "bâtiment" in one.why.fr) for one in other.refused] == [("École", True)]


def test_a_district_of_another_is_not_told_apart_from_none(store: Store) -> None:
    district(store)
    other = create_organisation(store.writer("test"), "Voisine")
    theirs = district(store, other, "val")
    said = []
    for number in (theirs, 10**6):
        with pytest.raises(BeffroiError) as caught:
            run(store, [number], "repair")
        said.append(str(caught.value.to_dict()["what"]).replace(str(number), "N"))
    assert said[0] == said[1]


def test_a_sum_that_lacks_households_is_left_out_whoever_asks(store: Store) -> None:
    network = district(store)
    with store.writer("test").change("test", "test", 1, "organisation 1") as change:
        row = change.session.query(Asset).filter_by(name="bourg abonnés").one()
        row.household = True
    for scope in (OWN, replace(OWN, measures=True, households=True)):
        (state,) = states(store.reader(scope), 1, [network])
        assert not isinstance(state.made, District)
        assert "foyers ne sont jamais lus" in state.made.fr


def test_pipes_of_no_district_are_of_the_only_one(store: Store) -> None:
    network = district(store)
    reader = store.reader(OWN)
    assert [one.km for one in states(reader, 1, [network])[0].made.mains] == [9.0]
    put_assets(store.writer("test"), 1, [Description("district", "val", "Val")])
    assert states(reader, 1, [network])[0].made.mains == ()


def test_a_logger_tells_the_pressure_that_nobody_gave(store: Store) -> None:
    """4 bar are 40.8 m; without it, nothing tells what less of it would do."""
    network = district(store)
    forget = {"pressure_m": None}
    put_assets(store.writer("test"), 1, [Description("district", "bourg", attributes=forget)])
    told = run(store, [network], "pressure")
    assert "pression moyenne" in told.buildings[0].skipped[0].why.fr
    key = SeriesKey("capteur", "pressure_logger", "water.pressure", "gauge", "test", "", 86_400)
    put_days(store, key, FIRST, np.full(DAYS, 4.0))
    logger = Description("pressure_logger", "capteur", parent="bourg")
    put_assets(store.writer("test"), 1, [logger])
    (state,) = states(store.reader(OWN), 1, [network])
    assert state.made.pressure[0] == pytest.approx(4 * 10.197)
    assert run(store, [network], "pressure").parts[0].saving.m3.value > 0


def test_every_lever_has_a_name_of_its_own() -> None:
    known = [one for domain in domains().values() for one in domain.levers]
    assert len(levers()) == len(known)


def test_what_was_kept_before_water_is_read_back(store: Store) -> None:
    choices = asked([8], ["setpoint"], {}).choices
    told = tried([wide("Mairie")], choices, TODAY)
    kept = json.loads(json.dumps(stored(told)))
    for amounts in (kept["before"], kept["saving"], *kept["horizons"], *kept["net"]):
        del amounts["m3"]
    del kept["idle"], kept["buildings"][0]["said"], kept["parts"][0]["every"]
    assert restored(kept).saving == told.saving
    assert restored(kept).units == ("kWh",)


def test_a_plan_of_a_district_is_verified_in_m3(store: Store) -> None:
    door, network = store.writer("eau"), district(store)
    question = asked([network], ["repair"], {"repair.rise": "0"})
    answer = try_(store.reader(OWN), 1, question, TODAY)
    scenario = keeping.keep(door, 1, "Fuites", question, answer)
    keeping.plan(door, 1, scenario, END, "Régie", "Voté")
    note_work(door, 1, scenario, "repair", END, date(2025, 6, 1), cost_eur=5000.0)
    # 20 m3 a day less than before.
    after = (IN - 20) * np.random.default_rng(9).normal(1, 0.02, 120)
    put_days(store, meter("bourg entrée"), END + timedelta(days=1), after)
    result = verify_plan(store.reader(OWN), door, 1, scenario)
    assert (result["unit"], result["also"], result["buildings"]) == ("m3", [], ["Bourg"])
    water = result["avoided_m3"]
    assert water["low"] < 20 * 120 < water["high"]
    assert result["avoided_kwh"]["value"] == pytest.approx(0.4 * water["value"])
    assert result["avoided_eur"]["value"] == pytest.approx(0.5 * water["value"])
    assert result["planned"]["value"] == pytest.approx(
        answer.saving.m3.value / answer.before.m3.value
    )
    assert len(result["months"]) == 4
    assert {"expected_m3", "measured_m3", "saving_m3"} <= set(result["months"][0])
    assert "constaté sur 4 mois" in sentence(result).fr
    with store.writer("test").look(1) as session:
        assert get(session, 1, scenario).last.tried.saving == answer.saving


#: What one energy scenario came to before water came in: figures are not to move by a digit.
BEFORE = Path(__file__).parent / "scenarios_before.json"


def test_energy_has_not_moved_by_a_digit() -> None:
    levers = ["setpoint", "setback", "roof", "led", "schedule", "boiler", "solar"]
    choices = asked([8, 9], levers, {"roof.cost": "9000"}).choices
    told = tried([wide("Mairie"), wide("Salle", refused=True)], choices, TODAY).to_dict("fr")
    assert told["saving"]["m3"]["value"] == 0
    assert _without(told) == json.loads(BEFORE.read_text("utf-8"))


def _without(told: object) -> object:
    """Leave out what came with water."""
    if isinstance(told, dict):
        new = ("m3", "idle", "said", "every")
        return {key: _without(one) for key, one in told.items() if key not in new}
    return [_without(one) for one in told] if isinstance(told, list | tuple) else told
