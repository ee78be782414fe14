"""A file attached to an asset: recognised, made bare, kept."""

from datetime import date
from pathlib import Path
from uuid import uuid4

from beffroi.errors import BeffroiError
from beffroi.errors.documents import DOCUMENT_INVALID, DOCUMENT_UNKNOWN
from beffroi.ingest.documents.forms import PHOTOGRAPHS, form_of
from beffroi.ingest.documents.photographs import DamagedError, write_bare
from beffroi.store import documents, originals
from beffroi.store.disk import disk_errors
from beffroi.store.documents import KINDS, Received, Said
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

LONGEST_TITLE = 200
_DAMAGED = Text(fr="l’image est coupée ou abîmée", en="the picture is cut off or damaged")
_TITLE = Text(
    fr="donnez-lui un titre de {most} signes au plus", en="give it a title of {most} signs at most"
)
_KIND = Text(fr="sa sorte est l’une de : {known}", en="its kind is one of: {known}")
_DAY = Text(fr="sa date n’est pas une date", en="its date is no date")
_FIRST, _LAST = 1800, 2200


def said(title: str, kind: str, dated_on: date | None) -> Said:
    """Return what people say of a document, once it is checked.

    >>> said("  Audit   2026 ", "audit", date(2026, 3, 1)).title
    'Audit 2026'

    Raises:
        BeffroiError: `document.invalid`.
    """
    short = " ".join("".join(one if one.isprintable() else " " for one in title).split())
    reason = None
    if not 0 < len(short) <= LONGEST_TITLE:
        reason = _TITLE.fill(most=LONGEST_TITLE)
    elif kind not in KINDS:
        reason = _KIND.fill(known=", ".join(KINDS))
    if reason is not None or dated_on is None or not _FIRST <= dated_on.year < _LAST:
        raise BeffroiError(DOCUMENT_INVALID, reason=reason or _DAY)
    return Said(short, kind, dated_on)


def attach(
    door: WriteDoor,
    organisation: int,
    asset: int,
    path: Path,
    name: str,
    about: Said,
    most_mb: int,
) -> int:
    """Keep a file as a document of an asset; return the number of the document.

    A photograph is kept without its place, its hour and its device; anything else as it came.

    Raises:
        BeffroiError: `document.unknown`, `document.no_room`, `store.not_found`,
            `store.home_unwritable`.
    """
    form = form_of(path, name)
    if form not in PHOTOGRAPHS:
        return documents.attach(
            door, organisation, asset, _received(path, name, form), about, most_mb
        )
    bare = door.home.spool / f"{uuid4()}.part"
    try:
        with disk_errors(door.home.root):
            write_bare(path, bare, form)
        received = _received(bare, name, form)
        return documents.attach(door, organisation, asset, received, about, most_mb)
    except DamagedError as error:
        raise BeffroiError(DOCUMENT_UNKNOWN, name=name, reason=_DAMAGED) from error
    finally:
        bare.unlink(missing_ok=True)


def _received(path: Path, name: str, form: str) -> Received:
    return Received(path, originals.digest(path), name, path.stat().st_size, form)
