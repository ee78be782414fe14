"""Public pages over HTTP: kept by whoever likes, asked again each time whether they still hold."""

import hashlib
from collections.abc import Mapping

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from beffroi.errors import BeffroiError
from beffroi.store.store import Store
from beffroi.texts import Language
from beffroi.web.access.admitting import Caller
from beffroi.web.access.demands import ANYONE
from beffroi.web.access.origins import Site
from beffroi.web.access.routes import demanding
from beffroi.web.pages.declaring import View
from beffroi.web.pages.rendering import environment, named
from beffroi.web.public import feeds, notices, pages
from beffroi.web.public.asking import Asked, File, Opened, Run, opened
from beffroi.web.public.wording import PAGES as WORDS
from beffroi.web.public.wording import SHELL

#: Addresses within a site, and what answers them.
ADDRESSES: tuple[tuple[str, Run], ...] = (
    ("/public/{slug}", pages.front),
    ("/public/{slug}/donnees", pages.data),
    ("/public/{slug}/donnees/{file}", pages.download),
    ("/public/{slug}/graphiques/{key}", pages.chart),
    ("/public/{slug}/couleurs.css", pages.colours),
    ("/public/{slug}/catalogue.jsonld", pages.harvest),
    ("/public/{slug}/flux.xml", feeds.feed),
    ("/public/{slug}/accessibilite", notices.accessibility),
    ("/public/{slug}/mentions-legales", notices.legal),
)
#: Anybody may keep a page, and asks each time whether it still holds: what is withdrawn is gone.
HEADERS = {
    "Cache-Control": "public, no-cache",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_ROBOTS = "User-agent: *\nAllow: /public/\nAllow: /statique/\nAllow: /algorithmes\nDisallow: /\n"
_NONE = View("public/missing.html", WORDS["none"], None, WORDS, status=404)


def register(app: FastAPI) -> None:
    """Add the public sites, before pages whose first part may be any number."""
    for path, run in ADDRESSES:
        _add(app, path, run)
    _add(app, "/public/{rest:path}", lambda _: None)

    @app.get("/robots.txt", include_in_schema=False)
    @demanding(ANYONE)
    async def robots(_request: Request, _caller: Caller) -> Response:
        return Response(_ROBOTS, 200, {"Cache-Control": "public, max-age=86400"}, "text/plain")


def _add(app: FastAPI, path: str, run: Run) -> None:
    @app.get(path, include_in_schema=False)
    @demanding(ANYONE)
    async def endpoint(request: Request, _caller: Caller) -> Response:
        return await run_in_threadpool(_answer, request, run)


def _answer(request: Request, run: Run) -> Response:
    store: Store = request.app.state.store
    language: Language = "en" if request.query_params.get("lang") == "en" else "fr"
    site = opened(store, str(request.path_params.get("slug", ""))[:100])
    found: View | File | None = None
    if site is not None:
        path = {name: str(value) for name, value in request.path_params.items()}
        found = run(Asked(site, path, language, _address(store, request)))
    if isinstance(found, File):
        return _kept(request, found.content, found.type, _file_headers(found))
    view = found or _NONE
    body = _rendered(view, site if found else None, language, request).encode("utf-8", "replace")
    headers = {**HEADERS, **view.headers}
    if view.status != 200:
        return Response(body, view.status, {**headers, "Cache-Control": "no-store"}, "text/html")
    return _kept(request, body, "text/html", headers)


def _file_headers(file: File) -> Mapping[str, str]:
    headers = {**HEADERS, **file.headers}
    if file.name:
        headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return headers


def _kept(request: Request, body: bytes, type_: str, headers: Mapping[str, str]) -> Response:
    """Answer a body, or that the copy which the asker has still holds."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    said = {**headers, "ETag": tag}
    asked = request.headers.get("if-none-match", "")
    if tag in (one.strip().removeprefix("W/") for one in asked.split(",")):
        return Response(status_code=304, headers=said)
    return Response(body, 200, said, type_)


def _address(store: Store, request: Request) -> str:
    """Return the address of the server: that of its settings, or this machine."""
    site = Site(store.settings.address)
    try:
        return site.origin(request)
    except BeffroiError:  # any name may lead to a server that was given no address
        return ""


def _rendered(view: View, site: Opened | None, language: Language, request: Request) -> str:
    return (
        environment(language)
        .get_template(view.template)
        .render(
            page=view.context,
            w=named(view.words, language),
            s=named(SHELL, language),
            title=view.title.in_(language),
            site=site,
            base=f"/public/{site.slug}" if site else "",
            absolute=_address(request.app.state.store, request),
            here=request.url.path,
            language=language,
            ask="?lang=en" if language == "en" else "",
        )
    )
