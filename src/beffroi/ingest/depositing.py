"""What workers do with files that people dropped: look at them, then bring them in.

Both may be begun again: looking stores nothing, and bringing goes on after the last file of which
the deposit says what became of it. A batch that was in when its worker died is found by its bytes.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from beffroi.errors import BeffroiError
from beffroi.errors.store import BATCH_NOT_DONE
from beffroi.ingest.households import Veil
from beffroi.ingest.importer import ImportOptions, import_file
from beffroi.ingest.report import Report
from beffroi.ingest.telling import told
from beffroi.ingest.tending import settle
from beffroi.ingest.undoing import resume_undoing, undo
from beffroi.store.deposits import room, working
from beffroi.store.deposits.waiting import BRING, IMPORTING, LOOK, READING
from beffroi.store.jobs import Held, kind
from beffroi.store.read import ReadDoor
from beffroi.store.scope import Scope
from beffroi.store.state import models
from beffroi.store.state.depositing import Deposit

if TYPE_CHECKING:
    from beffroi.store.store import Store

UNDO = "import.undo"
_SAID_EVERY = 1.0


@dataclass(slots=True)
class _Said:
    """Says how far a job is, now and then: this is also how a worker learns that it must stop."""

    job: Held
    files: int
    file: int = 0
    _spoken: float = field(default_factory=time.monotonic)

    def __call__(self, step: str, done: int, whole: int) -> None:
        if time.monotonic() - self._spoken >= _SAID_EVERY:
            self.job.progress(step=step, done=done, whole=whole, file=self.file, files=self.files)
            self._spoken = time.monotonic()


@kind(LOOK)
def look(store: "Store", job: Held) -> dict[str, Any]:
    """Say what is understood of each file, and compare it with what is known; store nothing."""
    row = working.in_hand(job)
    if row is None or row.status != READING:
        return {}
    scope = Scope(frozenset({row.organisation_id}), job.actor, "import", households=True)
    against = store.reader(scope)
    said = _Said(job, len(row.files))
    seen = []
    for said.file in range(len(row.files)):
        reports = _reports(store, row, said, against)
        seen.append([told(report, veiled=_veiled(row, report)) for report in reports])
    working.understood(job, row, seen)
    return {}


@kind(BRING)
def bring(store: "Store", job: Held) -> dict[str, Any]:
    """Import each file that is not imported yet, as was confirmed."""
    row = working.in_hand(job)
    if row is None or row.status != IMPORTING:
        return {}
    said = _Said(job, len(row.files))
    for said.file, file in enumerate(row.files):
        if "result" in file:
            continue
        results = []
        veiled = row.households
        for report in _reports(store, row, said):
            if report.cause is not None and report.cause.type.retryable:
                raise report.cause  # another process is at it: what is in already is found again
            results.append(_result(store, row, report))
            veiled = veiled or report.veiled
        name = Veil(store.writer(job.actor), row.organisation_id, every=veiled).name(file["name"])
        working.brought(job, row, said.file, results, name if veiled else None)
    settle(store.writer(job.actor))
    working.done(job, row)
    return {}


@kind(UNDO)
def take_back(store: "Store", job: Held) -> dict[str, Any]:
    """Undo an import; one that was undone when its worker died only has files to read again."""
    door = store.writer(job.actor)
    said = _Said(job, 1)
    changed = 0
    try:
        for report in undo(door, store.settings, job.arguments["batch"], said):
            changed += report.changed
    except BeffroiError as error:
        if error.type is not BATCH_NOT_DONE or job.attempt < 2:
            raise
        for _ in resume_undoing(door, store.settings, said):
            pass
    settle(door)
    return {"changed": changed}


def _reports(
    store: "Store", row: Deposit, said: _Said, against: ReadDoor | None = None
) -> Iterator[Report]:
    """Read a file of a deposit, for real where there is nothing to compare with."""
    file = row.files[said.file]
    options = ImportOptions(
        row.organisation_id,
        file["mapping"],
        dry_run=against is not None,
        asset=file["asset"],
        replace=file["replace"],
        households=row.households,
        against=against,
    )
    actor = row.actor if against is not None else row.confirmed_by or row.actor
    path = room.place(store.home, row.folder, said.file)
    return import_file(store.writer(actor), store.settings, path, file["name"], {}, options, said)


def _veiled(row: Deposit, report: Report) -> bool:
    return row.households or report.veiled


def _result(store: "Store", row: Deposit, report: Report) -> dict[str, Any]:
    """Return what became of a file; one that an earlier try of this import stored is stored."""
    found = told(report, veiled=_veiled(row, report))
    if report.status != "already" or row.confirmed_at is None:
        return found
    with store.writer("worker").look(row.organisation_id) as session:
        batch = session.get_one(models.Batch, report.batch)
        if batch.received_at < row.confirmed_at:
            return found
        kept = {name: batch.report.get(name, 0) for name in ("kept", "changed", "unchanged")}
        refused = batch.report.get("refused_by_reason", {})
        return {**found, **kept, "refused": refused, "status": "stored"}
