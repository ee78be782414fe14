"""`/{organisation}/sessions`: the browsers of an organisation's people, which may all be ended."""

from dataclasses import dataclass
from datetime import datetime

from beffroi.periods import utc_now
from beffroi.texts import Text
from beffroi.trust.people import accounts, sessions
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.browsers import browser_of
from beffroi.web.pages.declaring import Move, Page, View, Visit
from beffroi.web.pages.members.listing import person_of
from beffroi.web.pages.members.words import WORDS

TITLE = Text(fr="Sessions ouvertes", en="Open sessions")


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser that somebody is signed in with."""

    agent: Text
    seen: datetime
    known: bool
    """Whether the person had used it before."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody who is signed in."""

    reference: str
    name: str
    browsers: tuple[Browser, ...]


@dataclass(frozen=True, slots=True)
class Sessions:
    """Who is signed in, of the people of an organisation."""

    base: str
    people: tuple[Signed, ...]


def _list(visit: Visit) -> View:
    door, now = visit.own(), utc_now()
    found = []
    for one in accounts.listed(door, [visit.organisation]):
        rows = sessions.listed(door, one.id, now)
        browsers = tuple(Browser(_agent(row.agent), row.seen_at, row.known) for row in rows)
        if browsers:
            found.append(Signed(one.reference, one.name, browsers))
    context = Sessions(f"/{visit.organisation}/sessions", tuple(found))
    return View("members/sessions.html", TITLE, context, WORDS)


def _agent(said: str) -> Text:
    return browser_of(said) if said else WORDS["unknown"]


def _end(visit: Visit) -> Move:
    person, door = person_of(visit), visit.writer()
    with door.change("people.sign_out_all", "security", subject=person.reference) as change:
        sessions.revoke_all(change.session, person.id, utc_now())
    return Move(f"/{visit.organisation}/sessions?done=signed_out")


_PATH = "/{organisation}/sessions"
PAGES = (
    Page("GET", _PATH, holder(Right.HANDLE_INCIDENTS), _list, context=Sessions),
    Page("POST", f"{_PATH}/{{person}}", holder(Right.HANDLE_INCIDENTS, recent=True), _end),
)
