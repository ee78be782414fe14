"""Outlines of communes in the installation: those of a file, those that a map asks for."""

import json
import zlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, or_, select
from sqlalchemy.orm import Session

from beffroi.store.state.many import blocks
from beffroi.store.state.places import CommuneOutline, Ground
from beffroi.store.write import WriteDoor
from beffroi.territory.geojson import Polygon
from beffroi.territory.kinds import Level
from beffroi.territory.outlines import Outline

Box = tuple[float, float, float, float]
#: More outlines than these are a country on a screen: nobody reads them.
MOST = 1500


@dataclass(frozen=True, slots=True)
class Placed:
    """The outline of a commune and its centre [° WGS84]."""

    code: str
    name: str
    longitude: float
    latitude: float
    box: Box
    surfaces: tuple[Polygon, ...]


def keep_outlines(session: Session, outlines: Collection[Outline]) -> None:
    """Add outlines to those that are known; a commune that is known already gets the new one."""
    for some in blocks(sorted(one.code for one in outlines)):
        session.execute(delete(CommuneOutline).where(CommuneOutline.code.in_(some)))
    if outlines:
        session.execute(insert(CommuneOutline), [_row(one) for one in outlines])


def put_outlines(door: WriteDoor, name: str, outlines: Collection[Outline]) -> None:
    """Keep outlines that no file gave: those of a simulated territory."""
    with door.change("territory.load", "installation", subject=name) as change:
        keep_outlines(change.session, outlines)
        change.detail = {"sort": "outlines", "rows": len(outlines)}


def outlines_of(session: Session, codes: Collection[str]) -> list[Placed]:
    """Return the outlines of some communes, those that are known, by code."""
    found = [
        row
        for some in blocks(sorted(codes)[:MOST])
        for row in session.scalars(select(CommuneOutline).where(CommuneOutline.code.in_(some)))
    ]
    return _placed(found)


def outlines_around(session: Session, box: Box) -> list[Placed]:
    """Return the outlines of the communes whose centre is within bounds, `MOST` at most."""
    west, south, east, north = box
    row = CommuneOutline
    query = select(row).where(row.longitude.between(west, east), row.latitude.between(south, north))
    return _placed(session.scalars(query.order_by(row.code).limit(MOST)))


def communes_of(session: Session, grounds: Iterable[Ground]) -> list[str]:
    """Return the codes of the communes of some places, of those whose outline is known.

    An EPCI says nothing of its communes here: `geography.members` does.
    """
    row, wanted = CommuneOutline, []
    parts: list[ColumnElement[bool]] = []
    for ground in grounds:
        if ground.level == Level.COMMUNE:
            wanted.append(ground.code)
        elif ground.level == Level.DEPARTEMENT:
            parts.append(row.code.startswith(ground.code))
    if parts:
        wanted += session.scalars(select(row.code).where(or_(*parts)).limit(MOST))
    return sorted(set(wanted))


def _row(one: Outline) -> dict[str, Any]:
    west, south, east, north = one.box
    text = json.dumps(one.surfaces, separators=(",", ":"))
    return {
        "code": one.code,
        "name": one.name,
        "longitude": one.centre.longitude,
        "latitude": one.centre.latitude,
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "content": zlib.compress(text.encode()),
    }


def _placed(rows: Iterable[CommuneOutline]) -> list[Placed]:
    return [
        Placed(
            row.code,
            row.name,
            row.longitude,
            row.latitude,
            (row.west, row.south, row.east, row.north),
            tuple(json.loads(zlib.decompress(row.content))),
        )
        for row in sorted(rows, key=lambda one: one.code)
    ]
