"""`/api/session`: coming in, giving a second proof, going out."""

from beffroi.errors import BeffroiError
from beffroi.errors.people import SESSION_REQUIRED
from beffroi.periods import utc_now
from beffroi.trust.people import second, sessions, signing
from beffroi.trust.people.sessions import AWAITING, TWO_PROOFS
from beffroi.web.access.admitting import ACTOR
from beffroi.web.access.demands import ANYONE, AWAITED
from beffroi.web.access.routes import Call, Reply, Route
from beffroi.web.people.forms import Code, SessionSeen, SignIn, TakeUp


def entered(call: Call, secret: str) -> Reply:
    """Answer a session that has just begun or changed, with its new cookie."""
    door = call.store.writer(ACTOR)
    signed = sessions.find(door, secret, utc_now())
    if signed is None:
        raise BeffroiError(SESSION_REQUIRED)
    with door.look() as session:
        kinds = {row.kind for row in signing.factors(session, signed.person)}
    seen = SessionSeen(
        person=signed.reference,
        name=signed.name,
        awaited=sorted(kinds) if signed.level == AWAITING else [],
        second_factor=signed.level == TWO_PROOFS,
        page=sessions.page_token(secret),
    )
    return Reply(seen, cookie=secret)


def _sign_in(call: Call) -> Reply:
    door, form = call.store.writer(ACTOR), call.body
    return entered(call, signing.sign_in(door, call.visitor, form.email, form.password, utc_now()))


def _take_up(call: Call) -> Reply:
    door, form = call.store.writer(ACTOR), call.body
    return entered(
        call, signing.take_up(door, call.visitor, form.invitation, form.password, utc_now())
    )


def _totp(call: Call) -> Reply:
    door = call.store.writer(ACTOR)
    return entered(call, second.prove_totp(door, call.caller.who, call.body.code, utc_now()))


def _recovery(call: Call) -> Reply:
    door = call.store.writer(ACTOR)
    return entered(call, second.prove_recovery(door, call.caller.who, call.body.code, utc_now()))


def _current(call: Call) -> Reply:
    seen = entered(call, call.visitor.cookie)
    return Reply(seen.content)  # the cookie stays as it is


def _leave(call: Call) -> Reply:
    who = call.caller.who
    door = call.store.writer(who.reference)
    with door.change("people.sign_out", "security", subject=who.reference) as change:
        sessions.leave(change.session, who.session, utc_now())
    return Reply()


ROUTES = (
    Route(
        "POST",
        "/api/session",
        ANYONE,
        _sign_in,
        "Sign in with an e-mail and a password",
        body=SignIn,
        reply=SessionSeen,
        refusals=(401, 429),
        slow=True,
    ),
    Route(
        "POST",
        "/api/session/invitation",
        ANYONE,
        _take_up,
        "Take up an invitation: choose a password and sign in",
        body=TakeUp,
        reply=SessionSeen,
        refusals=(401, 422, 429),
        slow=True,
    ),
    Route("GET", "/api/session", AWAITED, _current, "Tell who is signed in", reply=SessionSeen),
    Route("DELETE", "/api/session", AWAITED, _leave, "Sign out", status=204),
    Route(
        "POST",
        "/api/session/totp",
        AWAITED,
        _totp,
        "Give a code of an authenticator application",
        body=Code,
        reply=SessionSeen,
        refusals=(401, 429),
    ),
    Route(
        "POST",
        "/api/session/recovery",
        AWAITED,
        _recovery,
        "Give a recovery code",
        body=Code,
        reply=SessionSeen,
        refusals=(401,),
    ),
)
