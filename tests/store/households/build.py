"""Households with measures, for the tests of this folder."""

from collections.abc import Sequence

import numpy as np

from beffroi.store.drafts import SeriesKey
from beffroi.store.households.naming import declare_households
from beffroi.store.read import ReadDoor
from beffroi.store.scope import Scope
from beffroi.store.store import Store
from tests.store.sharing.build import ENERGY, hours, measure

POINT = "delivery_point"
#: January 2024 in Paris, and a day more: the month is over.
JANUARY, HOURS = "2023-12-31T23:00", 24 * 32


def home(store: Store, number: str, value: float = 1.0, insee: str = "", owner: int = 1) -> int:
    """A household that uses the same each hour of January 2024; return the number of its series."""
    said = {(POINT, number): {"insee": insee} if insee else {}}
    name = declare_households(store.writer("test"), owner, said)[number]
    table = hours(JANUARY, list(np.full(HOURS, value)))
    return measure(store, owner, name, table, asset_type=POINT)


def numbers(count: int) -> Sequence[str]:
    """Numbers of delivery points."""
    return [f"{12345678900000 + one}" for one in range(count)]


def reader(store: Store, *, households: bool = False, owner: int = 1) -> ReadDoor:
    scope = Scope.of(owner, "agent", "analysis", households=households)
    return store.reader(scope)


def key(number: str) -> SeriesKey:
    return SeriesKey(number, POINT, ENERGY, "interval", "test", "consumption", 3600)
