"""Adding addresses to the application: what each demands, takes and answers, said once.

A route runs a plain function of a `Call`; the adapter here reads requests and writes answers. An
application with an address that declares nothing does not start.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from anyio import to_thread
from fastapi import FastAPI
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from beffroi.periods import utc_now
from beffroi.store.read import ReadDoor
from beffroi.store.store import Store
from beffroi.texts import Language
from beffroi.trust.people.signing import Visitor
from beffroi.web.access.admitting import Caller, admit
from beffroi.web.access.demands import Demand
from beffroi.web.access.document import saying
from beffroi.web.access.origins import Site
from beffroi.web.access.reading import asked, read
from beffroi.web.access.saying import Said, described
from beffroi.web.answers import CSV, answer, language_of, takes_csv

Run: TypeAlias = "Callable[[Call], Reply]"
LONGEST_AGENT = 300


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was let in, as the rest of the program sees it."""

    store: Store
    caller: Caller
    path: dict[str, str]
    body: Any
    visitor: Visitor
    site: Site
    origin: str
    query: Any
    """What stands after `?`, as the form of the address reads it."""
    language: Language
    csv: bool
    """Whether a table is asked for as CSV."""
    state: str
    """What a cookie says that this browser has begun elsewhere."""

    def reader(self, purpose: str) -> ReadDoor:
        """Return the read door of the caller, for the organisation that the address names.

        Raises:
            BeffroiError: `people.right_missing`, `token.elsewhere`; `federation.kept_elsewhere` to
                whoever acts for all organisations: what is a copy is read under its agreement.
        """
        return self.caller.reader(self.store, self.number("organisation"), purpose)

    def number(self, name: str) -> int:
        """Return a number of the address; -1, which nothing has, where it is none."""
        given = self.path[name]
        return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered; `cookie` is the new secret of a session, where there is one."""

    content: BaseModel | None = None
    csv: str | None = None
    cookie: str | None = None
    location: str = ""
    following: str = ""
    """Where the next page is, relative to this one (RFC 8288)."""
    state: str | None = None
    """What a browser is to bring back from elsewhere; empty: it has."""


@dataclass(frozen=True, slots=True)
class Route:
    """An address."""

    method: str
    path: str
    demand: Demand
    run: Run
    summary: str
    body: type[BaseModel] | None = None
    reply: type[BaseModel] | None = None
    status: int = 200
    refusals: tuple[int, ...] = ()
    """Statuses of the errors that the function itself may answer."""
    query: type[BaseModel] | None = None
    """What it reads after `?`."""
    csv: bool = False
    """Whether it also answers as CSV, to whoever asks for it (`Accept: text/csv`)."""
    slow: bool = False
    """Whether it computes hashes of passwords: a crowd of such requests must not hold up others."""


def demanding(
    demand: Demand,
) -> Callable[
    [Callable[[Request, Caller], Awaitable[Response]]], Callable[[Request], Awaitable[Response]]
]:
    """Make an endpoint enforce what it demands; a test goes over all of them."""

    def wrap(
        endpoint: Callable[[Request, Caller], Awaitable[Response]],
    ) -> Callable[[Request], Awaitable[Response]]:
        async def held(request: Request) -> Response:
            store: Store = request.app.state.store
            caller = await run_in_threadpool(admit, store, demand, request, utc_now())
            return await endpoint(request, caller)

        held.__name__, held.__doc__ = endpoint.__name__, endpoint.__doc__
        held.demand = demand  # type: ignore[attr-defined]  # the declaration travels with it
        return held

    return wrap


def add(app: FastAPI, route: Route) -> None:
    """Add an address to an application."""

    @demanding(route.demand)
    async def endpoint(request: Request, caller: Caller) -> Response:
        store: Store = request.app.state.store
        site = Site(store.settings.address)
        query = asked(request, route.query) if route.query else None
        body = await read(request, route.body) if route.body else None
        host = request.client.host if request.client else ""
        agent = request.headers.get("user-agent", "")[:LONGEST_AGENT]
        visitor = Visitor(host, agent, site.secret(request))
        origin = site.origin(request) if caller.bearer is None else ""
        call = Call(
            store,
            caller,
            dict(request.path_params),
            body,
            visitor,
            site,
            origin,
            query,
            language_of(request, store.settings.language),
            route.csv and takes_csv(request),
            site.state(request),
        )
        limiter = request.app.state.slow if route.slow else None
        reply = await to_thread.run_sync(route.run, call, limiter=limiter)
        return _answered(site, route, reply)

    words = Said(
        route.path,
        route.demand,
        route.body,
        route.reply,
        route.status,
        route.refusals,
        route.query,
        route.csv,
    )
    app.add_api_route(
        route.path,
        saying(endpoint, lambda: described(words)),
        methods=[route.method],
        summary=route.summary,
        operation_id=f"{route.method.lower()}_{route.path.strip('/').replace('/', '_')}",
        status_code=route.status,
        response_model=None,
        response_class=Response,
    )


def _answered(site: Site, route: Route, reply: Reply) -> Response:
    headers = {"Location": reply.location} if reply.location else {}
    if reply.following:
        headers["Link"] = f'<{reply.following}>; rel="next"'
    if reply.csv is not None:
        response = Response(reply.csv, route.status, headers, CSV)
    elif reply.content is None:
        response = Response(status_code=route.status, headers=headers)
    else:
        response = answer(reply.content.model_dump(mode="json"), route.status, headers)
    if reply.cookie is not None:
        site.keep(response, reply.cookie)
    if reply.state is not None:
        site.remember(response, reply.state)
    return response


def demand_of(route: BaseRoute) -> Demand | None:
    """Return what an address demands; None where it declares nothing."""
    found: Demand | None = getattr(getattr(route, "endpoint", None), "demand", None)
    return found


def require_demands(app: FastAPI) -> None:
    """Refuse to start with an address that declares nothing."""
    bare = [getattr(route, "path", "?") for route in app.routes if demand_of(route) is None]
    if bare:
        raise LookupError(f"say what these addresses demand: {', '.join(bare)}")
