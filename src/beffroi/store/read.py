"""The read door: nothing reads measures without a scope.

The door prunes by organisation, series and time before any file is opened, keeps the version
that was current at `as_of`, and aggregates in the engine.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

import duckdb
import numpy as np
import pyarrow as pa
from deltalake.exceptions import DeltaError
from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.store import AGGREGATION_SENSELESS, LAKE_BROKEN
from beffroi.periods.civil import Instants, Step, day_starts, localise
from beffroi.store import engine, queries
from beffroi.store.home import Home
from beffroi.store.lake import Lake
from beffroi.store.manifest import paths, seen
from beffroi.store.scope import Scope
from beffroi.store.state import models
from beffroi.store.state.database import State
from beffroi.store.state.many import blocks
from beffroi.units import Aggregation, SeriesKind

ViewName: TypeAlias = Literal["raw", "repaired"]
#: Readers take nothing outside of 1900 to 2099, in local time.
BEGINNING = datetime(1899, 12, 31, tzinfo=UTC)
END = datetime(2100, 1, 1, tzinfo=UTC)
#: What the engine says of a query or of its means; the rest of its errors are about files.
_NOT_THE_LAKE = (
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.InterruptException,
    duckdb.OutOfMemoryException,
    duckdb.ParserException,
)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which measures to read: series, `[since, until)`, side, and what was known when."""

    series: tuple[int, ...]
    since: datetime = BEGINNING
    until: datetime = END
    view: ViewName = "repaired"
    as_of: datetime = END


@dataclass(frozen=True, slots=True)
class ReadDoor:
    """Reads measures and state within a scope."""

    home: Home
    state: State
    lake: Lake
    scope: Scope
    memory_mb: int = 1024

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Open a session that cannot write; callers keep to the scope's organisations.

        On a server, it sees no row of any other.
        """
        with self.state.read(self.scope.organisations) as session:
            yield session

    def observations(self, selection: Selection) -> pa.Table:
        """Read observations one by one.

        Returns:
            A table sorted by series and start: series, start, end, value (canonical unit),
            quality, rule (0 where raw), available_at, batch.

        Raises:
            BeffroiError: `store.out_of_scope`.
        """
        with self._engine(selection) as (connection, view, parameters):
            return engine.fetch(connection, queries.ordered(view), parameters)

    def count(self, selection: Selection) -> dict[int, int]:
        """Count the observations of each series that has any.

        Raises:
            BeffroiError: `store.out_of_scope`.
        """
        with self._engine(selection) as (connection, view, parameters):
            sql = f"SELECT series, count(*) FROM ({queries.ordered(view)}) GROUP BY series"  # noqa: S608 - queries.py made it
            return dict(connection.execute(sql, parameters).fetchall())

    def aggregate(
        self,
        selection: Selection,
        step: Step,
        aggregation: Aggregation | None = None,
        fills: Sequence[int] = (),
    ) -> pa.Table:
        """Read values by civil step of Europe/Paris; the series must be of one kind.

        Returns:
            A table sorted by series and start: series, start, end, value (canonical unit;
            integrated power is in unit x hour), coverage (share of the step that observations
            cover), n, repaired (how many of them repair touched), estimated (how many carry one
            of the rules `fills`, or are a share of a period longer than a day).

        Raises:
            BeffroiError: `store.out_of_scope`, `store.aggregation_senseless`.
        """
        kind = self._kind(selection)
        allowed = kind.aggregations
        chosen = aggregation or allowed[0]
        if chosen not in allowed:
            raise BeffroiError(
                AGGREGATION_SENSELESS,
                kind=kind,
                aggregation=chosen,
                allowed=", ".join(allowed),
            )
        with self._engine(selection) as (connection, view, parameters):
            if chosen is Aggregation.DIFFERENCE and selection.view == "raw":
                view = queries.differences(view)
            since, until = self._bounds(selection)
            if since >= until:  # the series hold nothing of the asked period
                return _with_edges(_NO_STEP, step)
            days = day_starts(since.date(), until.date()).astype(np.int64)
            connection.register("days", pa.table({"lo": days[:-1], "hi": days[1:]}))
            sql = queries.aggregate(view, step, chosen, since, until)
            found = engine.fetch(connection, sql, {**parameters, "fills": list(fills)})
        return _with_edges(found, step)

    def _bounds(self, selection: Selection) -> tuple[datetime, datetime]:
        """Narrow the asked period to what the series hold."""
        with self.session() as session:
            rows = session.execute(
                select(models.Series.first_at, models.Series.last_at).where(
                    models.Series.id.in_(selection.series[:1000])
                )
            ).all()
        firsts = [first for first, _ in rows if first] or [selection.since]
        lasts = [last for _, last in rows if last] or [selection.until]
        if len(selection.series) > 1000:
            return selection.since, selection.until
        return max(selection.since, min(firsts)), min(selection.until, _after(max(lasts)))

    def _kind(self, selection: Selection) -> SeriesKind:
        with self.session() as session:
            kinds = {
                kind
                for some in blocks(selection.series)
                for kind in session.scalars(
                    select(models.Series.kind).where(models.Series.id.in_(some)).distinct()
                )
            }
        if len(kinds) > 1:
            raise ValueError(f"series of several kinds: {sorted(kinds)}")
        return SeriesKind(kinds.pop()) if kinds else SeriesKind.GAUGE

    @contextmanager
    def _engine(
        self, selection: Selection
    ) -> Iterator[tuple[duckdb.DuckDBPyConnection, str, dict[str, Any]]]:
        with self._lake_errors():
            facts = self._facts(selection)
        parameters: dict[str, Any] = {
            "files": facts.files,
            "series": list(selection.series),
            "low": min(selection.series, default=0),
            "high": max(selection.series, default=0),
            "since": selection.since,
            "until": selection.until,
            "as_of": selection.as_of,
        }
        revised = facts.revised or selection.as_of < END
        with (
            self._lake_errors(),
            engine.connect(self.home.root, self.home.spool, self.memory_mb) as connection,
        ):
            if not facts.files:
                yield connection, _nothing(), {"since": selection.since}
            elif selection.view == "raw":
                yield connection, queries.raw_view(revised=revised), parameters
            else:
                parameters["derived"] = facts.derived
                yield connection, queries.repaired_view(revised=revised), parameters

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

    def _facts(self, selection: Selection) -> "_Facts":
        with self.session() as session:
            rows = [
                row
                for some in blocks(selection.series)
                for row in session.execute(
                    select(
                        models.Series.id,
                        models.Series.organisation_id,
                        models.Series.kind,
                        models.Series.revised,
                    ).where(models.Series.id.in_(some))
                )
            ]
            for series, owner in self._hidden(selection, {row.id for row in rows}):
                self.scope.require(owner, f"series {series}")
            for row in rows:
                self.scope.require(row.organisation_id, f"series {row.id}")
            owners = {row.organisation_id for row in rows}
            # An interval that began in an earlier year may reach into the asked period.
            years = (selection.since.year - 1, selection.until.year)
            files = seen(session, owners, years, selection.series) if rows else []
        return _Facts(
            paths(self.home, files),
            any(row.revised for row in rows),
            [row.id for row in rows if row.kind == SeriesKind.INDEX],
        )

    def _hidden(self, selection: Selection, found: set[int]) -> list[tuple[int, int]]:
        """List the series that exist, with their owner, and that a server did not let us see."""
        missing = set(selection.series) - found
        if not missing or not self.state.server:
            return []
        with self.state.read() as session:
            return [
                (row.id, row.organisation_id)
                for some in blocks(missing)
                for row in session.execute(
                    select(models.Series.id, models.Series.organisation_id).where(
                        models.Series.id.in_(some)
                    )
                )
            ]


@dataclass(frozen=True, slots=True)
class _Facts:
    files: list[str]
    revised: bool
    derived: list[int]


def _after(moment: datetime) -> datetime:
    return moment.replace(microsecond=0, second=0).fromtimestamp(moment.timestamp() + 1, tz=UTC)


def _nothing() -> str:
    return (
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
