"""Entries of the journal that an organisation may see: its own, and accesses to its data."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.store import NOT_FOUND
from beffroi.store.federation.elsewhere import require_kept_here
from beffroi.store.journal import entry
from beffroi.store.journal.accesses import ACCESS
from beffroi.store.sharing.terms import midnight
from beffroi.store.state.merkle import Access
from beffroi.store.state.models import JournalEntry
from beffroi.texts import Text
from beffroi.web.pages.declaring import Visit
from beffroi.web.pages.forms import day_of
from beffroi.web.pages.journals.acts import kinds, said_of
from beffroi.web.pages.journals.words import WORDS
from beffroi.web.pages.people import names_of, organisations_of

_WHAT = Text(fr="entrée du journal", en="entry of the journal")
_REFERENCE = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for; what is empty asks for nothing."""

    who: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    accesses: bool = False
    """The accesses of others to one's data, in place of one's own entries."""

    @classmethod
    def of(cls, visit: Visit) -> "Asked":
        """Return what the address asks for; what means nothing there is left out."""
        query = visit.query
        kind = query.get("sorte", "")
        return cls(
            query.get("qui", "").strip()[:_REFERENCE],
            kind if kind in kinds() else "",
            day_of(query.get("du", "")),
            day_of(query.get("au", "")),
            query.get("vue") == "acces",
        )

    @property
    def kept(self) -> dict[str, str]:
        """The same, as an address says it."""
        said = {
            "qui": self.who,
            "sorte": self.kind,
            "du": self.since.isoformat() if self.since else "",
            "au": self.until.isoformat() if self.until else "",
            "vue": "acces" if self.accesses else "",
        }
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of the journal as a sentence."""

    number: int
    at: datetime
    who: str
    actor: str
    """What it is looked for by; empty where it was erased, or is of another organisation."""
    said: Text
    purpose: str
    erased: bool


def rows_of(
    session: Session, own: int, asked: Asked, most: int, before: int | None = None
) -> list[JournalEntry]:
    """List entries, the last first."""
    query = _chosen(own, asked)
    if before is not None:
        query = query.where(JournalEntry.id < before)
    return list(session.scalars(query.order_by(JournalEntry.id.desc()).limit(most)))


def _chosen(own: int, asked: Asked) -> Select[JournalEntry]:
    row = JournalEntry
    if asked.accesses:
        query = select(row).join(Access, Access.entry_id == row.id)
        query = query.where(Access.organisation_id == own, row.action == ACCESS)
    else:
        query = select(row).where(row.organisation_id == own)
    if asked.who:
        query = query.where(row.actor == asked.who)
    if asked.kind:
        begins = kinds()[asked.kind].actions
        query = query.where(or_(*(row.action.startswith(one, autoescape=True) for one in begins)))
    if asked.since:
        query = query.where(row.at >= midnight(asked.since))
    if asked.until:
        query = query.where(row.at < midnight(asked.until + timedelta(days=1)))
    return query


def one_of(session: Session, own: int, number: int) -> JournalEntry:
    """Return an entry; another's is not told apart from none.

    Raises:
        BeffroiError: `store.not_found`.
    """
    row = session.get(JournalEntry, number) if 0 < number < 2**31 else None
    if row is not None and row.organisation_id != own:
        row = row if session.get(Access, (number, own)) is not None else None
    if row is None:
        raise BeffroiError(NOT_FOUND, what=_WHAT, key=number, command="journal list")
    return row


def require_here(visit: Visit) -> None:
    """Refuse the journal of an organisation that another installation keeps.

    Raises:
        BeffroiError: `federation.kept_elsewhere`.
    """
    with visit.own().look() as session:
        require_kept_here(session, visit.organisation)


def lines_of(visit: Visit, rows: list[JournalEntry]) -> tuple[Line, ...]:
    """Return entries as sentences; people of others are named by their organisation alone."""
    own, door = visit.organisation, visit.own()
    names = names_of(door, {row.actor for row in rows} | {row.subject for row in rows})
    places = organisations_of(door, {row.organisation_id or 0 for row in rows} - {own})
    return tuple(_line(row, own, names, places) for row in rows)


def _line(row: JournalEntry, own: int, names: dict[str, str], places: dict[int, str]) -> Line:
    erased = len(row.who) != entry.SALT or len(row.what) != entry.SALT
    line = Line(
        row.id,
        row.at,
        _who(row.actor, names),
        row.actor,
        said_of(row.action, names.get(row.subject, row.subject)),
        row.purpose,
        erased,
    )
    if row.action == ACCESS:
        line = replace(line, said=_access(row.detail, row.organisation_id == own))
    if row.organisation_id == own:
        return line
    return replace(line, who=places.get(row.organisation_id or 0, line.who), actor="")


def _who(actor: str, names: dict[str, str]) -> str:
    return names.get(actor, actor)


def _access(detail: dict[str, Any], own: bool) -> Text:
    series, agreement = detail.get("series"), detail.get("agreement")
    if series is None:
        return WORDS["read_erased"]
    said = WORDS["read_theirs" if own else "read_yours"]
    return said.fill(series=series, agreement=agreement)
