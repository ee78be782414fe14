"""`POST /api/observations`: measures that a gateway or a program sends."""

from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from beffroi.errors import BeffroiError
from beffroi.errors.flow import FORMAT_UNKNOWN, TOKEN_REFUSED
from beffroi.errors.store import NOT_FOUND
from beffroi.ingest import competences
from beffroi.ingest.messages import Limits, read_arrow, read_json
from beffroi.ingest.messages.send import limits_of
from beffroi.store.households.naming import veiled
from beffroi.store.store import Store
from beffroi.store.stream.inbox import Receipt, Room, accept, waiting_rows
from beffroi.store.tokens import TokenScope, bearer
from beffroi.web.access.admitting import Caller, secret_of
from beffroi.web.access.demands import token
from beffroi.web.access.routes import demanding
from beffroi.web.answers import answer
from beffroi.web.bodies import collected, opened
from beffroi.web.described import OBSERVATIONS, RESPONSES

READERS = {
    "application/json": read_json,
    "application/vnd.apache.arrow.stream": read_arrow,
}


@dataclass(frozen=True, slots=True)
class Sent:
    """A request, as the rest of the program sees it."""

    token: str
    key: str
    body: bytearray
    type: str
    encoding: str


@dataclass(frozen=True, slots=True)
class Desk:
    """Where measures are handed in."""

    store: Store
    limits: Limits
    room: Room

    @classmethod
    def of(cls, store: Store) -> "Desk":
        """Open the desk of an installation."""
        return cls(store, limits_of(store), Room(store.settings.stream_waiting_rows))

    def take(self, sent: Sent) -> Receipt:
        """Check a message and keep it; it is on the disk when this returns.

        Raises:
            BeffroiError: `token.refused`, `message.*`, `competence.transferred`,
                `store.home_unwritable`.
        """
        # Asked again: the token may have been revoked while a slow body came in.
        who = bearer(self.store.writer("server"), sent.token)
        message = reader(sent.type)(
            opened(sent.body, sent.encoding, self.limits.bytes), self.limits
        )
        door = self.store.writer(who.actor)
        competences.check(door, who.organisation, message.keys, message.observations)
        try:
            return accept(
                door,
                who.organisation,
                sent.key,
                veiled(door, who.organisation, message.keys),
                message.observations,
                self.room,
                who.token,
            )
        except BeffroiError as error:
            if error.type is not NOT_FOUND:
                raise
            # Its authority was erased a moment ago, and its tokens with it.
            raise BeffroiError(TOKEN_REFUSED) from error

    def health(self) -> dict[str, Any]:
        """Say whether messages can be kept, and how many measures wait."""
        with self.store.writer("server").look() as session:
            waiting = waiting_rows(session)
        full = waiting >= self.room.most
        writable = self.store.state.writable
        status = "ok" if writable and not full else "full" if writable else "read_only"
        return {"status": status, "waiting_rows": waiting, "most_waiting_rows": self.room.most}


def reader(content_type: str) -> Any:
    """Return what reads a type of content.

    Raises:
        BeffroiError: `message.format_unknown`.
    """
    name = content_type.partition(";")[0].strip().lower()
    if name not in READERS:
        raise BeffroiError(
            FORMAT_UNKNOWN, header="Content-Type", given=name[:80], known=", ".join(READERS)
        )
    return READERS[name]


def register(app: FastAPI) -> None:
    """Add the address to an application."""

    @app.post(
        "/api/observations",
        status_code=202,
        summary="Send measures",
        response_description="The measures are on the disk",
        responses=RESPONSES,
        openapi_extra=OBSERVATIONS,
    )
    @demanding(token(TokenScope.WRITE_MEASURES))  # a stranger is refused before the body comes in
    async def observations(request: Request, _caller: Caller) -> Response:
        desk: Desk = request.app.state.desk
        headers = request.headers
        reader(headers.get("content-type", ""))
        announced = headers.get("content-length", "")
        body = await collected(request.stream(), announced, desk.limits.bytes)
        sent = Sent(
            secret_of(request),
            headers.get("idempotency-key", ""),
            body,
            headers.get("content-type", ""),
            headers.get("content-encoding", ""),
        )
        receipt = await run_in_threadpool(desk.take, sent)
        again = {"Idempotency-Replayed": "true"} if receipt.repeated else {}
        return answer(receipt.to_dict(), 202, again)
