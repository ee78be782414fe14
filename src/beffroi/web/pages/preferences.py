"""How somebody wants pages, kept in their browser: no account is needed to read in English."""

import re

from starlette.requests import Request
from starlette.responses import Response

from beffroi.texts import Language
from beffroi.web.access.demands import ANYONE
from beffroi.web.access.origins import Site
from beffroi.web.answers import language_of
from beffroi.web.pages.declaring import Look, Move, Page, Visit

THEMES = ("", "light", "dark")
_LANGUAGE, _THEME = "beffroi-language", "beffroi-theme"
_YEAR = 365 * 86_400
#: An address of this site: one that a browser could take for another site is none.
_LOCAL = re.compile(r"/(?:[A-Za-z0-9][A-Za-z0-9/_\-]*)?(?:\?[A-Za-z0-9=&_\-.]*)?")


def local(address: str) -> str:
    """Return an address of this site as it is, else the first page.

    >>> local("/1/constats?domain=energy"), local("//evil.example"), local("https://evil.example")
    ('/1/constats?domain=energy', '/', '/')
    """
    return address if len(address) < 300 and _LOCAL.fullmatch(address) else "/"


def look_of(request: Request, usual: Language) -> Look:
    """Return how the sender of a request wants pages."""
    chosen = request.cookies.get(_LANGUAGE, "")
    theme = request.cookies.get(_THEME, "")
    language: Language = language_of(request, usual)
    if chosen in ("fr", "en"):
        language = "fr" if chosen == "fr" else "en"
    return Look(language, theme if theme in THEMES else "")


def remember(response: Response, look: Look, site: Site) -> None:
    """Let a browser keep what somebody chose."""
    for name, value in ((_LANGUAGE, look.language), (_THEME, look.theme)):
        response.set_cookie(
            name,
            value,
            max_age=_YEAR if value else 0,
            path="/",
            secure=site.secure,
            httponly=True,
            samesite="lax",
        )


def _choose(visit: Visit) -> Move:
    language, theme = visit.said("language"), visit.said("theme")
    look = visit.look
    if language in ("fr", "en"):
        look = Look("fr" if language == "fr" else "en", look.theme)
    if "theme" in visit.form and theme in THEMES:
        look = Look(look.language, theme)
    return Move(local(visit.said("next")), look=look)


PAGES = (Page("POST", "/preferences", ANYONE, _choose),)
