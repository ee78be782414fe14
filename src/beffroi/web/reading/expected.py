"""`.../series/{series}/expected`: what a series should have been, given weather and calendar."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from beffroi.decide.catalogue import one_series
from beffroi.decide.expected import CONFIDENCE, expected
from beffroi.decide.extents import Extent
from beffroi.domains import quantities
from beffroi.periods import Step
from beffroi.web.access.reading import Query
from beffroi.web.access.routes import Call, Reply, Route
from beffroi.web.reading import values
from beffroi.web.reading.paging import PATH
from beffroi.web.reading.series import MEASURES


class Asked(Query):
    """Which days or months: `from` and `until` are a day of Paris or an instant."""

    since: str = Field(default="", alias="from", max_length=40)
    until: str = Field(default="", max_length=40, description="excluded")
    step: Literal["day", "month"] = "day"


class ExpectedColumns(BaseModel):
    """One list a column, all of one length."""

    start: list[datetime]
    mean: list[float]
    low: list[float]
    high: list[float]


class ExpectedSeen(BaseModel):
    """What was expected, learnt from the two years before each quarter; empty where nothing was."""

    series: int
    unit: str
    step: str
    since: datetime
    until: datetime
    confidence: float = Field(description="how often the truth is between `low` and `high`")
    columns: ExpectedColumns


def _expected(call: Call) -> Reply:
    asked, door = call.query, call.reader("series")
    found = one_series(door, call.number("series")).series
    step = Step(asked.step)
    since, until = values.period(
        values.Asked(**{"from": asked.since, "until": asked.until, "step": step}), found
    )
    rows = expected(door, found, Extent(since, until), step)
    known = quantities()
    declared = known.get(found.quantity)  # None: of a trade that is not known here
    amount = known[declared.integral or declared.key] if declared else None
    return Reply(
        ExpectedSeen(
            series=found.id,
            unit=amount.display if amount else "",
            step=step,
            since=since,
            until=until,
            confidence=CONFIDENCE,
            columns=ExpectedColumns(
                start=[one.start for one in rows],
                mean=[one.mean for one in rows],
                low=[one.low for one in rows],
                high=[one.high for one in rows],
            ),
        )
    )


ROUTES = (
    Route(
        "GET",
        f"{PATH}/series/{{series}}/expected",
        MEASURES,
        _expected,
        "What a consumption should have been by day or month",
        reply=ExpectedSeen,
        refusals=(400,),
        query=Asked,
    ),
)
