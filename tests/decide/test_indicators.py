"""Indicators executed over an installation."""

from datetime import date

import numpy as np
import pytest

from beffroi.decide.indicators import Value, compute
from beffroi.decide.organisations import Description, put_assets
from beffroi.domains import domain
from beffroi.store.scope import Scope
from beffroi.store.store import Store
from tests.decide.meters import gas, put_days

OWN = Scope(frozenset({1}), "test", "test")


def values(store: Store, key: str) -> list[Value]:
    """One indicator of organisation 1."""
    return compute(store.reader(OWN), 1, domain("energy"), (key,))


def test_only_whole_months_count(store: Store) -> None:
    put_days(store, gas(), date(2024, 1, 15), np.ones(60) * 2000)
    (february,) = values(store, "energy.consumption")
    assert (february.first, february.last) == (date(2024, 2, 1), date(2024, 2, 29))
    assert february.value == pytest.approx(58.0)
    assert february.known_days == 29


def test_meters_of_a_building_add_up(store: Store) -> None:
    put_days(store, gas("pce-1"), date(2024, 1, 1), np.ones(31) * 2000)
    put_days(store, gas("pce-2"), date(2024, 1, 1), np.ones(31) * 3000)
    put_assets(
        store.writer("test"),
        1,
        [
            Description("building", "ecole", "École", attributes={"surface": 100.0}),
            Description("delivery_point", "pce-1", parent="ecole"),
            Description("delivery_point", "pce-2", parent="ecole"),
        ],
    )
    (january,) = values(store, "energy.consumption")
    assert january.row.name == "École"
    assert january.value == pytest.approx(155.0)


def test_what_lacks_an_attribute_is_not_said(store: Store) -> None:
    put_days(store, gas(), date(2023, 1, 1), np.ones(365) * 1000)
    assert values(store, "energy.per_surface") == []
    assert len(values(store, "energy.consumption_year")) == 1
