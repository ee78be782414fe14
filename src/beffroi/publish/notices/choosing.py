"""What people want to be told of: by organisation, else what they said of all, else the usual."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from beffroi.periods import utc_now
from beffroi.publish.notices.kinds import KINDS, NEVER, members
from beffroi.store.state.notices import NoticeChoice
from beffroi.store.state.people import Person
from beffroi.store.write import WriteDoor
from beffroi.trust.people.memberships import Held, rights

PURPOSE = "notices"


@dataclass(frozen=True, slots=True)
class Wish:
    """How often somebody is told of a kind by an organisation, and since when."""

    pace: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Choices:
    """What people said, by person, organisation (none: all of them) and kind."""

    said: Mapping[tuple[int, int | None, str], NoticeChoice]

    @classmethod
    def of(cls, session: Session, people: Iterable[int] | None = None) -> "Choices":
        """Look up what people said; all of them where none is named."""
        query = select(NoticeChoice).order_by(NoticeChoice.id)
        if people is not None:
            query = query.where(NoticeChoice.person_id.in_([*people]))
        rows = session.scalars(query)
        return cls({(one.person_id, one.organisation_id, one.kind): one for one in rows})

    def wish(self, person: int, held: Sequence[Held], organisation: int, kind: str) -> Wish | None:
        """Return what a person wants of a kind; None for whoever may not be told of it.

        What a role gives only with a second proof gives no content by mail, which asks for none;
        that something failed may be told, since a letter says no more of it.
        """
        declared = KINDS[kind]
        proof = kind == "jobs"
        own = [one for one in held if one.organisation == organisation]
        everywhere = rights(held, organisation, second_factor=proof)
        if declared.right not in everywhere:
            return None
        row = self.said.get((person, organisation, kind)) or self.said.get((person, None, kind))
        if row is not None and row.pace in declared.paces:
            return Wish(row.pace, row.at)
        # Somebody of the installation has a role everywhere: nothing is sent to them unasked.
        usual = declared.given_to in rights(own, organisation, second_factor=proof)
        since = min((one.since for one in own), default=utc_now())
        return Wish(declared.usual if usual else NEVER, since)


def choose(door: WriteDoor, person: Person, organisation: int, paces: Mapping[str, str]) -> None:
    """Record how often a person wants each kind from an organisation.

    Raises:
        BeffroiError: `store.not_found` for an organisation that was erased.
    """
    with door.change("notices.choose", PURPOSE, organisation, person.reference) as change:
        for kind, pace in paces.items():
            _put(change.session, person.id, organisation, kind, pace)
        change.detail = dict(paces)


def stop(door: WriteDoor, person: Person, group: str) -> None:
    """Stop notices of a group from every organisation, those to come too."""
    with door.change("notices.stop", PURPOSE, subject=person.reference) as change:
        session, row = change.session, NoticeChoice
        kinds = members(group)
        session.execute(delete(row).where(row.person_id == person.id, row.kind.in_(kinds)))
        for kind in kinds:
            _put(session, person.id, None, kind, NEVER)
        change.detail = {"group": group}


def _put(session: Session, person: int, organisation: int | None, kind: str, pace: str) -> None:
    row = NoticeChoice
    mine = (row.person_id == person, row.organisation_id == organisation, row.kind == kind)
    found = session.scalar(select(row).where(*mine))
    if found is None:
        found = row(person_id=person, organisation_id=organisation, kind=kind)
        session.add(found)
    found.pace, found.at = pace, utc_now()
