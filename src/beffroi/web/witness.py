"""`POST /api/journal/witness/add-checkpoint`: this installation as a witness of other journals.

What is asked and answered is that of c2sp.org/tlog-witness, so that other logs may ask it too.
Nobody has an account here: the signature of a journal that was accepted is what opens.
"""

from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from beffroi.errors import BeffroiError
from beffroi.errors.journal import HEAD_CONTRADICTED, WITNESS_ELSEWHERE
from beffroi.store.journal.watching import add_checkpoint
from beffroi.store.store import Store
from beffroi.web.access.admitting import ACTOR, Caller
from beffroi.web.access.demands import ANYONE
from beffroi.web.access.routes import demanding
from beffroi.web.bodies import collected
from beffroi.web.described import ERROR

#: Where others ask: what `journal witness invite` is given, after the address of the site.
PREFIX = "/api/journal/witness"
#: Bytes of the largest request: a proof of 63 hashes and a head with some dozens of signatures.
LARGEST = 16_384
_PLAIN = "text/plain; charset=utf-8"
_SIZE = "text/x.tlog.size"


def register(app: FastAPI) -> None:
    """Add the address to an application."""

    @app.post(f"{PREFIX}/add-checkpoint", summary="Witness the head of a journal", **_described())
    @demanding(ANYONE)
    async def add(request: Request, _caller: Caller) -> Response:
        body = await collected(request.stream(), request.headers.get("content-length", ""), LARGEST)
        store: Store = request.app.state.store
        text = bytes(body).decode("utf-8", "replace")
        return await run_in_threadpool(_signed, store, text)


def _signed(store: Store, text: str) -> Response:
    """Sign, or tell the size to begin at; other refusals are answered as anywhere."""
    try:
        return Response(add_checkpoint(store.writer(ACTOR), text), 200, media_type=_PLAIN)
    except BeffroiError as error:
        known, size = error.details.get("known"), error.details.get("size")
        other = error.type is HEAD_CONTRADICTED and known == size  # another root of the same size
        if error.type is WITNESS_ELSEWHERE or (other and "proof" not in error.details):
            return Response(f"{known}\n", 409, {"Content-Type": _SIZE})
        raise


def _described() -> dict[str, Any]:
    line = {"type": "string", "description": "lines of c2sp.org/tlog-cosignature"}
    refusals = {
        400: "It is no request of c2sp.org/tlog-witness, or it begins after the head that it shows",
        403: "The key that was accepted did not sign the head, or a page of another site asks",
        404: "This journal is not witnessed here",
        408: "Too slow",
        413: "Too large",
        422: "The proof does not show that the journal only grew",
        503: "The state is out of reach: see Retry-After",
        507: "The disk refuses",
    }
    responses: dict[int, Any] = {
        200: {"content": {"text/plain": {"schema": line}}},
        409: {
            "description": "The size at which this witness is, to begin at",
            "content": {_SIZE: {"schema": {"type": "string", "pattern": "^[0-9]+\\n$"}}},
        },
    }
    for status, said in refusals.items():
        schema = {"application/json": {"schema": ERROR}}
        responses[status] = {"description": said, "content": schema}
    body = {"required": True, "content": {"text/plain": {"schema": {"type": "string"}}}}
    return {
        "responses": responses,
        "openapi_extra": {"requestBody": body, "security": []},
    }
