"""A form with files over HTTP: who sends it is asked before the first byte of a file is kept."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from beffroi.errors import BeffroiError
from beffroi.errors.flow import FORMAT_UNKNOWN
from beffroi.periods import utc_now
from beffroi.store.deposits import room, waiting
from beffroi.store.disk import disk_errors
from beffroi.store.store import Store
from beffroi.web.access.admitting import ACTOR, Caller, admit
from beffroi.web.access.demands import Demand
from beffroi.web.pages.declaring import number_of
from beffroi.web.pages.forms import TOKEN, Sent
from beffroi.web.pages.uploads import TYPE, Limits, Parts, boundary_of, chunks

#: What is read of a form that is refused, so that the browser reads the answer [bytes, s].
_DRAINED, _DRAINING = 32 << 20, 10.0


@dataclass(slots=True)
class _Door:
    """Lets the sender of a form in, and gives a folder for its files."""

    store: Store
    request: Request
    demand: Demand
    announced: int
    caller: Caller | None = None

    def admit(self, fields: dict[str, list[str]]) -> Caller:
        """Let the sender in, once."""
        if self.caller is None:
            token = (fields.get(TOKEN) or [""])[-1]
            self.caller = admit(self.store, self.demand, self.request, utc_now(), token)
        return self.caller

    def place(self, fields: dict[str, list[str]]) -> Path:
        """Return the folder for the files of a sender who was let in."""
        self.admit(fields)
        organisation = number_of(str(self.request.path_params["organisation"]))
        with self.store.writer(ACTOR).look(organisation) as session:
            held = waiting.held(session, organisation)
        most = self.store.settings.uploads_waiting_mb
        return room.reserve(self.store.home, organisation, self.announced, held, most)


async def received(request: Request, store: Store, demand: Demand) -> tuple[Caller, Sent]:
    """Take in a form with files; what is refused leaves nothing.

    Raises:
        BeffroiError: `message.format_unknown`, `deposit.unreadable`, `deposit.too_large`,
            `deposit.no_room`, `store.home_unwritable`, and what `admit` raises.
    """
    given = request.headers.get("content-type", "")
    boundary = boundary_of(given)
    if not boundary:
        await run_in_threadpool(admit, store, demand, request, utc_now())
        words = {"header": "Content-Type", "given": given[:80], "known": TYPE}
        raise BeffroiError(FORMAT_UNKNOWN, **words)
    settings = store.settings
    limits = Limits(settings.upload_file_mb, settings.upload_mb)
    announced = _announced(request, limits)
    door = _Door(store, request, demand, min(announced, limits.sent_mb * room.MB))
    parts = Parts(boundary, limits, door.place)
    stream = request.stream()
    try:
        if announced > limits.sent_mb * room.MB:
            raise limits.too_large()
        async for chunk in chunks(stream):
            await run_in_threadpool(_feed, store, parts, chunk)
        parts.close()
        caller = await run_in_threadpool(door.admit, parts.fields)
    except BaseException as error:
        await run_in_threadpool(_forget, parts)
        if isinstance(error, BeffroiError):
            await _drain(stream)
        raise
    return caller, Sent(parts.fields, files=tuple(parts.files), coming=parts.folder)


def _announced(request: Request, limits: Limits) -> int:
    """Return how much is announced; the most that may come where nothing is."""
    said = request.headers.get("content-length", "")
    return int(said[:20]) if said.isascii() and said.isdigit() else limits.sent_mb * room.MB


def _feed(store: Store, parts: Parts, chunk: bytes) -> None:
    with disk_errors(store.home.root):
        parts.feed(chunk)


def _forget(parts: Parts) -> None:
    parts.drop()
    if parts.folder is not None:
        room.remove(parts.folder)


async def _drain(stream: AsyncIterator[bytes]) -> None:
    """Read on for a while: a browser that still sends would not see why it was refused."""
    left = _DRAINED
    with suppress(TimeoutError, ClientDisconnect):
        async with asyncio.timeout(_DRAINING):
            async for chunk in stream:
                left -= len(chunk)
                if left < 0:
                    return
