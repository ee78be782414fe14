"""The read door: nothing reads measures without a scope.

The door prunes by organisation, series and time before any file is opened, keeps the version
that was current at `as_of`, and aggregates in the engine.
"""

from collections.abc import Iterable, Iterator, Sequence
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
from beffroi.periods.civil import Instants, Step, localise
from beffroi.store import engine, latest, queries
from beffroi.store.engines import Embedded, Engine, Run
from beffroi.store.home import Home
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
from beffroi.store.state.database import State
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

        On a server, it sees no row of any other.
        """
        reach = None if self.scope.whole else self.scope.organisations
        with self.state.read(reach) as session:
            yield session

    def observations(self, selection: Selection) -> pa.Table:
        """Read observations one by one.

        Returns:
            A table sorted by series and start: series, start, end, value (canonical unit),
            quality, rule (0 where raw), available_at, batch.

        Raises:
            BeffroiError: `store.out_of_scope`.
        """
        with self._engine(selection) as (run, view, parameters):
            return run(queries.ordered(view), parameters)

    def count(self, selection: Selection) -> dict[int, int]:
        """Count the observations of each series that has any.

        Raises:
            BeffroiError: `store.out_of_scope`.
        """
        with self._engine(selection) as (run, view, parameters):
            found = run(queries.counted(view), parameters)
            return dict(zip(found["series"].to_pylist(), found["n"].to_pylist(), strict=True))

    def latest(self, organisations: Iterable[int] | None = None) -> pa.Table:
        """Read the last value of every series of the scope, or of some of its organisations.

        Returns:
            A table sorted by series: series, at, value (canonical unit).

        Raises:
            BeffroiError: `store.out_of_scope`.
        """
        asked = self.scope.organisations if organisations is None else frozenset(organisations)
        for one in asked - self.scope.organisations:
            self.scope.require(one, f"organisation {one}")
        with self.session() as session:
            return latest.read(session, asked)

    def aggregate(
        self,
        selection: Selection,
        step: Step,
        aggregation: Aggregation | None = None,
    ) -> pa.Table:
        """Read values by civil step of Europe/Paris; the series must be of one kind.

        Returns:
            A table sorted by series and start: series, start, end, value (canonical unit;
            integrated power is in unit x hour), coverage (share of the step that observations
            cover), n, repaired (how many of them repair touched), estimated (how many are
            fills of repair, or a share of a period longer than a day).

        Raises:
            BeffroiError: `store.out_of_scope`, `store.aggregation_senseless`.
        """
        local = self._running()
        # Rollups are of repaired measures, as they are now.
        kept = selection.view != "raw" and selection.as_of >= END and isinstance(local, Embedded)
        with self.session() as session:
            looked = look(session, self.scope, selection, level_of(step) if kept else None)
        chosen = _chosen(looked, aggregation)
        since, until = looked.held
        if since >= until:  # the series hold nothing of the asked period
            return _with_edges(_NO_STEP, step)

        def measured(run: Run, series: Sequence[int], low: datetime, high: datetime) -> pa.Table:
            view, parameters = _view(looked.question(self.home, series, low, high))
            if chosen is Aggregation.DIFFERENCE and selection.view == "raw":
                view = queries.differences(view)
            sql = queries.aggregate(view, step, chosen, low, high)
            return run(sql, parameters, {"days": civil_days(low, high)})

        with self._lake_errors():
            if isinstance(local, Embedded):
                with local.connect() as connection:
                    run = partial(engine.run, connection)
                    done, tables = reading.aggregate(
                        connection, self.home, looked, step, chosen, partial(measured, run)
                    )
                    rest = sorted({*looked.series} - {*done})
                    tables += [measured(run, rest, since, until)] if rest else []
            else:
                tables = [measured(local.run, sorted(looked.series), since, until)]
        whole = pa.concat_tables(table.cast(_NO_STEP.schema) for table in tables)
        if len(tables) > 1:
            whole = whole.sort_by([("series", "ascending"), ("bucket", "ascending")])
        return _with_edges(whole, step)

    def _running(self) -> Engine:
        return self.engine or Embedded(self.home.root, self.home.spool, self.memory_mb)

    @contextmanager
    def _engine(self, selection: Selection) -> Iterator[tuple[Run, str, dict[str, Any]]]:
        with self.session() as session:
            looked = look(session, self.scope, selection)
        ids = sorted(looked.series)
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


def _chosen(looked: Looked, aggregation: Aggregation | None) -> Aggregation:
    kinds = looked.kinds
    if len(kinds) > 1:
        raise ValueError(f"series of several kinds: {sorted(kinds)}")
    kind = min(kinds, default=SeriesKind.GAUGE)
    chosen = aggregation or kind.aggregations[0]
    if chosen not in kind.aggregations:
        raise BeffroiError(
            AGGREGATION_SENSELESS,
            kind=kind,
            aggregation=chosen,
            allowed=", ".join(kind.aggregations),
        )
    return chosen


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
_NO_STEP = pa.table(
    {
        "series": pa.array([], pa.int64()),
        "bucket": pa.array([], pa.timestamp("us")),
        "value": pa.array([], pa.float64()),
        "covered": pa.array([], pa.float64()),
        "n": pa.array([], pa.int64()),
        "repaired": pa.array([], pa.int64()),
        "estimated": pa.array([], pa.int64()),
    }
)


def _with_edges(found: pa.Table, step: Step) -> pa.Table:
    """Replace buckets by their start and end instants, and covered seconds by their share."""
    bucket = found["bucket"].to_numpy().astype("datetime64[us]")
    if step is Step.HOUR:
        start: Instants = bucket
        end: Instants = bucket + np.timedelta64(1, "h")
    else:
        unit: Any = {Step.DAY: "D", Step.MONTH: "M", Step.YEAR: "Y"}[step]
        following = bucket.astype(f"datetime64[{unit}]") + np.timedelta64(1, unit)
        start, end = localise(bucket)[0], localise(following.astype("datetime64[us]"))[0]
    seconds = (end - start) / np.timedelta64(1, "s")
    covered = found["covered"].to_numpy()
    utc = pa.timestamp("us", tz="UTC")
    return pa.table(
        {
            "series": found["series"],
            "start": pa.array(start).cast(pa.timestamp("us")).cast(utc),
            "end": pa.array(end).cast(pa.timestamp("us")).cast(utc),
            "value": found["value"],
            "coverage": np.minimum(covered / seconds, 1.0) if len(covered) else covered,
            "n": found["n"],
            "repaired": found["repaired"],
            "estimated": found["estimated"],
        }
    )
