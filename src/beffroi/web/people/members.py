"""`/api/organisations/{organisation}/people`: who has which role there.

Whoever administers an organisation gives and ends roles in it. They may invite somebody who has no
account; they may not make a new invitation for one who has: it would open other organisations.
"""

from beffroi.errors import BeffroiError
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import utc_now
from beffroi.store.state.people import Person
from beffroi.trust.people import accounts, memberships, sessions
from beffroi.trust.people.accounts import WHAT
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.access.routes import Call, Reply, Route
from beffroi.web.people.forms import Invited, NewMember, PeopleSeen, PersonSeen
from beffroi.web.people.me import own

_PATH = "/api/organisations/{organisation}"


def _people(call: Call) -> Reply:
    door, _ = own(call)
    organisation, now = call.number("organisation"), utc_now()
    people = accounts.listed(door, [organisation])
    with door.look() as session:
        seen = [
            PersonSeen.of(
                one,
                [
                    held
                    for held in memberships.held(session, one.id, now)
                    if held.organisation == organisation
                ],
            )
            for one in people
        ]
    return Reply(PeopleSeen(people=seen))


def _give(call: Call) -> Reply:
    door, _ = own(call)
    form, organisation, code = call.body, call.number("organisation"), ""
    memberships.check(form.role, form.until, door, organisation)  # before anybody is invited
    accounts.checked_email(form.email)
    try:
        person = accounts.find(door, form.email.strip())
    except BeffroiError as error:
        if error.type is not NOT_FOUND:
            raise
        person = accounts.add(door, form.name, form.email)
        code = accounts.invite(door, person)
    row = memberships.give(door, person, organisation, form.role, form.until)
    return Reply(Invited(person=person.reference, membership=row.id, invitation=code))


def _end(call: Call) -> Reply:
    door, _ = own(call)
    memberships.end(door, call.number("membership"), of=call.number("organisation"))
    return Reply()


def _sign_out(call: Call) -> Reply:
    door, _ = own(call)
    person = _member(call)
    with door.change("people.sign_out_all", "security", subject=person.reference) as change:
        sessions.revoke_all(change.session, person.id, utc_now())
    return Reply()


def _member(call: Call) -> Person:
    """Return a person of the organisation; one of another is not told apart from nobody."""
    door, _ = own(call)
    for one in accounts.listed(door, [call.number("organisation")]):
        if one.reference == call.path["person"]:
            return one
    raise BeffroiError(NOT_FOUND, what=WHAT, key=call.path["person"][:80], command="people list")


ROUTES = (
    Route(
        "GET",
        f"{_PATH}/people",
        holder(Right.ADMINISTER_PEOPLE),
        _people,
        "The people of an organisation",
        reply=PeopleSeen,
    ),
    Route(
        "POST",
        f"{_PATH}/people",
        holder(Right.ADMINISTER_PEOPLE, recent=True),
        _give,
        "Give somebody a role; whoever has no account is invited",
        body=NewMember,
        reply=Invited,
        refusals=(400, 404, 409),
    ),
    Route(
        "DELETE",
        f"{_PATH}/roles/{{membership}}",
        holder(Right.ADMINISTER_PEOPLE, recent=True),
        _end,
        "End a role",
        status=204,
        refusals=(404,),
    ),
    Route(
        "DELETE",
        f"{_PATH}/people/{{person}}/sessions",
        holder(Right.HANDLE_INCIDENTS, recent=True),
        _sign_out,
        "Sign somebody out everywhere",
        status=204,
        refusals=(404,),
    ),
)
