"""`/api/federation`: what another installation may pull of what is lent to it."""

import gzip
import re
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from beffroi.commons.federation.answering import Desk
from beffroi.errors import BeffroiError
from beffroi.errors.federation import ASKED_WRONGLY
from beffroi.store.tokens import Bearer, TokenScope
from beffroi.web.access.admitting import Caller
from beffroi.web.access.demands import token
from beffroi.web.access.routes import demanding
from beffroi.web.answers import answer
from beffroi.web.described import ERROR

CONTENT = "application/vnd.beffroi.federation"
_LEVEL = 1  # a network is rarely so slow that more would pay
_FORMS = {
    "nonce": "[0-9a-f]{16,64}",
    "seen": "0|[1-9][0-9]{0,8}",
    "agreement": "[1-9][0-9]{0,8}",
    "cursor": r"[-0-9.]{3,120}",
}
_DEMAND = token(TokenScope.PULL_LENT)


def register(app: FastAPI) -> None:
    """Add the addresses to an application."""

    async def told(request: Request, caller: Caller, ask: Callable[[Desk], bytes]) -> Response:
        desk = Desk(request.app.state.store, bearer_of(caller))

        def asked() -> bytes:
            return gzip.compress(ask(desk), _LEVEL)

        body = await run_in_threadpool(asked)
        return Response(body, headers={"Content-Encoding": "gzip"}, media_type=CONTENT)

    @app.get("/api/federation", **_described("Tell what is lent, signed", "nonce", "seen"))
    @demanding(_DEMAND)
    async def catalogue(request: Request, caller: Caller) -> Response:
        nonce, seen = _given(request, "nonce"), int(_given(request, "seen"))
        return await told(request, caller, lambda desk: desk.catalogue(nonce, seen))

    @app.get(
        "/api/federation/changes",
        **_described("Tell the next page of an agreement, signed", "agreement", "cursor", "nonce"),
    )
    @demanding(_DEMAND)
    async def changes(request: Request, caller: Caller) -> Response:
        number, nonce = int(_given(request, "agreement")), _given(request, "nonce")
        cursor = _given(request, "cursor")
        return await told(request, caller, lambda desk: desk.changes(number, cursor, nonce))

    @app.get(
        "/api/federation/series",
        **_described("List the series that an agreement lends", "agreement", content=_SERIES),
    )
    @demanding(_DEMAND)
    async def series(request: Request, caller: Caller) -> Response:
        number = int(_given(request, "agreement"))
        desk = Desk(request.app.state.store, bearer_of(caller))
        return answer({"series": await run_in_threadpool(desk.series, number)})


def bearer_of(caller: Caller) -> Bearer:
    """Return who bears the token that the address demands."""
    if caller.bearer is None:
        raise LookupError("this address demands a token")
    return caller.bearer


def _given(request: Request, name: str) -> str:
    given = request.query_params.get(name, "")
    if re.fullmatch(_FORMS[name], given) is None:
        raise BeffroiError(ASKED_WRONGLY, name=name)
    return given


_TEXT = {"type": "string"}
_SERIES = {
    "application/json": {
        "schema": {
            "type": "object",
            "required": ["series"],
            "properties": {
                "series": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": dict.fromkeys(
                            ("asset_type", "asset", "name", "quantity", "unit", "kind"), _TEXT
                        ),
                    },
                }
            },
        }
    }
}
_BINARY = {
    CONTENT: {
        "schema": {
            "type": "string",
            "format": "binary",
            "description": "parts, each after its length in 8 bytes: a signed note, what it signs",
        }
    }
}


def _described(summary: str, *names: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
    refusals = {
        400: "Something that was given has not the form that it must have",
        401: "The token is missing, unknown, revoked or expired",
        403: "The token does not allow pulling what is lent",
        404: "No agreement in force of this number lends anything to this token",
        409: "The cursor, or the journal that was seen, is ahead of this installation",
        503: "The state is out of reach or busy: see Retry-After",
    }
    return {
        "summary": summary,
        "response_class": Response,
        "responses": {
            200: {"content": content or _BINARY},
            **{
                status: {"description": said, "content": {"application/json": {"schema": ERROR}}}
                for status, said in refusals.items()
            },
        },
        "openapi_extra": {
            "security": [{"token": []}],
            "x-demand": _DEMAND.to_dict(),
            "parameters": [
                {
                    "name": name,
                    "in": "query",
                    "required": True,
                    "schema": {"type": "string", "pattern": f"^({_FORMS[name]})$"},
                }
                for name in names
            ],
        },
    }
