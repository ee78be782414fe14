"""Imports under hard limits, each in a process of its own: little memory, a full disk."""

import gzip
import json
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select

from beffroi.decide.organisations import create_organisation
from beffroi.ingest import ImportOptions, import_path
from beffroi.store.state import models
from beffroi.store.store import Store
from tests.apart import Process

from ..readers.enedis.samples import half_hours, hdm_curve  # noqa: TID252 - tests are no package
from .bring import CURVE, EVERYONE, bring_one, curve, held, series, values

MEASURE = """
import json, sys
from pathlib import Path
from beffroi.ingest import ImportOptions, import_path
from beffroi.store.store import Store

with Store.open(Path(sys.argv[1])) as store:
    door = store.writer("test")
    codes = {}
    for name in sys.argv[2:]:
        for report in import_path(door, store.settings, Path(name), ImportOptions(1)):
            codes[Path(name).name] = report.error["code"] if report.error else report.status
# Not ru_maxrss, which starts from the memory of the process that started this one.
status = Path("/proc/self/status").read_text()
peak = int(status.partition("VmHWM:")[2].split()[0]) // 1024
print(json.dumps({"codes": codes, "peak": peak}))
"""
#: An import of a small file takes some 220 MB, the engines and their code; all of these together
#: some 420, and 520 beside other work. Whole, each would fill 200 MB more and its cells.
MOST = 570  # MB
BIG = 200 << 20


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a", "w") as out:
        for _ in range(BIG >> 20):
            out.write(b"2024-01-15;1;\n" * 74_898)


def _gzip(path: Path) -> None:
    with gzip.open(path, "wb", compresslevel=6) as out:
        out.write(hdm_curve(*half_hours(1, 40)).encode())
        for _ in range(BIG >> 20):
            out.write(b"\n" * (1 << 20))


def _line(path: Path) -> None:
    with path.open("wb") as out:
        out.write(b"Date;Conso (kWh)\n")
        for _ in range(200):
            out.write(b"1" * (1 << 20))


def _columns(path: Path) -> None:
    path.write_bytes(
        b"Date" + b";c" * 1_000_000 + b"\n" + (b"2024-01-15" + b";1" * 1_000_000 + b"\n") * 20
    )


def _nothing(path: Path) -> None:
    with path.open("wb") as out:
        out.truncate(BIG)  # a hole: no byte of it is on the disk


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="read from /proc")
def test_memory_stays_small_whatever_comes(tmp_path: Path) -> None:
    makers = {
        "bomb.zip": _zip,
        "bomb.gz": _gzip,
        "line.csv": _line,
        "columns.csv": _columns,
        "zeros.csv": _nothing,
    }
    for name, make in makers.items():
        make(tmp_path / name)
    with Store.create(tmp_path / "home") as store:
        create_organisation(store.writer("test"), "Essai")
        before = held(store)
    paths = [str(tmp_path / name) for name in makers]
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path / "home"), *paths],
        stdout=subprocess.PIPE,
        check=True,
        timeout=600,
    )
    found = json.loads(done.stdout)
    assert found["codes"] == {
        "bomb.zip": "import.file_hostile",
        "bomb.gz": "import.file_hostile",
        "line.csv": "import.file_too_large",
        "columns.csv": "import.file_too_large",
        "zeros.csv": "import.file_empty",
    }
    assert found["peak"] < MOST, found["peak"]
    with Store.open(tmp_path / "home") as store:
        assert held(store) == before


def _under(root: Path, path: Path, limit: int, answer: Path) -> None:
    """Import where no file may grow beyond a size, as on a disk that is full."""
    with Store.open(root) as store:
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
        door = store.writer("test")
        (report,) = import_path(door, store.settings, path, ImportOptions(1))
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    answer.write_text(json.dumps(report.to_dict("fr"), default=str), "utf-8")


#: From too little for the copy of the original, by too little for the lake or the state, to enough.
LIMITS = (0, 8 << 10, 24 << 10, 40 << 10, 1 << 30)


@pytest.mark.parametrize("limit", LIMITS)
def test_a_full_disk_is_told_and_nothing_is_stored(tmp_path: Path, limit: int) -> None:
    root, answer = tmp_path / "home", tmp_path / "answer.json"
    path = curve(tmp_path / "b.csv", [(k * 7919) % 5003 for k in range(40)], day="2024-02-01")
    with Store.create(root) as store:
        create_organisation(store.writer("test"), "Essai")
        bring_one(store, curve(tmp_path / "a.csv", [1, 2]))
    process = Process(target=_under, args=(root, path, limit, answer))
    process.start()
    process.join()
    assert process.exitcode == 0
    report = json.loads(answer.read_text("utf-8"))
    code = report["error"]["code"] if report["error"] else ""
    assert code in ("store.home_unwritable", "store.not_finished", "")
    assert code == "store.home_unwritable" or limit > 8 << 10
    assert code == "" or limit < 1 << 30
    with Store.open(root) as store:
        whole = code != "store.home_unwritable"
        assert len(values(store, CURVE)) == (42 if whole else 2)
        assert series(store)[CURVE].points == (42 if whole else 2)
        with store.reader(EVERYONE).session() as session:
            left = set(session.scalars(select(models.Batch.status)))
        assert left <= {"done", "failed", "interrupted"}
        assert list(store.home.spool.iterdir()) == []
        # With room again, the same file comes in.
        assert bring_one(store, path).status == ("already" if whole else "stored")
        assert len(values(store, CURVE)) == 42
