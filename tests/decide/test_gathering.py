"""What is above meters: the balance of a district, from the meters of its water."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from sqlalchemy import select

from beffroi.decide.analyse import analyse
from beffroi.decide.decisions import act, decide
from beffroi.decide.findings import listed, to_dicts
from beffroi.decide.gathering import gathered
from beffroi.decide.indicators import compute
from beffroi.decide.lacking import lacking
from beffroi.decide.organisations import Description, put_assets
from beffroi.decide.sources import meters
from beffroi.decide.verify import sentence, verify
from beffroi.domains import domain
from beffroi.domains.contract import Detector, Estimate, Reference, Severity, Sighting, Stake
from beffroi.domains.parameters import Parameters
from beffroi.domains.water.prepare import Prepared
from beffroi.store.drafts import SeriesKey
from beffroi.store.read import END
from beffroi.store.scope import Scope
from beffroi.store.state.models import Asset
from beffroi.store.store import Store
from beffroi.texts import Text
from tests.decide.meters import Floats, put_days

OWN = Scope(frozenset({1}), "test", "test")
FIRST, TODAY = date(2024, 1, 1), date(2024, 4, 1)
WATER = domain("water")


def meter(name: str) -> SeriesKey:
    """A daily water meter."""
    return SeriesKey(name, "meter", "water.volume", "interval", "test", "", 86_400)


def days(value: float, *missing: int) -> Floats:
    """A volume a day over two months, unknown on some days."""
    found = np.full(60, value)
    found[list(missing)] = np.nan
    return found


def network(store: Store) -> None:
    """Two districts: 100 m3 a day enter Haut, of which 30 go to Bas; eleven customers."""
    put_days(store, meter("source"), FIRST, days(100.0))
    put_days(store, meter("passage"), FIRST, days(30.0, 40))
    for number in range(11):
        put_days(store, meter(f"abonne {number}"), FIRST, days(5.0, *([7] if number else [7, 8])))
    put_days(store, meter("total bas"), FIRST, days(21.0))
    customers = [
        Description("meter", f"abonne {n}", parent="haut", attributes={"role": "customer"})
        for n in range(10)
    ]
    put_assets(
        store.writer("test"),
        1,
        [
            Description("district", "haut", "Haut service", attributes={"pipe_km": 12.0}),
            Description("district", "bas", "Bas service"),
            Description("building", "ecole", "École", parent="haut"),
            Description("meter", "source", parent="haut", attributes={"role": "inlet"}),
            Description(
                "meter",
                "passage",
                parent="bas",
                attributes={"role": "inlet", "from_district": "Haut Service"},
            ),
            Description("meter", "abonne 10", parent="ecole", attributes={"role": "customer"}),
            Description("meter", "total bas", parent="bas", attributes={"role": "customers"}),
            *customers,
        ],
    )


def test_meters_add_up_into_the_balance_of_districts(store: Store) -> None:
    network(store)
    door = store.reader(OWN)
    with door.session() as session:
        found = meters(session, [1], WATER.inputs)
    panel = gathered(door, found, WATER, END)
    assert panel is not None
    rows = {(row.name, row.quantity): panel.daily[i] for i, row in enumerate(panel.rows)}
    input_ = rows["Haut service", "water.input"]
    assert input_[0] == 70.0
    assert np.isnan(input_[40])  # what leaves is not known, nor is what stays
    assert rows["Haut service", "water.entering"][40] == 100.0
    delivered = rows["Haut service", "water.delivered"]
    assert delivered[0] == pytest.approx(55.0)  # the school of the district counts in it
    assert np.isnan(delivered[7])  # nobody knows anything
    assert delivered[8] == pytest.approx(55.0)  # ten of eleven are known: 50 for 10/11
    assert {q for name, q in rows if name == "Bas service"} == {
        "water.entering",
        "water.input",
        "water.delivered_total",
    }
    prepared = WATER.prepare(panel, Parameters({}))
    district = next(i for i in prepared.districts if panel.rows[i].name == "Haut service")
    assert panel.rows[district].number("pipe_km") == 12.0
    where = prepared.delivered(district)
    assert where is not None
    assert panel.filled[where].tolist() == [i == 8 for i in range(60)]


def test_indicators_are_those_of_districts(store: Store) -> None:
    network(store)
    found = compute(store.reader(OWN), 1, WATER, ("water.put_in",))
    january = {one.row.name: one.value for one in found if one.first == FIRST}
    assert january == {"Bas service": pytest.approx(930.0), "Haut service": pytest.approx(2170.0)}


def losses(prepared: Prepared, _: Parameters) -> list[Sighting]:
    """See every district."""
    nothing, much = Estimate(0.0, 0.0, 0.0), Estimate(9.0, 8.0, 10.0)
    return [
        Sighting(
            row, FIRST, Severity.LOW, 0.5, Stake(nothing, nothing, nothing, much), WORD, {}, ()
        )
        for row in prepared.districts
    ]


WORD = Text(fr="fuit", en="leaks")
SEEING = replace(
    WATER,
    detectors=(
        Detector("water.x", WORD, WORD, WORD, WORD, ("water.volume",), (Reference("x"),), losses),
    ),
)


def test_a_finding_of_a_district_lasts_while_it_is_measured(store: Store) -> None:
    network(store)
    for expected in ((2, 0), (0, 2)):
        done = analyse(store.reader(OWN), store.writer("test"), [1], [SEEING], today=TODAY)
        assert (done.new, done.updated) == expected
        assert (done.closed, done.meters) == (0, 14)
    with store.reader(OWN).session() as session:
        told = to_dicts(session, listed(session, [1]), "fr", TODAY)
    assert [(one["asset"], one["past"], one["measured_to"]) for one in told] == [
        ("haut", False, "2024-02-29"),
        ("bas", False, "2024-02-29"),
    ]
    assert told[0]["stake"]["m3_per_year"] == {"value": 9.0, "low": 8.0, "high": 10.0}


def test_a_district_says_what_it_lacks(store: Store) -> None:
    network(store)
    door = store.reader(OWN)
    with door.session() as session:
        found = {one.key: one for one in session.scalars(select(Asset))}
    said = [text.en for text in lacking(door, found["bas"], WATER)]
    assert [text.split()[0] for text in said] == ["Length", "Number", "Mean", "Cost"]
    assert len(lacking(door, found["haut"], WATER)) == 3  # its mains are known
    assert lacking(door, found["source"], WATER) == ()


def test_what_a_repair_obtained_is_said_in_water(store: Store) -> None:
    entering = np.random.default_rng(2).normal(100.0, 1.0, 320)
    entering[260:] -= 40.0
    put_days(store, meter("source"), FIRST, entering)
    described = [
        Description("district", "haut", attributes={"m3_eur": 0.5, "m3_kwh": 2.0}),
        Description("meter", "source", parent="haut", attributes={"role": "inlet"}),
    ]
    put_assets(store.writer("test"), 1, described)
    write, read = store.writer("test"), store.reader(OWN)
    analyse(read, write, [1], [SEEING], today=TODAY)
    decide(write, 1, "act", "On creuse.")
    act(write, 1, date(2024, 9, 17), 900, "Conduite réparée")
    result = verify(read, write, 1)
    # 40 m3 a day over the 59 days that follow the day of the works.
    assert result["proven"]
    assert result["avoided_m3"]["value"] == pytest.approx(40 * 59, rel=0.1)
    assert result["avoided_eur"]["value"] == pytest.approx(0.5 * result["avoided_m3"]["value"])
    assert result["avoided_kwh"]["value"] == pytest.approx(2 * result["avoided_m3"]["value"])
    assert "m³ en 59 jours" in sentence(result).fr
