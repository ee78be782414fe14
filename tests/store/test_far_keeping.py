"""Checks, sweeps and erasures of an installation whose measures live on object storage."""

from datetime import date, timedelta

from beffroi.store.checking import check
from beffroi.store.erasing import erase, retain
from beffroi.store.rollups.roll import roll
from beffroi.store.store import Store
from beffroi.store.sweeping import sweep
from tests.store.checking.holdings import everything
from tests.store.erasing.test_erasing import carry_on, number_of, said
from tests.store.test_far import forgotten, place, storage, store
from tests.store.test_sweeping import age, named

__all__ = ["place", "storage", "store"]  # fixtures


def far(store: Store) -> set[str]:
    """The files of measures and sums that the storage holds."""
    assert store.home.mirror is not None
    place = store.home.mirror.far
    found = {*place.sizes("lake"), *place.sizes("rollups")}
    return {name for name in found if "_delta_log" not in name}


def originals(store: Store) -> set[str]:
    assert store.home.mirror is not None
    return set(store.home.mirror.far.sizes("originals"))


def test_a_home_without_copies_is_checked(store: Store) -> None:
    everything(store)
    forgotten(store)
    assert check(store) == []
    assert check(store, deep=True) == []
    lost = min(named(store, seen=True))
    assert store.home.mirror is not None
    store.home.mirror.far.delete([lost])
    (store.home.root / lost).unlink()
    assert {(one.kind, one.about) for one in check(store)} >= {("file_missing", lost)}


def test_what_was_replaced_goes_from_the_storage_too(store: Store) -> None:
    everything(store)
    hidden = named(store, seen=False) - named(store, seen=True)
    assert hidden <= far(store)
    age(store, hours=25)
    sweep(store.writer("test"), timedelta(hours=24))
    assert far(store) == named(store, seen=True)
    assert check(store, deep=True) == []


def test_what_is_erased_goes_from_the_storage_too(store: Store) -> None:
    everything(store)
    other = said(store, 2)
    erase(store.writer("test"), 1, [number_of(store, "b")])
    retain(store.writer("test"), 1, date(2024, 3, 3))
    roll(store.writer("test"))
    assert said(store, 2) == other
    assert check(store, deep=True) == []
    forgotten(store)
    before = originals(store)
    erase(store.writer("test"), 1)
    assert originals(store) < before
    assert not any("organisation=1/" in name for name in far(store))
    assert far(store) == named(store, seen=False)  # replaced ones of others stay a while
    assert said(store, 2) == other
    forgotten(store)
    assert check(store, deep=True) == []
    carry_on(store)
