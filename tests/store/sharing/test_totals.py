"""Totals tell of no asset: neither one, nor their difference, nor what they were before."""

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beffroi.decide.organisations import Description, put_assets
from beffroi.errors import BeffroiError
from beffroi.store.erasing import erase
from beffroi.store.sharing.totalling import Total, totals
from beffroi.store.store import Store
from tests.store.sharing.build import (
    ENERGY,
    acting,
    agree,
    hours,
    measure,
    moment,
    offer,
    organisation,
)

DAY = 24


def school(store: Store, name: str, value: float = 1.0, days: int = 3, **how: Any) -> int:
    """A school that uses the same each hour from 1 January 2024 on, in Paris."""
    return measure(store, 1, name, hours("2023-12-31T23:00", [value] * (DAY * days)), **how)


def told(store: Store, number: int, reader: int = 2, **how: Any) -> list[tuple[int, str, float]]:
    found = totals(acting(store, reader), number, **how)
    return [(one.group, f"{one.end:%m-%d}", one.value) for one in found]


@pytest.fixture
def region(store: Store) -> int:
    """The region, to which the commune lends totals of three assets by day."""
    return agree(store, 1, organisation(store, "Région"), granularity="day", minimum_group=3)


def test_a_total_is_of_enough_assets(store: Store, region: int) -> None:
    school(store, "a", 1.0)
    school(store, "b", 2.0)
    assert told(store, region) == []
    school(store, "c", 4.0)
    # Seven watt-hours an hour: 168 a day.
    days = [(1, "01-01", 168.0), (1, "01-02", 168.0), (1, "01-03", 168.0)]
    assert told(store, region) == days
    assert told(store, region, since=moment("2024-01-01T12:00")) == days[1:]
    (first, *_) = totals(acting(store, 2), region)
    assert (first.quantity, first.asset_type, first.assets) == (ENERGY, "building", 3)


def test_an_asset_that_joins_changes_no_total(store: Store, region: int) -> None:
    for name in "abc":
        school(store, name)
    before = told(store, region)
    school(store, "d", 100.0)
    school(store, "e", 100.0)
    assert told(store, region) == before
    school(store, "f", 101.0)
    after = told(store, region)
    assert after[:3] == before
    # Those who came since make a group of their own, with nobody of the first one.
    assert after[3:] == [(2, f"01-0{day}", 301.0 * DAY) for day in (1, 2, 3)]


def test_an_asset_that_misses_a_day_silences_that_day(store: Store, region: int) -> None:
    for name in "ab":
        school(store, name)
    school(store, "c", days=2)
    assert told(store, region) == [(1, "01-01", 72.0), (1, "01-02", 72.0)]


def test_an_erased_asset_silences_its_group(store: Store, region: int) -> None:
    series = [school(store, name) for name in "abcd"]
    assert len(told(store, region)) == 3
    erase(store.writer("test"), 1, [series[0]])
    assert told(store, region) == []


def test_a_correction_changes_no_total_that_was_told(store: Store, region: int) -> None:
    for name in "abc":
        school(store, name)
    before = told(store, region)
    school(store, "a", 5.0, days=4)
    for name in "bc":
        school(store, name, days=4)
    after = told(store, region)
    assert after[:3] == before
    assert after[3:] == [(1, "01-04", 7.0 * DAY)]


def test_an_asset_that_is_most_of_a_total_silences_it(store: Store, region: int) -> None:
    for name in "ab":
        school(store, name, 1.0)
    school(store, "c", 12.0)  # 12 of 14 are 86 %
    assert told(store, region) == []


def test_assets_that_the_reader_sees_alone_do_not_hide_the_others(
    store: Store, region: int
) -> None:
    for name in "abcd":
        school(store, name)
    assert len(told(store, region)) == 3
    agree(store, 1, 2, assets=["a"])
    assert len(told(store, region)) == 3  # three are left
    number = agree(store, 1, 2, assets=["b"])
    assert told(store, region) == []
    with store.writer("test").change("test", "test") as change:
        from beffroi.store.state.sharing import Agreement

        change.session.get_one(Agreement, number).stance = "revoked"
    assert told(store, region) == []  # what was seen is not forgotten


def test_groups_are_of_one_type_one_commune_one_sense(store: Store, region: int) -> None:
    for name in "ab":
        school(store, name, insee="01001")
    school(store, "c", insee="01002")
    school(store, "d", asset_type="meter")
    school(store, "e", quantity="gas.energy")
    assert told(store, region) == []
    school(store, "f", insee="01001")
    assert {one.insee for one in totals(acting(store, 2), region)} == {"01001"}


def test_measures_that_began_much_later_wait_for_others(store: Store, region: int) -> None:
    for name in "abc":
        school(store, name)
    measure(store, 1, "new", hours("2025-01-01T23:00", [1.0] * DAY))
    assert len(told(store, region)) == 3


def test_another_step_of_the_same_assets_tells_nothing(store: Store, region: int) -> None:
    for name in "abc":
        school(store, name)
    assert told(store, region)
    year = agree(store, 1, organisation(store, "Portail"), granularity="month", minimum_group=3)
    assert told(store, year, reader=3) == []


def test_totals_are_refused_as_all_else(store: Store, region: int) -> None:
    said = []
    alone = agree(store, 1, organisation(store, "Syndicat"))
    waiting = offer(store, 1, (2,), granularity="day", minimum_group=3)
    for reader, number in ((2, 99), (3, region), (3, alone), (2, waiting)):
        with pytest.raises(BeffroiError) as caught:
            totals(acting(store, reader), number)
        said.append(re.sub(rf"(agreement|la convention) {number}\b", "N", str(caught.value)))
    assert len({*said}) == 1
    assert "out_of_scope" in said[0]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    events=st.lists(
        st.tuples(st.sampled_from(["join", "join", "join", "correct", "grow"]), st.integers(0, 5)),
        min_size=4,
        max_size=9,
    )
)
def test_whatever_happens_every_total_is_of_assets_that_stay_together(
    tmp_path_factory: pytest.TempPathFactory, events: list[tuple[str, int]]
) -> None:
    """Assets use powers of two, so that a total says of whom it is."""
    with Store.create(tmp_path_factory.mktemp("totals") / "home") as store:
        for name in ("Commune", "Région"):
            organisation(store, name)
        number = agree(store, 1, 2, granularity="day", minimum_group=3)
        days: dict[int, int] = {}
        known: dict[tuple[int, str], float] = {}
        for what, which in events:
            place = len(days) if what == "join" or not days else which % len(days)
            days[place] = days.get(place, 1) + (what != "correct")
            wrong = 0.5 if what == "correct" else 0.0
            school(store, f"s{place}", 2.0**place + wrong, days[place])
            answer = totals(acting(store, 2), number)
            seen = {(one.group, f"{one.start}"): one.value for one in answer}
            for key, value in seen.items():
                assert known.setdefault(key, value) == value
            _apart(answer, len(days))


def _apart(answer: list[Total], assets: int) -> None:
    """Check that groups are large, fixed and apart: corrections add less than an asset."""
    members: dict[int, set[int]] = {}
    for one in answer:
        bits = {n for n in range(assets) if int(one.value / DAY) & 2**n}
        assert len(bits) >= 3
        members.setdefault(one.group, bits)
    sets = list(members.values())
    for place, some in enumerate(sets):
        assert all(some.isdisjoint(other) for other in sets[:place])


POWER = "electricity.active_power"


def told_by(store: Store, number: int) -> set[tuple[str, str, int, float]]:
    found = totals(acting(store, 2), number)
    return {(one.quantity, one.asset_type, one.assets, one.value) for one in found}


def test_another_quantity_of_the_same_use_is_of_the_same_assets(store: Store) -> None:
    """Four by power less three by energy would tell the fourth: 312 - 168 = 144 a day."""
    terms: dict[str, Any] = {"granularity": "day", "minimum_group": 3}
    terms["quantities"] = [ENERGY, POWER]
    number = agree(store, 1, organisation(store, "Région"), **terms)
    for name, value in zip("abc", (1.0, 2.0, 4.0), strict=True):
        school(store, name, value)
        school(store, name, value, quantity=POWER)
    school(store, "d", 6.0, quantity=POWER)
    same = {(ENERGY, "building", 3, 168.0), (POWER, "building", 3, 168.0)}
    assert told_by(store, number) == same
    # The fourth waits for two others that no group knows.
    for name in "ef":
        school(store, name, 6.0, quantity=POWER)
    assert told_by(store, number) == {*same, (POWER, "building", 3, 432.0)}


def test_a_group_that_lost_an_asset_is_the_model_of_no_other(store: Store) -> None:
    terms: dict[str, Any] = {"granularity": "day", "minimum_group": 3}
    terms["quantities"] = [ENERGY, POWER]
    number = agree(store, 1, organisation(store, "Région"), **terms)
    series = [school(store, name) for name in "abcd"]
    assert told_by(store, number) == {(ENERGY, "building", 4, 96.0)}
    erase(store.writer("test"), 1, [series[3]])
    for name in "abc":
        school(store, name, quantity=POWER)
    assert told_by(store, number) == set()


def test_meters_and_the_buildings_that_they_serve_are_never_apart(
    store: Store, region: int
) -> None:
    for name in "abcd":
        if name != "d":
            school(store, name)
        served = Description("delivery_point", f"pdl {name}", parent=name)
        building = Description("building", name)
        put_assets(store.writer("test"), 1, [building, served])
        school(store, f"pdl {name}", 2.0, asset_type="delivery_point")
    # 192 of four meters less 72 of three buildings would tell of the fourth.
    assert told_by(store, region) == {(ENERGY, "building", 3, 72.0)}
