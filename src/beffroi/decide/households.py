"""Delivery points that a person declares to be of households, whether they have measures or not."""

from collections.abc import Sequence

from sqlalchemy import select

from beffroi.decide.organisations import Description
from beffroi.store.erasing import veil_assets
from beffroi.store.households.form import is_pseudonym
from beffroi.store.households.naming import declare_households, linked
from beffroi.store.state.many import blocks
from beffroi.store.state.models import Asset
from beffroi.store.write import WriteDoor

#: The attribute that says whose a delivery point is, and its word for a household.
HOLDER, HOUSEHOLD = "holder", "household"


def is_household(item: Description) -> bool:
    """Tell whether a description says that an asset is of a household."""
    return item.attributes.get(HOLDER) == HOUSEHOLD


def homes_of(door: WriteDoor, organisation: int, items: Sequence[Description]) -> list[Description]:
    """Return the descriptions of households: those that say so, and those of points known as such.

    A later table that says nothing of it must not bring a number back, nor give it a name.
    """
    with door.look(organisation) as session:
        known = {*linked(session, organisation, {item.key for item in items})}
    known |= {item.key for item in items if is_household(item) or is_pseudonym(item.key)}
    return [item for item in items if item.key in known]


def put_households(
    door: WriteDoor, organisation: int, descriptions: Sequence[Description]
) -> dict[str, str]:
    """Declare households; what came under their numbers before goes under their pseudonyms.

    Their names are left, and the files that brought them go, for they hold the numbers.

    Returns:
        The pseudonym of each number.

    Raises:
        BeffroiError: `store.not_found`, `store.home_busy`.
    """
    if not descriptions:
        return {}
    wanted = {(item.type, item.key): item for item in descriptions}
    with door.look(organisation) as session:
        found = [
            row.id
            for some in blocks({key for _, key in wanted})
            for row in session.scalars(
                select(Asset).where(
                    Asset.organisation_id == organisation,
                    Asset.key.in_(some),
                    Asset.household.is_(False),
                )
            )
            if (row.type, row.key) in wanted
        ]
    if found:
        veil_assets(door, organisation, found)
    said = {one: {k: str(v) for k, v in item.attributes.items()} for one, item in wanted.items()}
    return declare_households(door, organisation, said)
