"""Years of a commune, compared like with like; kept while nothing new was measured."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from beffroi.decide.computing import figures
from beffroi.decide.indicators import Value
from beffroi.decide.quality.tallying import sampled
from beffroi.domains import domains, quantities
from beffroi.domains.contract import Indicator
from beffroi.domains.tallies import Tally
from beffroi.store.read import ReadDoor
from beffroi.store.state import models
from beffroi.texts import Text
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


@dataclass(frozen=True, slots=True)
class Share:
    """A yearly share of samples that conform [%], beside those of the year before.

    `points` is by how many it moved since then; None where that year is not known.
    """

    key: str
    label: Text
    year: int
    tally: Tally
    points: float | None
    target: float | None


def shares(values: Iterable[Value]) -> tuple[Share, ...]:
    """Return the last year of each indicator that is counted from samples."""
    known: dict[str, dict[int, Value]] = {}
    for value in values:
        if value.tally is not None:
            known.setdefault(value.indicator.key, {})[value.first.year] = value
    return tuple(
        Share(
            key, last.indicator.label, year, last.tally or Tally(0, 0),
            None if before is None else last.value - before.value, last.indicator.target,
        )
        for key, years in known.items()
        for year in [max(years)]
        for last, before in [(years[year], years.get(year - 1))]
    )  # fmt: skip


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
    """Return the indicators of the trades that an organisation measures: all, where it has none.

    Those that are counted from samples are there where it may show some.
    """
    series = models.Series
    query = select(series.quantity).where(
        series.organisation_id == visit.organisation, series.points > 0
    )
    with visit.reader("indicators").session() as session:
        found = session.scalars(query.distinct()).all()
        samples = sampled(session, visit.organisation)
    declared = quantities()
    measured = {declared[one].integral or one for one in found if one in declared}
    rooms = [room for room in domains().values() if room.indicators]
    every = [(room, one) for room in rooms for one in room.indicators]
    own = [
        one for room, one in every if (samples if one.tally else bool(measured & {*room.inputs}))
    ]
    return {one.key: one for one in own or (one for _, one in every)}
