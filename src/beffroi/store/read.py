"""The read door: nothing reads measures without a scope.

The door prunes by organisation, series and time before any file is opened, keeps the version
that was current at `as_of`, and aggregates in the engine.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from deltalake.exceptions import DeltaError
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.store import AGGREGATION_SENSELESS, LAKE_BROKEN
from beffroi.periods.civil import Step
from beffroi.store import engine, latest, queries, stepped
from beffroi.store.engines import Embedded, Engine, Run
from beffroi.store.home import Home
from beffroi.store.households.telling import of_households
from beffroi.store.lake import Lake
from beffroi.store.looking import (
    BEGINNING,
    END,
    Looked,
    Question,
    Selection,
    ViewName,
    look,
)
from beffroi.store.rollups import reading
from beffroi.store.rollups.schema import level_of
from beffroi.store.rollups.touched import civil_days
from beffroi.store.scope import Scope
from beffroi.store.sharing.lent import within
from beffroi.store.sharing.trace import Used, leave
from beffroi.store.state.database import State
from beffroi.store.state.households import hide
from beffroi.store.write import WriteDoor
from beffroi.units import Aggregation, SeriesKind

__all__ = ["BEGINNING", "END", "ReadDoor", "Selection", "ViewName"]

#: What the engine says of a query or of its means; the rest of its errors are about files.
_NOT_THE_LAKE = (
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.InterruptException,
    duckdb.OutOfMemoryException,
    duckdb.ParserException,
)


@dataclass(frozen=True, slots=True)
class ReadDoor:
    """Reads measures and state within a scope."""

    home: Home
    state: State
    lake: Lake
    scope: Scope
    memory_mb: int = 1024
    engine: Engine | None = None
    """What runs the queries: DuckDB in this process by default."""

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Open a session that cannot write; callers keep to the scope's organisations.

        On a server, it sees no row of any other. Without the right to read households, it sees
        nothing of them.
        """
        reach = None if self.scope.whole else self.scope.organisations
        with self.state.read(reach) as session:
            if not self.scope.households:
                hide(session)
            yield session

    def observations(self, selection: Selection) -> pa.Table:
        """Read observations one by one.

        Returns:
            A table sorted by series and start: series, start, end, value (canonical unit),
            quality, rule (0 where raw), available_at, batch.

        Raises:
            BeffroiError: `store.out_of_scope`, `agreement.too_fine`.
        """
        looked = self._look(selection, "observations")
        with self._engine(looked) as (run, view, parameters):
            return within(run(queries.ordered(view), parameters), looked.lent)

    def count(self, selection: Selection) -> dict[int, int]:
        """Count the observations of each series that has any.

        Raises:
            BeffroiError: `store.out_of_scope`, `agreement.too_fine`.
        """
        looked = self._look(selection, "count")
        with self._engine(looked) as (run, view, parameters):
            if looked.lent:  # only what may be seen is counted
                rows = within(run(queries.ordered(view), parameters), looked.lent)
                found = rows.group_by("series").aggregate([([], "count_all")])
                found = found.rename_columns(["series", "n"])
            else:
                found = run(queries.counted(view), parameters)
            return dict(zip(found["series"].to_pylist(), found["n"].to_pylist(), strict=True))

    def latest(self, organisations: Iterable[int] | None = None) -> pa.Table:
        """Read the last value of every series of the scope, or of some of its organisations.

        Returns:
            A table sorted by series: series, at, value (canonical unit).

        Raises:
            BeffroiError: `store.out_of_scope`.
        """
        self.scope.require_measures("latest")
        asked = self.scope.organisations if organisations is None else frozenset(organisations)
        for one in asked - self.scope.organisations:
            self.scope.require(one, f"organisation {one}")
        with self.session() as session:
            found = latest.read(session, asked)
            hidden = [] if self.scope.households else sorted(of_households(session, asked))
        if not hidden:
            return found
        return found.filter(pa.array(np.isin(found["series"].to_numpy(), hidden, invert=True)))

    def aggregate(
        self,
        selection: Selection,
        step: Step,
        aggregation: Aggregation | None = None,
    ) -> pa.Table:
        """Read values by civil step of Europe/Paris, each series as is usual for its kind.

        An `aggregation` must make sense for all of them.

        Returns:
            A table sorted by series and start: series, start, end, value (canonical unit;
            integrated power is in unit x hour), coverage (share of the step that observations
            cover), n, repaired (how many of them repair touched), estimated (how many are
            fills of repair, or a share of a period longer than a day).

        Raises:
            BeffroiError: `store.out_of_scope`, `agreement.too_fine`,
                `store.aggregation_senseless`.
        """
        local = self._running()
        # Rollups are of repaired measures, as they are now.
        kept = selection.view != "raw" and selection.as_of >= END and isinstance(local, Embedded)
        level = level_of(step) if kept else None
        looked = self._look(selection, step, level, step, aggregation)
        chosen = _chosen(looked.kinds, aggregation)
        aggregations = sorted({*chosen.values()})
        columns = stepped.columns(aggregations)
        nothing = columns.empty_table()
        since, until = looked.held
        if since >= until:  # the series hold nothing of the asked period
            return stepped.finished(nothing, step, looked, chosen)

        rising = {
            one.id
            for one in looked.series.values()
            if selection.view == "raw" and chosen[one.kind] is Aggregation.DIFFERENCE
        }

        def measured(run: Run, series: Sequence[int], low: datetime, high: datetime) -> pa.Table:
            days = {"days": civil_days(low, high)}
            tables = [nothing]
            for differences in (False, True):
                own = [one for one in series if (one in rising) is differences]
                if own:
                    view, parameters = _view(looked.question(self.home, own, low, high))
                    view = queries.differences(view) if differences else view
                    sql = queries.aggregate(view, step, aggregations, low, high)
                    tables.append(run(sql, parameters, days).cast(columns))
            return pa.concat_tables(tables)

        with self._lake_errors():
            if isinstance(local, Embedded):
                with local.connect() as connection:
                    run = partial(engine.run, connection)
                    done, tables = reading.aggregate(
                        connection, self.home, looked, step, aggregations, partial(measured, run)
                    )
                    rest = sorted({*looked.series} - {*done})
                    tables += [measured(run, rest, since, until)] if rest else []
            else:
                tables = [measured(local.run, sorted(looked.series), since, until)]
        whole = pa.concat_tables([table.cast(columns) for table in (nothing, *tables)])
        return within(stepped.finished(whole, step, looked, chosen), looked.lent)

    def _look(self, selection: Selection, what: str, *how: Any) -> Looked:
        """Look at the state; a question about measures of others leaves its trace first."""
        with self.session() as session:
            looked = look(session, self.scope, selection, *how)
        self.trace(what, looked.used)
        return looked

    def trace(self, what: str, used: Mapping[int, Used]) -> None:
        """Leave the trace of a question about what others lend, by agreement.

        Raises:
            BeffroiError: `store.home_unwritable`.
        """
        door = WriteDoor(self.home, self.state, self.lake, self.scope.actor, self.memory_mb)
        leave(door, self.scope, what, used)

    def _running(self) -> Engine:
        return self.engine or Embedded(self.home.root, self.home.spool, self.memory_mb)

    @contextmanager
    def _engine(self, looked: Looked) -> Iterator[tuple[Run, str, dict[str, Any]]]:
        selection, ids = looked.selection, sorted(looked.series)
        asked = looked.question(self.home, ids, selection.since, selection.until)
        with self._lake_errors():
            view, parameters = _view(asked)
            yield self._running().run, view, {**parameters, "since": selection.since}

    @contextmanager
    def _lake_errors(self) -> Iterator[None]:
        """Say in the words of the catalogue that files of the lake are missing or damaged."""
        try:
            yield
        except _NOT_THE_LAKE:
            raise
        except (duckdb.Error, DeltaError, OSError) as error:
            reason = str(error).splitlines()[0]
            raise BeffroiError(LAKE_BROKEN, home=self.home.root, reason=reason) from error


def _chosen(
    kinds: Iterable[SeriesKind], aggregation: Aggregation | None
) -> dict[SeriesKind, Aggregation]:
    """Choose the aggregation of each kind."""
    for kind in sorted(kinds):
        if aggregation is not None and aggregation not in kind.aggregations:
            raise BeffroiError(
                AGGREGATION_SENSELESS,
                kind=kind,
                aggregation=aggregation,
                allowed=", ".join(kind.aggregations),
            )
    return {kind: aggregation or kind.aggregations[0] for kind in kinds}


def _view(asked: Question) -> tuple[str, dict[str, Any]]:
    """Write the view that a question is about, with its parameters."""
    if not asked.parameters["files"]:
        return _NOTHING, {}
    if asked.view == "raw":
        return queries.raw_view(revised=asked.revised), asked.parameters
    return (
        queries.repaired_view(revised=asked.revised),
        {**asked.parameters, "derived": asked.derived},
    )


_NOTHING = (
    'SELECT 0::BIGINT AS series, now() AS start, now() AS "end", 0.0::DOUBLE AS value, '
    "0::TINYINT AS quality, 0::TINYINT AS rule, now() AS available_at, 0::BIGINT AS batch "
    "WHERE false"
)
