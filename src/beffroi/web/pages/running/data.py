"""`/{organisation}/donnees`: meters that fell silent, gateways, and how long measures are kept."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.registers import REGISTER_INVALID
from beffroi.periods import utc_now
from beffroi.store.retention import LONGEST_MONTHS, keep, limit
from beffroi.store.sharing.terms import midnight
from beffroi.store.state import models
from beffroi.store.state.registers import RetentionRule
from beffroi.store.tokens import TokenScope, listed
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.agreements.telling import quantity
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit
from beffroi.web.pages.faults import fault_of
from beffroi.web.pages.running.words import DATA as WORDS

TITLE = Text(fr="Données", en="Data")
PURPOSE = "data protection"
#: After how many days without a measure a series is silent, and how many are named.
SILENT_DAYS, NAMED = 7, 50
#: Bills come every two months or later: a meter that is billed alone is not silent.
_METERED = (models.Series.household.is_(False), models.Series.qualifier != "bill")


@dataclass(frozen=True, slots=True)
class Silent:
    """A series that no longer says anything."""

    asset: str
    what: Text
    last: datetime


@dataclass(frozen=True, slots=True)
class Gateway:
    """A token that a program bears."""

    number: int
    name: str
    scopes: tuple[Text, ...]
    expires: datetime
    state: str
    """`valid`, `expired` or `revoked`."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How long measures are kept."""

    months: int
    """0: for ever."""
    first_day: date | None
    beyond: int
    """How many series hold measures of before."""


@dataclass(frozen=True, slots=True)
class Data:
    """What whoever manages the data of an organisation keeps an eye on."""

    base: str
    series: int
    silent: tuple[Silent, ...]
    silent_count: int
    silent_days: int
    gateways: tuple[Gateway, ...]
    kept: Kept
    months: str
    faults: tuple[Fault, ...] = ()


def _data(visit: Visit) -> View:
    return page_of(visit)


def page_of(visit: Visit, months: str | None = None, faults: tuple[Fault, ...] = ()) -> View:
    """Return the page, with what was typed where that will not do."""
    own, door = visit.organisation, visit.reader(PURPOSE)
    before = midnight(visit.today - timedelta(days=SILENT_DAYS))
    with door.session() as session:
        kept = _kept(session, own, visit.today)
        rows = session.execute(_silent(own, before).limit(NAMED)).all()
        count = session.scalar(select(func.count()).select_from(_silent(own, before).subquery()))
        series = session.scalar(_own(own))
    context = Data(
        f"/{own}/donnees",
        series or 0,
        tuple(Silent(row.name, quantity(row.quantity), row.last_at) for row in rows),
        count or 0,
        SILENT_DAYS,
        _gateways(visit),
        kept,
        str(kept.months) if months is None else months,
        faults,
    )
    status = 422 if faults else 200
    return View("running/data.html", TITLE, context, WORDS, status, faulty=bool(faults))


def _own(own: int) -> Select[int]:
    row = models.Series
    return select(func.count()).where(row.organisation_id == own, *_METERED)


def _silent(own: int, before: datetime) -> Select[str, str, datetime | None]:
    """Ask for the series whose last measure is old, those that spoke last first."""
    series, asset = models.Series, models.Asset
    return (
        select(asset.name, series.quantity, series.last_at)
        .join(asset, series.asset_id == asset.id)
        .where(
            series.organisation_id == own,
            *_METERED,
            series.last_at < before,
        )
        .order_by(series.last_at.desc(), series.id)
    )


def _kept(session: Session, own: int, today: date) -> Kept:
    rule, series = session.get(RetentionRule, own), models.Series
    if rule is None:
        return Kept(0, None, 0)
    first = limit(rule.months, today)
    held = series.organisation_id == own, series.first_at < midnight(first)
    return Kept(rule.months, first, session.scalar(select(func.count()).where(*held)) or 0)


def _gateways(visit: Visit) -> tuple[Gateway, ...]:
    now = utc_now()
    found = []
    for row in listed(visit.own(), [visit.organisation]):
        state = "valid" if row.expires_at > now else "expired"
        known = [scope for scope in TokenScope if scope in row.scopes]
        found.append(
            Gateway(
                row.id,
                row.name,
                tuple(WORDS[f"scope_{scope}"] for scope in known),
                row.expires_at,
                state if row.revoked_at is None else "revoked",
            )
        )
    found.sort(key=lambda one: one.state != "valid")
    return tuple(found)


def _keep(visit: Visit) -> View | Move:
    visit.reader(PURPOSE)
    typed = visit.said("months").strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) < 5):
        said = WORDS["wrong_months"].fill(most=LONGEST_MONTHS)
        return page_of(visit, typed[:20], (Fault(said, "months"),))
    try:
        keep(visit.writer(), visit.organisation, int(typed))
    except BeffroiError as error:
        if error.type is not REGISTER_INVALID:
            raise
        return page_of(visit, typed, (fault_of(error, "months"),))
    return Move(f"/{visit.organisation}/donnees?done=retention")


_PATH = "/{organisation}/donnees"
PAGES = (
    Page("GET", _PATH, holder(Right.MANAGE_DATA), _data, context=Data),
    Page("POST", f"{_PATH}/conservation", holder(Right.MANAGE_DATA, recent=True), _keep),
)
