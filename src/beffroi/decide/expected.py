"""What a series should be day by day: learnt from the two years before, never from the days judged.

The model is that of verification (`decide/fitting.py`), fitted again at the beginning of each
quarter on what came before. Of the first year nothing is expected: there is nothing to learn from.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import numpy as np
from sqlalchemy.orm import Session

from beffroi.analysis.baseline.prediction import quantile
from beffroi.decide import weather
from beffroi.decide.extents import Extent, whole
from beffroi.decide.fitting import Days, expect, fit, make_days
from beffroi.decide.grids import read_grid
from beffroi.decide.panel import calendar_of
from beffroi.decide.sources import attributes, consumed
from beffroi.domains import domains, quantities
from beffroi.domains.panel import Row
from beffroi.periods import PARIS, SchoolZone, Step, day_types, utc_now
from beffroi.store.read import END, ReadDoor
from beffroi.store.state import models
from beffroi.units import conversion

CONFIDENCE = 0.9
#: Days that a fit learns from, at most, and the fewest of them that must be known.
LEARNT, LEAST = timedelta(days=730), 270
_QUARTER = 3  # months
#: How long what was computed serves, though weather may come in meanwhile, and how much of it.
_FRESH, _MOST_KEPT = timedelta(minutes=30), 4000
_memory: OrderedDict[tuple[object, ...], tuple[datetime, tuple["Expected", ...]]] = OrderedDict()
_turn = threading.Lock()


@dataclass(frozen=True, slots=True)
class Expected:
    """What was expected of a civil step, in the display unit of its amount, nine times in ten."""

    start: datetime
    mean: float
    low: float
    high: float


def expects(series: models.Series) -> bool:
    """Tell whether something is expected of a series: a consumption that a trade analyses."""
    declared = quantities().get(series.quantity)
    if declared is None or not consumed(series):
        return False
    target = declared.integral or declared.key
    return any(target in domain.inputs for domain in domains().values())


def expected(
    door: ReadDoor, series: models.Series, asked: Extent, step: Step
) -> tuple[Expected, ...]:
    """Return what was expected of the days or months of a period, in the order of time.

    Of another step, of what is no consumption or is lent by another, nothing is said.

    Raises:
        BeffroiError: `store.out_of_scope`.
    """
    door.scope.require_measures(f"series {series.id}")
    if not door.scope.allows(series.organisation_id):
        return ()
    known = whole(series)
    if known is None or step not in (Step.DAY, Step.MONTH) or not expects(series):
        return ()
    since, until = max(asked.since, known.since), min(asked.until, known.until)
    if since >= until:
        return ()
    first, last = (one.astimezone(PARIS).date() for one in (since, until))
    quarters = list(_quarters(first, last))
    kept = _Kept(door.home.root, series, step, utc_now())
    known_ones = {begin: kept.get(begin) for begin, _ in quarters}
    if missing := [begin for begin, found in known_ones.items() if found is None]:
        days = _days(door, series, known, missing[0], missing[-1])
        for begin in missing:
            known_ones[begin] = kept.put(begin, tuple(_block(days, begin, step)))
    found = [one for begin, _ in quarters for one in known_ones[begin] or ()]
    return tuple(one for one in found if _begun(one.start, first, step) and one.start < until)


@dataclass(frozen=True, slots=True)
class _Kept:
    """Quarters that were computed lately, for whoever goes about in one series."""

    home: Path
    series: models.Series
    step: Step
    now: datetime

    def get(self, begin: date) -> tuple[Expected, ...] | None:
        with _turn:
            at, found = _memory.get(self._place(begin), (None, None))
        return found if at is not None and self.now - at < _FRESH else None

    def put(self, begin: date, found: tuple[Expected, ...]) -> tuple[Expected, ...]:
        with _turn:
            _memory[self._place(begin)] = (self.now, found)
            while len(_memory) > _MOST_KEPT:
                _memory.popitem(last=False)
        return found

    def _place(self, begin: date) -> tuple[object, ...]:
        row = self.series
        return self.home, row.id, row.points, row.last_at, self.step, begin


def _begun(start: datetime, first: date, step: Step) -> bool:
    day = start.astimezone(PARIS).date()
    return day >= (first.replace(day=1) if step is Step.MONTH else first)


def _days(door: ReadDoor, series: models.Series, known: Extent, first: date, last: date) -> Days:
    """Read the days of a period, whole quarters of it, and those that are learnt from."""
    begin = max(_quarter(first) - LEARNT, known.since.astimezone(PARIS).date())
    end = min(_following(_quarter(last)), known.until.astimezone(PARIS).date())
    calendar = calendar_of(_noon(begin), _noon(end), END)
    values, filled = read_grid(door, [series], calendar, Step.DAY)
    declared = quantities()[series.quantity]
    target = quantities()[declared.integral or declared.key]
    factor, _ = conversion(target.unit, target.display)
    with door.session() as session:
        row = _row(session, series)
    owner = series.organisation_id
    outside = weather.sheltering(door, owner)
    temperature = weather.daily(outside, [row], [owner], calendar)[0]
    zone = str(row.attributes.get("school_zone") or "")
    types = day_types(calendar.days, SchoolZone(zone if zone in {*SchoolZone} else "B"))
    return make_days(calendar.days, values[0] * factor, filled[0], temperature, types)


def _row(session: Session, series: models.Series) -> Row:
    asset = session.get_one(models.Asset, series.asset_id)
    merged = attributes(session, [asset])[asset.id]
    return Row(series.id, asset.id, asset.type, asset.name, series.quantity, merged)


def _block(days: Days, begin: date, step: Step) -> Iterator[Expected]:
    """Yield what was expected of the quarter that begins on a day."""
    eve, end = begin - timedelta(days=1), _following(begin)
    learnt = days.between(begin - LEARNT, eve)
    judged = days.between(begin, end - timedelta(days=1))
    if learnt.known < LEAST or not len(judged.dates):
        return
    said = expect(fit(learnt), judged)
    if step is Step.DAY:
        low, high = said.interval(CONFIDENCE)
        rows = zip(judged.dates, said.mean[0], low[0], high[0], strict=True)
        for day, mean, least, most in rows:
            yield _expected(day, mean, least, most)
        return
    months = judged.dates.astype("M8[M]")
    kinds = np.unique(months)
    means, deviations = said.totals(np.searchsorted(kinds, months).astype(np.int64))
    for month, mean, deviation in zip(kinds, means[0], deviations[0], strict=True):
        length = int(((month + 1).astype("M8[D]") - month.astype("M8[D]")).astype(int))
        if int((months == month).sum()) == length:  # part of a month is no month
            margin = quantile(CONFIDENCE) * deviation
            yield _expected(month.astype("M8[D]"), mean, mean - margin, mean + margin)


def _expected(day: np.datetime64, mean: float, low: float, high: float) -> Expected:
    start = datetime.combine(day.astype(object), time(), PARIS).astimezone(UTC)
    return Expected(start, float(mean), max(float(low), 0.0), float(high))


def _quarters(first: date, last: date) -> Iterator[tuple[date, date]]:
    begin = _quarter(first)
    while begin <= last:
        end = _following(begin)
        yield begin, end
        begin = end


def _quarter(day: date) -> date:
    """Return the first day of the quarter of a day.

    >>> _quarter(date(2024, 5, 31))
    datetime.date(2024, 4, 1)
    """
    return date(day.year, day.month - (day.month - 1) % _QUARTER, 1)


def _following(day: date) -> date:
    """Return the first day of the quarter after one that begins on a day.

    >>> _following(date(2024, 10, 1))
    datetime.date(2025, 1, 1)
    """
    month = day.month + _QUARTER
    return date(day.year + (month > 12), (month - 1) % 12 + 1, 1)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), PARIS)
