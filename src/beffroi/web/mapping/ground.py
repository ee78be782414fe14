"""The ground of a map: the outlines of an organisation's communes, and of those around."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from beffroi.commons.geography import newest_members
from beffroi.commons.organisations import territory
from beffroi.commons.outlines import Box, Placed, communes_of, outlines_around, outlines_of
from beffroi.decide.places import Ground
from beffroi.errors import BeffroiError
from beffroi.store.state import models
from beffroi.territory.kinds import Level
from beffroi.territory.points import Point, point_of

#: The mainland: what is looked at where nothing says where to look.
FRANCE: Box = (-5.2, 41.3, 9.6, 51.2)
#: How much is seen around the communes, as a share of their extent; and at least so much [°].
_MARGIN, _LEAST = 0.06, 0.012


@dataclass(frozen=True, slots=True)
class Land:
    """The communes of an organisation, and what is around them."""

    own: tuple[Placed, ...]
    around: tuple[Placed, ...]
    ground: Ground
    box: Box | None
    """What its communes are in, with a margin; None where no outline of them is known."""


def land_of(session: Session, organisation: int, day: date, *, around: bool = False) -> Land:
    """Return the ground of an organisation's map; what is `around` is read where it is asked for.

    The session sees the organisation; outlines are public.
    """
    grounds = territory(session, organisation, day)
    codes = {*communes_of(session, grounds)}
    sirens = {one.code for one in grounds if one.level == Level.EPCI}
    if sirens:
        codes |= _members(session, sirens)
    own = tuple(outlines_of(session, codes))
    box = widened([one.box for one in own]) if own else None
    near = (
        [one for one in outlines_around(session, box) if one.code not in codes]
        if (around and box)
        else []
    )
    row = session.get(models.Organisation, organisation)
    said = point_of(row.attributes) if row else None
    centres = {one.code: Point(one.longitude, one.latitude) for one in own}
    middle = next(iter(centres.values())) if len(centres) == 1 else None
    return Land(own, tuple(near), Ground(centres, said or middle), box)


def widened(boxes: list[Box]) -> Box:
    """Return what holds some bounds, with a margin.

    >>> [round(one, 3) for one in widened([(3.0, 47.0, 4.0, 47.5)])]
    [2.94, 46.97, 4.06, 47.53]
    """
    wests, souths, easts, norths = zip(*boxes, strict=True)
    west, south, east, north = min(wests), min(souths), max(easts), max(norths)
    aside, above = (
        max(_MARGIN * (high - low), _LEAST) for low, high in ((west, east), (south, north))
    )
    return west - aside, south - above, east + aside, north + above


def _members(session: Session, sirens: set[str]) -> set[str]:
    """Return the communes of groupings; none where no list of them was loaded."""
    try:
        return {one.commune for one in newest_members(session) if one.epci in sirens}
    except BeffroiError:
        return set()
