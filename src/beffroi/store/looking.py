"""What the state says of a selection, in one look: one instant, however many batches come in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, TypeAlias

from sqlalchemy import select
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
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Looked:
    """What the state says of a selection at one instant."""

    selection: Selection
    series: dict[int, Known]
    files: list[Written]
    """Of observations that may hold what is asked."""
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

    @property
    def held(self) -> tuple[datetime, datetime]:
        """The asked period, narrowed to what the series hold."""
        asked = self.selection
        firsts = [one.first for one in self.series.values() if one.first]
        lasts = [one.last for one in self.series.values() if one.last]
        if not firsts:
            return asked.since, asked.since
        return max(asked.since, min(firsts)), min(asked.until, _after(max(lasts)))

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
        return Looked(selection, {}, [])
    # An interval that began in an earlier year may reach into the asked period.
    years = (selection.since.year - 1, selection.until.year)
    owners = {one.organisation for one in series.values()}
    files = seen(session, owners, years, selection.series)
    found = Looked(selection, series, files, level)
    if level is None or not (kept := found.kept()):
        return Looked(selection, series, files)
    local = (selection.since.year - 1, selection.until.year + 1)
    with beyond(session):
        waiting = tuple(pending(session))
    return Looked(
        selection,
        series,
        files,
        level,
        tuple(rolled(session, level, local, kept)),
        waiting,
    )


def _hidden(session: Session, missing: set[int]) -> list[Known]:
    """List the series that exist, and that a server does not let the session see."""
    if not missing:
        return []
    with beyond(session):
        return list(_series(session, missing))


def _series(session: Session, ids: Iterable[int]) -> Iterable[Known]:
    row = models.Series
    columns = (
        row.id,
        row.organisation_id,
        row.kind,
        row.revised,
        row.levels,
        row.first_at,
        row.last_at,
    )
    for some in blocks(ids):
        for found in session.execute(select(*columns).where(row.id.in_(some))):
            yield Known(
                found.id,
                found.organisation_id,
                SeriesKind(found.kind),
                found.revised,
                found.levels,
                found.first_at,
                found.last_at,
            )


def _after(moment: datetime) -> datetime:
    """Return the next whole second: an instant is a part of what ends with it."""
    return moment.replace(microsecond=0) + timedelta(seconds=1)
