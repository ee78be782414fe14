"""The application that an HTTP server runs: `make_app(root)`."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import cache, partial
from pathlib import Path

from anyio import CapacityLimiter
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from beffroi import logs
from beffroi.errors import BeffroiError
from beffroi.errors.cli import UNEXPECTED
from beffroi.errors.flow import NO_SUCH_METHOD, NO_SUCH_PAGE
from beffroi.settings import Settings
from beffroi.store.store import Store
from beffroi.texts import Language
from beffroi.trust.people import passwords
from beffroi.web import federation, journal, observations, reading, witness
from beffroi.web.access.admitting import Caller
from beffroi.web.access.demands import ANYONE
from beffroi.web.access.document import Documented
from beffroi.web.access.routes import add, demanding, require_demands
from beffroi.web.answers import answer, language_of, security_of, told
from beffroi.web.described import ABOUT, HEALTH
from beffroi.web.events import stream
from beffroi.web.events.board import Board
from beffroi.web.mapping import data, tiles
from beffroi.web.pages import serving
from beffroi.web.pages.answering import BEFORE
from beffroi.web.pages.once import Once
from beffroi.web.pages.ready import ready
from beffroi.web.pages.refusals import takes_pages, told_as_page
from beffroi.web.people import ROUTES
from beffroi.web.signin import addresses

log = logs.logger(__name__)
#: What an address names by a number is shorter than any proof.
_LONGEST_NUMBER = 9

#: How many pages a process computes at once: one while another waits for the disk. The interpreter
#: runs one thread at a time: with forty of them each page waits for all (0031).
_TURNS = 2


def make_app(root: Path, settings: Settings | None = None) -> FastAPI:
    """Build the application of an installation, which is open while the application runs.

    Raises:
        BeffroiError: `store.home_missing`, `settings.invalid`.
    """
    settings = settings or Settings.load(root)

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        store = await run_in_threadpool(Store.open, root, settings)
        app.state.store = store
        app.state.desk = observations.Desk.of(store)
        app.state.board = Board(store, lambda: app.state.ending())
        app.state.once = Once()
        app.state.slow = CapacityLimiter(passwords.AT_ONCE)
        app.state.turns = CapacityLimiter(_TURNS)
        app.state.ready = ready(settings.language)
        try:
            yield
        finally:
            await run_in_threadpool(store.close)

    app = Documented(
        title="Beffroi",
        version="1",
        description=ABOUT,
        lifespan=life,
        openapi_url=None,  # it is an address as any other: see `_document`
        docs_url=None,  # their pages fetch scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,  # the address of a redirection would come from the request
    )
    app.state.ending = lambda: False
    _guard(app, settings)
    app.router.routes.extend(_addresses())
    require_demands(app)
    return app


@cache
def _addresses() -> tuple[BaseRoute, ...]:
    """Make every address: once for all applications of a process, since none has a say in them.

    They are three hundred, and take longer to make than the rest of an application.
    """
    app = FastAPI(openapi_url=None)
    _health(app)
    observations.register(app)
    journal.register(app)
    federation.register(app)
    witness.register(app)
    tiles.register(app)
    stream.register(app)
    for route in (*reading.ROUTES, *data.ROUTES, *ROUTES, *addresses.ROUTES):
        add(app, route)
    _document(app)
    serving.register(app)  # last: the first part of their addresses may be any number
    return tuple(app.routes)


def _health(app: FastAPI) -> None:
    @app.get("/api/health", summary="Tell whether measures can be received", responses=HEALTH)
    @demanding(ANYONE)
    async def health(request: Request, _caller: Caller) -> Response:
        desk: observations.Desk = request.app.state.desk
        facts = await run_in_threadpool(desk.health)
        return answer(facts, 200 if facts["status"] == "ok" else 503)


def _guard(app: FastAPI, settings: Settings) -> None:
    """Answer every error, as data or as a page; put the same headers on every answer."""

    @app.middleware("http")
    async def guard(
        request: Request, following: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        language = language_of(request, settings.language)
        try:
            _require_signs(request)
            found = await following(request)
        except BeffroiError as error:
            found = await _told(request, error, language)
        except ClientDisconnect:
            found = Response(status_code=400)  # nobody is there to read it
        except Exception as error:
            # What an unexpected error says may hold what was sent: only its kind is told.
            log.error("unexpected error", kind=type(error).__name__, path=_logged(request))
            unexpected = BeffroiError(UNEXPECTED, reason=type(error).__name__)
            found = await _told(request, unexpected, language)
        for name, value in security_of(found.headers).items():
            found.headers.setdefault(name, value)  # what pages say of themselves stays
        log.info(
            "request",
            method=request.method,
            path=_logged(request),
            status=found.status_code,
        )
        return found

    @app.exception_handler(HTTPException)
    async def missing(request: Request, error: HTTPException) -> Response:
        path = request.url.path[:80].encode("utf-8", "replace").decode()
        allowed = (error.headers or {}).get("Allow", "")
        kind = NO_SUCH_METHOD if allowed else NO_SUCH_PAGE
        refusal = BeffroiError(kind, method=request.method, path=path, allowed=allowed)
        found = await _told(request, refusal, language_of(request, settings.language))
        found.headers.update(error.headers or {})
        return found


async def _told(request: Request, error: BeffroiError, language: Language) -> Response:
    """Answer an error as a page where a browser asks, else as data."""
    for stranger in (False, True) if takes_pages(request) else ():
        try:
            page = partial(told_as_page, request, error, stranger=stranger)
            return await run_in_threadpool(page)
        except Exception as second:  # the state may be what is out of reach
            log.error("no page for an error", kind=type(second).__name__, code=error.type.code)
    return told(error, language)


def _require_signs(request: Request) -> None:
    """Refuse an address with the sign that is nothing: PostgreSQL keeps none, nothing is named so.

    What a program gives after `?` is read, and refused, with its form (`access/reading.py`).

    Raises:
        BeffroiError: `server.no_such_page`.
    """
    path = str(request.scope["path"])
    read = path.startswith("/api/") and not path.startswith(f"{BEFORE}/")
    if "\0" in path or (b"%00" in request.scope.get("query_string", b"") and not read):
        said = path.replace("\0", "")[:80].encode("utf-8", "replace").decode()
        raise BeffroiError(NO_SUCH_PAGE, method=request.method, path=said)


def _logged(request: Request) -> str:
    """Return an address as the log keeps it: whoever reads a log must not bear what links prove."""
    proof = str(request.scope.get("path_params", {}).get("token", ""))
    path = request.url.path
    return (path.replace(proof, "***") if len(proof) > _LONGEST_NUMBER else path)[:80]


def _document(app: FastAPI) -> None:
    """Answer the document of the API, which says what each address demands."""

    @app.get("/api/openapi.json", include_in_schema=False)
    @demanding(ANYONE)
    async def document(request: Request, _caller: Caller) -> Response:
        return answer(await run_in_threadpool(request.app.openapi))
