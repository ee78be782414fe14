"""Passkeys: `/api/me/passkeys` to add one, `/api/session/passkey` to sign in with it."""

from beffroi.periods import utc_now
from beffroi.trust.people import passkeys
from beffroi.web.access.admitting import ACTOR
from beffroi.web.access.demands import ANYONE, RECENT
from beffroi.web.access.routes import Call, Reply, Route
from beffroi.web.people.forms import Challenged, CodesSeen, Credential, NewPasskey, SessionSeen
from beffroi.web.people.me import added, own
from beffroi.web.people.session import entered


def _offer(call: Call) -> Reply:
    door, who = own(call)
    return _challenged(passkeys.offer(door, who, call.origin, utc_now()))


def _add(call: Call) -> Reply:
    door, who = own(call)
    form = call.body
    words = (form.ceremony, form.credential, form.name, call.origin, utc_now())
    return added(passkeys.add(door, who, *words))


def _ask(call: Call) -> Reply:
    door = call.store.writer(ACTOR)
    return _challenged(passkeys.ask(door, call.visitor, call.origin, utc_now()))


def _sign_in(call: Call) -> Reply:
    door, form = call.store.writer(ACTOR), call.body
    words = (form.ceremony, form.credential, call.origin, utc_now())
    return entered(call, passkeys.sign_in(door, call.visitor, *words))


def _challenged(found: passkeys.Challenge) -> Reply:
    return Reply(Challenged(ceremony=found.ceremony, options=found.options))


ROUTES = (
    Route(
        "POST",
        "/api/me/passkeys",
        RECENT,
        _offer,
        "Begin to add a passkey",
        reply=Challenged,
    ),
    Route(
        "POST",
        "/api/me/passkeys/confirmation",
        RECENT,
        _add,
        "Add the passkey that a device has made",
        body=NewPasskey,
        reply=CodesSeen,
    ),
    Route(
        "POST",
        "/api/session/passkey/challenge",
        ANYONE,
        _ask,
        "Ask for what a passkey must sign",
        reply=Challenged,
        refusals=(429,),
    ),
    Route(
        "POST",
        "/api/session/passkey",
        ANYONE,
        _sign_in,
        "Sign in with a passkey; it stands for both proofs",
        body=Credential,
        reply=SessionSeen,
        refusals=(401,),
    ),
)
