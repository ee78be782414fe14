"""`.../series`: the series of an organisation, and those that others lend to it."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from beffroi.decide.catalogue import Listed, list_series, one_series
from beffroi.domains import quantities
from beffroi.store.sharing.catalogue import Part
from beffroi.store.sharing.grants import Grant
from beffroi.store.tokens import TokenScope
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import reader
from beffroi.web.access.routes import Call, Reply, Route
from beffroi.web.reading.paging import PATH, Page, page, place

MEASURES = reader(Right.READ_MEASURES, TokenScope.READ_MEASURES)


class Lending(BaseModel):
    """What an agreement in force lends of a series."""

    agreement: int
    granularity: str = Field(description="the finest step that is lent")
    views: list[str]
    since: date | None
    until: date | None = Field(description="the day after the last one")

    @classmethod
    def of(cls, grant: Grant) -> "Lending":
        """Show what is lent."""
        terms = grant.terms
        return cls(
            agreement=grant.agreement,
            granularity=terms.granularity,
            views=list(terms.views),
            since=terms.since,
            until=terms.until,
        )


class SeriesSeen(BaseModel):
    """A series. Of one that is lent, what tells its measures is null unless all of them are."""

    series: int
    organisation: int = Field(description="whose measures they are")
    organisation_name: str
    asset: str
    asset_name: str
    asset_type: str
    quantity: str
    unit: str = Field(description="of `last_value`")
    kind: str
    source: str
    qualifier: str
    first_at: datetime | None
    last_at: datetime | None
    last_value: float | None
    lent: list[Lending] = Field(description="empty where it is one's own")

    @classmethod
    def of(cls, row: Listed) -> "SeriesSeen":
        """Show a series."""
        series, known = row.series, quantities()
        return cls(
            series=series.id,
            organisation=row.organisation.id,
            organisation_name=row.organisation.name,
            asset=row.asset.key,
            asset_name=row.asset.name,
            asset_type=row.asset.type,
            quantity=series.quantity,
            unit=known[series.quantity].unit if series.quantity in known else "",
            kind=series.kind,
            source=series.source,
            qualifier=series.qualifier,
            first_at=series.first_at,
            last_at=series.last_at,
            last_value=series.last_value,
            lent=[Lending.of(one) for one in row.grants],
        )


class SeriesList(BaseModel):
    """A page of series, by number."""

    series: list[SeriesSeen]
    next: str | None


def _list(call: Call) -> Reply:
    asked = call.query
    after = place(asked.after, int)
    part = Part(after=after[0] if after else 0, most=asked.limit + 1)
    rows = list_series(call.reader("series"), part=part)
    shown, following = page(rows, lambda row: (row.series.id,), after, asked.limit)
    return Reply(SeriesList(series=[SeriesSeen.of(row) for row in shown], next=following))


def _one(call: Call) -> Reply:
    return Reply(SeriesSeen.of(one_series(call.reader("series"), call.number("series"))))


ROUTES = (
    Route(
        "GET",
        f"{PATH}/series",
        MEASURES,
        _list,
        "The series of an organisation, and those that are lent to it",
        reply=SeriesList,
        query=Page,
    ),
    Route("GET", f"{PATH}/series/{{series}}", MEASURES, _one, "One series", reply=SeriesSeen),
)
