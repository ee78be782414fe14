"""What the state says of a selection, in one look: one instant, however many batches come in."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from beffroi.periods.civil import Step, utc_now
from beffroi.store.home import Home
from beffroi.store.households.telling import of_households
from beffroi.store.lake import RECENT, Written
from beffroi.store.manifest import paths, rolled, seen
from beffroi.store.rollups.pending import pending
from beffroi.store.rollups.schema import LEVELS
from beffroi.store.scope import Scope
from beffroi.store.sharing.lent import Ask, Lent, Windows, lend, windows
from beffroi.store.sharing.trace import Used
from beffroi.store.state import models
from beffroi.store.state.database import beyond
from beffroi.store.state.lending import lending
from beffroi.store.state.many import blocks
from beffroi.units import Aggregation, SeriesKind

#: Series above which they are looked for as a range where they nearly fill one.
_FEW = 500
ViewName: TypeAlias = Literal["raw", "repaired"]
#: Readers take nothing outside of 1900 to 2099, in local time.
BEGINNING = datetime(1899, 12, 31, tzinfo=UTC)
END = datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which measures to read: series, `[since, until)`, side, and what was known when."""

    series: tuple[int, ...]
    since: datetime = BEGINNING
    until: datetime = END
    view: ViewName = "repaired"
    as_of: datetime = END


@dataclass(frozen=True, slots=True)
class Known:
    """What the state says of one series."""

    id: int
    organisation: int
    kind: SeriesKind
    revised: bool
    levels: int


@dataclass(frozen=True, slots=True)
class Looked:
    """What the state says of a selection at one instant."""

    selection: Selection
    series: dict[int, Known]
    files: list[Written]
    """Of observations that may hold what is asked."""
    held: tuple[datetime, datetime]
    """The asked period, narrowed to what the series hold."""
    level: Step | None = None
    """The rollup that was asked for."""
    rolled: tuple[Written, ...] = ()
    """Its files."""
    pending: tuple[int, ...] = ()
    """The batches that rollups do not know of, in order."""
    lent: Mapping[int, Windows] = field(default_factory=dict)
    """The series of others, with what may be seen of them."""
    used: Mapping[int, Used] = field(default_factory=dict)
    """The agreements that lend them, by number."""

    @property
    def kinds(self) -> set[SeriesKind]:
        """The kinds of the series."""
        return {one.kind for one in self.series.values()}

    def kept(self) -> list[int]:
        """List the series that have the rollup."""
        if self.level is None:
            return []
        bit, _ = LEVELS[self.level]
        return [one.id for one in self.series.values() if one.levels & bit]

    def question(
        self, home: Home, ids: Sequence[int], since: datetime, until: datetime
    ) -> "Question":
        """Return what an engine must be asked to read some of the series over a period."""
        own = {self.series[one].organisation for one in ids} | {RECENT}
        low, high = min(ids, default=0), max(ids, default=0)
        files = [
            file
            for file in self.files
            if file.organisation in own
            and file.series_high >= low
            and file.series_low <= high
            and since.year - 1 <= file.year <= until.year
        ]
        parameters = {
            "files": paths(home, files),
            "series": list(ids),
            "low": low,
            "high": high,
            "since": since,
            "until": until,
            "as_of": self.selection.as_of,
        }
        derived = [one for one in ids if self.series[one].kind is SeriesKind.INDEX]
        revised = any(self.series[one].revised for one in ids) or self.selection.as_of < END
        return Question(parameters, derived, revised, self.selection.view)


@dataclass(frozen=True, slots=True)
class Question:
    """The parameters of a view of the lake, and which view it is."""

    parameters: dict[str, Any]
    derived: list[int]
    revised: bool
    view: ViewName


def look(
    session: Session,
    scope: Scope,
    selection: Selection,
    level: Step | None = None,
    step: Step = Step.RAW,
    aggregation: Aggregation | None = None,
) -> Looked:
    """Look once at the state: for measures one by one, or by `step`.

    Series of others are seen as far as agreements in force lend them at this instant.

    Raises:
        BeffroiError: `store.out_of_scope`, `agreement.too_fine`.
    """
    scope.require_measures("measures")
    series = {one.id: one for one in _series(session, selection.series)}
    own = {key: one for key, one in series.items() if scope.allows(one.organisation)}
    others = {*selection.series} - {*own}
    if others and not scope.households:
        for hidden in sorted(of_households(session, scope.organisations, others)):
            raise scope.refuse_household(f"series {hidden}")
    if scope.whole:  # what was erased meanwhile is no secret from it
        for one in series.values():
            scope.require(one.organisation, f"series {one.id}")
        others = set()
    if not others:
        return _found(session, selection, own, level)
    with lending(session):
        now, only = utc_now(), scope.agreement
        lent = {} if scope.acting is None else lend(session, scope.acting, others, now, only)
        for missing in sorted(others - {*lent}):
            raise scope.refuse(f"series {missing}")
        ask = _ask(selection, step, aggregation)
        seen_as, used = _windows(lent, ask)
        known = {key: _known(one) for key, one in lent.items()}
        looked = _found(session, selection, {**own, **known}, level)
    return replace(looked, lent=seen_as, used=used)


def _ask(selection: Selection, step: Step, aggregation: Aggregation | None) -> Ask:
    return Ask(
        step,
        selection.view,
        selection.since,
        selection.until,
        utc_now(),
        selection.as_of >= END,
        aggregation,
    )


def _windows(lent: Mapping[int, Lent], ask: Ask) -> tuple[dict[int, Windows], dict[int, Used]]:
    allowed: dict[int, Windows] = {}
    used: dict[int, Used] = {}
    for key, one in lent.items():
        allowed[key], grants = windows(one, ask)
        for grant in grants:
            before = used[grant.agreement].series if grant.agreement in used else 0
            used[grant.agreement] = Used(grant, before + 1)
    return allowed, used


def _known(one: Lent) -> Known:
    return Known(one.series, one.organisation, one.kind, one.revised, one.levels)


def _found(
    session: Session, selection: Selection, series: dict[int, Known], level: Step | None
) -> Looked:
    """Find the files of series that may be read."""
    if not series:
        return Looked(selection, {}, [], (selection.since, selection.since))
    held = _held(session, selection)
    # An interval that began in an earlier year may reach into the asked period.
    years = (selection.since.year - 1, selection.until.year)
    owners = {one.organisation for one in series.values()}
    files = seen(session, owners, years, selection.series)
    found = Looked(selection, series, files, held, level)
    if level is None or not (kept := found.kept()):
        return replace(found, level=None)
    local = (selection.since.year - 1, selection.until.year + 1)
    with beyond(session):
        waiting = tuple(pending(session))
    return replace(found, rolled=tuple(rolled(session, level, local, kept)), pending=waiting)


def _chosen(ids: Collection[int]) -> Iterator[ColumnElement[bool]]:
    """Say which rows of series are asked for; a territory is nearly all of a range."""
    row = models.Series
    low, high = min(ids), max(ids)
    if len(ids) > _FEW and high - low < 2 * len(ids):
        yield row.id.between(low, high)
    else:
        for some in blocks(ids):
            yield row.id.in_(some)


def _series(session: Session, ids: Collection[int]) -> Iterator[Known]:
    row = models.Series
    columns = (row.id, row.organisation_id, row.kind, row.revised, row.levels)
    wanted, kinds = {*ids}, {str(kind): kind for kind in SeriesKind}
    for chosen in _chosen(wanted) if wanted else ():
        for one, owner, kind, revised, levels in session.execute(select(*columns).where(chosen)):
            if one in wanted:
                yield Known(one, owner, kinds[kind], revised, levels)


def _held(session: Session, selection: Selection) -> tuple[datetime, datetime]:
    """Narrow a period to what series hold; those of a range that are not asked may widen it."""
    row = models.Series
    firsts, lasts = [], []
    for chosen in _chosen({*selection.series}):
        query = select(func.min(row.first_at), func.max(row.last_at)).where(chosen)
        first, last = session.execute(query).one()
        firsts += [first] if first else []
        lasts += [last] if last else []
    if not firsts:
        return selection.since, selection.since
    return max(selection.since, min(firsts)), min(selection.until, _after(max(lasts)))


def _after(moment: datetime) -> datetime:
    """Return the next whole second: an instant is a part of what ends with it."""
    return moment.replace(microsecond=0) + timedelta(seconds=1)
