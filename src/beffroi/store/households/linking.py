"""Whose a pseudonym is: told with a trace, or forgotten for good."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.domains import HOUSEHOLD_UNKNOWN
from beffroi.store.households.form import is_pseudonym
from beffroi.store.households.naming import PURPOSE, linked
from beffroi.store.state.households import HouseholdLink
from beffroi.store.write import WriteDoor


def find(door: WriteDoor, organisation: int, number: str) -> str:
    """Return the pseudonym of a number that a person gives; the journal says that it was asked.

    Raises:
        BeffroiError: `household.unknown`.
    """
    with door.look(organisation) as session:
        name = _named(session, organisation, number)
    with door.change("household.find", PURPOSE, organisation, name):
        return name


def unlink(door: WriteDoor, organisation: int, number: str) -> str:
    """Forget whose a pseudonym is, by its number or by itself: nobody can tell any more.

    The measures stay, in totals; a later file of the same number makes another pseudonym.

    Raises:
        BeffroiError: `household.unknown`.
    """
    link = HouseholdLink
    with door.look(organisation) as session:
        name = _named(session, organisation, number)
    with door.change("household.unlink", PURPOSE, organisation, name) as change:
        own = link.organisation_id == organisation
        change.session.execute(delete(link).where(own, link.pseudonym == name))
    door.state.scrub()  # somebody may be reading: the next erasure then takes the bytes
    return name


def _named(session: Session, organisation: int, text: str) -> str:
    if is_pseudonym(text):
        own = HouseholdLink.organisation_id == organisation
        query = select(HouseholdLink.pseudonym).where(own, HouseholdLink.pseudonym == text)
        found = session.scalar(query)
    else:
        found = linked(session, organisation, [text]).get(text)
    if found is None:
        raise BeffroiError(HOUSEHOLD_UNKNOWN)  # the number itself is told nowhere
    return found
