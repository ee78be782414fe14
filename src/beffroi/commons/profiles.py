"""What kind of place the territory of each authority is, as far as the loaded files know it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.commons.geography import newest_density, newest_members
from beffroi.commons.organisations import territories
from beffroi.errors import BeffroiError
from beffroi.errors.territory import NOT_LOADED
from beffroi.store.state import models
from beffroi.store.state.places import Ground
from beffroi.territory.epci import Member
from beffroi.territory.kinds import Level
from beffroi.territory.profile import Profile, density_of

#: Of an organisation that was described with it: the simulated ones of the demonstration.
_ATTRIBUTE = "population"


class Listed:
    """The list of EPCI and their members, looked up by commune and by EPCI."""

    def __init__(self, members: Iterable[Member]) -> None:
        """Index a list of members."""
        self._known: dict[str, Member] = {}
        self._of: dict[str, list[str]] = {}
        for one in members:
            self._known[one.commune] = one
            self._of.setdefault(one.epci, []).append(one.commune)

    def communes(self, places: Iterable[Ground]) -> dict[str, Member | None]:
        """Return the communes of a territory, each with what the list says of it."""
        own: set[str] = set()
        for place in places:
            if place.level == Level.COMMUNE:
                own.add(place.code)
            elif place.level == Level.EPCI:
                own.update(self._of.get(place.code, ()))
        return {code: self._known.get(code) for code in sorted(own)}


def profiles(session: Session, organisations: Collection[int], today: date) -> dict[int, Profile]:
    """Return the profile of each authority; what no file that was loaded tells is None.

    The population is that of the territory on a day, by the newest list of EPCI, and its density
    by the newest grid. Neither is known where it is not known of one commune.
    """
    listed, levels = Listed(_members(session)), newest_density(session)
    places = territories(session, organisations, today)
    described = _described(session, organisations)
    return {
        one: _profile(listed.communes(places.get(one, ())), levels, described.get(one))
        for one in organisations
    }


def _profile(
    communes: Mapping[str, Member | None], levels: Mapping[str, str], described: int | None
) -> Profile:
    counted = {code: one.population if one else None for code, one in communes.items()}
    known = [count for count in counted.values() if count is not None]
    whole = bool(communes) and len(known) == len(counted)
    return Profile(
        population=sum(known) if whole else described,
        density=density_of((levels.get(code), count) for code, count in counted.items()),
    )


def _members(session: Session) -> Sequence[Member]:
    try:
        return newest_members(session)
    except BeffroiError as error:
        if error.type is not NOT_LOADED:
            raise
        return ()


def _described(session: Session, organisations: Collection[int]) -> dict[int, int]:
    row = models.Organisation
    query = select(row.id, row.attributes).where(row.id.in_(organisations))
    told = {number: attributes.get(_ATTRIBUTE) for number, attributes in session.execute(query)}
    return {number: count for number, count in told.items() if isinstance(count, int)}
