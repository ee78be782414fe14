"""Errors as people read them in a browser; programs get the same ones as data."""

from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from beffroi import logs
from beffroi.errors import BeffroiError, ErrorType
from beffroi.errors.cli import UNEXPECTED
from beffroi.errors.decide import ACTION_LIVE, DECISION_INVALID, REASON_MISSING
from beffroi.errors.flow import BUNDLE_MISSING, NO_SUCH_METHOD, NO_SUCH_PAGE
from beffroi.errors.people import (
    PROOF_TOO_OLD,
    REQUEST_FOREIGN,
    RIGHT_MISSING,
    SECOND_FACTOR_REQUIRED,
    SESSION_REQUIRED,
)
from beffroi.errors.store import NOT_FOUND
from beffroi.texts import Text
from beffroi.trust.people.sessions import AWAITING
from beffroi.web.access.admitting import Caller
from beffroi.web.pages.declaring import View
from beffroi.web.pages.faults import headers_of
from beffroi.web.pages.preferences import local
from beffroi.web.pages.serving import shown, visit_of

log = logs.logger(__name__)
_AGAIN = Text(fr="Se connecter de nouveau", en="Sign in again")
_FIRST = Text(fr="Revenir à l’accueil", en="Back to the first page")
_ADD = Text(fr="Ajouter un second facteur", en="Add a second factor")
#: What happened, where an error speaks of what only programs name.
_WHAT: dict[ErrorType, Text] = {
    RIGHT_MISSING: Text(
        fr="Votre rôle ne permet pas cela ici.", en="Your role does not allow this here."
    ),
}
#: What happened and what to do, where an error names a folder or a server: those are for its log.
_INSIDE = ("home", "server")
_WITHIN = Text(
    fr="Le serveur ne peut pas lire ou garder ses données en ce moment.",
    en="The server cannot read or keep its data for now.",
)
_TELL = Text(
    fr="Recommencez dans un moment ; si cela dure, prévenez qui administre Beffroi.",
    en="Start over in a moment; if it lasts, tell whoever administers Beffroi.",
)
#: What to do, where a browser offers another way than a program.
_DO: dict[ErrorType, Text] = {
    NO_SUCH_PAGE: Text(
        fr="Vérifiez l’adresse, ou revenez à l’accueil.",
        en="Check the address, or go back to the first page.",
    ),
    UNEXPECTED: Text(
        fr="Recommencez ; si cela dure, prévenez qui administre Beffroi.",
        en="Start over; if it lasts, tell whoever administers Beffroi.",
    ),
    NOT_FOUND: Text(
        fr="Il n’existe pas, ou il appartient à une autre collectivité.",
        en="It does not exist, or it belongs to another authority.",
    ),
    NO_SUCH_METHOD: Text(
        fr="Revenez à la page précédente et rechargez-la.",
        en="Go back to the page before and load it again.",
    ),
    PROOF_TOO_OLD: Text(
        fr="Connectez-vous de nouveau : vous reviendrez à cette page.",
        en="Sign in again: you will come back to this page.",
    ),
    SECOND_FACTOR_REQUIRED: Text(
        fr="Ajoutez une application d’authentification dans votre compte.",
        en="Add an authenticator application to your account.",
    ),
    REQUEST_FOREIGN: Text(
        fr="Revenez à la page, rechargez-la et recommencez.",
        en="Go back to the page, load it again and start over.",
    ),
    ACTION_LIVE: Text(
        fr="Une action notée par erreur se retire d’abord.",
        en="An action that was recorded by mistake is withdrawn first.",
    ),
    REASON_MISSING: Text(fr="Écrivez pourquoi.", en="Write why."),
    DECISION_INVALID: Text(
        fr="Choisissez agir, surveiller ou écarter.", en="Choose act, watch or dismiss."
    ),
}


@dataclass(frozen=True, slots=True)
class Refused:
    """An error, and where to go from it."""

    code: str
    what: Text
    do: Text
    address: str
    link: Text


def takes_pages(request: Request) -> bool:
    """Tell whether a request comes from a browser that shows pages."""
    accepted = request.headers.get("accept", "")
    return "text/html" in accepted and not request.url.path.startswith("/api/")


def told_as_page(request: Request, error: BeffroiError, *, stranger: bool = False) -> Response:
    """Answer an error as a page; whoever is not signed in is taken to where they sign in.

    To a `stranger` nothing is said but the error: the page needs nothing of the state.
    """
    visit = visit_of(request, Caller(), stranger=stranger)
    if error.type is BUNDLE_MISSING:
        # Where it should be is for whoever runs the server, in its log.
        log.error("the pages lack their bundle", folder=str(error.details["folder"]))
        return shown(visit, View("bare.html", error.type.title, error.type.do, status=501))
    if _inside(error) and not stranger:
        log.error("refused", code=error.type.code, what=error.to_dict("en")["what"])
    here = local(_here(request)) if request.method == "GET" else "/"
    if error.type is SESSION_REQUIRED:
        return _to(f"/connexion?next={quote(here, safe='')}")
    awaited = visit.signed is not None and visit.signed.level == AWAITING
    if error.type is SECOND_FACTOR_REQUIRED and awaited:
        return _to(f"/connexion/code?next={quote(here, safe='')}")
    return shown(visit, page_of(error, here))


def page_of(error: BeffroiError, here: str) -> View:
    """Return the page of an error; `here` is where the person was."""
    address, link = "/", _FIRST
    if error.type is PROOF_TOO_OLD:
        address, link = f"/connexion?again=1&next={quote(here, safe='')}", _AGAIN
    elif error.type is SECOND_FACTOR_REQUIRED:
        address, link = "/compte#second-facteur", _ADD
    return View(
        "refused.html",
        error.type.title.fill(error.details),
        Refused(error.type.code, what_of(error), do_of(error), address, link),
        status=error.type.status,
        headers=headers_of(error),
    )


def what_of(error: BeffroiError) -> Text:
    """Return what happened."""
    if _inside(error):
        return _WITHIN
    return _WHAT.get(error.type) or error.type.what.fill(error.details)


def do_of(error: BeffroiError) -> Text:
    """Return what somebody in a browser can do."""
    if _inside(error):
        return _TELL
    return _DO.get(error.type) or error.type.do.fill(error.details)


def _inside(error: BeffroiError) -> bool:
    return any(name in error.details for name in _INSIDE)


def _here(request: Request) -> str:
    asked = request.url.query
    return f"{request.url.path}?{asked}" if asked else request.url.path


def _to(address: str) -> Response:
    return Response(status_code=303, headers={"Location": address})
