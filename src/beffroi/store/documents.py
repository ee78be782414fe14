"""Documents of an asset: attached, listed, corrected, removed and put back, forgotten."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.documents import DOCUMENT_NO_ROOM, DOCUMENT_STATE
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import utc_now
from beffroi.store import originals
from beffroi.store.deposits.room import MB
from beffroi.store.state import models
from beffroi.store.state.documents import Document
from beffroi.store.state.many import blocks
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

#: For how long what was removed may be put back.
KEPT = timedelta(days=30)
#: What a document is for people.
KINDS = {
    "audit": Text(fr="audit, diagnostic", en="audit"),
    "dpe": Text(fr="DPE", en="energy certificate (DPE)"),
    "invoice": Text(fr="facture", en="invoice"),
    "quote": Text(fr="devis", en="quote"),
    "contract": Text(fr="contrat", en="contract"),
    "plan": Text(fr="plan", en="plan"),
    "photo": Text(fr="photo", en="photograph"),
    "report": Text(fr="compte rendu", en="report"),
    "other": Text(fr="autre", en="other"),
}
_PURPOSE = "documents"
_WHAT = Text(fr="document", en="document")
_ASSET = Text(fr="équipement", en="asset")


@dataclass(frozen=True, slots=True)
class Received:
    """A file that came whole, and what its content is."""

    path: Path
    sha256: str
    name: str
    bytes: int
    form: str


@dataclass(frozen=True, slots=True)
class Said:
    """What people say of a document."""

    title: str
    kind: str
    dated_on: date


def attach(
    door: WriteDoor, organisation: int, asset: int, received: Received, said: Said, most_mb: int
) -> int:
    """Keep a file as a document of an asset; return its number.

    Raises:
        BeffroiError: `store.not_found`; `document.no_room` where an authority would keep more than
            `most_mb`; `store.home_unwritable`.
    """
    home, sha256 = door.home, received.sha256
    originals.keep(home, received.path, sha256)
    try:
        with door.change("document.add", _PURPOSE, organisation, f"asset {asset}") as change:
            session = change.session
            # One after the other, on a server too: what others attach meanwhile is counted.
            session.get(models.Organisation, organisation, with_for_update=True)
            row = session.get(models.Asset, asset)
            if row is None or row.organisation_id != organisation:
                raise BeffroiError(NOT_FOUND, what=_ASSET, key=asset, command="organisations")
            if held(session, organisation) + received.bytes > most_mb * MB:
                raise BeffroiError(DOCUMENT_NO_ROOM, limit=most_mb, setting="documents_mb")
            made = Document(
                organisation_id=organisation,
                asset_id=asset,
                sha256=sha256,
                name=received.name,
                bytes=received.bytes,
                form=received.form,
                title=said.title,
                kind=said.kind,
                dated_on=said.dated_on,
                at=utc_now(),
                actor=door.actor,
            )
            session.add(made)
            session.flush()
            number = made.id
            change.detail = {"document": number, "kind": said.kind, "bytes": received.bytes}
    except BaseException:
        originals.discard(home, sha256, partial(unused, door, sha256))
        raise
    originals.keep(home, received.path, sha256)  # see `originals.discard`
    return number


def held(session: Session, organisation: int) -> int:
    """Return how many bytes the documents of an organisation take, removed ones included."""
    total = select(func.coalesce(func.sum(Document.bytes), 0))
    return int(session.scalar(total.where(Document.organisation_id == organisation)) or 0)


def listed(
    session: Session, organisation: int, assets: Collection[int] | None = None
) -> list[Document]:
    """List documents, those that can be put back included: the latest date first.

    `assets` keeps to some; None lists those of every asset that the session sees.
    """
    row, asset = Document, models.Asset
    query = (
        select(row)
        .join(asset, asset.id == row.asset_id)
        .where(row.organisation_id == organisation, asset.organisation_id == organisation, _kept())
        .order_by(row.dated_on.desc(), row.id.desc())
    )
    if assets is not None:
        query = query.where(row.asset_id.in_(assets))
    return list(session.scalars(query))


def get(session: Session, organisation: int, number: int, *, write: bool = False) -> Document:
    """Return a document of an organisation; another's is not told apart from none.

    Raises:
        BeffroiError: `store.not_found`.
    """
    query = select(Document).where(
        Document.id == number, Document.organisation_id == organisation, _kept()
    )
    row = session.scalar(query.with_for_update() if write else query) if number > 0 else None
    if row is None:
        raise BeffroiError(NOT_FOUND, what=_WHAT, key=number, command="documents list")
    return row


def _kept() -> ColumnElement[bool]:
    """Leave out what can no longer be put back: its bytes may be gone."""
    return or_(Document.removed_at.is_(None), Document.removed_at > utc_now() - KEPT)


def correct(door: WriteDoor, organisation: int, number: int, said: Said) -> None:
    """Change what is said of a document; the journal says which of it, not the words.

    Raises:
        BeffroiError: `store.not_found`, `document.state` for one that is removed.
    """
    with door.change("document.correct", _PURPOSE, organisation) as change:
        row = _standing(change.session, organisation, number)
        new = {"title": said.title, "kind": said.kind, "dated_on": said.dated_on}
        changed = sorted(name for name, value in new.items() if getattr(row, name) != value)
        for name in changed:
            setattr(row, name, new[name])
        change.subject = f"asset {row.asset_id}"
        change.detail = {"document": number, "changed": changed}
        if not changed:
            change.action = ""


def _standing(session: Session, organisation: int, number: int) -> Document:
    row = get(session, organisation, number, write=True)
    if row.removed_at is not None:
        raise BeffroiError(DOCUMENT_STATE)
    return row


def remove(door: WriteDoor, organisation: int, number: int) -> None:
    """Take a document away; it can be put back for a month.

    Raises:
        BeffroiError: `store.not_found`, `document.state` for one that is removed.
    """
    with door.change("document.remove", _PURPOSE, organisation) as change:
        row = _standing(change.session, organisation, number)
        row.removed_at, row.removed_by = utc_now(), door.actor
        change.subject, change.detail = f"asset {row.asset_id}", {"document": number}


def restore(door: WriteDoor, organisation: int, number: int) -> None:
    """Put a document back; one that stands already changes nothing.

    Raises:
        BeffroiError: `store.not_found`, for one that was removed too long ago too.
    """
    with door.change("document.restore", _PURPOSE, organisation) as change:
        row = get(change.session, organisation, number, write=True)
        change.subject, change.detail = f"asset {row.asset_id}", {"document": number}
        if row.removed_at is None:
            change.action = ""
        row.removed_at = row.removed_by = None


def uses(session: Session, sha256: str, but: Sequence[int] = ()) -> bool:
    """Tell whether some document has the content of a hash, whoever's it is."""
    query = select(Document.id).where(Document.sha256 == sha256, Document.id.not_in(but)).limit(1)
    return session.scalar(query) is not None


def unused(door: WriteDoor, sha256: str, but: Sequence[int] = ()) -> bool:
    """Tell whether no import and no other document has the content of a hash."""
    batch = models.Batch
    brought = select(batch.id).where(batch.sha256 == sha256, batch.status != "failed").limit(1)
    with door.look() as session:
        return session.scalar(brought) is None and not uses(session, sha256, but)


def tidy(door: WriteDoor, now: datetime | None = None) -> int:
    """Erase what was removed long enough ago; return how many documents went.

    Bytes go first: a death in between leaves a row that the next time removes.
    """
    before = (now or utc_now()) - KEPT
    old = Document.removed_at < before
    with door.look() as session:
        query = select(Document.id, Document.organisation_id, Document.sha256).where(old)
        late = session.execute(query.order_by(Document.id)).all()
    gone = [number for number, _, _ in late]
    for sha256 in sorted({one for _, _, one in late if one}):
        originals.discard(door.home, sha256, partial(unused, door, sha256, gone))
    for owner in sorted({one for _, one, _ in late}):
        numbers = [number for number, of, _ in late if of == owner]
        with door.change("document.expire", _PURPOSE, owner) as change:
            change.detail = {"documents": len(numbers)}
            for some in blocks(numbers):
                change.session.execute(delete(Document).where(Document.id.in_(some), old))
    return len(gone)


def forget(session: Session, *which: ColumnElement[bool]) -> tuple[str, ...]:
    """Forget documents for good, within an erasure; return the hashes that nobody else keeps."""
    found = session.execute(delete(Document).where(*which).returning(Document.sha256))
    hashes = {one for one in found.scalars() if one}
    batch = models.Batch
    for some in blocks(sorted(hashes)):
        brought = select(batch.sha256).where(batch.sha256.in_(some), batch.status != "failed")
        hashes.difference_update(session.scalars(brought).all())
        others = select(Document.sha256).where(Document.sha256.in_(some))
        hashes.difference_update(session.scalars(others).all())
    return tuple(sorted(hashes))
