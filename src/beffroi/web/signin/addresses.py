"""`/api/session/provider`: the way to an identity provider, and back from it.

What is begun is bound to the browser by a cookie: a link that somebody else sent leads nowhere.
"""

from datetime import timedelta

from pydantic import Field

from beffroi.periods import utc_now
from beffroi.texts import Text
from beffroi.trust.people import ceremonies, external, throttle
from beffroi.trust.people.throttle import Trial
from beffroi.web.access.admitting import ACTOR
from beffroi.web.access.demands import ANYONE
from beffroi.web.access.reading import Query
from beffroi.web.access.routes import Call, Reply, Route
from beffroi.web.signin.claims import failed
from beffroi.web.signin.provider import Provider

PATH = "/api/session/provider"
#: Where somebody arrives once signed in.
_AFTER = "/api/session"
_KIND = "provider"
_PATIENCE = timedelta(minutes=10)
_REFUSED = Text(fr="il a refusé : {error}", en="it refused: {error}")
_LOST = Text(
    fr="ce retour n’est pas celui d’une demande de ce navigateur, ou elle est trop ancienne",
    en="this return is not that of a request of this browser, or it is too old",
)


class Returned(Query):
    """What a provider sends a browser back with."""

    state: str = Field(default="", max_length=2000)
    code: str = Field(default="", max_length=2000)
    iss: str = Field(default="", max_length=2000)
    error: str = Field(default="", max_length=2000)


def _leave(call: Call) -> Reply:
    door, now = call.store.writer(ACTOR), utc_now()
    provider = Provider.of(call.store.settings)
    throttle.count(door, [_begun(call)], now)
    state = ceremonies.secret()
    started = provider.start(_back(call), state)
    content = {"nonce": started.nonce, "verifier": started.verifier}
    with door.keep() as session:
        ceremonies.start(session, _KIND, now + _PATIENCE, now, content=content, own=state)
    return Reply(location=started.address, state=state)


def _return(call: Call) -> Reply:
    door, now = call.store.writer(ACTOR), utc_now()
    provider = Provider.of(call.store.settings)
    state = call.query.state
    if not state or state != call.state:
        raise failed(_LOST)
    with door.keep() as session:
        begun = ceremonies.finish(session, _KIND, state, now)
    if begun is None or call.query.iss not in ("", provider.issuer):  # RFC 9207
        raise failed(_LOST)
    if call.query.error:
        raise failed(_REFUSED.fill(error=call.query.error[:60]))
    nonce, verifier = begun.content["nonce"], begun.content["verifier"]
    vouched = provider.finish(call.query.code, _back(call), nonce, verifier, now)
    secret = external.sign_in(door, call.visitor, vouched, now)
    throttle.succeed(door, (), now, [_begun(call)])
    return Reply(cookie=secret, location=_AFTER, state="")


def _begun(call: Call) -> Trial:
    """Say what requests count against: a place from which nobody comes back."""
    return Trial("provider", throttle.place(call.visitor.address), free=300, most=60)


def _back(call: Call) -> str:
    return f"{call.origin}{PATH}/return"


ROUTES = (
    Route(
        "GET",
        PATH,
        ANYONE,
        _leave,
        "Go and sign in at the identity provider",
        status=303,
        refusals=(404, 429, 502),
    ),
    Route(
        "GET",
        f"{PATH}/return",
        ANYONE,
        _return,
        "Come back from the identity provider",
        status=303,
        refusals=(404, 502),
        query=Returned,
    ),
)
