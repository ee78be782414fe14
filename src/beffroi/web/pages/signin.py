"""`/connexion`: a password, then a code where the account asks for one; `/deconnexion`."""

from dataclasses import dataclass, field
from urllib.parse import quote

from beffroi.errors import BeffroiError
from beffroi.errors.people import SIGN_IN_REFUSED, TOO_MANY_ATTEMPTS
from beffroi.periods import utc_now
from beffroi.trust.people import second, sessions, signing
from beffroi.trust.people.sessions import AWAITING
from beffroi.trust.people.spelling import compact
from beffroi.web.access.demands import ANYONE, AWAITED
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit
from beffroi.web.pages.faults import fault_of, headers_of
from beffroi.web.pages.preferences import local
from beffroi.web.pages.signin_words import CODE, CODE_WORDS, TITLE, WORDS

_TELLS = (SIGN_IN_REFUSED, TOO_MANY_ATTEMPTS)
_TOTP_DIGITS = 6


@dataclass(frozen=True, slots=True)
class SigningIn:
    """A form to sign in with."""

    next: str
    email: str = ""
    again: bool = False
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class GivingCode:
    """A form for the second proof."""

    next: str
    faults: tuple[Fault, ...] = field(default=())


def _form(visit: Visit) -> View | Move:
    following, again = local(visit.query.get("next", "/")), "again" in visit.query
    who = visit.signed
    if who is not None and who.level != AWAITING and not again:
        return Move(following)
    return View("signin.html", TITLE, SigningIn(following, again=again), WORDS)


def _sign_in(visit: Visit) -> View | Move:
    following, email = local(visit.said("next")), visit.said("email")
    password = visit.said("password")
    try:
        secret = signing.sign_in(visit.own(), visit.visitor, email, password, utc_now())
    except BeffroiError as error:
        if error.type not in _TELLS:
            raise
        where = "email" if error.type is SIGN_IN_REFUSED else ""
        asked = SigningIn(following, email[:254], faults=(fault_of(error, where),))
        return View(
            "signin.html", TITLE, asked, WORDS, error.type.status, headers_of(error), faulty=True
        )
    return Move(after(visit, secret, following), cookie=secret)


def after(visit: Visit, secret: str, following: str) -> str:
    """Return where somebody goes once their password was right."""
    signed = sessions.find(visit.own(), secret, utc_now())
    if signed is not None and signed.level == AWAITING:
        return f"/connexion/code?next={quote(following, safe='')}"
    return following


def _code_form(visit: Visit) -> View | Move:
    following = local(visit.query.get("next", "/"))
    if visit.caller.who.level != AWAITING:
        return Move(following)
    return View("code.html", CODE, GivingCode(following), CODE_WORDS)


def _code(visit: Visit) -> View | Move:
    following, code = local(visit.said("next")), visit.said("code")
    prove = second.prove_totp if len(compact(code)) <= _TOTP_DIGITS else second.prove_recovery
    try:
        secret = prove(visit.own(), visit.caller.who, code, utc_now())
    except BeffroiError as error:
        if error.type not in _TELLS:
            raise
        asked = GivingCode(following, (fault_of(error, "code"),))
        return View(
            "code.html",
            CODE,
            asked,
            CODE_WORDS,
            error.type.status,
            headers_of(error),
            faulty=True,
        )
    return Move(following, cookie=secret)


def _leave(visit: Visit) -> Move:
    who = visit.caller.who
    with visit.writer().change("people.sign_out", "security", subject=who.reference) as change:
        sessions.leave(change.session, who.session, utc_now())
    return Move("/connexion?done=left")


PAGES = (
    Page("GET", "/connexion", ANYONE, _form),
    Page("POST", "/connexion", ANYONE, _sign_in, slow=True),
    Page("GET", "/connexion/code", AWAITED, _code_form),
    Page("POST", "/connexion/code", AWAITED, _code),
    Page("POST", "/deconnexion", AWAITED, _leave),
)
