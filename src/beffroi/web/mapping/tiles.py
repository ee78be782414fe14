"""`.../map/tile` and `.../map/outlines`: what the map draws under findings, compressed.

Neither holds a secret of a session, so that compressing them tells nobody anything.
"""

import gzip
import json
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from beffroi.commons.outlines import Placed
from beffroi.domains import domain as domain_of
from beffroi.errors import BeffroiError
from beffroi.errors.people import REQUEST_INVALID
from beffroi.store.read import ReadDoor
from beffroi.store.store import Store
from beffroi.texts import Text
from beffroi.web.access.admitting import ACTOR, Caller
from beffroi.web.access.reading import Query, asked
from beffroi.web.access.routes import demanding
from beffroi.web.access.saying import Said, described
from beffroi.web.mapping.ground import land_of
from beffroi.web.mapping.kept import plane_of
from beffroi.web.mapping.moment import day_of
from beffroi.web.pages.declaring import number_of
from beffroi.web.reading.findings import INDICATORS
from beffroi.web.reading.paging import PATH

TILE = "application/vnd.mapbox-vector-tile"
GEOJSON = "application/geo+json"
#: Beyond this zoom a browser enlarges the tiles it has: a cell is some 20 m wide.
DEEPEST = 16
_FAST = 1
_OUTSIDE = Text(fr="il n’y a pas de telle tuile à ce zoom", en="there is no such tile at this zoom")
Read = Callable[[Store, ReadDoor, int, Any], bytes]


class Tile(Query):
    """Which tile, in the numbering of web maps; of the assets that a domain watches, or of all."""

    z: int = Field(ge=0, le=DEEPEST)
    x: int = Field(ge=0, lt=1 << DEEPEST)
    y: int = Field(ge=0, lt=1 << DEEPEST)
    domain: str = Field(default="", max_length=32)


def register(app: FastAPI) -> None:
    """Add the addresses to an application."""
    _add(app, "map/tile", _tile, TILE, "A tile of the assets (Mapbox Vector Tile)", Tile)
    _add(app, "map/outlines", _outlines, GEOJSON, "The communes, and those around (GeoJSON)", None)


def _add(
    app: FastAPI, path: str, read: Read, kind: str, about: str, query: type[BaseModel] | None
) -> None:
    @demanding(INDICATORS)
    async def endpoint(request: Request, caller: Caller) -> Response:
        store: Store = request.app.state.store
        question = asked(request, query) if query else None
        organisation = number_of(str(request.path_params["organisation"]))

        def answered() -> bytes:
            return read(store, caller.reader(store, organisation, "map"), organisation, question)

        content = await run_in_threadpool(answered)
        return _packed(request, content, kind)

    said = described(Said(f"{PATH}/{path}", INDICATORS, None, None, 200, (), query, False))
    schema = {"type": "string", "format": "binary"} if kind == TILE else {"type": "object"}
    said["responses"][200] = {"content": {kind: {"schema": schema}}}
    app.add_api_route(
        f"{PATH}/{path}",
        endpoint,
        methods=["GET"],
        summary=about,
        operation_id=f"get_{path.replace('/', '_')}",
        response_model=None,
        response_class=Response,
        **said,
    )


def _packed(request: Request, content: bytes, kind: str) -> Response:
    headers = {"Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", "") and len(content) > 512:
        headers["Content-Encoding"] = "gzip"
        content = gzip.compress(content, _FAST, mtime=0)
    return Response(content, headers=headers, media_type=kind)


def _tile(store: Store, door: ReadDoor, organisation: int, question: Any) -> bytes:
    if max(question.x, question.y) >= 1 << question.z:
        raise BeffroiError(REQUEST_INVALID, field="x, y", reason=_OUTSIDE)
    if question.domain:
        domain_of(question.domain)  # a name that is none is an error, not an empty map
    plane = plane_of(store, door, organisation)
    return plane.tile(question.z, question.x, question.y, question.domain)


def _outlines(store: Store, door: ReadDoor, organisation: int, _question: Any) -> bytes:
    door.scope.require(organisation, f"organisation {organisation}")
    with store.writer(ACTOR).look(organisation) as session:
        land = land_of(session, organisation, day_of(store), around=True)
    features = [_feature(one, own=True) for one in land.own]
    features += [_feature(one, own=False) for one in land.around]
    whole = {"type": "FeatureCollection", "features": features}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def _feature(one: Placed, *, own: bool) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"code": one.code, "name": one.name, "own": own},
        "geometry": {"type": "MultiPolygon", "coordinates": one.surfaces},
    }
