"""Documents of an asset as pages list them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from beffroi.figures import size
from beffroi.ingest.documents.forms import SHOWN
from beffroi.store.documents import KINDS, listed
from beffroi.store.state.documents import Document
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.pages.declaring import Visit
from beffroi.web.pages.people import names_of

_FORMS = {
    "pdf": Text(fr="PDF", en="PDF"),
    "jpeg": Text(fr="photo JPEG", en="JPEG photograph"),
    "png": Text(fr="image PNG", en="PNG picture"),
    "webp": Text(fr="photo WebP", en="WebP photograph"),
    "odt": Text(fr="texte ODT", en="ODT text"),
    "ods": Text(fr="tableur ODS", en="ODS spreadsheet"),
    "docx": Text(fr="texte Word", en="Word document"),
    "xlsx": Text(fr="tableur Excel", en="Excel spreadsheet"),
    "csv": Text(fr="tableau CSV", en="CSV table"),
    "txt": Text(fr="texte", en="text"),
}
_OTHER = Text(fr="fichier", en="file")


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of an asset."""

    number: int
    title: str
    kind: Text
    day: date
    name: str
    """The name of its file, as it came."""
    form: Text
    size: Text
    who: str
    at: datetime
    opens: bool
    """Whether a browser shows it by itself."""
    removed: bool
    """Whether it was removed, and may be put back."""


def may_attach(visit: Visit) -> bool:
    """Tell whether the person may attach, correct and remove documents."""
    return visit.may(Right.IMPORT) or visit.may(Right.DECIDE)


def standing(session: Session, organisation: int, asset: int) -> list[Document]:
    """List the documents of an asset but those removed."""
    return [one for one in listed(session, organisation, [asset]) if one.removed_at is None]


def papers(visit: Visit, rows: Sequence[Document]) -> tuple[Paper, ...]:
    """Return documents as pages list them."""
    names = names_of(visit.own(), {row.actor for row in rows})
    return tuple(
        Paper(
            row.id,
            row.title,
            KINDS.get(row.kind, KINDS["other"]),
            row.dated_on,
            row.name,
            _FORMS.get(row.form, _OTHER),
            size(max(row.bytes, 1000)),  # nothing is of no size
            names[row.actor],
            row.at,
            row.form in SHOWN,
            row.removed_at is not None,
        )
        for row in rows
    )
