"""What is public of an authority, from its territory: its population and its climate zone."""

from datetime import date

from sqlalchemy.orm import Session

from beffroi.commons.comparison.groups import Facts, checked, zone_of
from beffroi.commons.geography import newest_members
from beffroi.commons.organisations import territory
from beffroi.commons.profiles import Listed
from beffroi.errors import BeffroiError
from beffroi.errors.compare import FACTS_INVALID
from beffroi.territory.epci import Member
from beffroi.texts import Text

_NO_PLACE = Text(
    fr="son territoire n’est pas connu ici (« beffroi organisations territory » le dit)",
    en="its territory is not known here (“beffroi organisations territory” says it)",
)
_NO_COUNT = Text(
    fr="la population de {codes} n’est pas dans les fichiers chargés",
    en="the population of {codes} is not in the files that were loaded",
)
_SEVERAL = Text(
    fr="son territoire est de plusieurs zones : {zones}",
    en="its territory is of several zones: {zones}",
)
_SHOWN = 5


def facts_of(
    session: Session, organisation: int, today: date, population: int | None, zone: str | None
) -> Facts:
    """Return what is public of an authority; what a person says goes before what files say.

    Args:
        session: What looks into the state.
        organisation: Whose.
        today: The day whose territory counts.
        population: The municipal population; None: that of the newest list of EPCI.
        zone: The climate zone; None: that of the départements of the territory.

    Raises:
        BeffroiError: `compare.facts_invalid`, `territory.not_loaded`.
    """
    if population is not None and zone is not None:
        return checked(population, zone)
    places = territory(session, organisation, today)
    communes = Listed(newest_members(session)).communes(places)
    if not communes:
        raise BeffroiError(FACTS_INVALID, reason=_NO_PLACE)
    return checked(
        _population(communes) if population is None else population,
        _zone(set(communes)) if zone is None else zone,
    )


def _population(communes: dict[str, Member | None]) -> int:
    counted = {code: one.population for code, one in communes.items() if one is not None}
    missing = [code for code in communes if counted.get(code) is None]
    if missing:
        codes = ", ".join(missing[:_SHOWN]) + ("…" if len(missing) > _SHOWN else "")
        raise BeffroiError(FACTS_INVALID, reason=_NO_COUNT.fill(codes=codes))
    return sum(count for count in counted.values() if count is not None)


def _zone(codes: set[str]) -> str:
    zones = sorted({zone_of(code) for code in codes})
    if len(zones) > 1:
        raise BeffroiError(FACTS_INVALID, reason=_SEVERAL.fill(zones=", ".join(zones)))
    return zones[0]
