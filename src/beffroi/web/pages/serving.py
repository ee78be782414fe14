"""Pages over HTTP: what is asked is checked and read, what a page answers is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import quote

from anyio import to_thread
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from beffroi.errors import BeffroiError
from beffroi.errors.flow import NO_SUCH_PAGE
from beffroi.periods import utc_now
from beffroi.store.deposits import room
from beffroi.store.erased import require_standing
from beffroi.store.store import Store
from beffroi.trust.people import sessions
from beffroi.trust.people.signing import Visitor
from beffroi.web.access.admitting import ACTOR, Caller, admit
from beffroi.web.access.demands import ANYONE
from beffroi.web.access.document import saying
from beffroi.web.access.origins import Site
from beffroi.web.access.routes import LONGEST_AGENT, demanding
from beffroi.web.pages import PAGES
from beffroi.web.pages.answering import BEFORE, address_of, as_data, said_of
from beffroi.web.pages.bundle import ADDRESS, FOR_GOOD, SCRIPT, bundle
from beffroi.web.pages.declaring import Download, Move, Page, View, Visit, number_of
from beffroi.web.pages.forms import Sent, sent
from beffroi.web.pages.once import Once, key_of
from beffroi.web.pages.policy import WORKER, policy
from beffroi.web.pages.preferences import look_of, remember
from beffroi.web.pages.receiving import received
from beffroi.web.pages.rendering import render
from beffroi.web.pages.shell import shell_of
from beffroi.web.public import serving as public

Write: TypeAlias = Callable[[Visit, View], Response]
#: A page runs no code of its own text and fetches nothing from elsewhere.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": policy(),
    "Cross-Origin-Opener-Policy": "same-origin",
    # With none at all, browsers would not say that a form comes from this site.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def register(app: FastAPI) -> None:
    """Add the pages to an application, after what it answers to programs.

    Without the bundle programs are answered all the same, and each page says what it lacks.
    """
    _files(app)
    told = [page for page in PAGES if page.context is not None]
    for page in told:
        _add(app, page, address_of(page), as_data, summary=f"What the page {page.path} shows")
    public.register(app)
    for page in PAGES:
        _add(app, page, page.path, shown, include_in_schema=False)


def _add(app: FastAPI, page: Page, path: str, write: Write, **said: Any) -> None:
    async def endpoint(request: Request) -> Response:
        _require_number(request)
        state = request.app.state
        limiter = state.slow if page.slow else None
        if page.method == "GET":  # whoever sends a form may wait for another one's, without a turn
            turn = limiter or state.turns
            return await to_thread.run_sync(_read, page, request, write, limiter=turn)
        caller, form = await _let_in(page, request)
        work = partial(_run, page, request, caller, form, write)
        if caller.signed is not None and not page.uploads:
            once: Once = state.once
            key = key_of(request.url.path, form.fields)
            work = partial(once.run, caller.signed.session, key, work)
        return await to_thread.run_sync(work, limiter=limiter)

    endpoint.demand = page.demand  # type: ignore[attr-defined]  # as `demanding` does
    app.add_api_route(
        path,
        saying(endpoint, partial(said_of, page)),
        methods=[page.method],
        response_model=None,
        response_class=Response,
        **said,
    )


def _read(page: Page, request: Request, write: Write) -> Response:
    caller = admit(request.app.state.store, page.demand, request, utc_now(), "")
    return _run(page, request, caller, Sent(), write)


async def _let_in(page: Page, request: Request) -> tuple[Caller, Sent]:
    """Read a form, and let whoever sends it in; a body is read only of this site's own pages."""
    store: Store = request.app.state.store
    Site(store.settings.address).require_own(request)
    if page.uploads:
        return await received(request, store, page.demand)
    form = Sent() if page.bare else await sent(request)
    caller = await run_in_threadpool(admit, store, page.demand, request, utc_now(), form.token)
    if form.refusal is not None:
        raise form.refusal
    return caller, form


def _run(page: Page, request: Request, caller: Caller, form: Sent, write: Write) -> Response:
    visit = replace(visit_of(request, caller, form.fields), files=form.files, coming=form.coming)
    try:
        _require_organisation(visit)
        found = page.run(visit)
    finally:
        if form.coming is not None:  # what the page kept is no longer there
            room.remove(form.coming)
    if isinstance(found, Download):
        return _kept(found)
    return _moved(visit, found) if isinstance(found, Move) else write(visit, found)


def visit_of(
    request: Request,
    caller: Caller,
    form: Mapping[str, Sequence[str]] | None = None,
    *,
    stranger: bool = False,
) -> Visit:
    """Return a request as pages see it; nobody is asked for who they are.

    A `stranger` is not even looked for: the state may be what is out of reach.
    """
    store: Store = request.app.state.store
    site = Site(store.settings.address)
    cookie = site.secret(request)
    signed = caller.signed
    if signed is None and not stranger:
        signed = sessions.find(store.writer(ACTOR), cookie, utc_now())
    return Visit(
        store,
        caller,
        dict(request.path_params),
        dict(request.query_params),
        form or {},
        Visitor(
            request.client.host if request.client else "",
            request.headers.get("user-agent", "")[:LONGEST_AGENT],
            cookie,
        ),
        site,
        look_of(request, store.settings.language),
        request.url.path.removeprefix(BEFORE),
        signed,
    )


def shown(visit: Visit, view: View) -> Response:
    """Answer a view as HTML."""
    content = render(view, shell_of(visit))
    response = Response(content, view.status, {**HEADERS, **view.headers}, "text/html")
    if view.cookie is not None:
        visit.site.keep(response, view.cookie)
    return response


def _kept(file: Download) -> Response:
    """Answer a file to be kept or shown: no browser runs what it holds, nor guesses what it is."""
    how = "inline" if file.opened else "attachment"
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f"{how}; filename*=UTF-8''{quote(file.name, safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    if isinstance(file.content, Path):
        return FileResponse(file.content, 200, headers, file.type)
    return Response(file.content, 200, headers, file.type)


def _moved(visit: Visit, move: Move) -> Response:
    response = Response(status_code=303, headers={"Location": move.to})
    if move.cookie is not None:
        visit.site.keep(response, move.cookie)
    if move.look is not None:
        remember(response, move.look, visit.site)
    return response


def _require_number(request: Request) -> None:
    """Say that there is no such page where an address names no organisation at all."""
    named = request.path_params.get("organisation")
    if named is not None and number_of(str(named)) < 0:
        raise _nowhere(request)


def _require_organisation(visit: Visit) -> None:
    """Refuse an authority that is not there to whoever has a role in all of them."""
    if "organisation" in visit.path:
        with visit.own().look(visit.organisation) as session:
            require_standing(session, visit.organisation)


def _nowhere(request: Request) -> BeffroiError:
    path = request.url.path[:80].encode("utf-8", "replace").decode()
    return BeffroiError(NO_SUCH_PAGE, method=request.method, path=path)


def _files(app: FastAPI) -> None:
    @app.get(f"{ADDRESS}/{{name}}", include_in_schema=False)
    @demanding(ANYONE)
    async def file(request: Request, _caller: Caller) -> Response:
        found = bundle().files.get(str(request.path_params["name"]))
        if found is None:
            raise _nowhere(request)
        headers = {"Cache-Control": FOR_GOOD, "Vary": "Accept-Encoding"}
        if found.type == SCRIPT:
            headers["Content-Security-Policy"] = WORKER
        if found.packed and "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(found.packed, 200, headers, found.type)
        return Response(found.content, 200, headers, found.type)
