"""The measures of a series as a drawing, without a script, and the same as a table."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from beffroi.decide.curves import Curve, Point
from beffroi.decide.expected import Expected
from beffroi.decide.extents import Extent
from beffroi.decide.mended import rule_of
from beffroi.figures import number
from beffroi.periods import PARIS, Step
from beffroi.texts import Language, Text
from beffroi.web.pages.charts import HEIGHT, WIDTH, Tick, area, path
from beffroi.web.pages.writing import short

_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 8, 34, 30
_FLOOR = HEIGHT - _BOTTOM
_MOST_TICKS = 7
_REMARKS = {
    "partial": Text(fr="connu à {n} %", en="{n}% known"),
    "repaired": Text(fr="{n} réparées", en="{n} repaired"),
    "one": Text(fr="1 réparée", en="1 repaired"),
    "removed": Text(fr="retirée", en="removed"),
}
_FORMS = {Step.DAY: "yMMMEEEd", Step.MONTH: "yMMMM", Step.YEAR: "y"}
_NONE = "–"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: a moment, what was read, what was made of it, what was expected."""

    when: str
    value: str
    raw: str
    expected: str
    remark: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart: places in a frame of 720 by 280."""

    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    line: str
    raw: str
    """Where what was read differs from what repair made of it."""
    band: str


def drawing(
    curve: Curve,
    expected: Sequence[Expected],
    asked: Extent,
    language: Language,
    *,
    level: bool = False,
) -> Drawing | None:
    """Draw the points of a period, from zero on but for a level; None where there are none."""
    band = {one.start: one for one in expected}
    shown = [one for one in curve.points if one.whole and one.value is not None]
    usual = [one.value for one in shown if one.value is not None]
    usual += [value for one in expected for value in (one.low, one.high)]
    raw = [one.raw for one in curve.points if one.raw is not None]
    if not usual and not raw:
        return None
    bottom, top, rows = scale(*_reach(usual or raw, raw, level=level), language)

    def x(at: datetime) -> float:
        share = (at - asked.since) / asked.length
        return round(_LEFT + min(max(share, 0.0), 1.0) * (WIDTH - _LEFT - _RIGHT), 1)

    def y(value: float) -> float:
        share = (min(max(value, bottom), top) - bottom) / (top - bottom)
        return round(_FLOOR - share * (_FLOOR - _TOP), 1)

    def place(value: float | None) -> float | None:
        return None if value is None else y(value)

    points = curve.points
    middles = [one.start + (one.end - one.start) / 2 for one in points]
    around = _differing(points)
    return Drawing(
        rows,
        tuple(_columns(asked, x, language)),
        path(
            (x(at), place(p.value if p.whole else None))
            for at, p in zip(middles, points, strict=True)
        ),
        path(
            (x(at), place(p.raw if here else None))
            for at, p, here in zip(middles, points, around, strict=True)
        ),
        area(
            [
                (x(at), y(band[p.start].low), y(band[p.start].high))
                for at, p in zip(middles, points, strict=True)
                if p.start in band
            ]
        ),
    )


def _reach(usual: Sequence[float], raw: Sequence[float], *, level: bool) -> tuple[float, float]:
    """Return what an axis shows: one measure read wrong by a thousand would flatten the others.

    >>> _reach([1.0, 2.0], [1.0, 2000.0], level=False)
    (0.0, 4.0)
    """
    low, high = min(usual), max(usual)
    reach = max(high - low, abs(high), 1e-9)
    low = max(min([low, *raw]), low - reach)
    high = min(max([high, *raw]), high + reach)
    return (low, high) if level else (min(low, 0.0), high)


def _differing(points: Sequence[Point]) -> list[bool]:
    """Tell at which points the raw line is drawn: where it differs, and beside."""
    apart = [p.raw is not None and p.raw != p.value for p in points]
    last = len(points) - 1
    return [apart[max(i - 1, 0)] or apart[i] or apart[min(i + 1, last)] for i in range(len(points))]


def scale(low: float, high: float, language: Language) -> tuple[float, float, tuple[Tick, ...]]:
    """Return the ends of an axis, and its marks: three to six round numbers.

    >>> bottom, top, ticks = scale(-3.0, 18.0, "en")
    >>> bottom, top, [tick.text for tick in ticks]
    (-5.0, 20.0, ['−5', '0', '5', '10', '15', '20'])
    """
    reach = high - low if high > low else max(abs(high), 1.0)
    rough = reach / 4
    size = 10 ** math.floor(math.log10(rough))
    step = next(size * one for one in (1, 2, 2.5, 5, 10) if size * one >= rough * 0.9)
    first, last = math.floor(low / step), max(math.ceil(high / step), math.floor(low / step) + 1)
    bottom, top = float(first * step), float(last * step)
    digits = max(0, -math.floor(math.log10(step) + 1e-9) + (step / size == 2.5))
    height = (_FLOOR - _TOP) / (last - first)
    return (
        bottom,
        top,
        tuple(
            Tick(round(_FLOOR - (i - first) * height, 1), number(i * step, digits, language))
            for i in range(first, last + 1)
        ),
    )


def _columns(asked: Extent, x: Callable[[datetime], float], language: Language) -> Iterator[Tick]:
    """Yield the marks of time: years, months, days or hours, as many as can be read."""
    days = asked.length / timedelta(days=1)
    unit = "year" if days > 1100 else "month" if days > 62 else "day" if days > 2.1 else "hour"
    form = {"year": "y", "month": "yMMM", "day": "MMMd", "hour": "Hm"}[unit]
    starts = list(_starts(asked, unit))
    every = max(1, -(-len(starts) // _MOST_TICKS))
    for at in starts[::every]:
        place = x(at)
        if place < WIDTH - 40:
            yield Tick(place, short(at, form, language))


def _starts(asked: Extent, unit: str) -> Iterator[datetime]:
    at = asked.since.astimezone(PARIS)
    if unit == "hour":
        at = at.replace(minute=0, second=0, microsecond=0)
    else:
        day = at.date()
        day = day.replace(month=1, day=1) if unit == "year" else day
        day = day.replace(day=1) if unit == "month" else day
        at = datetime.combine(day, time(), PARIS)
    while at < asked.until:
        if at >= asked.since:
            yield at
        at = _next(at, unit)


def _next(at: datetime, unit: str) -> datetime:
    if unit == "hour":  # a step of the clock itself is not always an hour
        return (at.astimezone(UTC) + timedelta(hours=1)).astimezone(PARIS)
    day = at.date()
    if unit == "day":
        following = day + timedelta(days=1)
    else:
        months = day.year * 12 + day.month - 1 + (12 if unit == "year" else 1)
        following = date(months // 12, months % 12 + 1, 1)
    return datetime.combine(following, time(), PARIS)


def lines(curve: Curve, expected: Sequence[Expected], language: Language) -> tuple[Line, ...]:
    """Return the points as the rows of a table."""
    band = {one.start: one for one in expected}
    return tuple(_line(one, band, curve.step, language) for one in curve.points)


def _line(point: Point, band: Mapping[datetime, Expected], step: Step, language: Language) -> Line:
    said = band.get(point.start)
    return Line(
        when(point.start, step, language),
        figure(point.value, language),
        figure(point.raw, language),
        f"{figure(said.low, language)} – {figure(said.high, language)}" if said else _NONE,
        _remark(point, step, language),
    )


@lru_cache(maxsize=8192)  # writing the days of a year takes a third of the page of a meter
def when(start: datetime, step: Step, language: Language) -> str:
    """Say which step begins at an instant.

    >>> when(datetime.fromisoformat("2026-03-01T00:00+01:00"), Step.MONTH, "fr")
    'mars 2026'
    """
    local = start.astimezone(PARIS)
    form = _FORMS.get(step)
    if form is not None:
        return short(local, form, language)
    return f"{short(local, 'yMMMd', language)}, {local:%H:%M}"


def figure(value: float | None, language: Language) -> str:
    """Write a value: four figures say all that a meter knows."""
    if value is None:
        return _NONE
    digits = 0 if abs(value) >= 1000 else 1 if abs(value) >= 100 else 2 if abs(value) >= 1 else 3
    return number(value, digits, language)


def _remark(point: Point, step: Step, language: Language) -> str:
    found = []
    if point.value is None and point.raw is not None:
        found.append(_REMARKS["removed"].in_(language))
    elif not point.whole:
        share = number(math.floor(100 * point.known), 0, language)
        found.append(_REMARKS["partial"].in_(language).format(n=share))
    if point.rule:
        found.append(rule_of(point.rule).label.in_(language))
    elif point.repaired and step is not Step.RAW:
        key = "one" if point.repaired == 1 else "repaired"
        found.append(_REMARKS[key].in_(language).format(n=number(point.repaired, 0, language)))
    return ", ".join(found)
