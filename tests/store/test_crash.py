"""A process that dies in the middle of an import leaves all of a batch, or none of it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from beffroi.decide.organisations import create_organisation
from beffroi.errors import BeffroiError
from beffroi.settings import Settings
from beffroi.store import intake as intake_module
from beffroi.store import staging
from beffroi.store.home import Home
from beffroi.store.lake import Lake
from beffroi.store.manifest import seen
from beffroi.store.scope import Scope
from beffroi.store.store import Store
from tests.apart import Process
from tests.conftest import Create
from tests.installation import half_hours, only, put

EVERYONE = Scope(frozenset({1}), "test", "test")
#: Where the process dies, and whether the batch must be there afterwards.
PLACES = {
    "before comparing": (staging, "stage_new", "before", False),
    "after comparing": (staging, "stage_new", "after", False),
    "before writing files": (staging, "write_files", "before", False),
    "after writing files": (staging, "write_files", "after", False),
    "before the lake commit": (Lake, "commit", "before", False),
    "after the lake commit": (Lake, "commit", "after", True),
    "before the state commit": (intake_module, "finish", "before", True),
    "after the state commit": (intake_module, "finish", "after", True),
}


def _die(root: Path, place: str) -> None:
    owner, name, when, _ = PLACES[place]
    real: Callable[..., object] = getattr(owner, name)

    def deadly(*args: object, **kwargs: object) -> object:
        if when == "after":
            real(*args, **kwargs)
        os._exit(9)

    setattr(owner, name, deadly)
    with Store.open(root) as store:
        put(store, half_hours("2024-01-01T01:00", [3.0, 4.0]))


#: The second batch of a series is compared with the first one; a first one goes in as it came.
CASES = [(place, [1.0, 2.0]) for place in PLACES] + [
    (place, []) for place in PLACES if not place.endswith("comparing")
]


@pytest.mark.parametrize(("place", "before"), CASES)
def test_all_or_nothing(tmp_path: Path, create: Create, place: str, before: list[float]) -> None:
    root = tmp_path / "home"
    with create(root) as store:
        create_organisation(store.writer("test"), "Essai")
        if before:
            put(store, half_hours("2024-01-01", before))
    process = Process(target=_die, args=(root, place))
    process.start()
    process.join()
    assert process.exitcode == 9
    with Store.open(root) as store:
        found = store.reader(EVERYONE).observations(only(store))["value"].to_pylist()
        whole = [*before, 3.0, 4.0]
        assert found == (whole if PLACES[place][3] else before)
        # The same import, made again, gives the same end.
        put(store, half_hours("2024-01-01T01:00", [3.0, 4.0]))
        again = store.reader(EVERYONE).observations(only(store))["value"].to_pylist()
        assert again == whole
        files = {path.name for path in store.home.lake.rglob("batch-*.parquet")}
        with store.writer("test").look() as session:
            assert files == {Path(file.path).name for file in seen(session, [1])}
        assert files == {path.name for path, *_ in store.lake.listing()}


def test_two_writers_do_not_meet(tmp_path: Path) -> None:
    with Store.create(tmp_path / "home", Settings(lock_wait_seconds=0)) as store:
        create_organisation(store.writer("test"), "Essai")
        with store.home.lock(), pytest.raises(BeffroiError) as caught:
            put(store, half_hours("2024-01-01", [1.0]))
    assert caught.value.type.code == "store.home_busy"
    assert caught.value.type.retryable


def test_a_folder_that_is_no_home_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BeffroiError) as caught:
        Store.open(tmp_path)
    assert caught.value.type.code == "store.home_missing"
    assert "beffroi init" in str(caught.value.to_dict()["do"])


def test_a_corrupt_state_is_told(tmp_path: Path) -> None:
    Store.create(tmp_path / "home").close()
    Home(tmp_path / "home").state.write_bytes(b"not a database" * 500)
    with pytest.raises(BeffroiError) as caught:
        Store.open(tmp_path / "home")
    assert caught.value.type.code == "store.state_corrupt"
