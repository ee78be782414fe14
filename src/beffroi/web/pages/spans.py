"""Going about time by links: the whole, a year, a month, a day, and what is beside each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from babel.dates import format_date

from beffroi.decide.extents import Extent
from beffroi.errors import BeffroiError
from beffroi.periods import PARIS, parse_instant
from beffroi.texts import Language, Text
from beffroi.web.pages.writing import LOCALES, day, moment, short

_DAY = timedelta(days=1)
#: What a period is cut in, by how long it is: years beyond, then months, then days.
_YEARS, _MONTHS = timedelta(days=400), timedelta(days=45)
_MOST_PARTS = 40
_FROM_TO = Text(fr="du {first} au {last}", en="{first} to {last}")


@dataclass(frozen=True, slots=True)
class Link:
    """A period that one may go to."""

    label: str
    asked: str
    """Its beginning and end, as addresses say them: `from=…&until=…`."""


@dataclass(frozen=True, slots=True)
class Around:
    """A period, and those that one may go to from it."""

    title: str
    asked: str
    whole: Link | None
    wider: Link | None
    before: Link | None
    after: Link | None
    parts: tuple[Link, ...]


def extent_of(since: str, until: str, known: Extent) -> Extent:
    """Return the period that an address asks for; without a sound one, the last year known."""
    try:
        asked = Extent(parse_instant(since), parse_instant(until))
    except BeffroiError:
        return _last_year(known)
    return asked if asked.since < asked.until else _last_year(known)


def _last_year(known: Extent) -> Extent:
    """Return whole days up to the last one known, a year of them at most."""
    until = _after(known.until)
    last = _local(until).date()
    year_before = last.replace(year=last.year - 1, day=min(last.day, 28))
    return Extent(max(_midnight(year_before), _midnight(_local(known.since).date())), until)


def around(asked: Extent, known: Extent, language: Language) -> Around:
    """Return the links of a period, within what is known."""

    everything = Extent(_midnight(_local(known.since).date()), _after(known.until))

    def link(one: Extent | None, label: str = "") -> Link | None:
        if one is None or one.until <= everything.since or one.since >= everything.until:
            return None
        return Link(label, asked_of(one))

    def beside(way: int) -> Link | None:
        one = _beside(asked, unit, way)
        return link(one, title_of(one, language) if unit else "")

    unit = _unit(asked)
    up = _wider(asked, unit, everything)
    parts = (link(one, _short(one, language, asked)) for one in _parts(asked, everything))
    return Around(
        title_of(asked, language),
        asked_of(asked),
        link(everything) if everything != asked else None,
        link(up, title_of(up, language) if unit else "") if up is not None else None,
        beside(-1),
        beside(1),
        tuple(one for one in parts if one is not None)[:_MOST_PARTS],
    )


def asked_of(one: Extent) -> str:
    """Write a period as addresses do.

    >>> asked_of(Extent(_midnight(date(2026, 1, 1)), _midnight(date(2027, 1, 1))))
    'from=2026-01-01&until=2027-01-01'
    """
    return f"from={_written(one.since)}&until={_written(one.until)}"


def title_of(one: Extent, language: Language) -> str:
    """Say a period.

    >>> whole = Extent(_midnight(date(2026, 3, 1)), _midnight(date(2026, 4, 1)))
    >>> title_of(whole, "fr"), title_of(Extent(whole.since, whole.since + _DAY), "en")
    ('mars 2026', 'Sunday 1 March 2026')
    >>> title_of(Extent(whole.since, _midnight(date(2026, 5, 1))), "fr")
    'du 1er mars 2026 au 30 avril 2026'
    """
    unit, first = _unit(one), _local(one.since)
    if unit == "day":
        name = format_date(first, "EEEE", locale=LOCALES[language])
        return f"{name} {day(first.date(), language)}"
    if unit:
        form = {"year": "y", "month": "yMMMM"}[unit]
        return short(first.date(), form, language)
    last = _local(one.until)
    if first.time() == last.time() == time():
        words = {"first": day(first.date(), language), "last": day((last - _DAY).date(), language)}
    else:
        words = {"first": moment(first, language), "last": moment(last, language)}
    return _FROM_TO.in_(language).format(**words)


def _short(one: Extent, language: Language, within: Extent) -> str:
    """Say a part of a period as briefly as its surroundings allow."""
    unit, first = _unit(one), _local(one.since).date()
    alone = _local(within.since).year == (_local(within.until) - _DAY).year
    form = {"year": "y", "month": "MMM" if alone else "yMMM", "day": "MMMd"}[unit or "day"]
    return short(first, form, language)


def _parts(asked: Extent, known: Extent) -> Iterator[Extent]:
    """Cut a period in civil years, months or days; a day is not cut."""
    since, until = max(asked.since, known.since), min(asked.until, known.until)
    length = until - since
    if length <= 26 * timedelta(hours=1):
        return
    unit = "year" if length > _YEARS else "month" if length > _MONTHS else "day"
    at = _floor(_local(since).date(), unit)
    while _midnight(at) < until:
        following = _next(at, unit)
        yield Extent(_midnight(at), _midnight(following))
        at = following


def _wider(asked: Extent, unit: str, everything: Extent) -> Extent | None:
    """Return what is around a period; None where that is everything."""
    up = {"day": "month", "month": "year"}.get(unit)
    if up is not None:
        first = _floor(_local(asked.since).date(), up)
        return Extent(_midnight(first), _midnight(_next(first, up)))
    since = max(asked.since - asked.length, everything.since)
    until = min(asked.until + asked.length, everything.until)
    wider = Extent(since, until)
    return None if unit == "year" or wider in (asked, everything) or since >= until else wider


def _beside(asked: Extent, unit: str, way: int) -> Extent:
    if not unit:
        return Extent(asked.since + way * asked.length, asked.until + way * asked.length)
    first = _local(asked.since).date()
    begin = _next(first, unit) if way > 0 else _floor(first - _DAY, unit)
    return Extent(_midnight(begin), _midnight(_next(begin, unit)))


def _unit(one: Extent) -> str:
    """Return the civil unit that a period is exactly; empty where it is none."""
    first, last = _local(one.since), _local(one.until)
    if first.time() != time() or last.time() != time():
        return ""
    begin, end = first.date(), last.date()
    units = ("year", "month", "day")
    return next((u for u in units if _floor(begin, u) == begin and _next(begin, u) == end), "")


def _floor(at: date, unit: str) -> date:
    return at if unit == "day" else at.replace(day=1, month=1 if unit == "year" else at.month)


def _next(at: date, unit: str) -> date:
    if unit == "day":
        return at + _DAY
    months = at.year * 12 + at.month - 1 + (12 if unit == "year" else 1)
    return date(months // 12, months % 12 + 1, 1)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(PARIS)


def _midnight(at: date) -> datetime:
    return datetime.combine(at, time(), PARIS).astimezone(UTC)


def _after(moment: datetime) -> datetime:
    """Return the midnight that ends what is known: a measure that ends with a day is of it."""
    return _midnight((_local(moment) - timedelta(seconds=1, microseconds=1)).date() + _DAY)


def _written(moment: datetime) -> str:
    local = _local(moment).replace(second=0, microsecond=0)
    if local.time() == time():
        return local.date().isoformat()
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
