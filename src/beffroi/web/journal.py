"""`GET /api/journal`: what anyone may know of the journal, and verify, without an account."""

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from beffroi.errors import BeffroiError
from beffroi.errors.journal import SIZE_IMPOSSIBLE
from beffroi.store.journal import public
from beffroi.store.store import Store
from beffroi.web.access.admitting import Caller
from beffroi.web.access.demands import ANYONE
from beffroi.web.access.routes import demanding
from beffroi.web.answers import answer
from beffroi.web.described import ERROR

_counts: defaultdict[Path, public.Counts] = defaultdict(public.Counts)
#: No journal is longer than what its numbers can be.
_LARGEST = 2**31 - 1
_SIZE = {"type": "integer", "minimum": 0, "maximum": _LARGEST}
_NOTE = {
    "type": "string",
    "description": "signed note (c2sp.org/tlog-checkpoint), with the lines of witnesses",
}
_TIME = {"type": "string", "format": "date-time"}
_PROOF = {
    "type": "array",
    "description": "hashes of RFC 9162, section 2.1, in base64",
    "items": {"type": "string"},
}


def counts_of(store: Store) -> public.Counts:
    """Return what was counted of a journal: its page and its address count each entry once."""
    return _counts[store.home.root]


def register(app: FastAPI) -> None:
    """Add the addresses to an application."""

    async def told(request: Request, ask: Callable[[Session], Any]) -> Response:
        def asked() -> Any:
            with request.app.state.desk.store.writer("server").look() as session:
                return ask(session)

        return answer(await run_in_threadpool(asked))

    @app.get("/api/journal", **_described("Tell what is signed of the journal", _SUMMARY))
    @demanding(ANYONE)
    async def summary(request: Request, _caller: Caller) -> Response:
        counts = counts_of(request.app.state.store)
        return await told(request, lambda session: public.summary(session, counts))

    @app.get("/api/journal/heads", **_described("List signed heads", _HEADS, "before?"))
    @demanding(ANYONE)
    async def heads(request: Request, _caller: Caller) -> Response:
        before = _number(request, "before") if "before" in request.query_params else None
        return await told(request, lambda session: public.signed_heads(session, before))

    @app.get(
        "/api/journal/consistency",
        **_described("Prove that the journal only grew", _GROWTH, "from", "to"),
    )
    @demanding(ANYONE)
    async def consistency(request: Request, _caller: Caller) -> Response:
        old, new = _number(request, "from"), _number(request, "to")
        return await told(request, lambda session: public.consistency(session, old, new))

    @app.get(
        "/api/journal/proof",
        **_described("Prove an entry to whoever holds its hash", _ENTRY, "entry", "leaf"),
    )
    @demanding(ANYONE)
    async def proof(request: Request, _caller: Caller) -> Response:
        number, leaf = _number(request, "entry"), request.query_params.get("leaf", "")
        return await told(request, lambda session: public.inclusion(session, number, leaf[:64]))


def _number(request: Request, name: str) -> int:
    given = request.query_params.get(name, "")
    if not (given.isascii() and given.isdigit() and int(given[:12]) <= _LARGEST):
        raise BeffroiError(SIZE_IMPOSSIBLE, size=_LARGEST, asked=f"{name}={given[:20]}")
    return int(given)


def _described(summary: str, schema: dict[str, Any], *parameters: str) -> dict[str, Any]:
    """Describe an address; a parameter that may be left out ends with a question mark."""
    leaf = {"type": "string", "pattern": "^[0-9a-fA-F]{64}$"}
    listed = [
        {
            "name": name.rstrip("?"),
            "in": "query",
            "required": not name.endswith("?"),
            "schema": leaf if name == "leaf" else _SIZE,
        }
        for name in parameters
    ]
    refusals = {400: "A number is missing, wrong or too large"} if parameters else {}
    if schema is not _HEADS:
        refusals[404] = "Nothing was signed yet, or no signed entry has this hash"
    refusals[503] = "The state is out of reach: see Retry-After"
    return {
        "summary": summary,
        "responses": {
            200: {"content": {"application/json": {"schema": schema}}},
            **{
                status: {"description": said, "content": {"application/json": {"schema": ERROR}}}
                for status, said in refusals.items()
            },
        },
        "openapi_extra": {"parameters": listed, "security": []},
    }


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


_KEY = {"type": "string", "description": "public key, NAME+FINGERPRINT+KEY"}
_SUMMARY = _object(
    key=_KEY,
    size=_SIZE,
    at=_TIME,
    head=_NOTE,
    witnesses={"type": "array", "items": _object(key=_KEY, size=_SIZE, at=_TIME)},
    least={"type": "integer", "description": "smaller counts are not told"},
    counts={
        "type": "array",
        "items": _object(month={"type": "string"}, action={"type": "string"}, entries=_SIZE),
    },
)
_HEADS = {"type": "array", "items": _object(size=_SIZE, at=_TIME, key=_KEY, head=_NOTE)}
_GROWTH = _object(**{"from": _SIZE, "to": _SIZE, "proof": _PROOF})
_ENTRY = _object(entry=_SIZE, size=_SIZE, proof=_PROOF, head=_NOTE)
