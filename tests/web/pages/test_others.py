"""No number of an address opens what is another's: it is answered as what does not exist."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from beffroi.decide import discussing
from beffroi.decide.decisions import act, decide
from beffroi.decide.organisations import create_organisation
from beffroi.decide.scenarios import keeping
from beffroi.decide.scenarios.noting import note_work
from beffroi.periods import utc_now
from beffroi.store import tokens
from beffroi.store.state import models
from beffroi.store.state.depositing import Deposit
from beffroi.store.state.documents import Document
from beffroi.store.state.loop import Finding
from beffroi.store.state.people import Membership
from beffroi.store.store import Store
from beffroi.trust.people.roles import roles
from beffroi.trust.personal.requests import new
from beffroi.web.pages import PAGES
from beffroi.web.pages.declaring import Page
from tests import people
from tests.decide.test_scenarios_kept import building, question
from tests.readers.water.hubeau import result
from tests.store.sharing.build import agree, hours, measure
from tests.web.pages.conftest import Visitor, proven
from tests.web.pages.test_documents import send as send_files
from tests.web.pages.test_quality import bring as send_samples
from tests.web.seen import HOSTILE, REFERENCE, behind, found

#: What of an address is no number of something that an authority owns.
WORDS = {"organisation", "algorithm", "activity", "kind", "key", "act", "file"}
#: Of what is the person's own, or of the installation as a whole: other tests try those.
ELSEWHERE = ("/compte/", "/administration/", "/avis/")
NAMED = [
    page
    for page in PAGES
    if not page.path.startswith(ELSEWHERE)
    if set(re.findall(r"{(\w+)}", page.path)) - WORDS
]
NOBODY = 987_654


@dataclass
class Place:
    """Somebody of Essai (1) with every role there, and the things of Voisine (2)."""

    visitor: Visitor
    things: dict[str, Any]


@pytest.fixture
def place(client: TestClient, store: Store) -> Place:
    door, now = store.writer("test"), utc_now()
    create_organisation(door, "Syndicat")
    behind(store, 2)
    finding = found(store, 2, 1200, name=HOSTILE)
    send_samples(store, 2, result("00100000001"))
    measure(store, 2, "École", hours("2026-01-05T23:00", [1.0] * 24))
    person = people.person(door, "louise@exemple.fr", (2, "agent"))
    with door.keep() as session:
        deposit = Deposit(
            organisation_id=2,
            folder="drawn",
            status="seen",
            revision=1,
            households=False,
            bytes=1,
            files=[],
            created_at=now,
            actor=person.reference,
        )
        document = Document(
            organisation_id=2,
            asset_id=session.get_one(Finding, finding).asset_id,
            sha256="",
            name=HOSTILE,
            bytes=1,
            form="pdf",
            title=HOSTILE,
            kind="audit",
            dated_on=now.date(),
            at=now,
            actor=person.reference,
        )
        session.add_all((deposit, document))
        session.flush()
        ids = {
            "finding": finding,
            "asset": session.get_one(Finding, finding).asset_id,
            "batch": session.scalar(
                select(models.Batch.id).where(models.Batch.organisation_id == 2)
            ),
            "membership": session.scalar(
                select(Membership.id).where(Membership.person_id == person.id)
            ),
            "deposit": deposit.id,
            "document": document.id,
            "entry": session.scalar(
                select(models.JournalEntry.id)
                .where(models.JournalEntry.organisation_id == 2)
                .limit(1)
            ),
        }
    known: dict[str, Any] = ids | {
        "action": _done(store, finding),
        "comment": discussing.comment(door, finding, HOSTILE),
        "agreement": agree(store, 2, 3),
        "request": new(door, 2, "access", "C-1", date(2026, 11, 2)).id,
        **_planned(store),
        "token": tokens.create(door, 2, "passerelle", 30)[1].id,
        "person": person.reference,
        "subscriber": REFERENCE,
        "sample": "00100000001",
    }
    return Place(proven(client, store, *((1, role) for role in roles())), known)


def _planned(store: Store) -> dict[str, int]:
    """A scenario that Voisine decided, and works of it."""
    door, day = store.writer("test"), date(2026, 11, 3)
    scenario = keeping.keep(door, 2, "Toit", *question(building(store, 2), "roof"))
    keeping.plan(door, 2, scenario, day, "Services", "Voté")
    return {"scenario": scenario, "note": note_work(door, 2, scenario, "roof", day, day)}


def _done(store: Store, finding: int) -> int:
    door = store.writer("test")
    decide(door, finding, "act", "Trop cher.")
    return act(door, finding, date(2026, 11, 3), 100.0, "Réglage").id


def asked(place: Place, page: Page, things: dict[str, Any]) -> tuple[int, str]:
    """Ask for something of Essai by numbers that are not of it; return what is answered."""
    words = {"organisation": 1, "act": "resilier", "file": 0}
    path = page.path.format_map({**dict.fromkeys(WORDS, "x"), **words, **things})
    visitor = place.visitor
    sent: dict[str, Any] = {"reason": "x", "choice": "watch", "said": "x", "revision": "1"}
    sent |= {"lever": "roof", "work_day": "2026-11-03", "since": "2026-11-03", "what": "x"}
    if page.uploads:
        answer = send_files(visitor, path, ("a.pdf", b"%PDF-"))
    else:
        answer = visitor.get(path) if page.method == "GET" else visitor.send(path, **sent)
    said = answer.text.partition("<main")[2].partition("</main>")[0]
    return answer.status_code, re.sub(r"p-[0-9a-f]{12}|\d[\d\s]*", "N", said)


def test_what_is_of_another_is_answered_as_what_is_not(place: Place, store: Store) -> None:
    names = {name for page in NAMED for name in re.findall(r"{(\w+)}", page.path)} - WORDS
    assert names == {*place.things}, "say what of another an address may name"
    nothing = {name: "p-000000000000" if name == "person" else NOBODY for name in place.things}
    with store.writer("test").look() as session:
        before = session.scalar(select(models.JournalEntry.id).order_by(-models.JournalEntry.id))
    told = {}
    for page in NAMED:
        theirs, none = asked(place, page, place.things), asked(place, page, nothing)
        if theirs != none or theirs[0] != 404:
            told[page.method, page.path] = (theirs[0], none[0])
    assert told == {}
    with store.writer("test").look() as session:
        after = session.scalars(
            select(models.JournalEntry.action).where(models.JournalEntry.id > before)
        )
        assert [one for one in after if not one.startswith("access.")] == []
