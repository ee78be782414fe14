"""Years of a commune, compared like with like; kept while nothing new was measured."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from beffroi.decide.computing import figures
from beffroi.decide.indicators import Value
from beffroi.domains import domains, quantities
from beffroi.domains.contract import Indicator
from beffroi.store.read import ReadDoor
from beffroi.store.state import models
from beffroi.web.pages.declaring import Visit
from beffroi.web.pages.fresh import keeper

#: A year counts where at least this many of its days are known.
LEAST_DAYS = 330


@dataclass(frozen=True, slots=True)
class Trend:
    """A yearly figure of all that was measured in its last whole year, and how it moved.

    `change` compares with the year before over the assets known in both; None where there is none.
    """

    unit: str
    year: int
    value: float
    change: float | None


def trend(values: Iterable[Value], key: str) -> Trend | None:
    """Return the trend of a yearly indicator that adds up; None where no year is whole."""
    known: dict[int, dict[tuple[int, str], float]] = {}
    unit = ""
    for value in values:
        if value.indicator.key == key and value.known_days >= LEAST_DAYS:
            unit = value.indicator.unit
            asset = (value.row.asset, value.row.quantity)
            known.setdefault(value.first.year, {})[asset] = value.value
    if not known:
        return None
    year = max(known)
    now, before = known[year], known.get(year - 1, {})
    shared = now.keys() & before.keys()
    base = sum(before[one] for one in shared)
    change = sum(now[one] for one in shared) / base - 1 if base > 0 else None
    return Trend(unit, year, sum(now.values()), change)


def indicators(
    visit: Visit, keys: Sequence[str], door: ReadDoor | None = None
) -> tuple[Value, ...]:
    """Return indicators of the organisation of a page, computed where something is new.

    `door` is the one that they are read through: that of the person, unless a narrower one is
    given.

    Raises:
        BeffroiError: `people.right_missing`.
    """
    return figures(keeper(visit, door or visit.reader("indicators")), keys)


def offered(visit: Visit) -> dict[str, Indicator]:
    """Return the indicators of the trades that an organisation measures: all, where it has none."""
    series = models.Series
    query = select(series.quantity).where(
        series.organisation_id == visit.organisation, series.points > 0
    )
    with visit.reader("indicators").session() as session:
        found = session.scalars(query.distinct()).all()
    declared = quantities()
    measured = {declared[one].integral or one for one in found if one in declared}
    rooms = [room for room in domains().values() if room.indicators]
    own = [room for room in rooms if measured & {*room.inputs}]
    return {one.key: one for room in own or rooms for one in room.indicators}
