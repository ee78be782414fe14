"""`GET /api/series`: what a program may read of one organisation."""

from datetime import datetime

from pydantic import BaseModel

from beffroi.decide.catalogue import list_series
from beffroi.domains import quantities
from beffroi.store.scope import Scope
from beffroi.store.tokens import TokenScope
from beffroi.web.access.demands import token
from beffroi.web.access.routes import Call, Reply, Route


class SeriesSeen(BaseModel):
    """A series and its last value, in the canonical unit of its quantity."""

    series: int
    asset: str
    asset_type: str
    quantity: str
    unit: str
    kind: str
    source: str
    qualifier: str
    last_at: datetime | None
    last_value: float | None


class SeriesList(BaseModel):
    """The series of an organisation that hold something."""

    series: list[SeriesSeen]


def _series(call: Call) -> Reply:
    bearer = call.caller.bearer
    if bearer is None:
        raise LookupError("this address demands a token")
    scope = Scope(frozenset({bearer.organisation}), bearer.actor, "api")
    known = quantities()
    return Reply(
        SeriesList(
            series=[
                SeriesSeen(
                    series=row.series.id,
                    asset=row.asset.key,
                    asset_type=row.asset.type,
                    quantity=row.series.quantity,
                    unit=known[row.series.quantity].unit if row.series.quantity in known else "",
                    kind=row.series.kind,
                    source=row.series.source,
                    qualifier=row.series.qualifier,
                    last_at=row.series.last_at,
                    last_value=row.series.last_value,
                )
                for row in list_series(call.store.reader(scope))
            ]
        )
    )


ROUTES = (
    Route(
        "GET",
        "/api/series",
        token(TokenScope.READ_MEASURES),
        _series,
        "The series of the organisation of a token, with their last value",
        reply=SeriesList,
    ),
)
