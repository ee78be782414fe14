"""The measures of an asset over a period: curve, table, what repair did, and the same as a file."""

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from beffroi.decide.curves import Curve, curve
from beffroi.decide.expected import Expected, expected
from beffroi.decide.extents import Extent, whole
from beffroi.decide.mended import Mended, Stretch, mended, rule_of
from beffroi.domains import quantities
from beffroi.figures import shown_unit
from beffroi.periods import Step
from beffroi.store.read import ReadDoor
from beffroi.store.state import models
from beffroi.texts import Language, Text
from beffroi.units import SeriesKind
from beffroi.web.pages.curves import Drawing, Line, drawing, figure, lines
from beffroi.web.pages.declaring import Visit, number_of
from beffroi.web.pages.findings import Option
from beffroi.web.pages.spans import Around, around, extent_of, title_of

STEPS = {
    Step.RAW: Text(fr="mesure par mesure", en="measure by measure"),
    Step.HOUR: Text(fr="par heure", en="by hour"),
    Step.DAY: Text(fr="par jour", en="by day"),
    Step.MONTH: Text(fr="par mois", en="by month"),
    Step.YEAR: Text(fr="par an", en="by year"),
}
REMOVED = Text(fr="Mesure retirée", en="Measure removed")


@dataclass(frozen=True, slots=True)
class Ruled:
    """A rule of repair, and how many measures of the period it made."""

    key: str
    label: Text
    sentence: Text
    count: int


@dataclass(frozen=True, slots=True)
class Trace:
    """Measures in a row that a rule touched: what was read, what was made of it."""

    when: str
    rule: Text
    count: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Repairs:
    """What repair did over the period."""

    read: int
    touched: int
    removed: int
    unit: str
    rules: tuple[Ruled, ...]
    traces: tuple[Trace, ...]


@dataclass(frozen=True, slots=True)
class Measures:
    """A series over a period."""

    series: int
    options: tuple[Option, ...]
    """The series of the asset, and of what belongs to it."""
    label: Text
    kind: str
    """What one of its measures says (`units.SeriesKind`)."""
    unit: str
    step: str
    step_said: Text
    around: Around
    since: str
    until: str
    """The period, as instants."""
    drawing: Drawing | None
    expects: bool
    """Whether the curve has a band of what was expected."""
    lines: tuple[Line, ...]
    repairs: Repairs | None
    """None where the period is too long to look at measures one by one."""
    data: str
    """Where programs read the same series."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The series and the period that an address asks for."""

    series: models.Series
    known: Extent
    extent: Extent


def asked_of(visit: Visit, found: Sequence[models.Series]) -> Asked | None:
    """Return what an address asks for, the first series and the last year where it says nothing."""
    named = number_of(visit.query.get("serie", ""))
    known = quantities()
    usable = [one for one in found if one.quantity in known and whole(one) is not None]
    chosen = next((one for one in usable if one.id == named), usable[0] if usable else None)
    held = whole(chosen) if chosen is not None else None
    if chosen is None or held is None:
        return None
    since, until = visit.query.get("from", ""), visit.query.get("until", "")
    return Asked(chosen, held, extent_of(since, until, held))


def read(door: ReadDoor, asked: Asked) -> tuple[Curve, tuple[Expected, ...]]:
    """Read the curve of a series over a period, and what was expected of it.

    Raises:
        BeffroiError: `store.out_of_scope`.
    """
    found = curve(door, asked.series, asked.extent)
    return found, expected(door, asked.series, asked.extent, found.step)


def measures(
    visit: Visit, door: ReadDoor, found: Sequence[models.Series], names: Mapping[int, str]
) -> Measures | None:
    """Return what a page shows of some series; `names` are those of their assets.

    Raises:
        BeffroiError: `store.out_of_scope`.
    """
    asked = asked_of(visit, found)
    if asked is None:
        return None
    language, series, extent = visit.language, asked.series, asked.extent
    with ThreadPoolExecutor(1) as beside:  # the engine computes outside of the interpreter
        repairs = beside.submit(mended, door, series, extent)
        points, band = read(door, asked)
        repaired = repairs.result()
    declared = quantities()
    target = declared[series.quantity]
    if points.step is not Step.RAW and target.integral:
        target = declared[target.integral]
    named = series_names(found, names)
    return Measures(
        series.id,
        tuple(Option(str(one), text, one == series.id) for one, text in named.items()),
        target.label,
        series.kind,
        shown_unit(points.unit),
        points.step,
        STEPS[points.step],
        around(extent, asked.known, language),
        extent.since.isoformat(),
        extent.until.isoformat(),
        drawing(points, band, extent, language, level=series.kind == SeriesKind.GAUGE),
        bool(band),
        lines(points, band, language),
        _repairs(repaired, language),
        f"/api/organisations/{visit.organisation}/series/{series.id}",
    )


def series_names(found: Sequence[models.Series], names: Mapping[int, str]) -> dict[int, Text]:
    """Name series by what they measure, and by what tells them apart where that is not enough.

    `names` are those of their assets.
    """
    known = quantities()
    rows = [one for one in found if one.quantity in known]
    several = len({one.asset_id for one in rows}) > 1

    def name(one: models.Series, deep: int) -> Text:
        where = [names[one.asset_id]] if several else []
        more = [one.qualifier, one.source, str(one.id)][:deep]
        rest = "".join(f" · {part}" for part in (*where, *more) if part)
        said = known[one.quantity].label
        return Text(fr=said.fr + rest, en=said.en + rest)

    named = {one.id: name(one, 0) for one in rows}
    for deep in (1, 2, 3):
        seen = Counter(text.fr for text in named.values())
        named |= {one.id: name(one, deep) for one in rows if seen[named[one.id].fr] > 1}
    return named


def _repairs(found: Mended | None, language: Language) -> Repairs | None:
    if found is None:
        return None
    return Repairs(
        found.read,
        found.touched,
        found.removed,
        found.unit,
        tuple(
            Ruled(key, rule_of(key).label, rule_of(key).sentence, count)
            for key, count in found.rules
        ),
        tuple(_trace(one, language) for one in found.stretches),
    )


def _trace(one: Stretch, language: Language) -> Trace:
    label = rule_of(one.rule).label if one.rule else REMOVED
    when = title_of(Extent(one.since, one.until), language)
    before, after = figure(one.before, language), figure(one.after, language)
    return Trace(when, label, one.count, before, after)
