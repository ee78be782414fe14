"""An export adopted: all of it is stored, or nothing.

1. Every file is verified and copied to the spool.
2. A batch is declared; a crash from here to 4 leaves files that nobody reads.
3. Measures are written for the lake under the numbers that series and imports have here.
4. One transaction stores every row of the state and seals the batch. A crash from here on is ended
   by the next opening (`recovery.advance`).
5. The lake is told, measures become visible, sums are made.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.moving import ORGANISATION_TAKEN
from beffroi.store import originals
from beffroi.store.checking.series import Known, against_lake
from beffroi.store.disk import disk_errors
from beffroi.store.facts import microseconds
from beffroi.store.federation.elsewhere import require_kept_here
from beffroi.store.households.form import is_pseudonym
from beffroi.store.journal.append import Told, append
from beffroi.store.journal.note import PublicKey
from beffroi.store.lake import RECENT, Written
from beffroi.store.moving import arriving
from beffroi.store.moving.held import CARRIED
from beffroi.store.moving.measures import Step
from beffroi.store.moving.numbers import empty, reserve
from beffroi.store.moving.reading import Export, verified
from beffroi.store.moving.rows import FIRST, Rows
from beffroi.store.moving.writing import work_folder
from beffroi.store.own_work import begin
from beffroi.store.recovery import (
    ADOPTION,
    COMPACTION,
    advance,
    forget,
    mend,
    sealing,
    tag,
    whole,
)
from beffroi.store.rollups.roll import roll
from beffroi.store.state import models
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

ADOPT = "organisation.adopt"
_INCOHERENT = Text(
    fr="une ligne n’est pas cohérente avec les autres ({what})",
    en="a row does not agree with the others ({what})",
)
_SERIES = next(held for held in CARRIED if held.model is models.Series)
#: What rows raise that name what is not there, twice the same, or what no row holds.
_WRONG = (
    KeyError,
    StopIteration,
    TypeError,
    ValueError,
    AttributeError,
    OverflowError,
    IntegrityError,
    DataError,
)


@dataclass(frozen=True, slots=True)
class Adopted:
    """What was adopted."""

    organisation: int
    name: str
    installation: str
    """Where it comes from."""
    key: str
    """The public key that verified it."""
    rows: int
    """Rows of the state."""
    observations: int
    """Versions of observations, repairs among them."""
    originals: int


@dataclass(slots=True)
class _Work:
    door: WriteDoor
    export: Export
    batch: int
    organisation: int
    fresh: bool
    """Whether the organisation is not there yet."""
    rows: Rows


def adopt(
    door: WriteDoor, place: Path, key: PublicKey | None = None, step: Step = lambda *_: None
) -> Adopted:
    """Store an export; without `key`, it is not known who made it.

    Raises:
        BeffroiError: `move.export_unreadable`, `move.export_newer`, `move.organisation_taken`;
            what `reading.verified` raises; `store.home_busy`, `store.home_unwritable`.
    """
    door.require()
    with disk_errors(door.home.root), work_folder(door.home) as work:
        export = verified(door.home, place, work, key, step)
        with door.hold(COMPACTION):
            mend(door, RECENT, COMPACTION)
            whole(door)
            done = _adopt(door, export, step)
    roll(door)
    return done


def _adopt(door: WriteDoor, export: Export, step: Step) -> Adopted:
    with door.change("organisation.adopt.begin", "leaving", subject=export.sha256) as change:
        batch = begin(change, ADOPTION, door.actor).id
    try:
        work = _reserved(door, export, batch)
        numbers = work.rows.numbers
        files = arriving.write(
            door, export, batch, work.organisation, numbers["series"], numbers["batch"], step
        )
        _agree(work, files)
        kept = _originals(door, export)
        _seal(work, files)
    except BaseException:
        with door.look() as session:
            sealed = session.get_one(models.Batch, batch).status == "sealed"
        if not sealed:
            forget(door, batch, "failed")
        raise
    finally:
        shutil.rmtree(door.home.spool / tag(batch), ignore_errors=True)
    advance(door, batch)
    about = export.manifest
    observations = sum(file.rows for file in files)
    name, installation = export.organisation["name"], about["installation"]
    key = str(export.key)
    return Adopted(work.organisation, name, installation, key, work.rows.stored, observations, kept)


def _reserved(door: WriteDoor, export: Export, batch: int) -> _Work:
    """Find the numbers that organisation, imports and series have here."""
    kept = frozenset(path.name for path in (export.folder / "originals").glob("*"))
    rows = Rows(export, kept)
    old = {held.table.name: rows.ids(held) for held in CARRIED if held.model in FIRST}
    with door.keep() as session:
        row = models.Organisation
        key = export.organisation["key"]
        known = session.scalar(select(row.id).where(row.key == key))
        if known is not None:
            require_kept_here(session, known)
        if known is not None and not empty(session, known):
            raise BeffroiError(ORGANISATION_TAKEN, key=key)
        number = known or reserve(session, row, [1])[1]
        for model in FIRST:
            name = model.__tablename__
            rows.numbers[name] = reserve(session, model, old[name])
    return _Work(door, export, batch, number, known is None, rows)


def _agree(work: _Work, files: list[Written]) -> None:
    """Refuse an export whose series do not say what its measures are.

    Raises:
        BeffroiError: `move.export_unreadable`.
    """
    rows, numbers = work.rows, work.rows.numbers["series"]
    said = [
        Known(
            numbers[row["id"]],
            work.organisation,
            row["kind"],
            row["points"],
            row["revised"],
            0,
            row["first_at"],
            row["last_at"],
            row["last_value"],
        )
        for row in rows.read(_SERIES)
    ]
    said.sort(key=lambda one: one.id)
    for found in against_lake(work.door, said, files, deep=True, progress=lambda *_: None):
        raise work.export.refuse("state/series.jsonl", found.what)


def _originals(door: WriteDoor, export: Export) -> int:
    """Keep the files as received; one that is kept already is the same."""
    count = 0
    for path in sorted((export.folder / "originals").glob("*")):
        originals.keep(door.home, path, path.name)
        count += 1
    return count


def _seal(work: _Work, files: list[Written]) -> None:
    """Store every row and seal the batch, in one transaction with its entry of the journal."""
    export = work.export
    with work.door.keep() as session:
        _require_empty(session, work)
        batch = sealing(session, work.batch)
        batch.files = [file.plain() for file in files]
        for held in CARRIED:
            name = held.table.name
            try:
                if held.model is models.Organisation:
                    _organisation(session, work)
                else:
                    work.rows.store(session, held)
                if held.model is models.Series:
                    _require_marks(session, work.organisation)
            except _WRONG as error:
                reason = _INCOHERENT.fill(what=type(error).__name__)
                raise export.refuse(f"state/{name}.jsonl", reason) from error
        batch.series_facts = _facts(session, work)
        head = export.proved.head
        detail = {
            "from": export.manifest["installation"],
            "key": str(export.key),
            "entry": export.proved.number,
            "head": head.body(),
            "rows": work.rows.stored,
        }
        told = Told(work.door.actor, ADOPT, "leaving", work.organisation, export.sha256, detail)
        append(session, [told])


def _require_empty(session: Session, work: _Work) -> None:
    """Refuse an organisation that received something meanwhile: nothing comes in from here on."""
    if work.fresh:
        return
    session.get_one(models.Organisation, work.organisation, with_for_update=True)
    if not empty(session, work.organisation):
        key = work.export.organisation["key"]
        raise BeffroiError(ORGANISATION_TAKEN, key=key)


def _organisation(session: Session, work: _Work) -> None:
    row = next(work.rows.read(CARRIED[0]))
    said = {name: row[name] for name in ("key", "name", "kind", "attributes", "created_at")}
    shown = work.export.organisation  # what the person who adopts it reads
    if any(said[name] != shown[name] for name in ("key", "name", "kind")):
        raise KeyError("organisation")
    work.rows.numbers["organisation"] = {row["id"]: work.organisation}
    if work.fresh:
        session.add(models.Organisation(id=work.organisation, parent_id=None, **said))
        session.flush()
    else:
        where = models.Organisation.id == work.organisation
        session.execute(update(models.Organisation).where(where).values(**said))
    work.rows.stored += 1


def _require_marks(session: Session, organisation: int) -> None:
    """Refuse a series that is of a household where its asset is not, or the other way round."""
    asset, series = models.Asset, models.Series
    own = select(asset.key, asset.household, series.household).where(
        asset.organisation_id == organisation
    )
    for key, private, its in session.execute(own.outerjoin(series, series.asset_id == asset.id)):
        if its not in (None, private) or (is_pseudonym(key) and not private):
            raise ValueError("household")


def _facts(session: Session, work: _Work) -> dict[str, Any]:
    """Say what each series holds: `facts.bring` and the rollups learn it at the end."""
    row = models.Series
    query = select(row.id, row.points, row.first_at, row.last_at, row.last_value, row.revised)
    found: dict[str, Any] = {}
    for one in session.execute(query.where(row.organisation_id == work.organisation)):
        found[str(one.id)] = {
            "points": one.points,
            "first": one.first_at and microseconds(one.first_at),
            "last": one.last_at and microseconds(one.last_at),
            "value": one.last_value,
            "several": one.revised,
        }
    return found
