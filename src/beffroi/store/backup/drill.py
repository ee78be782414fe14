"""A backup is worth what its restore is worth: restore it aside, compare, keep the proof."""

import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import func, select

from beffroi.errors import BeffroiError
from beffroi.errors.backup import DIFFERS
from beffroi.settings import Settings
from beffroi.store.backup.history import DRILL
from beffroi.store.backup.repository import Repository
from beffroi.store.backup.restore import Progress, restore
from beffroi.store.read import Selection
from beffroi.store.state import models
from beffroi.store.store import Store
from beffroi.store.write import Change

#: Folders of drills under way.
ASIDE = "beffroi-drill-"
_SERIES = 500


@dataclass(frozen=True, slots=True)
class Proof:
    """What a drill found; it raises where anything differs."""

    snapshot: str
    files: int
    bytes: int
    series: int
    observations: int
    """Raw observations counted in the restored lake; the state says as many."""
    seconds: float


def drill(
    repository: Repository, name: str, into: Path, progress: Progress = lambda *_: None
) -> Proof:
    """Restore a snapshot into a temporary folder of `into`, open it, and count what it holds.

    Each file is checked against its hash while it is restored; then each series is read in the
    restored lake and counted against the restored state.

    Raises:
        BeffroiError: what `restore` raises.
        BeffroiError: `backup.differs`.
    """
    begun = time.monotonic()
    with TemporaryDirectory(dir=into, prefix=ASIDE) as folder:
        root = Path(folder) / "home"
        manifest = restore(repository, root, name, progress)
        with Store.open(root, replace(Settings.load(root), state="", lake="")) as store:
            series, found = count_all(store)
    files = manifest["files"].values()
    return Proof(
        name or repository.snapshots()[-1],
        len(files),
        sum(int(entry["bytes"]) for entry in files),
        series,
        found,
        round(time.monotonic() - begun, 3),
    )


def record(store: Store, actor: str, proof: Proof, to: Path) -> None:
    """Keep a proof in the journal."""
    with store.writer(actor).change(DRILL, "continuity") as change:
        note(change, proof, to)


def note(change: Change, proof: Proof, to: Path) -> dict[str, Any]:
    """Write a proof in the entry of the journal, with the folder that was tried; return it."""
    change.subject, change.detail = proof.snapshot, {**asdict(proof), "to": str(to.absolute())}
    return change.detail


def count_all(store: Store) -> tuple[int, int]:
    """Count the series and the raw observations of an installation, series by series.

    Raises:
        BeffroiError: `backup.differs` where the lake does not hold what the state says.
    """
    door = store.reader(replace(store.whole("beffroi", "backup drill"), households=True))
    with door.session() as session:
        rows = session.execute(select(models.Series.id, models.Series.points)).all()
        expected = {row.id: row.points for row in rows}
        total = session.scalar(select(func.sum(models.Series.points))) or 0
    ids = sorted(expected)
    found = 0
    for first in range(0, len(ids), _SERIES):
        block = ids[first : first + _SERIES]
        counted = door.count(Selection(tuple(block), view="raw"))
        wrong = {s: n for s in block if (n := counted.get(s, 0)) != expected[s]}
        if wrong:
            one = min(wrong)
            raise BeffroiError(DIFFERS, expected=expected[one], found=wrong[one], series=one)
        found += sum(counted.values())
    if found != total:
        raise BeffroiError(DIFFERS, expected=total, found=found, series="–")
    return len(ids), found
