"""Ten households together, never fewer: worked out by hand, and whatever order they come in."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beffroi.decide.households import put_households
from beffroi.decide.organisations import Description
from beffroi.errors import BeffroiError
from beffroi.store.erasing import erase
from beffroi.store.households.totals import household_totals
from beffroi.store.scope import Scope
from beffroi.store.sharing.groups import _cohorts, least
from beffroi.store.sharing.terms import Terms
from beffroi.store.sharing.totalling import totals
from beffroi.store.state.models import Series
from beffroi.store.store import Store
from tests.store.households.build import home, numbers
from tests.store.sharing.build import acting, agree, hours, measure, organisation


def told(store: Store) -> list[tuple[int, str, float]]:
    """What an elected official sees, who reads no measure."""
    door = store.reader(Scope.of(1, "élue", "totals", measures=False))
    return [(one.assets, f"{one.start:%Y-%m-%d}", one.value) for one in household_totals(door, 1)]


def test_an_elected_official_sees_ten_homes_together_and_not_nine(store: Store) -> None:
    for one in numbers(9):
        home(store, one, 2.0)
    measure(store, 1, "ecole", hours("2023-12-31T23:00", [5.0] * 24 * 32))
    assert told(store) == []
    home(store, "12345678999999", 4.0)
    # January has 744 hours: nine homes at 2 Wh and one at 4 Wh. The school is in no such total.
    assert told(store) == [(10, "2023-12-31", 744 * 22.0)]
    home(store, "12345678999998", 500.0)  # an eleventh one waits for others
    assert told(store) == [(10, "2023-12-31", 744 * 22.0)]


def test_one_that_is_erased_silences_its_group(store: Store) -> None:
    (first, *_) = [home(store, one) for one in numbers(10)]
    erase(store.writer("dpo"), 1, [first])
    assert told(store) == []


def test_one_that_makes_most_of_it_silences_it(store: Store) -> None:
    for place, one in enumerate(numbers(10)):
        home(store, one, 1000.0 if place == 0 else 1.0)
    assert told(store) == []


def test_another_authority_gets_totals_of_ten_by_month_only(store: Store) -> None:
    for one in numbers(9):
        home(store, one)
    other = organisation(store, "Région")
    monthly = agree(store, 1, other, minimum_group=3, granularity="month")
    daily = agree(store, 1, other, minimum_group=3, granularity="day")
    assert totals(acting(store, other), monthly) == []
    home(store, "12345678999999")
    assert totals(acting(store, other), daily) == []
    assert [one.assets for one in totals(acting(store, other), monthly)] == [10]


def test_the_households_of_another_are_out_of_scope(store: Store) -> None:
    other = organisation(store, "Autre")
    door = store.reader(Scope.of(1, "élue", "totals"))
    with pytest.raises(BeffroiError):
        household_totals(door, other)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    years=st.lists(st.integers(2018, 2024), max_size=60),
    asked=st.integers(0, 30),
)
def test_no_group_of_households_is_smaller_than_ten(years: list[int], asked: int) -> None:
    rows: list[Any] = []
    for number, year in enumerate(years):
        (start,) = hours(f"{year}-06-01", [1.0])["start"].to_pylist()
        rows.append(Series(id=number, first_at=start))
    size = least(Terms(("x",), minimum_group=asked), household=True)
    groups = _cohorts(rows, size)
    assert all(len(group) >= max(10, asked) for group in groups)
    members = [one.id for group in groups for one in group]
    assert len(members) == len({*members})


def test_homes_among_buildings_of_the_authority_are_ten_or_told_by_none(store: Store) -> None:
    """Whoever reads the nine buildings one by one would take them from the total."""
    points = numbers(10)
    january = [1.0] * 24 * 32
    for one in points:
        measure(store, 1, one, hours("2023-12-31T23:00", january), asset_type="delivery_point")
    other = organisation(store, "Région")
    monthly = agree(store, 1, other, minimum_group=3, granularity="month")
    assert [one.assets for one in totals(acting(store, other), monthly)] == [10]
    put_households(store.writer("test"), 1, [Description("delivery_point", points[0])])
    assert told(store) == []
    # For the region, which sees none of the ten by itself, it is a total of ten.
    assert [one.assets for one in totals(acting(store, other), monthly)] == [10]
