"""An installation whose measures live on object storage (simulated by moto)."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest
from typer.testing import CliRunner

from beffroi.cli.main import build
from beffroi.decide.organisations import create_organisation
from beffroi.errors import BeffroiError
from beffroi.periods.civil import Step
from beffroi.settings import Settings
from beffroi.store import originals
from beffroi.store.backup.drill import drill
from beffroi.store.backup.repository import Repository
from beffroi.store.backup.restore import restore
from beffroi.store.backup.snapshot import make_snapshot
from beffroi.store.compacting import compact
from beffroi.store.intake import Received, intake
from beffroi.store.lake import Lake, Mirror
from beffroi.store.lake.far import Far
from beffroi.store.part import opened, take
from beffroi.store.recovery import forget
from beffroi.store.rollups.roll import roll
from beffroi.store.scope import Scope
from beffroi.store.store import Store
from beffroi.store.stream.content import SCHEMA, pack
from beffroi.store.stream.drain import Drain
from tests import storage as objects
from tests.installation import CURVE, half_hours, only, put
from tests.store.stream.test_drain import message

EVERYONE = Scope(frozenset({1}), "test", "test")
DAY = [1.0, 2.0] * 24


@pytest.fixture(scope="session")
def storage() -> Iterator[objects.Storage]:
    with objects.started() as found:
        yield found


@pytest.fixture
def place(storage: objects.Storage, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name, value in storage.environ().items():
        monkeypatch.setenv(name, value)
    storage.mend()
    yield storage.place()
    storage.mend()


@pytest.fixture
def store(tmp_path: Path, place: str) -> Iterator[Store]:
    with Store.create(tmp_path / "l'essai", Settings(lake=place)) as made:
        create_organisation(made.writer("test"), "Essai")
        yield made


def values(store: Store) -> list[float]:
    found: list[float] = store.reader(EVERYONE).observations(only(store))["value"].to_pylist()
    return found


def days(store: Store) -> list[float]:
    found = store.reader(EVERYONE).aggregate(only(store), Step.DAY)
    numbers: list[float] = found["value"].to_pylist()
    return numbers


def copies(store: Store) -> list[Path]:
    return sorted(store.home.root.rglob("*.parquet"))


def forgotten(store: Store) -> None:
    """Take every copy out of a home."""
    for folder in (store.home.lake, store.home.root / "rollups", store.home.originals):
        shutil.rmtree(folder, ignore_errors=True)


def bring(store: Store, path: Path, start: str) -> None:
    """Import a file, its original kept."""
    path.write_text(start)
    received = Received(1, originals.digest(path), path.name, 1, "test")
    with intake(store.writer("test"), received, original=path) as way_in:
        (number,) = way_in.series([CURVE])
        way_in.add(half_hours(start, DAY, number))
        way_in.seal()
        way_in.commit({})


def lived(store: Store, aside: Path) -> list[float]:
    """Give an installation a life: imports, messages, rollups, a compaction."""
    bring(store, aside, "2024-01-01")
    put(store, half_hours("2024-01-02", DAY))
    content = pack([CURVE], half_hours("2024-01-03", DAY, series=0).cast(SCHEMA))
    message(store, 1, "one", content, 48)
    door = store.writer("test")
    assert Drain(door).run().rows == 48
    assert roll(door).rows > 0
    assert compact(door, whole=True).after >= 1
    put(store, half_hours("2024-01-01T12:00", [9.0] * 4))
    return [*DAY[:24], *[9.0] * 4, *DAY[28:], *DAY, *DAY]


def test_everything_is_done_over_object_storage(store: Store, tmp_path: Path) -> None:
    expected = lived(store, tmp_path / "file.csv")
    assert values(store) == expected
    told = days(store)
    assert not (store.home.lake / "_delta_log").exists()
    assert store.home.mirror is not None
    far = store.home.mirror.far.sizes("")
    assert {path.relative_to(store.home.root).as_posix() for path in copies(store)} <= {*far}
    forgotten(store)
    assert values(store) == expected
    assert days(store) == told
    # Backups fetch what is not here, and only what they have not; a restored home is a folder.
    forgotten(store)
    repository = Repository.create(tmp_path / "backups", (), clear=True)
    made = make_snapshot(store, repository)
    assert [name for name in made.missing if "0" * 64 not in name] == []
    forgotten(store)
    assert make_snapshot(store, repository).added < made.bytes
    assert copies(store) == []
    assert drill(repository, "", tmp_path).observations == len(expected)
    restore(repository, tmp_path / "restored")
    with Store.open(tmp_path / "restored") as restored:
        assert restored.home.mirror is None
        assert values(restored) == expected
        assert days(restored) == told
        put(restored, half_hours("2024-02-01", [1.0]))
    assert values(store) == expected
    # This is also how a folder goes to a storage.
    place = f"{store.settings.lake}-2"
    restore(repository, tmp_path / "moved", lake=place)
    with Store.open(tmp_path / "moved") as moved:
        assert moved.settings.lake == place
        forgotten(moved)
        assert values(moved) == expected
        assert days(moved) == told
        put(moved, half_hours("2024-02-01", [1.0]))
        assert values(moved) == [*expected, 1.0]
        assert compact(moved.writer("test"), whole=True).after >= 1
    with pytest.raises(BeffroiError) as caught:
        restore(repository, tmp_path / "again", lake=place)
    assert caught.value.type.code == "store.lake_taken"


def test_a_worker_of_a_cluster_fetches_its_own_copies(store: Store, tmp_path: Path) -> None:
    put(store, half_hours("2024-01-01", DAY))
    taken = take(store.reader(EVERYONE), [], only(store).series)
    forgotten(store)
    with opened(taken | {"home": str(tmp_path / "nowhere")}) as door:
        assert door.observations(only(store))["value"].to_pylist() == DAY
        assert not door.home.root.is_relative_to(tmp_path)
        shutil.rmtree(door.home.root)
    assert copies(store) == []


def test_two_machines_share_an_installation(
    tmp_path: Path, place: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BEFFROI_LANGUAGE", "en")
    command = ["--state", address, "--lake", place]
    run = CliRunner().invoke
    first = str(tmp_path / "first")
    made = run(build(), ["init", "--home", first, "--name", "Essai", *command])
    assert made.exit_code == 0, made.output
    with Store.open(tmp_path / "first") as one:
        expected = lived(one, tmp_path / "file.csv")
        joined = run(build(), ["join", "--home", str(tmp_path / "second"), *command])
        assert joined.exit_code == 0, joined.output
        with Store.open(tmp_path / "second") as two:
            assert two.home.identity() == one.home.identity()
            assert copies(two) == []
            assert values(two) == expected == values(one)
            assert days(two) == days(one)
            kept = originals.place(two.home, originals.digest(tmp_path / "file.csv"))
            assert kept.read_text() == "2024-01-01"
            # Each sees what the other does, and rollups of one are never those of the other.
            put(two, half_hours("2024-01-04", DAY))
            assert values(one) == [*expected, *DAY] == values(two)
            roll(one.writer("test"))
            put(one, half_hours("2024-01-05", DAY))
            roll(two.writer("test"))
            compact(two.writer("test"), whole=True)
            assert values(one) == [*expected, *DAY, *DAY] == values(two)
            assert days(one) == days(two)
            assert one.lake.listing() == [
                (one.home.root / path.relative_to(two.home.root), *rest)
                for path, *rest in two.lake.listing()
            ]


def test_copies_are_bounded(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = lived(store, store.home.root.parent / "file.csv")
    mirror = store.home.mirror
    assert mirror is not None
    unsent = store.home.lake / "organisation=1" / "batch-99999999-raw.parquet"
    unsent.write_bytes(b"x" * 100)
    before = len(copies(store))
    for path in copies(store):
        os.utime(path, (0, 0))
    mirror.bound = 1
    mirror._room = -1
    put(store, half_hours("2024-03-01", [5.0]))
    left = {path.name for path in copies(store)}
    assert unsent.name in left
    assert len(left) < before
    assert not [name for name in left if name.startswith("roll-")]
    assert values(store) == [*expected, 5.0]
    assert len(copies(store)) > 1, "what was just read stays above the bound"
    monkeypatch.setattr("beffroi.store.lake.mirror.GRACE", -1.0)
    mirror._fit(1 << 40)
    assert copies(store) == [unsent]


def test_the_storage_gone_is_told_and_nothing_is_lost(
    store: Store, storage: objects.Storage
) -> None:
    put(store, half_hours("2024-01-01", DAY))
    storage.cut()
    begun = time.monotonic()
    with pytest.raises(BeffroiError) as caught:
        put(store, half_hours("2024-01-02", DAY))
    assert caught.value.type.code == "store.lake_unreachable"
    assert caught.value.type.retryable
    assert time.monotonic() - begun < 120
    assert values(store) == DAY, "what the home has a copy of is read all the same"
    with Store.open(store.home.root) as again:  # it opens, whatever is to be mended
        forgotten(again)
        with pytest.raises(BeffroiError) as caught:
            values(again)
        assert caught.value.type.code == "store.lake_unreachable"
    storage.mend()
    put(store, half_hours("2024-01-02", DAY))
    assert values(store) == [*DAY, *DAY]


def test_the_storage_gone_between_the_upload_and_the_commit(
    store: Store, storage: objects.Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Mirror.send

    def cutting(*args: object) -> None:
        real(*args)  # type: ignore[arg-type]  # as it was called
        storage.cut()

    put(store, half_hours("2024-01-01", DAY))
    with monkeypatch.context() as patch:
        patch.setattr(Mirror, "send", cutting)
        with pytest.raises(BeffroiError) as caught:
            put(store, half_hours("2024-01-02", DAY))
    assert caught.value.type.code == "store.lake_unreachable"
    storage.mend()
    with Store.open(store.home.root) as again:
        assert values(again) == DAY
        assert again.home.mirror is not None
        assert len(again.home.mirror.far.sizes("lake/organisation=1")) == 1
        put(again, half_hours("2024-01-02", DAY))
        assert values(again) == [*DAY, *DAY]


#: Where a process dies, and whether the batch must be there afterwards.
PLACES: dict[str, tuple[type, str, str, bool]] = {
    "before the upload": (Mirror, "send", "before", False),
    "after the upload": (Mirror, "send", "after", False),
    "after the commit": (Lake, "commit", "after", True),
}


def _die(root: Path, where: str) -> None:
    owner, name, when, _ = PLACES[where]
    real: Callable[..., object] = getattr(owner, name)

    def deadly(*args: object, **kwargs: object) -> object:
        if when == "after":
            real(*args, **kwargs)
        os._exit(9)

    setattr(owner, name, deadly)
    with Store.open(root) as store:
        put(store, half_hours("2024-01-02", DAY))


@pytest.mark.parametrize("where", PLACES)
def test_a_commit_that_is_killed(store: Store, where: str) -> None:
    put(store, half_hours("2024-01-01", DAY))
    root = store.home.root
    process = get_context("spawn").Process(target=_die, args=(root, where))
    process.start()
    process.join()
    assert process.exitcode == 9
    with Store.open(root) as again:
        assert values(again) == ([*DAY, *DAY] if PLACES[where][3] else DAY)
        put(again, half_hours("2024-01-02", DAY))
        assert values(again) == [*DAY, *DAY]
        assert again.home.mirror is not None
        far = again.home.mirror.far.sizes("lake/organisation=1")
        assert len(far) == 2 == len(again.lake.listing())


def test_a_place_is_of_one_installation(store: Store, tmp_path: Path, place: str) -> None:
    put(store, half_hours("2024-01-01", DAY))
    with pytest.raises(BeffroiError) as caught:
        Store.create(tmp_path / "other", Settings(lake=place))
    assert caught.value.type.code == "store.lake_taken"
    assert not (tmp_path / "other").exists()
    with Store.create(tmp_path / "mine", Settings(lake=f"{place}-2")):
        pass
    moved = replace(Settings.load(tmp_path / "mine"), lake=place)
    with Store.open(tmp_path / "mine", moved) as wrong, pytest.raises(BeffroiError) as caught:
        wrong.lake.version()
    assert caught.value.type.code == "store.lake_other"


def test_what_is_asked_wrongly_is_told(
    tmp_path: Path, place: str, storage: objects.Storage
) -> None:
    for wrong in ("s3://", "s3://essai", "http://x/y", "s3://a:b@essai/x", "s3://essai/../x"):
        with pytest.raises(BeffroiError) as caught:
            Settings.load(environ={"BEFFROI_LAKE": wrong})
        assert caught.value.type.code == "settings.invalid"
    with pytest.raises(BeffroiError) as caught:
        Store.join(tmp_path / "home", Settings(lake=place))
    assert caught.value.type.code == "store.not_shared"
    for lake in (place.replace(objects.BUCKET, "absent"), place):
        with pytest.raises(BeffroiError) as caught:
            Store.create(tmp_path / "home", Settings(lake=lake))
        assert caught.value.type.code == "store.lake_unreachable"
        assert not (tmp_path / "home").exists()
        storage.cut()


def test_a_batch_that_another_machine_mended_is_refused(store: Store) -> None:
    """A server of the state that restarts takes the locks away."""
    received = Received(1, "0" * 64, "essai.csv", 1, "test")
    with pytest.raises(BeffroiError) as caught, intake(store.writer("test"), received) as way_in:
        way_in.add(half_hours("2024-01-01", DAY, *way_in.series([CURVE])))
        way_in.seal()
        forget(store.writer("other"), way_in.batch, "interrupted")
        way_in.commit({})
    assert caught.value.type.code == "store.batch_lost"
    put(store, half_hours("2024-01-01", DAY))
    assert values(store) == DAY


def test_commits_at_once_are_all_kept(store: Store) -> None:
    """A server that does not refuse the second of two commits of one version would lose one."""
    assert store.home.mirror is not None
    lakes = [Lake(store.home.lake, Mirror(store.home.root, _same(store), 1)) for _ in range(4)]

    def commit(number: int) -> None:
        for again in range(3):
            lakes[number].commit([], f"test-{number}-{again}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(commit, range(4)))
    tags = [f"test-{number}-{again}" for number in range(4) for again in range(3)]
    assert all(store.lake.holds(tag) for tag in tags)
    assert store.lake.version() == 12


def _same(store: Store) -> Far:
    assert store.home.mirror is not None
    return Far(store.home.mirror.far.address, store.home.identity())
