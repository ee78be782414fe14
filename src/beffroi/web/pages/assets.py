"""`/{organisation}/equipements`: what is watched, what costs most first, found by words or kind."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from beffroi.decide.equipment import Listed, found, kinds, unsure_ones
from beffroi.decide.windows import measured_day
from beffroi.domains import asset_types
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Page, View, Visit, number_of
from beffroi.web.pages.findings import Option
from beffroi.web.pages.wording_assets import ASSETS as WORDS

MANY = 25
_LONGEST = 100
_TITLE = Text(fr="Équipements", en="Assets")


@dataclass(frozen=True, slots=True)
class Row:
    """An asset in the list."""

    number: int
    name: str
    key: str
    kind: Text
    parent: str
    findings: int
    eur: float
    """What its findings cost a year [EUR]."""
    unsure: bool
    """Whether that may be nothing, for one of them at least."""
    last: date | None
    """The last day that was measured."""


@dataclass(frozen=True, slots=True)
class Assets:
    """A page of assets and the filters that chose them."""

    base: str
    rows: tuple[Row, ...]
    total: int
    page: int
    pages: int
    words: str
    kinds: tuple[Option, ...]
    asked: str
    """The filters, as they stand in the address."""
    filtered: bool


def kind_name(key: str) -> Text:
    """Name a kind of asset; one of a trade that is not known here keeps its key."""
    known = asset_types().get(key)
    return known.label if known else Text(fr=key, en=key)


def _list(visit: Visit) -> View:
    number, door = visit.organisation, visit.reader("assets")
    words = visit.query.get("q", "").strip()[:_LONGEST]
    page = max(number_of(visit.query.get("p", "1")), 1)
    with door.session() as session:
        known = kinds(session, number)
        kind = visit.query.get("kind", "")
        kind = kind if kind in known else ""
        rows = found(session, number, words=words, kind=kind, first=(page - 1) * MANY, most=MANY)
        pages = max(1, -(-rows.total // MANY))
        if page > pages:
            page, last = pages, (pages - 1) * MANY
            rows = found(session, number, words=words, kind=kind, first=last, most=MANY)
        unsure = unsure_ones(session, number, [one.id for one in rows.rows])
    kept = {key: value for key, value in (("q", words), ("kind", kind)) if value}
    context = Assets(
        f"/{number}/equipements",
        tuple(_row(one, unsure) for one in rows.rows),
        rows.total,
        page,
        pages,
        words,
        tuple(Option(one, kind_name(one), one == kind) for one in known),
        urlencode(kept),
        bool(kept),
    )
    return View("assets.html", _TITLE, context, WORDS)


def _row(one: Listed, unsure: Collection[int]) -> Row:
    return Row(
        one.id,
        one.name,
        one.key,
        kind_name(one.type),
        one.parent,
        one.findings,
        one.eur,
        one.id in unsure,
        measured_day(one.last_at) if one.last_at else None,
    )


PAGES = (
    Page(
        "GET",
        "/{organisation}/equipements",
        holder(Right.READ_INDICATORS),
        _list,
        context=Assets,
        asks=("q", "p", "kind"),
    ),
)
