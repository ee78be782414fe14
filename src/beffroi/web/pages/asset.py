"""`/{organisation}/equipements/{asset}`: a building or a meter whole."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

from sqlalchemy.orm import Session

from beffroi.decide.curves import Curve, Point
from beffroi.decide.equipment import below, last_measures, one_asset, series_of
from beffroi.decide.expected import Expected, expects
from beffroi.decide.history import history
from beffroi.decide.ranking import about
from beffroi.decide.spelling import attributes
from beffroi.decide.windows import measured_day
from beffroi.domains.contract import Attribute
from beffroi.domains.energy.uses import registered
from beffroi.errors import BeffroiError
from beffroi.errors.flow import NO_SUCH_PAGE
from beffroi.figures import numbers
from beffroi.periods import PARIS
from beffroi.store.state import models
from beffroi.store.state.documents import Document
from beffroi.texts import Language, Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.assets import kind_name
from beffroi.web.pages.balance import WORDS as BALANCE_WORDS
from beffroi.web.pages.balance import Balance, balance_of
from beffroi.web.pages.declaring import Download, Page, View, Visit
from beffroi.web.pages.documents_words import DOCUMENTS as DOCUMENT_WORDS
from beffroi.web.pages.measures import Measures, asked_of, measures, read
from beffroi.web.pages.papers import Paper, may_attach, papers, standing
from beffroi.web.pages.rows import Row, row_of
from beffroi.web.pages.steps import Step, steps_of
from beffroi.web.pages.wording import FINDINGS as LIST_WORDS
from beffroi.web.pages.wording_assets import ASSET as WORDS
from beffroi.web.pages.wording_assets import MEASURES as MEASURE_WORDS

#: How many findings have their history told.
_MOST_TOLD = 20
_UNITS = {
    "m2": "m²",
    "m3": "m³",
    "EUR/kWh": "€/kWh",
    "EUR/m3": "€/m³",
    "kWh/m3": "kWh/m³",
    "K.d": "°C·j",
    "h": "h",
}


@dataclass(frozen=True, slots=True)
class Branch:
    """What belongs to the asset, at some depth below it."""

    number: int
    name: str
    kind: Text
    depth: int
    last: date | None


@dataclass(frozen=True, slots=True)
class Shown:
    """An asset, with all that is known of it."""

    base: str
    number: int
    name: str
    key: str
    kind: Text
    above: tuple[int, str] | None
    """What it belongs to: its number and its name."""
    facts: tuple[tuple[Text, Text], ...]
    """What people said of it, in words."""
    last: date | None
    branches: tuple[Branch, ...]
    rows: tuple[Row, ...]
    """Findings that somebody has before them."""
    past: tuple[Row, ...]
    """Findings that ended, or were dismissed."""
    steps: tuple[Step, ...]
    reads_measures: bool
    measures: Measures | None
    documents: tuple[Paper, ...]
    may_attach: bool
    balance: Balance | None
    """What its meters add up to; None where they do not."""


@dataclass(frozen=True, slots=True)
class _Known:
    asset: models.Asset
    above: models.Asset | None
    branches: Sequence[models.Asset]
    series: Sequence[models.Series]
    lasts: dict[int, Any]
    documents: Sequence[Document]

    @property
    def assets(self) -> dict[int, str]:
        return {one.id: one.name for one in (self.asset, *self.branches)}


def _look(session: Session, visit: Visit) -> _Known:
    asset = one_asset(session, visit.organisation, visit.number("asset"))
    above = session.get(models.Asset, asset.parent_id) if asset.parent_id else None
    branches = below(session, asset)
    every = [asset.id, *(one.id for one in branches)]
    # What is used comes before what else is measured.
    series = sorted(series_of(session, every), key=lambda one: not expects(one))
    lasts = last_measures(session, every)
    documents = standing(session, visit.organisation, asset.id)
    found = _Known(asset, above, branches, series, lasts, documents)
    session.expunge_all()
    return found


def _one(visit: Visit) -> View:
    door = visit.reader("asset")
    with door.session() as session:
        known = _look(session, visit)
    asset, base = known.asset, f"/{visit.organisation}/equipements"
    found = about(door, known.assets.keys(), visit.language, visit.today)
    told = [
        {**one, "finding": each["id"], "place": each["explanation"]}
        for each in found[:_MOST_TOLD]
        for one in history(door, each["id"], visit.language)
    ]
    own = {each["id"] for each in found}
    rows = [row_of(each, own) for each in found]
    current = ("open", "acting", "watching", "done")
    reads = door.scope.measures
    context = Shown(
        base,
        asset.id,
        asset.name,
        asset.key,
        kind_name(asset.type),
        (known.above.id, known.above.name) if known.above else None,
        _facts(asset),
        _day(known, asset.id),
        tuple(_branch(known, one) for one in known.branches),
        tuple(one for one in rows if one.status in current),
        tuple(one for one in rows if one.status not in current),
        steps_of(visit, told),
        reads,
        measures(visit, door, known.series, known.assets) if reads else None,
        papers(visit, known.documents),
        may_attach(visit),
        balance_of(visit, door, asset),
    )
    title = Text(fr=asset.name, en=asset.name)
    words = {**LIST_WORDS, **MEASURE_WORDS, **DOCUMENT_WORDS, **BALANCE_WORDS, **WORDS}
    return View("asset.html", title, context, words)


def _branch(known: _Known, one: models.Asset) -> Branch:
    parents = {each.id: each.parent_id for each in known.branches}
    depth, at = 0, one.parent_id
    while at is not None and at != known.asset.id and depth < len(parents):
        depth, at = depth + 1, parents.get(at)
    return Branch(one.id, one.name, kind_name(one.type), depth, _day(known, one.id))


def _day(known: _Known, number: int) -> date | None:
    last = known.lasts.get(number)
    return measured_day(last) if last else None


def _facts(asset: models.Asset) -> tuple[tuple[Text, Text], ...]:
    """Say in words what people said of an asset; what nothing declares is not shown."""
    said = ((one, asset.attributes.get(key)) for key, one in attributes().items())
    return tuple((one.label, _words(one, value)) for one, value in said if value not in (None, ""))


def _words(attribute: Attribute, value: Any) -> Text:
    given = registered(str(value)) if attribute.key == "use" else str(value)
    choice = dict(attribute.choices).get(given)
    if choice is not None:
        return choice
    if attribute.unit == "h" and isinstance(value, int | float):
        hours, minutes = divmod(round(value * 60), 60)
        return Text(fr=f"{hours}\u00a0h\u00a0{minutes:02}", en=f"{hours}:{minutes:02}")
    unit = _UNITS.get(attribute.unit, attribute.unit)
    if attribute.number and isinstance(value, int | float):
        # A year is not written as an amount.
        said = numbers(value, 4) if unit else Text(fr=f"{value:.15g}", en=f"{value:.15g}")
        return Text(fr=f"{said.fr}\u00a0{unit}".strip(), en=f"{said.en}\u00a0{unit}".strip())
    return Text(fr=str(value), en=str(value))


def _csv(visit: Visit) -> Download:
    """Answer what the curve shows as a table, as spreadsheets of the reader's country read it."""
    door = visit.reader("asset")
    with door.session() as session:
        known = _look(session, visit)
    asked = asked_of(visit, known.series)
    if asked is None:
        raise BeffroiError(NO_SUCH_PAGE, method="GET", path=visit.here[:80])
    points, band = read(door, asked)
    safe = re.sub(r"[^\w-]+", "-", f"{known.asset.name}-{asked.series.quantity}").strip("-")
    day = asked.extent.since.astimezone(PARIS).date()
    content = table(points, band, visit.language).encode("utf-8-sig")
    return Download(f"{safe}-{day}.csv", "text/csv; charset=utf-8", content)


_COLUMNS: dict[Language, tuple[str, ...]] = {
    "fr": (
        *("début", "fin", "unité", "réparé", "lu", "attendu bas", "attendu", "attendu haut"),
        *("part connue", "mesures réparées", "règle"),
    ),
    "en": (
        *("start", "end", "unit", "repaired", "read", "expected low", "expected"),
        *("expected high", "known share", "repaired measures", "rule"),
    ),
}


def table(curve: Curve, band: Sequence[Expected], language: Language) -> str:
    """Write a curve as CSV: with commas in numbers, hence semicolons between them, in French."""
    said = {one.start: one for one in band}
    stream = StringIO()
    writer = csv.writer(stream, delimiter=";" if language == "fr" else ",")
    writer.writerow(_COLUMNS[language])
    for point in curve.points:
        writer.writerow(_cells(point, said.get(point.start), curve.unit, language))
    return stream.getvalue()


def _cells(point: Point, said: Expected | None, unit: str, language: Language) -> list[str]:
    def number(value: float | None) -> str:
        text = "" if value is None else f"{value:.10g}"
        return text.replace(".", ",") if language == "fr" else text

    times = (one.astimezone(PARIS).isoformat() for one in (point.start, point.end))
    expected = (said.low, said.mean, said.high) if said else (None, None, None)
    values = (point.value, point.raw, *expected, point.known)
    return [*times, unit, *map(number, values), str(point.repaired), point.rule]


_PATH = "/{organisation}/equipements/{asset}"
PAGES = (
    Page(
        "GET",
        _PATH,
        holder(Right.READ_INDICATORS),
        _one,
        context=Shown,
        asks=("serie", "from", "until"),
    ),
    Page("GET", f"{_PATH}/mesures.csv", holder(Right.READ_MEASURES), _csv),
)
