"""`/api/me`: one's own account, proofs, browsers, and the roles that one lends."""

from beffroi.periods import utc_now
from beffroi.store.state.people import Person
from beffroi.store.write import WriteDoor
from beffroi.trust.people import accounts, loans, recovery, second, sessions, signing
from beffroi.trust.people.sessions import Signed
from beffroi.web.access.admitting import require_second
from beffroi.web.access.demands import RECENT, SIGNED
from beffroi.web.access.routes import Call, Reply, Route
from beffroi.web.people.forms import (
    BrowserSeen,
    BrowsersSeen,
    CodesSeen,
    FactorSeen,
    Lent,
    LoanSeen,
    LoansSeen,
    MeSeen,
    NewLoan,
    NewPassword,
    NewTotp,
    RoleSeen,
    TotpOffered,
)


def own(call: Call) -> tuple[WriteDoor, Signed]:
    """Return the write door of the caller, who acts in their own name."""
    who = call.caller.who
    return call.store.writer(who.reference), who


def _me(call: Call) -> Reply:
    door, who = own(call)
    with door.look() as session:
        person = session.get_one(Person, who.person)
        return Reply(
            MeSeen(
                person=who.reference,
                name=person.name,
                email=person.email or "",
                roles=[RoleSeen.of(one) for one in who.held],
                factors=[FactorSeen.of(row) for row in signing.factors(session, who.person)],
                recovery_codes_left=recovery.left(session, who.person),
            )
        )


def _password(call: Call) -> Reply:
    door, who = own(call)
    signing.change_password(door, who, call.body.password, utc_now())
    return Reply()


def _browsers(call: Call) -> Reply:
    door, who = own(call)
    rows = sessions.listed(door, who.person, utc_now())
    return Reply(BrowsersSeen(sessions=[BrowserSeen.of(row, who.session) for row in rows]))


def _revoke(call: Call) -> Reply:
    door, who = own(call)
    sessions.revoke(door, who, call.number("session"), utc_now())
    return Reply()


def _offer_totp(call: Call) -> Reply:
    door, who = own(call)
    offered = second.offer_totp(door, who, utc_now())
    seen = TotpOffered(ceremony=offered.ceremony, secret=offered.secret, address=offered.address)
    return Reply(seen)


def _add_totp(call: Call) -> Reply:
    door, who = own(call)
    form = call.body
    return added(second.add_totp(door, who, form.ceremony, form.code, form.name, utc_now()))


def added(found: second.Added) -> Reply:
    """Answer a factor that was added: the recovery codes of the first one, and the new cookie."""
    seen = CodesSeen(
        recovery_codes=list(found.recovery_codes), page=sessions.page_token(found.session)
    )
    return Reply(seen, cookie=found.session)


def _remove(call: Call) -> Reply:
    door, who = own(call)
    second.remove(door, who, call.number("factor"))
    return Reply()


def _codes(call: Call) -> Reply:
    door, who = own(call)
    codes = second.renew_codes(door, who)
    return Reply(CodesSeen(recovery_codes=codes, page=sessions.page_token(call.visitor.cookie)))


def _lend(call: Call) -> Reply:
    door, who = own(call)
    form = call.body
    # Before anybody is looked for: whoever lends nothing does not learn who has an account.
    if loans.own(who.held, form.organisation, form.role).second_factor:
        require_second(who)
    with door.look() as session:
        lender = session.get_one(Person, who.person)
    to = accounts.find(door, form.to)
    row = loans.lend(door, lender, to, form.organisation, form.role, form.until)
    return Reply(Lent.of(row))


def _loans(call: Call) -> Reply:
    door, who = own(call)
    rows = loans.lent(door, who.person, utc_now())
    return Reply(LoansSeen(delegations=[LoanSeen.of(row) for row in rows]))


def _take_back(call: Call) -> Reply:
    door, who = own(call)
    loans.take_back(door, who.person, call.number("membership"))
    return Reply()


ROUTES = (
    Route("GET", "/api/me", SIGNED, _me, "One's own account", reply=MeSeen),
    Route(
        "PUT",
        "/api/me/password",
        RECENT,
        _password,
        "Choose another password",
        body=NewPassword,
        status=204,
        slow=True,
    ),
    Route(
        "GET",
        "/api/me/sessions",
        SIGNED,
        _browsers,
        "The browsers that one is signed in with",
        reply=BrowsersSeen,
    ),
    Route(
        "DELETE",
        "/api/me/sessions/{session}",
        SIGNED,
        _revoke,
        "Sign a browser out",
        status=204,
        refusals=(404,),
    ),
    Route(
        "POST",
        "/api/me/totp",
        RECENT,
        _offer_totp,
        "Begin to add an authenticator application",
        reply=TotpOffered,
    ),
    Route(
        "POST",
        "/api/me/totp/confirmation",
        RECENT,
        _add_totp,
        "Add the application with a code of it",
        body=NewTotp,
        reply=CodesSeen,
    ),
    Route(
        "DELETE",
        "/api/me/factors/{factor}",
        RECENT,
        _remove,
        "Take a second factor away",
        status=204,
        refusals=(404,),
    ),
    Route(
        "POST",
        "/api/me/recovery-codes",
        RECENT,
        _codes,
        "Make new recovery codes",
        reply=CodesSeen,
    ),
    Route(
        "GET",
        "/api/me/delegations",
        SIGNED,
        _loans,
        "The roles that one lends; those that one was lent are in GET /api/me",
        reply=LoansSeen,
    ),
    Route(
        "POST",
        "/api/me/delegations",
        RECENT,
        _lend,
        "Lend a role for a time",
        body=NewLoan,
        reply=Lent,
        refusals=(400, 404, 409),
    ),
    Route(
        "DELETE",
        "/api/me/delegations/{membership}",
        SIGNED,
        _take_back,
        "Take a role back",
        status=204,
        refusals=(404,),
    ),
)
