"""Backups: what is restored is what was there, whatever goes on meanwhile; damage is told."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from typer.testing import CliRunner

from beffroi.cli.main import build
from beffroi.decide.organisations import create_organisation
from beffroi.errors import BeffroiError
from beffroi.store.backup.drill import drill, record
from beffroi.store.backup.keys import make_key, read_key
from beffroi.store.backup.repository import Repository
from beffroi.store.backup.restore import restore
from beffroi.store.backup.snapshot import make_snapshot
from beffroi.store.read import Selection
from beffroi.store.scope import Scope
from beffroi.store.state import models
from beffroi.store.store import Store
from tests.apart import Process
from tests.conftest import Create
from tests.installation import half_hours, put

EVERYONE = Scope(frozenset({1}), "test", "test")


@pytest.fixture
def store(tmp_path: Path, create: Create) -> Iterator[Store]:
    with create(tmp_path / "home") as made:
        create_organisation(made.writer("test"), "Essai")
        put(made, half_hours("2024-01-01", [1.0, 2.0, 3.0]))
        yield made


@pytest.fixture(params=["clear", "encrypted"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Repository:
    if request.param == "clear":
        return Repository.create(tmp_path / "backups", (), clear=True)
    public = make_key(tmp_path / "key.txt")
    made = Repository.create(tmp_path / "backups", (public,), clear=False)
    return Repository.open(made.root, read_key(tmp_path / "key.txt"))


def values(root: Path) -> list[float]:
    with Store.open(root) as store:
        found: list[float] = (
            store.reader(EVERYONE).observations(Selection((1,)))["value"].to_pylist()
        )
        return found


def test_what_is_restored_is_what_was_there(
    store: Store, place: Repository, tmp_path: Path
) -> None:
    (store.home.root / "beffroi.toml").write_text('language = "en"\n', "utf-8")
    make_snapshot(store, place)
    put(store, half_hours("2024-01-01", [9.0]))
    restore(place, tmp_path / "restored")
    assert values(tmp_path / "restored") == [1.0, 2.0, 3.0]
    assert (tmp_path / "restored" / "beffroi.toml").read_text("utf-8") == 'language = "en"\n'
    make_snapshot(store, place)
    restore(place, tmp_path / "later")
    assert values(tmp_path / "later") == [9.0, 2.0, 3.0]
    restore(place, tmp_path / "first", place.snapshots()[0])
    assert values(tmp_path / "first") == [1.0, 2.0, 3.0]
    with Store.open(tmp_path / "later") as again:  # and life goes on there
        put(again, half_hours("2024-01-01T01:30", [4.0]))
    assert values(tmp_path / "later") == [9.0, 2.0, 3.0, 4.0]


def test_a_backup_adds_only_what_is_new(store: Store, place: Repository) -> None:
    make_snapshot(store, place)
    before = set(place.root.glob("objects/*/*"))
    put(store, half_hours("2025-01-01", [5.0]))
    make_snapshot(store, place)
    state, data, log = 1, 1, 1
    assert len(set(place.root.glob("objects/*/*")) - before) == state + data + log


def test_a_nightly_backup_needs_no_private_key(store: Store, tmp_path: Path) -> None:
    public = make_key(tmp_path / "key.txt")
    place = Repository.create(tmp_path / "backups", (public,), clear=False)
    make_snapshot(store, place)
    made = make_snapshot(store, Repository.open(place.root))
    assert made.added < made.bytes
    with pytest.raises(BeffroiError) as caught:
        restore(place, tmp_path / "restored")
    assert caught.value.type.code == "backup.secret_needed"
    assert not (tmp_path / "restored" / "state.sqlite").exists()


def test_what_the_installation_lost_is_named_and_the_rest_is_kept(
    store: Store, place: Repository
) -> None:
    made = make_snapshot(store, place)
    assert made.missing == (f"originals/00/{'0' * 64}",)  # tests keep no original
    (lost,) = store.home.lake.rglob("*raw.parquet")
    lost.unlink()
    assert lost.relative_to(store.home.root).as_posix() in make_snapshot(store, place).missing


def test_another_key_opens_nothing(store: Store, tmp_path: Path) -> None:
    public = make_key(tmp_path / "key.txt")
    place = Repository.create(tmp_path / "backups", (public,), clear=False)
    make_snapshot(store, place)
    make_key(tmp_path / "other.txt")
    with pytest.raises(BeffroiError) as caught:
        Repository.open(place.root, read_key(tmp_path / "other.txt")).read_snapshot()
    assert caught.value.type.code == "backup.secret_wrong"
    plain = b"Essai"
    assert not any(plain in p.read_bytes() for p in place.root.rglob("*") if p.is_file())


def test_backups_made_while_measures_come_in_are_all_whole(
    store: Store, place: Repository, tmp_path: Path
) -> None:
    """However slow the one beside the other: both go on until both have done enough."""
    begin, enough = datetime(2024, 1, 1, 3, tzinfo=UTC), Event()
    written: list[float] = []

    def write() -> None:
        while not enough.is_set():
            hour, value = begin + timedelta(hours=len(written)), float(len(written))
            put(store, half_hours(f"{hour:%Y-%m-%dT%H:%M}", [value, value]))
            written.append(value)

    thread = Thread(target=write)
    thread.start()
    try:
        while thread.is_alive() and (len(written) < 10 or len(place.snapshots()) < 3):
            make_snapshot(store, place)
    finally:
        enough.set()
        thread.join()
    names = place.snapshots()
    assert len(names) > 2
    seen = []
    for number, name in enumerate(names):
        proof = drill(place, name, tmp_path)
        restore(place, tmp_path / f"r{number}", name)
        seen.append(len(values(tmp_path / f"r{number}")))
        assert proof.observations == seen[-1]
        assert (seen[-1] - 3) % 2 == 0  # a batch is there whole, or not at all
    assert seen == sorted(seen)


@pytest.mark.parametrize("how", ["altered", "cut", "missing"])
def test_damage_is_told_and_nothing_is_left_behind(
    store: Store, place: Repository, tmp_path: Path, how: str
) -> None:
    make_snapshot(store, place)
    files = place.read_snapshot()["files"]
    (name,) = (path for path in files if path.endswith("raw.parquet"))
    victim = place.object(files[name]["sha256"])
    if how == "missing":
        victim.unlink()
    else:
        body = bytearray(victim.read_bytes())
        body[len(body) // 2] ^= 255
        victim.write_bytes(body if how == "altered" else body[:-10])
    with pytest.raises(BeffroiError) as caught:
        drill(place, "", tmp_path)
    assert caught.value.type.code == "backup.broken"
    assert name in str(caught.value.to_dict("en")["what"])
    with pytest.raises(BeffroiError):
        restore(place, tmp_path / "restored")
    with pytest.raises(BeffroiError) as refused:
        Store.open(tmp_path / "restored")
    assert refused.value.type.code == "store.home_missing"
    assert not list(tmp_path.glob("beffroi-drill-*"))


def test_a_lake_that_is_not_what_its_state_says_fails_the_drill(
    store: Store, place: Repository, tmp_path: Path
) -> None:
    with store.writer("test").change("test", "test") as change:
        change.session.get_one(models.Series, 1).points = 4
    make_snapshot(store, place)
    with pytest.raises(BeffroiError) as caught:
        drill(place, "", tmp_path)
    assert caught.value.type.code == "backup.differs"


def test_a_forged_snapshot_cannot_leave_the_home(
    store: Store, place: Repository, tmp_path: Path
) -> None:
    make_snapshot(store, place)
    manifest = place.read_snapshot()
    entry = next(iter(manifest["files"].values()))
    for path in ("../escaped", "/escaped", "a/../../escaped"):
        place.write_snapshot("99990101T000000Z-0000-00000000", {**manifest, "files": {path: entry}})
        with pytest.raises(BeffroiError) as caught:
            restore(place, tmp_path / path.replace("/", "-"))
        assert caught.value.type.code == "backup.broken"
    assert not (tmp_path / "escaped").exists()


def _die_at(home: Path, place: Path, at: int) -> None:
    real = Repository.put
    calls = iter(range(10**6))

    def deadly(self: Repository, path: Path) -> tuple[str, int]:
        if next(calls) == at:
            os._exit(9)
        return real(self, path)

    setattr(Repository, "put", deadly)  # noqa: B010 - the process dies of it
    with Store.open(home) as store:
        make_snapshot(store, Repository.open(place))


@pytest.mark.parametrize("at", [0, 1, 3])
def test_a_backup_that_dies_harms_no_other(
    store: Store, place: Repository, tmp_path: Path, at: int
) -> None:
    make_snapshot(store, place)
    for month in range(1, 5):
        put(store, half_hours(f"2025-{month:02}-01", [5.0]))
    process = Process(target=_die_at, args=(store.home.root, place.root, at))
    process.start()
    process.join()
    assert process.exitcode == 9
    assert len(place.snapshots()) == 1
    assert drill(place, "", tmp_path).observations == 3
    make_snapshot(store, place)
    assert drill(place, "", tmp_path).observations == 7


def test_the_proof_is_in_the_journal(store: Store, place: Repository, tmp_path: Path) -> None:
    make_snapshot(store, place)
    record(store, "rssi", drill(place, "", tmp_path), place.root)
    with store.writer("test").look() as session:
        entry = session.query(models.JournalEntry).order_by(models.JournalEntry.id.desc()).first()
    assert entry is not None
    assert (entry.action, entry.actor) == ("backup.drill", "rssi")
    assert entry.detail["observations"] == 3


def test_from_the_command_line(store: Store, tmp_path: Path) -> None:
    def call(*words: str, code: int = 0) -> dict[str, object]:
        result = CliRunner().invoke(build(), [*words, "--json"])
        assert result.exit_code == code, result.output
        answer: dict[str, object] = json.loads(result.stdout)
        return answer

    home, place, key = str(store.home.root), str(tmp_path / "backups"), str(tmp_path / "key.txt")
    error = call("backup", place, "--home", home, code=1)["error"]
    assert isinstance(error, dict)
    assert error["code"] == "backup.key_needed"
    inside = call("backup", f"{home}/spool/b", "--clear", "--home", home, code=1)["error"]
    assert isinstance(inside, dict)
    assert inside["code"] == "backup.refused"
    public = str(call("backup", "key", key)["recipient"])
    assert Path(key).stat().st_mode & 0o077 == 0
    call("backup", place, "--recipient", public, "--home", home)
    proof = call("backup", "drill", place, "--identity", key, "--home", home)
    assert proof["observations"] == 3
    call("restore", place, "--identity", key, "--home", str(tmp_path / "new"))
    assert values(tmp_path / "new") == [1.0, 2.0, 3.0]
    twice = call("restore", place, "--identity", key, "--home", str(tmp_path / "new"), code=1)
    assert isinstance(twice["error"], dict)
    assert twice["error"]["code"] == "store.home_exists"
    lost = call("backup", "key", key, code=1)["error"]
    assert isinstance(lost, dict)  # a key is never replaced


def test_a_backup_goes_from_one_kind_of_state_to_the_other(
    store: Store, place: Repository, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    make_snapshot(store, place)
    server = request.getfixturevalue("server")
    address = server.address(server.fresh())
    with pytest.raises(BeffroiError) as caught:
        restore(place, tmp_path / "nowhere", state=server.address("nowhere"))
    assert caught.value.type.code == "store.state_unreachable"
    assert not list((tmp_path / "nowhere").iterdir())
    restore(place, tmp_path / "served", state=address)
    assert not (tmp_path / "served" / "state.sqlite").exists()
    assert values(tmp_path / "served") == [1.0, 2.0, 3.0]
    with Store.open(tmp_path / "served") as served:
        assert served.state.server
        put(served, half_hours("2025-01-01", [5.0]))  # new rows are numbered after those restored
        # What was restored is an installation of its own, in a folder again.
        make_snapshot(served, place)
        with served.writer("test").look() as session:
            journal = session.query(models.JournalEntry).count()
    restore(place, tmp_path / "back")
    assert "state" not in (tmp_path / "back" / "beffroi.toml").read_text("utf-8")
    assert values(tmp_path / "back") == [1.0, 2.0, 3.0, 5.0]
    with Store.open(tmp_path / "back") as back, back.writer("test").look() as session:
        assert session.query(models.JournalEntry).count() == journal
    with pytest.raises(BeffroiError) as caught:
        restore(place, tmp_path / "taken", state=address)
    assert caught.value.type.code == "store.state_taken"


def test_the_same_from_the_command_line(tmp_path: Path, address: str) -> None:
    def call(*words: str, code: int = 0) -> dict[str, object]:
        result = CliRunner().invoke(build(), [*words, "--json"])
        assert result.exit_code == code, result.output
        answer: dict[str, object] = json.loads(result.stdout)
        return answer

    home, place = str(tmp_path / "home"), str(tmp_path / "backups")
    secret = address.replace("beffroi@", "beffroi:hunter2@")
    error = call("init", "--home", home, "--state", secret, code=1)["error"]
    assert isinstance(error, dict)
    assert error["code"] == "settings.invalid"
    assert "hunter2" not in str(error)
    call("init", "--home", home, "--state", address)
    call("backup", place, "--clear", "--home", home)
    assert call("backup", "drill", place, "--home", home)["files"]
    call("restore", place, "--home", str(tmp_path / "new"))
    assert (tmp_path / "new" / "state.sqlite").is_file()
    assert not (tmp_path / "home" / "state.sqlite").exists()
