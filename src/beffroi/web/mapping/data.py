"""`.../map` and what it leads to: findings on the map, what is lent, what stands at a place."""

from datetime import date
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy import select

from beffroi.decide.leaks.standing import zones
from beffroi.decide.places import How, Marked, lent_places, marked
from beffroi.domains import asset_types
from beffroi.store.state import models
from beffroi.texts import Text
from beffroi.web.access.admitting import ACTOR
from beffroi.web.access.reading import Query
from beffroi.web.access.routes import Call, Reply, Route
from beffroi.web.mapping.ground import land_of
from beffroi.web.mapping.kept import plane_of
from beffroi.web.mapping.moment import day_of
from beffroi.web.reading.findings import INDICATORS
from beffroi.web.reading.paging import PATH

MOST = 20


class Near(Query):
    """Around which place, at which zoom of the map."""

    longitude: float = Field(ge=-180, le=180)
    latitude: float = Field(ge=-85, le=85)
    zoom: int = Field(ge=0, le=22)


class Mark(BaseModel):
    """A finding on the map."""

    id: int
    place: str
    owner: str = Field(description="the authority that lends it; empty where it is one's own")
    domain: str
    severity: str
    status: str
    eur_per_year: float
    since: date
    left: date | None = Field(description="from when nobody had it before them any more")
    longitude: float | None = Field(description="WGS84; null where it stands nowhere")
    latitude: float | None
    exact: bool = Field(description="false: in the middle of its commune")


class LentAsset(BaseModel):
    """An asset that another authority lends measures of."""

    name: str
    owner: str
    longitude: float
    latitude: float


class MapSeen(BaseModel):
    """What stands on the map of an organisation, beside its own assets, which tiles have."""

    findings: list[Mark]
    lent: list[LentAsset]


class SearchZone(BaseModel):
    """Where to search for the leak of a finding."""

    id: int = Field(description="the finding")
    since: date
    geometry: dict[str, Any] = Field(description="a GeoJSON polygon, WGS84")


class SearchZones(BaseModel):
    """Zones of leaks that run."""

    zones: list[SearchZone]


class AssetSeen(BaseModel):
    """An asset at a place."""

    id: int
    name: str
    type: str
    label: str
    exact: bool


class AssetsSeen(BaseModel):
    """The assets at a place, the first ones."""

    assets: list[AssetSeen]
    count: int


def mark_of(one: Marked) -> Mark:
    """Return a finding as the map draws it."""
    return Mark(
        id=one.number,
        place=one.place,
        owner=one.owner,
        domain=one.domain,
        severity=one.severity,
        status=one.status,
        eur_per_year=round(one.eur, 2),
        since=one.since,
        left=one.left,
        longitude=one.point.longitude if one.point else None,
        latitude=one.point.latitude if one.point else None,
        exact=one.how is How.EXACT,
    )


def _map(call: Call) -> Reply:
    organisation, door, day = call.number("organisation"), call.reader("map"), day_of(call.store)
    with call.store.writer(ACTOR).look(organisation) as session:
        ground = land_of(session, organisation, day).ground
    found = marked(door, organisation, call.language, day, ground)
    lent = [
        LentAsset(name=name, owner=owner, longitude=at.longitude, latitude=at.latitude)
        for name, owner, at in lent_places(door)
    ]
    return Reply(MapSeen(findings=[mark_of(one) for one in found], lent=lent))


def _zones(call: Call) -> Reply:
    found = zones(call.reader("map"), call.number("organisation"))
    return Reply(
        SearchZones(
            zones=[SearchZone(id=o.finding, since=o.since, geometry=o.polygon) for o in found]
        )
    )


def _near(call: Call) -> Reply:
    organisation, asked = call.number("organisation"), call.query
    door = call.reader("map")
    plane = plane_of(call.store, door, organisation)
    numbers, count = plane.near(asked.longitude, asked.latitude, asked.zoom, MOST)
    asset = models.Asset
    with door.session() as session:
        rows = session.execute(
            select(asset.id, asset.name, asset.type)
            .where(asset.id.in_(numbers), asset.organisation_id == organisation)
            .order_by(asset.name, asset.id)
        ).all()
    known, exact = asset_types(), plane.exact(numbers)
    seen = [
        AssetSeen(
            id=number,
            name=name,
            type=kind,
            label=(known[kind].label if kind in known else Text(fr=kind, en=kind)).in_(
                call.language
            ),
            exact=exact[number],
        )
        for number, name, kind in rows
    ]
    return Reply(AssetsSeen(assets=seen, count=count))


ROUTES = (
    Route(
        "GET",
        f"{PATH}/map",
        INDICATORS,
        _map,
        "The findings of an organisation and those that are lent to it, where they are, with time",
        reply=MapSeen,
    ),
    Route(
        "GET",
        f"{PATH}/map/zones",
        INDICATORS,
        _zones,
        "Where to search for the leaks of water networks that run, as polygons",
        reply=SearchZones,
    ),
    Route(
        "GET",
        f"{PATH}/map/near",
        INDICATORS,
        _near,
        "The assets of an organisation at a place of the map",
        reply=AssetsSeen,
        query=Near,
    ),
)
