"""`.../indicators`: what is computed from the measures of an organisation, period by period."""

from datetime import date

from pydantic import BaseModel, Field

from beffroi.decide.indicators import Value, compute
from beffroi.domains import domain, domains
from beffroi.web.access.routes import Call, Reply, Route
from beffroi.web.reading.findings import INDICATORS
from beffroi.web.reading.paging import PATH, Key, Page, page, place


class Asked(Page):
    """Which indicators: they are computed when they are asked for."""

    domain: str = Field(default="", max_length=32)
    key: str = Field(default="", max_length=80)
    year: int | None = Field(default=None, ge=1900, le=2100)


class TallySeen(BaseModel):
    """Samples that were judged, those that do not conform, those that do by derogation."""

    judged: int
    failing: int
    derogated: int


class IndicatorSeen(BaseModel):
    """An indicator of one asset over one civil period, from its first day to its last."""

    indicator: str
    label: str
    unit: str
    level: str
    asset: int = Field(description="0 for what is said of the organisation as a whole")
    name: str
    quantity: str
    period: str
    since: date
    until: date = Field(description="included")
    value: float
    known_days: int
    samples: TallySeen | None = Field(description="those that it was counted from")
    target: float | None
    references: list[str]


class IndicatorsSeen(BaseModel):
    """A page of indicators, by key, asset and period."""

    indicators: list[IndicatorSeen]
    next: str | None


def _list(call: Call) -> Reply:
    asked = call.query
    after = place(asked.after, str, int, str, str)
    chosen = [domain(asked.domain)] if asked.domain else list(domains().values())
    door, organisation = call.reader("indicators"), call.number("organisation")
    keys = (asked.key,) if asked.key else ()
    values = [
        value
        for one in chosen
        for value in compute(door, organisation, one, keys)
        if asked.year in (None, value.first.year)
    ]
    some, following = page(values, _key, after, asked.limit)
    seen = [_seen(value, call) for value in some]
    return Reply(IndicatorsSeen(indicators=seen, next=following))


def _key(value: Value) -> Key:
    row = value.row
    return value.indicator.key, row.asset, row.quantity, value.first.isoformat()


def _seen(value: Value, call: Call) -> IndicatorSeen:
    plain = value.to_dict(call.language)
    plain |= {
        "name": plain["asset"],
        "asset": value.row.asset,
        "since": value.first,
        "until": value.last,
    }
    return IndicatorSeen.model_validate(plain)


ROUTES = (
    Route(
        "GET",
        f"{PATH}/indicators",
        INDICATORS,
        _list,
        "The indicators of an organisation",
        reply=IndicatorsSeen,
        refusals=(404,),
        query=Asked,
    ),
)
