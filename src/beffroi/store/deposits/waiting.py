"""Deposits as people see and decide about them: added, corrected, confirmed, given up."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.deposits import DEPOSIT_NO_ROOM, DEPOSIT_STATE
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import utc_now
from beffroi.store.deposits import room
from beffroi.store.jobs import enqueue
from beffroi.store.state import models
from beffroi.store.state.depositing import Deposit
from beffroi.store.write import Change, WriteDoor
from beffroi.texts import Text

READING, UNDERSTOOD, IMPORTING, DONE = "reading", "understood", "importing", "done"
#: Kinds of jobs: look at files, bring them in.
LOOK, BRING = "import.look", "import.bring"
_WHAT = Text(fr="dépôt", en="drop of files")


@dataclass(frozen=True, slots=True)
class Dropped:
    """What a person says of a file that was dropped; the bytes are in its place."""

    name: str
    bytes: int
    asset: str = ""
    mapping: dict[str, Any] | None = None
    replace: bool = False


def held(session: Session, organisation: int) -> int:
    """Return how many bytes wait for an organisation."""
    total = select(func.coalesce(func.sum(Deposit.bytes), 0))
    return int(session.scalar(total.where(Deposit.organisation_id == organisation)) or 0)


def add(
    door: WriteDoor,
    organisation: int,
    coming: Path,
    files: Sequence[Dropped],
    most_mb: int,
    *,
    households: bool = False,
) -> int:
    """Keep files that came whole, and have them looked at; return the number of the deposit.

    Raises:
        BeffroiError: `deposit.no_room` where others came meanwhile; `store.not_found`.
    """
    size = sum(file.bytes for file in files)
    with door.change("import.deposit", "import", organisation) as change:
        session = change.session
        # One after the other, on a server too: what waits is counted with what comes.
        session.get(models.Organisation, organisation, with_for_update=True)
        if held(session, organisation) + size > most_mb * room.MB:
            raise BeffroiError(DEPOSIT_NO_ROOM, limit=most_mb)
        row = Deposit(
            organisation_id=organisation,
            folder=room.settle(door.home, coming),
            status=READING,
            revision=1,
            households=households,
            bytes=size,
            files=[asdict(file) for file in files],
            created_at=utc_now(),
            actor=door.actor,
        )
        session.add(row)
        session.flush()
        change.subject, change.detail = f"deposit {row.id}", {"files": len(files), "bytes": size}
        _enqueue(change, door, row, LOOK)
        return row.id


def get(session: Session, organisation: int, number: int, *, write: bool = False) -> Deposit:
    """Return a deposit of an organisation; another's is not told apart from none.

    Raises:
        BeffroiError: `store.not_found`.
    """
    row = session.get(Deposit, number, with_for_update=write) if number > 0 else None
    if row is None or row.organisation_id != organisation:
        raise BeffroiError(NOT_FOUND, what=_WHAT, key=number, command="imports")
    return row


def listed(session: Session, organisation: int, most: int) -> list[Deposit]:
    """List the deposits of an organisation, the last first."""
    own = select(Deposit).where(Deposit.organisation_id == organisation)
    return list(session.scalars(own.order_by(Deposit.id.desc()).limit(most)))


def correct(
    door: WriteDoor, organisation: int, number: int, place: int, said: dict[str, Any]
) -> None:
    """Write down what a person says of a file (or -1: of all), and have the files read again.

    Raises:
        BeffroiError: `store.not_found`, `deposit.state` once it is confirmed.
    """
    with door.change("import.correct", "import", organisation, f"deposit {number}") as change:
        row = get(change.session, organisation, number, write=True)
        if row.status not in (READING, UNDERSTOOD):
            raise BeffroiError(DEPOSIT_STATE)
        files = [dict(file) for file in row.files]
        for file in files if place < 0 else files[place : place + 1]:
            file.update(said)
            file.pop("seen", None)
        row.files, row.status, row.revision = files, READING, row.revision + 1
        _enqueue(change, door, row, LOOK)


def confirm(door: WriteDoor, organisation: int, number: int, revision: int) -> None:
    """Have the files of a deposit imported, as they were shown; a second word changes nothing.

    Raises:
        BeffroiError: `store.not_found`; `deposit.state` where they are read otherwise since.
    """
    with door.change("import.confirm", "import", organisation, f"deposit {number}") as change:
        row = get(change.session, organisation, number, write=True)
        if row.status in (IMPORTING, DONE):
            change.action = ""
            return
        if row.status != UNDERSTOOD or row.revision != revision:
            raise BeffroiError(DEPOSIT_STATE)
        row.status, row.confirmed_at, row.confirmed_by = IMPORTING, utc_now(), door.actor
        change.detail = {"files": len(row.files)}
        _enqueue(change, door, row, BRING)


def again(door: WriteDoor, organisation: int, number: int) -> None:
    """Begin again a work that failed for good; one that goes on, goes on.

    Raises:
        BeffroiError: `store.not_found`, `deposit.state`.
    """
    with door.change("import.again", "import", organisation, f"deposit {number}") as change:
        row = get(change.session, organisation, number, write=True)
        if row.status not in (READING, IMPORTING):
            raise BeffroiError(DEPOSIT_STATE)
        _enqueue(change, door, row, LOOK if row.status == READING else BRING)


def give_up(door: WriteDoor, organisation: int, number: int) -> None:
    """Forget a deposit and remove its files; what is being imported is not given up.

    Raises:
        BeffroiError: `store.not_found`, `deposit.state`.
    """
    with door.change("import.give_up", "import", organisation, f"deposit {number}") as change:
        row = get(change.session, organisation, number, write=True)
        if row.status == IMPORTING:
            raise BeffroiError(DEPOSIT_STATE)
        change.detail = {"files": len(row.files), "bytes": row.bytes}
        folder = door.home.deposits / row.folder
        change.session.delete(row)
    room.remove(folder)


def analysed(door: WriteDoor, organisation: int, number: int, kind: str, today: str) -> None:
    """Have findings looked for, after an import that is done.

    Raises:
        BeffroiError: `store.not_found`, `deposit.state`.
    """
    with door.change("analysis.ask", "analysis", organisation, f"deposit {number}") as change:
        row = get(change.session, organisation, number, write=True)
        if row.status != DONE:
            raise BeffroiError(DEPOSIT_STATE)
        row.analysis_id = enqueue(
            change.session,
            kind,
            {"today": today},
            f"{kind} {organisation}",
            organisation=organisation,
            actor=door.actor,
        )


def _enqueue(change: Change, door: WriteDoor, row: Deposit, kind: str) -> None:
    row.job_id = enqueue(
        change.session,
        kind,
        {"deposit": row.id, "revision": row.revision},
        f"{kind} {row.id} {row.revision}",
        organisation=row.organisation_id,
        actor=door.actor,
    )
