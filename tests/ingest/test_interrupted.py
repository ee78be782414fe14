"""A process killed in the middle of an import: all of it or nothing, then resumed."""

import os
import random
import signal
import time
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select

from beffroi.decide.organisations import create_organisation
from beffroi.ingest import ImportOptions, Report, import_path, resume
from beffroi.store.read import Selection
from beffroi.store.state import models
from beffroi.store.store import Store
from tests.apart import Process

from ..readers.enedis.samples import hdm_curve  # noqa: TID252 - tests are no installed package
from .bring import CURVE, EVERYONE, bring, curve, held, series, values

POINTS, DAYS = 18, 366
WHOLE = POINTS * DAYS * 48


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of several pieces: points by half-hours in universal time."""
    first = 1_704_067_200
    stamps = [
        time.strftime("%Y-%m-%dT%H:%M:00+00:00", time.gmtime(first + 1_800 * (step + 1)))
        for step in range(DAYS * 48)
    ]
    path = tmp_path_factory.mktemp("large") / "points.csv"
    blocks = [
        hdm_curve(*(f"{stamp};{1000 + k % 977}" for k, stamp in enumerate(stamps)), prm=f"{p:014d}")
        for p in range(1, POINTS + 1)
    ]
    path.write_text("".join(blocks), "utf-8")
    return path


def _new(root: Path) -> None:
    with Store.create(root) as store:
        create_organisation(store.writer("test"), "Essai")


def _import(root: Path, path: Path, step: str, call: int, started: Path) -> None:
    """Import in a process of its own, which dies at a call of the progress of a step."""
    calls = 0

    def progress(name: str, *_: int) -> None:
        nonlocal calls
        calls += name == step
        if calls == call:
            os.kill(os.getpid(), signal.SIGKILL)

    with Store.open(root) as store:
        options = ImportOptions(1, as_measured=True)
        reports = import_path(store.writer("test"), store.settings, path, options, progress)
        started.touch()
        list(reports)


def _run(root: Path, path: Path, step: str = "", call: int = 0, after: float = 0.0) -> int:
    started = root.parent / f"started-{time.monotonic_ns()}"
    process = Process(target=_import, args=(root, path, step, call, started))
    process.start()
    if after:
        while not started.exists() and process.is_alive():
            time.sleep(0.005)
        process.join(after)
        process.kill()
    process.join()
    return int(process.exitcode or 0)


def _count(store: Store) -> int:
    known = tuple(row.id for row in series(store).values())
    if not known:
        return 0
    rows = store.reader(EVERYONE).observations(Selection(known, view="raw")).num_rows
    assert sum(row.points for row in series(store).values()) == rows
    return int(rows)


def _resume(store: Store) -> list[Report]:
    return list(resume(store.writer("test"), store.settings))


@pytest.mark.parametrize(("step", "call"), [("read", 2), ("repair", 1)])
def test_killed_at_a_step_then_resumed(tmp_path: Path, large: Path, step: str, call: int) -> None:
    root = tmp_path / "home"
    _new(root)
    assert _run(root, large, step, call) == -signal.SIGKILL
    large_bytes = large.read_bytes()
    with Store.open(root) as store:
        assert _count(store) == 0
        assert series(store) == {}
        assert list(store.home.spool.iterdir()) == []
        (report,) = _resume(store)
        assert (report.status, report.kept) == ("stored", WHOLE)
        assert report.file == large.name
        assert _count(store) == WHOLE
        # Resumed as it was begun: the measures count as known when they were made.
        selection = Selection((1,), view="raw")
        table = store.reader(EVERYONE).observations(selection)
        assert table["available_at"].equals(table["end"])
        assert _resume(store) == []
        (kept,) = (path for path in store.home.originals.rglob("*") if path.is_file())
        assert kept.read_bytes() == large_bytes


def test_killed_at_any_moment_it_is_all_or_nothing(tmp_path: Path, large: Path) -> None:
    root = tmp_path / "home"
    _new(root)
    draw = random.Random(3)
    for _ in range(4):
        _run(root, large, after=draw.uniform(0.02, 1.2))
        with Store.open(root) as store:
            count = _count(store)
            assert count in (0, WHOLE)
            with store.reader(EVERYONE).session() as session:
                states = set(session.scalars(select(models.Batch.status)))
            assert states <= {"interrupted", "done", "failed"}
            assert (count == WHOLE) == ("done" in states)
            files = {path.name for path in store.home.lake.rglob("*.parquet")}
            assert bool(files) == bool(count)
    with Store.open(root) as store:
        _resume(store)
        assert bring(store, large)[0].status in ("already", "stored")
        assert _count(store) == WHOLE


def test_an_archive_is_resumed_from_its_first_unfinished_member(
    store: Store, tmp_path: Path
) -> None:
    table = "Date;Conso\n2024-01-15 00:00;1,5\n2024-01-15 01:00;2,5\n2024-01-15 02:00;4\n"
    mapping = {
        "timezone": "UTC",
        "step": "1h",
        "asset": "mairie",
        "values": [{"column": "Conso", "quantity": "electricity.active_energy", "unit": "kWh"}],
    }
    first = tmp_path / "decembre.csv"
    first.write_text(table.replace("2024-01-15", "2024-01-14"), "utf-8")
    assert bring(store, first, mapping=mapping)[0].error is None
    path = tmp_path / "mois.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(curve(tmp_path / "a.csv", [1, 2, 3]), "1.csv")
        archive.writestr("2.csv", table)
        archive.write(curve(tmp_path / "b.csv", [4, 5], day="2024-01-16"), "3.csv")
    # Dies while it reads the second member, whose mapping was remembered.
    store.close()
    assert _run(store.home.root, path, "read", 2) == -signal.SIGKILL
    with Store.open(store.home.root) as again:
        reports = {report.file: report for report in _resume(again)}
        assert {name: report.status for name, report in reports.items()} == {
            "mois.zip/1.csv": "already",
            "mois.zip/2.csv": "stored",
            "mois.zip/3.csv": "stored",
        }
        assert reports["mois.zip/3.csv"].reader == "enedis.hdm"
        assert values(again, CURVE) == [1, 2, 3, 4, 5]
        before = held(again, journal=True)
        assert _resume(again) == []
        assert held(again, journal=True) == before
