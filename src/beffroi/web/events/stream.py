"""`.../events`: a stream of what changes (server-sent events), or the same at once as JSON.

A stream says that something changed, of which kind and when, nothing else. What its caller may is
looked at again each time: it ends with the session, and with the right.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

from fastapi import FastAPI
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from beffroi.errors import BeffroiError
from beffroi.periods import utc_now
from beffroi.store.store import Store
from beffroi.web.access.admitting import ACTOR, Caller, admit
from beffroi.web.access.reading import Query, asked
from beffroi.web.access.routes import demanding
from beffroi.web.access.saying import Said, described
from beffroi.web.answers import answer
from beffroi.web.events.board import Board
from beffroi.web.events.news import Change, last_entry, news
from beffroi.web.pages.declaring import number_of
from beffroi.web.reading.findings import INDICATORS
from beffroi.web.reading.paging import PATH

STREAM = "text/event-stream"
#: Without anything to tell, how often a stream shows that it lives, and looks at rights [s].
HEARTBEAT = 15.0
#: How long a browser waits before it comes back [ms].
_RETRY = 3000
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class After(Query):
    """Since which entry; a browser that comes back says it in `Last-Event-ID`."""

    after: int | None = Field(default=None, ge=0, le=2**31 - 1)


class ChangeSeen(BaseModel):
    """Something that changed."""

    id: int
    kind: str = Field(
        description="findings, decided, measures, places; all: too much to tell apart"
    )
    at: str


class ChangesSeen(BaseModel):
    """What changed since an entry, and the one to ask from next."""

    changes: list[ChangeSeen]
    last: int


@dataclass(frozen=True, slots=True)
class _Listener:
    store: Store
    board: Board
    request: Request
    caller: Caller
    organisation: int

    @property
    def who(self) -> str:
        """What streams are counted by: a person, whatever their browsers, or a token."""
        if self.caller.bearer is not None:
            return f"token {self.caller.bearer.actor}"
        return f"person {self.caller.who.person}"

    def told(self, after: int | None) -> tuple[list[Change], int]:
        """Return what is new to somebody who may still know it.

        Raises:
            BeffroiError: what `admit` may raise, once the session, the token or the right is gone.
        """
        caller = admit(self.store, INDICATORS, self.request, utc_now(), idle=True)
        caller.scope(self.organisation, "events")
        own = self.store.writer(ACTOR)
        if after is None:
            with own.look() as session:
                return [], last_entry(session)
        return news(own, self.organisation, after)

    async def events(self, after: int | None) -> AsyncIterator[str]:
        """Write what changes until somebody goes, the right does, or the server."""
        self.board.enter(self.who)
        try:
            yield f"retry: {_RETRY}\n\n"
            seen: int | None = after
            while not self.board.ending():
                try:
                    found, last = await run_in_threadpool(self.told, seen)
                except BeffroiError as error:
                    yield _event("over", {"code": error.type.code})
                    return
                for one in found:
                    yield f"id: {one.id}\n" + _event("change", one.to_dict())
                # It lives; and a browser comes back from the last number that it was given.
                yield f"id: {last}\n\n"
                seen = last
                await self.board.turn(last, HEARTBEAT)
        finally:
            self.board.leave(self.who)


def register(app: FastAPI) -> None:
    """Add the address to an application."""
    path = f"{PATH}/events"
    words = Said(path, INDICATORS, None, ChangesSeen, 200, (429,), After, False)
    said = described(words)
    said["responses"][200]["content"][STREAM] = {"schema": {"type": "string"}}

    @app.get(
        path,
        summary="What changes, as it does (text/event-stream), or since an entry (JSON)",
        operation_id="get_events",
        response_model=None,
        response_class=Response,
        **said,
    )
    @demanding(INDICATORS)
    async def events(request: Request, caller: Caller) -> Response:
        store: Store = request.app.state.store
        organisation = number_of(str(request.path_params["organisation"]))
        after = _after(request)
        listener = _Listener(store, request.app.state.board, request, caller, organisation)
        if STREAM not in request.headers.get("accept", ""):
            found, last = await run_in_threadpool(listener.told, after or 0)
            seen = [ChangeSeen.model_validate(one.to_dict()) for one in found]
            return answer(ChangesSeen(changes=seen, last=last).model_dump(mode="json"))
        await run_in_threadpool(listener.told, None)  # refused as all that is refused
        listener.board.require(listener.who)
        return StreamingResponse(listener.events(after), headers=_HEADERS, media_type=STREAM)


def _after(request: Request) -> int | None:
    """Return the last entry that a listener knows."""
    given = request.headers.get("last-event-id", "")
    if given.isascii() and given.isdigit() and len(given) < 10:
        return int(given)
    return asked(request, After).after


def _event(name: str, data: object) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"
