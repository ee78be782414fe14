"""`.../series/{series}/values`: the measures of a series, one by one or by civil step.

The period that one question reads is bounded, so that its cost is; a page of it holds part of its
rows. By the step `auto`, it is the number of values that is. Columns rather than rows: names are
written once, not ten thousand times.
"""

import csv
from datetime import datetime, timedelta
from io import StringIO
from typing import Any, Literal
from urllib.parse import urlencode

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from beffroi.decide.catalogue import one_series
from beffroi.decide.extents import MOST_POINTS, Extent, step_of, whole
from beffroi.decide.observations import View, observations
from beffroi.errors import BeffroiError
from beffroi.errors.ground import PERIOD_EMPTY, PERIOD_LONG
from beffroi.periods import Step, parse_instant, utc_now
from beffroi.readers.contract import Quality
from beffroi.store.read import BEGINNING, END
from beffroi.store.state import models
from beffroi.web.access.routes import Call, Reply, Route
from beffroi.web.reading.paging import PATH, Page, cursor, place
from beffroi.web.reading.series import MEASURES

#: The longest period that one question reads, by step; longer steps have few values.
LONGEST = {
    Step.RAW: timedelta(days=31),
    Step.HOUR: timedelta(days=366),
    Step.DAY: timedelta(days=3660),
}
AUTO = "auto"
_COLUMNS = (
    *("start", "end", "value", "quality", "rule", "available_at"),
    *("coverage", "n", "repaired", "estimated"),
)


class Asked(Page):
    """Which values: `from` and `until` are a day of Paris or an instant."""

    limit: int = Field(default=1000, ge=1, le=10_000)
    since: str = Field(default="", alias="from", max_length=40)
    until: str = Field(default="", max_length=40, description="excluded")
    step: Step | Literal["auto"] = Field(
        default=Step.DAY,
        description=f"`auto`: the finest one that makes {MOST_POINTS} values at most",
    )
    view: View = View.REPAIRED


class Columns(BaseModel):
    """One list a column, all of one length; null where the step has no such column."""

    start: list[datetime]
    end: list[datetime]
    value: list[float | None]
    quality: list[int] | None = Field(
        None, description=", ".join(f"{int(one)} {one.name.lower()}" for one in Quality)
    )
    rule: list[str | None] | None = Field(None, description="the rule of repair that touched it")
    available_at: list[datetime] | None = None
    coverage: list[float | None] | None = Field(None, description="share of the step that is known")
    n: list[int] | None = None
    repaired: list[int] | None = None
    estimated: list[int] | None = None


class ValuesSeen(BaseModel):
    """A page of values, in the order of time."""

    series: int
    quantity: str
    unit: str = Field(description="of `value`; power by step is energy")
    step: str
    view: str
    since: datetime
    until: datetime
    columns: Columns
    next: str | None


def _values(call: Call) -> Reply:
    asked, door = call.query, call.reader("series")
    after = place(asked.after, str, str)
    found = one_series(door, call.number("series")).series
    since, until = period(asked, found)
    step = step_of(found, Extent(since, until)) if asked.step == AUTO else Step(asked.step)
    table, unit = observations(door, found, since, until, step, asked.view, END)
    shown, following = _page(table, after, asked.limit)
    columns = {name: shown[name].to_pylist() for name in _COLUMNS if name in shown.column_names}
    if call.csv:
        return Reply(csv=_csv(columns), following=_link(call, following))
    return Reply(
        ValuesSeen(
            series=found.id,
            quantity=found.quantity,
            unit=unit,
            step=step,
            view=asked.view,
            since=since,
            until=until,
            columns=Columns(**columns),
            next=following,
        ),
        following=_link(call, following),
    )


def period(asked: Asked, series: models.Series) -> tuple[datetime, datetime]:
    """Return the period that is read: the last of what is known, where none is given.

    Raises:
        BeffroiError: `period.date_invalid`, `period.empty`, `period.too_long`.
    """
    last = series.last_at + timedelta(seconds=1) if series.last_at else utc_now()
    until = parse_instant(asked.until) if asked.until else last
    held = whole(series)
    longest = None if asked.step == AUTO else LONGEST.get(Step(asked.step))
    usual = BEGINNING if longest is None else max(until - longest, BEGINNING)
    if asked.step == AUTO and held is not None:
        usual = held.since
    since = parse_instant(asked.since) if asked.since else usual
    if since >= until:
        raise BeffroiError(PERIOD_EMPTY, start=asked.since or "…", end=asked.until or "…")
    if longest is not None and until - since > longest:
        raise BeffroiError(PERIOD_LONG, step=asked.step, most=longest.days)
    return since, until


def _page(
    table: pa.Table, after: tuple[Any, ...] | None, limit: int
) -> tuple[pa.Table, str | None]:
    """Return the rows of a page: those whose start and end come after those of the cursor."""
    table = table.set_column(
        table.column_names.index("value"),
        "value",
        pc.if_else(pc.is_finite(table["value"]), table["value"], None),
    ).sort_by([("start", "ascending"), ("end", "ascending")])
    if after is not None:
        start, end = (parse_instant(one) for one in after)
        later = pc.and_(pc.equal(table["start"], start), pc.greater(table["end"], end))
        table = table.filter(pc.or_(pc.greater(table["start"], start), later))
    shown = table.slice(0, limit)
    if table.num_rows <= limit:
        return shown, None
    return shown, cursor(tuple(shown[name][-1].as_py().isoformat() for name in ("start", "end")))


def _csv(columns: dict[str, list[Any]]) -> str:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in zip(*columns.values(), strict=True):
        writer.writerow([one.isoformat() if isinstance(one, datetime) else one for one in row])
    return text.getvalue()


def _link(call: Call, following: str | None) -> str:
    if following is None:
        return ""
    given = call.query.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return f"?{urlencode({**given, 'after': following})}"


ROUTES = (
    Route(
        "GET",
        f"{PATH}/series/{{series}}/values",
        MEASURES,
        _values,
        "The values of a series",
        reply=ValuesSeen,
        refusals=(400,),
        query=Asked,
        csv=True,
    ),
)
