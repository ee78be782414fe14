"""`/{organisation}/qualite`: conformity, what was exceeded, the course of parameters, samples."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from beffroi.decide.quality.summing import at, beyond, courses, places
from beffroi.domains.water.quality import spelling
from beffroi.domains.water.quality.bounds import Above, bounds
from beffroi.domains.water.quality.conformity import LABELS, REFERENCES, rate
from beffroi.domains.water.quality.episodes import Episode, episodes
from beffroi.domains.water.quality.followed import FOLLOWED, Followed, converted, followed
from beffroi.domains.water.quality.samples import Result, Sample
from beffroi.domains.water.quality.trend import Course
from beffroi.figures import numbers
from beffroi.texts import Language, Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.charts import Drawing, drawing
from beffroi.web.pages.declaring import Fault, Page, View, Visit, number_of
from beffroi.web.pages.findings import Option
from beffroi.web.pages.quality import words as said
from beffroi.web.pages.quality.looking import found, hubeau, wanted
from beffroi.web.pages.writing import day

MANY = 10
_PATH = "/{organisation}/qualite"


@dataclass(frozen=True, slots=True)
class Conformity:
    """Samples of a side of the control that conform [%], of those that were judged."""

    label: Text
    percent: float | None
    good: int
    judged: int
    derogated: int


@dataclass(frozen=True, slots=True)
class Exceeded:
    """A limit that was exceeded, until which day; None while it lasts."""

    name: str
    places: str
    since: date
    until: date | None
    most: Text
    limit: Text
    sample: str
    """The sample that was the most above."""


@dataclass(frozen=True, slots=True)
class Outside:
    """A parameter outside of its reference: how often, where last."""

    name: str
    count: int
    last: date
    value: Text
    reference: Text
    sample: str


@dataclass(frozen=True, slots=True)
class Line:
    """The course of a parameter: its mean between two bounds, the same in words."""

    key: str
    label: Text
    place: str
    unit: str
    count: int
    below: int
    low: float
    high: float
    mean: Text
    direction: str
    course: Text


@dataclass(frozen=True, slots=True)
class Taken:
    """A sample in the list."""

    code: str
    day: date
    places: str
    conclusion: str
    limits: tuple[Text, ...]
    """What is above a limit."""
    references: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """The quality of tap water over a period."""

    base: str
    since: str
    until: str
    faults: tuple[Fault, ...]
    parameters: tuple[Option, ...]
    places: tuple[Option, ...]
    """Networks; none where there is one only."""
    several: bool
    """Whether what is shown is of several networks: their waters are not drawn together."""
    asked: str
    count: int
    first: date | None
    last: date | None
    conformity: tuple[Conformity, ...]
    exceeded: tuple[Exceeded, ...]
    outside: tuple[Outside, ...]
    courses: tuple[Line, ...]
    drawing: Drawing | None
    samples: tuple[Taken, ...]
    page: int
    pages: int
    references: tuple[str, ...]
    download: str
    """The address of Hub'Eau that gives newer results."""
    communes_known: bool
    import_at: str
    """Where files are imported; empty where the person may import none."""


def _overview(visit: Visit) -> View:
    asked, base = wanted(visit), f"/{visit.organisation}/qualite"
    every = found(visit, asked.asked)
    known = places(every)
    place = asked.place if asked.place in known else ""
    seen = at(every, place) if place else every
    several = len(known) > 1 and not place
    pages = max(1, -(-len(seen) // MANY))
    page = min(max(number_of(visit.query.get("p", "")), 1), pages)
    newest = seen[0].day if seen else visit.today.replace(month=1, day=1, year=visit.today.year - 2)
    download, declared = hubeau(visit, newest)
    context = Quality(
        base,
        asked.since,
        asked.until,
        asked.faults,
        tuple(Option(one.key, one.label, one == asked.parameter) for one in FOLLOWED),
        _places(known, place),
        several,
        asked.address,
        len(seen),
        seen[-1].day if seen else None,
        seen[0].day if seen else None,
        tuple(_conformity(seen)),
        tuple(_exceeded(one) for one in episodes(seen)),
        _outside(seen),
        tuple(_lines(seen, place)),
        None if several else _drawing(seen, asked.parameter, visit.language),
        tuple(_taken(one) for one in seen[(page - 1) * MANY : page * MANY]),
        page,
        pages,
        tuple(one.title for one in REFERENCES),
        download,
        declared,
        f"/{visit.organisation}/importer" if visit.may(Right.IMPORT) else "",
    )
    status = 422 if asked.faults else 200
    faulty = bool(asked.faults)
    return View(
        "quality/overview.html", said.TITLE, context, said.WORDS, status=status, faulty=faulty
    )


def _conformity(seen: list[Sample]) -> list[Conformity]:
    counts = [(label, rate(seen, side)) for side, label in LABELS.items()]
    return [
        Conformity(label, one.percent, one.judged - one.failing, one.judged, one.derogated)
        for label, one in counts
    ]


def _exceeded(one: Episode) -> Exceeded:
    sample, result = one.worst
    places = ", ".join(name for _, name in one.places)
    name, most = spelling.name(result), spelling.found(result)
    limit = spelling.limit(result.limit)
    return Exceeded(name, places, one.since, one.until, most, limit, sample.code)


def _outside(seen: list[Sample]) -> tuple[Outside, ...]:
    rows: dict[str, list[tuple[Sample, Result]]] = {}
    for sample in seen:
        for result, how in beyond(sample):
            if how is Above.REFERENCE:
                rows.setdefault(result.key, []).append((sample, result))
    return tuple(_last_outside(len(own), *own[0]) for own in rows.values())


def _last_outside(count: int, sample: Sample, last: Result) -> Outside:
    name, reference = spelling.name(last), spelling.limit(last.reference)
    return Outside(name, count, sample.day, spelling.found(last), reference, sample.code)


def _places(known: Mapping[str, str], chosen: str) -> tuple[Option, ...]:
    if len(known) < 2:
        return ()
    named = [Option(code, Text(fr=n, en=n), code == chosen) for code, n in known.items()]
    return (Option("", said.ALL, not chosen), *named)


def _lines(seen: list[Sample], place: str) -> list[Line]:
    return [
        Line(
            one.parameter.key, one.parameter.label, one.place, one.parameter.unit,
            one.course.count, one.course.below, one.course.low, one.course.high,
            _mean(one.course, one.parameter), one.course.direction,
            _course(one.course, one.parameter),
        )
        for one in courses(seen, place)
    ]  # fmt: skip


def _mean(run: Course, one: Followed) -> Text:
    text = said.ONE_MEAN if run.low == run.high else said.BETWEEN
    digits = 1 if run.high >= 10 else 3 if run.high < 1 else 2
    unit = spelling.said(one.unit)
    return text.fill(low=numbers(run.low, digits), high=numbers(run.high, digits), unit=unit)


def _course(run: Course, one: Followed) -> Text:
    if not run.enough:
        return said.FEW
    word = said.DIRECTIONS[run.direction]
    if run.slope is None:
        return word
    return said.SLOPE.fill(word=word, slope=numbers(run.slope, 2), unit=spelling.said(one.unit))


def _drawing(seen: list[Sample], parameter: Followed, language: Language) -> Drawing | None:
    """Draw the results of a parameter; the table says them as they were written."""
    values, table = [], []
    for sample in reversed(seen):
        for result in sample.results:
            value = converted(result, parameter.unit) if followed(result) == parameter else None
            if value is None:
                continue
            limit = bounds(result.limit)
            upper = [n for rule, n in limit.rules if rule[0] == "<"] if limit else []
            band = {"b": 0.0, "h": upper[0]} if upper else {}
            values.append({"d": sample.day.isoformat(), "m": value, **band})
            where = ", ".join(name for _, name in sample.places)
            text = spelling.found(result).in_(language)
            table.append((day(sample.day, language), text, where))
    drawn = drawing(
        {
            "data": {"values": values},
            "layer": [{"encoding": {"y": {"title": spelling.said(parameter.unit).in_(language)}}}],
            "usermeta": {"caption": {language: said.CAPTION.in_(language)}},
        },
        language,
    )
    if drawn is None:
        return None
    titles = tuple(said.COLUMNS[name].in_(language) for name in ("day", "text", "networks"))
    return replace(drawn, titles=titles, table=tuple(table))


def _taken(one: Sample) -> Taken:
    over = beyond(one)
    return Taken(
        one.code,
        one.day,
        ", ".join(name for _, name in one.places),
        one.conclusion,
        tuple(_named(result) for result, how in over if how is Above.LIMIT),
        tuple(_named(result) for result, how in over if how is Above.REFERENCE),
    )


def _named(result: Result) -> Text:
    return said.NAMED.fill(name=spelling.name(result), found=spelling.found(result))


PAGES = (
    Page(
        "GET",
        _PATH,
        holder(Right.READ_INDICATORS),
        _overview,
        context=Quality,
        asks=("du", "au", "reseau", "parametre", "p"),
    ),
)
