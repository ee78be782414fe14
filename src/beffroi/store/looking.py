"""What the state says of a selection, in one look: one instant, however many batches come in."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from beffroi.periods.civil import Step
from beffroi.store.home import Home
from beffroi.store.lake import RECENT, Written
from beffroi.store.manifest import paths, rolled, seen
from beffroi.store.rollups.pending import pending
from beffroi.store.rollups.schema import LEVELS
from beffroi.store.scope import Scope
from beffroi.store.state import models
from beffroi.store.state.database import beyond
from beffroi.store.state.many import blocks
from beffroi.units import SeriesKind

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


def look(session: Session, scope: Scope, selection: Selection, level: Step | None = None) -> Looked:
    """Look once at the state.

    Raises:
        BeffroiError: `store.out_of_scope`.
    """
    series = {one.id: one for one in _series(session, selection.series)}
    for one in [*series.values(), *_hidden(session, {*selection.series} - {*series})]:
        scope.require(one.organisation, f"series {one.id}")
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


def _hidden(session: Session, missing: set[int]) -> list[Known]:
    """List the series that exist, and that a server does not let the session see."""
    if not missing:
        return []
    with beyond(session):
        return list(_series(session, missing))


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
