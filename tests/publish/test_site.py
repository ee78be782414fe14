"""What an authority may publish: the same buildings each year, the gate, what was seen."""

import csv
import io
import json
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest

from beffroi.decide.organisations import create_organisation
from beffroi.errors import BeffroiError
from beffroi.publish.sites import buildings, results
from beffroi.publish.sites.buildings import Known
from beffroi.publish.sites.files import Dated, csv_of, json_of
from beffroi.publish.sites.panels import Building, Panel
from beffroi.publish.sites.prepared import Prepared
from beffroi.publish.sites.publishing import publish
from beffroi.publish.sites.results import Obtained
from beffroi.store import sites
from beffroi.store.households.naming import declare_households
from beffroi.store.read import ReadDoor
from beffroi.store.scope import Scope
from beffroi.store.sites import SiteDraft
from beffroi.store.store import Store
from beffroi.store.write import WriteDoor
from tests.decide.meters import gas, put_days

DRAFT = SiteDraft("essai", "Essai", "", "mairie", "le maire", "", "", "")
YEARS = (2024, 2025)


def of(uses: dict[str, int], first: int = 1, value: float = 1000.0) -> Known:
    """Buildings by use, each of `value` in 2024 and a tenth less in 2025."""
    kinds = [use for use, count in uses.items() for _ in range(count)]
    found = tuple(
        Building(first + at, use, {2024: value, 2025: 0.9 * value}) for at, use in enumerate(kinds)
    )
    names = {one.asset: f"{one.use} {one.asset}" for one in found}
    return Known("consommation", Panel(YEARS, found), names)


def made(door: WriteDoor, found: Known, *, own: bool = False) -> Prepared:
    return buildings.prepare(door, 1, found, own=own, simulated=False)


def cells(prepared: Prepared) -> dict[tuple[str, str], float | None]:
    return {(use, year): value for use, year, value in prepared.content["rows"]}


def code(call: Any, *words: Any, **more: Any) -> str:
    with pytest.raises(BeffroiError) as caught:
        call(*words, **more)
    return caught.value.type.code


@pytest.fixture
def door(store: Store) -> WriteDoor:
    sites.describe(store.writer("test"), 1, DRAFT)
    return store.writer("test")


def own_reader(store: Store, *, households: bool = False) -> ReadDoor:
    return store.reader(Scope.of(1, "test", "publication", households=households))


def test_only_buildings_known_in_every_year_count_and_never_homes(store: Store) -> None:
    two = np.ones(731) * 1000.0  # 1 kWh a day, 2024 and 2025
    put_days(store, gas("ecole"), date(2024, 1, 1), two)
    put_days(store, gas("mairie"), date(2024, 1, 1), 2 * two)
    put_days(store, gas("neuf"), date(2025, 1, 1), 0.5 * two[:365])
    number = "12345678900001"
    point = ("delivery_point", number)
    home = declare_households(store.writer("test"), 1, {point: {}})[number]
    put_days(store, gas(home), date(2024, 1, 1), 100 * two)
    for households in (False, True):
        found = buildings.known(own_reader(store, households=households), 1, "consommation")
        assert found.panel.years == YEARS
        totals = {y: sum(one.years[y] for one in found.panel.buildings) for y in YEARS}
        assert totals == pytest.approx({2024: 3 * 366, 2025: 3 * 365})
        assert len(found.panel.left_out) == 1


def test_few_buildings_are_refused_and_nothing_is_published(door: WriteDoor) -> None:
    few = made(door, of({"ecole": 9}))
    assert (few.status, few.content) == ("blocked", {})
    assert code(publish, door, 1, few, few.digest) == "gate.refused"
    with door.look(1) as session:
        assert sites.history(session, 1) == []
    many = made(door, of({"ecole": 10}))
    assert (many.status, cells(many)["", "2025"]) == ("open", 9000.0)


def test_a_use_of_few_is_held_back_and_does_not_follow_from_the_rest(door: WriteDoor) -> None:
    found = made(door, of({"ecole": 12, "gymnase": 11, "piscine": 2}))
    shown = cells(found)
    assert found.status == "protected"
    assert shown["piscine", "2025"] is None
    for year in map(str, YEARS):
        hidden = [use for use in ("", "ecole", "gymnase", "piscine") if shown[use, year] is None]
        assert len(hidden) >= 2, "one alone would be the total less the others"
    assert {held.why.en[:5] for held in found.held} == {"fewer", "witho"}


def test_buildings_that_the_authority_alone_occupies_may_be_told(door: WriteDoor) -> None:
    found = made(door, of({"ecole": 1, "logement": 1}), own=True)
    assert cells(found) == {
        ("", "2024"): 1000.0,
        ("", "2025"): 900.0,
        ("ecole", "2024"): 1000.0,
        ("ecole", "2025"): 900.0,
    }
    assert found.left_out == ("logement 2",)
    said = found.content["sentence"]["en"]
    assert "used 0.9" in said
    assert "10% less than in 2024" in said


def test_a_difference_of_two_versions_never_tells_of_a_few(door: WriteDoor) -> None:
    first = made(door, of({"ecole": 12}))
    publish(door, 1, first, first.digest)
    more = made(door, of({"ecole": 13}))
    assert (more.status, more.content) == ("blocked", {})
    assert "fewer than 10 buildings" in more.reasons[0].en
    sites.withdraw(door, 1, "consommation", "erreur")
    assert made(door, of({"ecole": 13})).status == "blocked", "what was public was read"
    alone = made(door, of({"ecole": 11}), own=True)
    assert alone.status == "blocked", "one of the twelve is somebody else’s"
    assert made(door, of({"ecole": 22})).status == "open"


def test_a_later_version_corrects_the_one_before(door: WriteDoor) -> None:
    first = made(door, of({"ecole": 2, "mairie": 1}), own=True)
    assert publish(door, 1, first, first.digest) == 1
    late = made(door, of({"ecole": 2, "mairie": 1}, value=1100.0), own=True)
    assert publish(door, 1, late, late.digest) == 2
    moved = made(door, of({"ecole": 3, "piscine": 1}, value=1200.0), own=True)
    assert publish(door, 1, moved, moved.digest) == 3
    with door.look(1) as session:
        rows = sites.shown(session, 1, "consommation")
        assert [row.version for row in rows] == [3, 2, 1]
        assert all(row.publication_id is not None for row in rows)


def test_only_what_was_seen_is_published(store: Store, door: WriteDoor) -> None:
    seen = made(door, of({"ecole": 1}), own=True)
    now = made(door, of({"ecole": 1}, value=5.0), own=True)
    assert code(publish, door, 1, now, seen.digest) == "site.changed"
    create_organisation(door, "Voisine")
    other = buildings.prepare(door, 2, of({"ecole": 1}), own=True, simulated=False)
    assert code(publish, door, 2, other, other.digest) == "site.not_described"
    nothing = Known("consommation", Panel(), {})
    assert code(buildings.prepare, door, 1, nothing, own=True, simulated=False) == "site.nothing"


def result(**more: Any) -> Obtained:
    interval = {"value": 900.0, "low": 100.0, "high": 1700.0}
    found = {
        "done_on": "2025-03-01",
        "method": "IPMVP 2022, option C",
        "confidence": 0.9,
        "reporting": {"from": "2025-03-02", "to": "2026-03-01", "days": 365},
        "expected_kwh": 5000.0,
        "measured_kwh": 4100.0,
        "avoided_kwh": interval,
        "avoided_eur": interval,
        "proven": True,
    }
    stake = {"eur_per_year": interval, "kwh_per_year": interval}
    told: dict[str, Any] = {"place": "École", "use": "ecole", "what": "=Réglage", **more}
    return Obtained(1, cost_eur=120.0, promised=stake, result=found, **told)


def test_a_result_of_one_building_has_no_figure_unless_nobody_else_is_there() -> None:
    def item(one: Obtained, *, own: bool) -> dict[str, Any]:
        found = results.prepare([one], [1], own=own, simulated=False)
        told: dict[str, Any] = found.content["items"][0]
        return told

    assert item(result(), own=True)["avoided_kwh"] == {"value": 900, "low": 100, "high": 1700}
    bare = item(result(), own=False)
    assert not {"avoided_kwh", "measured_kwh", "sentence", "cost_eur"} & bare.keys()
    assert bare["proven"] is True
    assert "avoided_kwh" not in item(result(use="logement"), own=True)
    named = results.prepare(
        [result(what="Réglé par jean.roy@exemple.fr")], [1], own=True, simulated=False
    )
    assert (named.status, named.content) == ("blocked", {})
    assert code(results.prepare, [result()], [], own=True, simulated=False) == "site.nothing"


def test_files_say_whose_they_are_and_run_no_formula(door: WriteDoor) -> None:
    at = datetime(2026, 11, 29, 8, tzinfo=UTC)
    table = made(door, of({"ecole": 12, "piscine": 1})).content
    rows = list(csv.reader(io.StringIO(csv_of(Dated("c", 1, "Essai", at, table)).decode())))
    assert rows[0] == ["usage", "annee", "kwh", "unit", "held_back"]
    assert ["piscine", "2025", "", "kWh", "1"] in rows
    told = json.loads(json_of(Dated("c", 1, "Essai", at, table)))
    assert (told["publisher"], told["licence"]["name"]) == ("Essai", "Licence Ouverte 2.0")
    assert {"usage": "piscine", "annee": "2025", "value": None} in told["rows"]
    actions = results.prepare([result()], [1], own=True, simulated=False).content
    line = list(csv.reader(io.StringIO(csv_of(Dated("r", 1, "Essai", at, actions)).decode())))[1]
    assert line[:2] == ["École", "'=Réglage"]
