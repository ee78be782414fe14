"""Letters before a real mail server: each leaves once, none is lost, nothing more than may be "
"read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from beffroi.decide.organisations import create_organisation
from beffroi.errors import BeffroiError
from beffroi.periods import PARIS
from beffroi.publish.notices import transport
from beffroi.publish.notices.choosing import choose, stop
from beffroi.publish.notices.planning import plan
from beffroi.publish.notices.sending import duty, send
from beffroi.store import notices
from beffroi.store.jobs.queue import enqueue
from beffroi.store.jobs.worker import Worker
from beffroi.store.notices import Asked
from beffroi.store.state.flow import Job
from beffroi.store.state.loop import Finding
from beffroi.store.state.models import Asset
from beffroi.store.state.notices import Notice
from beffroi.store.state.people import Membership, Person
from beffroi.store.store import Store
from beffroi.trust.people import accounts, memberships
from tests import clocks
from tests.people import person
from tests.ports import free_port
from tests.publish.notices.post import Box, certified, listening
from tests.web.seen import HOSTILE, found

SITE = "http://localhost"
#: When these tests happen; what is older was there before, what is later comes.
CLOCK = datetime(2026, 11, 29, 20, tzinfo=UTC)
#: A Wednesday of the clock of these tests: both digests of it were due.
NOW = datetime(2027, 1, 6, 10, tzinfo=PARIS)
TODAY = NOW.date()


@dataclass
class Office:
    """An installation that writes to a box, and somebody who decides there."""

    store: Store
    box: Box
    who: Person

    def settings(self, **said: Any) -> None:
        self.store = replace(self.store, settings=replace(self.store.settings, **said))

    def send(self, now: datetime = NOW) -> dict[str, int]:
        return send(self.store, self.store.writer("test"), now, TODAY).counts

    def plan(self, now: datetime = NOW) -> int:
        return plan(self.store.writer("test"), now)

    def statuses(self) -> list[tuple[str, str]]:
        with self.store.writer("test").look() as session:
            rows = session.scalars(select(Notice).order_by(Notice.id))
            return [(row.subject, row.status) for row in rows]


@pytest.fixture
def office(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    clocks.stop(monkeypatch, CLOCK)
    box = Box()
    door = store.writer("test")
    who = person(door, "jeanne@exemple.fr", (1, "elected"))
    old = CLOCK - timedelta(days=3650)
    with door.keep() as session:
        session.execute(update(Membership).values(since=old))
    with listening(box) as port:
        made = Office(store, box, who)
        made.settings(
            smtp_host="127.0.0.1",
            smtp_port=port,
            smtp_security="none",
            smtp_from="beffroi@exemple.fr",
            address=SITE,
        )
        yield made


def parts(letter: EmailMessage) -> tuple[str, str]:
    """The text and the HTML of a letter, with usual spaces."""
    bodies = [letter.get_body((kind,)) for kind in ("plain", "html")]
    said = [str(one.get_content()) if one else "" for one in bodies]
    text, html = (one.replace("\u202f", " ").replace("\xa0", " ") for one in said)
    return text, html


def test_a_digest_says_what_waits_once(office: Office) -> None:
    found(office.store, 1, 1200, name=HOSTILE, said="La nuit, la consommation a doublé.")
    assert office.plan() == 1
    assert office.plan() == 0
    assert office.send() == {"sent": 1}
    assert office.send() == {}
    [letter] = office.box.letters
    text, html = parts(letter)
    assert str(letter["To"]) == "jeanne@exemple.fr"
    assert (
        letter["Subject"].replace("\xa0", " ") == "Le point du 6 janvier 2027 : 1 constat à décider"
    )
    assert "1 constat attend une décision : environ 1 200 € par an." in " ".join(text.split())
    assert f"{SITE}/1/constats/1" in text
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert re.findall(r"<(?:img|link|iframe)|url\(", html) == [], "nothing is fetched"
    assert {one.partition("/")[0] for one in re.findall(r'https?://([^"<\s]+)', html + text)} == {
        "localhost"
    }
    stops = str(letter["List-Unsubscribe"])
    assert re.fullmatch(rf"<{SITE}/avis/arret/p-[0-9a-f]+\.digest\.[0-9a-f]{{32}}>", stops)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["Auto-Submitted"] == "auto-generated"


def test_a_dead_mail_server_loses_nothing_and_stops_nothing(office: Office) -> None:
    found(office.store, 1)
    port = office.store.settings.smtp_port
    office.settings(smtp_port=free_port())
    office.plan()
    assert office.send() == {"postponed": 1}
    assert office.statuses() == [("2027-01", "waiting")]
    assert office.send(CLOCK) == {}, "it is not tried again at once"
    office.settings(smtp_port=port)
    assert office.send(CLOCK + timedelta(minutes=3)) == {"sent": 1}
    assert len(office.box.letters) == 1
    # A month later the server was dead all along: one letter tells of both.
    office.settings(smtp_port=free_port())
    for month in (2, 3):
        office.plan(datetime(2027, month, 2, 10, tzinfo=PARIS))
        office.send(CLOCK + timedelta(days=month))
    office.settings(smtp_port=port)
    assert office.send(CLOCK + timedelta(days=9)) == {"nothing": 1, "sent": 1}
    assert len(office.box.letters) == 2


@pytest.mark.parametrize(
    ("fault", "counts", "status", "again"),
    [
        ({"rcpt": "450 later"}, {"postponed": 1}, "waiting", {"sent": 1}),
        ({"data": "451 later"}, {"postponed": 1}, "waiting", {"sent": 1}),
        ({"rcpt": "550 nobody"}, {"failed": 1}, "failed", {}),
        ({"data": "554 no"}, {"failed": 1}, "failed", {}),
        ({"cut": True, "data": "250 OK"}, {"doubtful": 1}, "doubtful", {}),
    ],
)
def test_what_a_server_refuses_is_tried_again_or_given_up(
    office: Office, fault: dict[str, Any], counts: Any, status: str, again: Any
) -> None:
    found(office.store, 1)
    office.plan()
    before = dict(vars(office.box))
    vars(office.box).update(fault)
    assert office.send() == counts
    assert [one for _, one in office.statuses()] == [status]
    vars(office.box).update({name: before[name] for name in fault})
    assert office.send(CLOCK + timedelta(hours=1)) == again
    assert len(office.box.letters) == int(bool(again) or status == "doubtful")


def test_a_worker_that_dies_in_the_middle_sends_nothing_twice(office: Office) -> None:
    door = office.store.writer("test")
    found(office.store, 1)
    office.plan()
    with door.look() as session:
        [row] = notices.waiting(session, NOW, 9)
    assert notices.hold(door, [row.id])
    assert not notices.hold(door, [row.id]), "one worker holds it"
    assert office.send() == {}
    assert notices.doubt(door) == 0, "it may still be at it"
    with door.keep() as session:
        session.execute(update(Notice).values(next_at=CLOCK - timedelta(hours=2)))
    assert notices.doubt(door) == 1
    assert office.statuses() == [("2027-01", "doubtful")]
    notices.postpone(door, [row.id], "late")
    assert office.statuses() == [("2027-01", "doubtful")], "it was in other hands"


def test_what_may_be_read_is_looked_at_when_it_is_sent(office: Office) -> None:
    door = office.store.writer("test")
    found(office.store, 1)
    office.plan()
    [role] = memberships.of(door, office.who, CLOCK)
    memberships.end(door, role.membership)
    assert office.send() == {"nothing": 1}
    assert office.box.letters == []
    assert office.plan(NOW + timedelta(days=60)) == 0
    accounts.close(door, office.who)
    assert office.send() == {}


def test_no_home_and_nothing_of_others_is_in_a_letter(office: Office) -> None:
    door = office.store.writer("test")
    create_organisation(door, "Voisine")
    found(office.store, 2, 9000, name="Piscine voisine")
    number = found(office.store, 1, 800, name="Foyer", said="Un foyer.")
    with door.keep() as session:
        row = session.get_one(Finding, number)
        session.get_one(Asset, row.asset_id).household = True
        notices.ask(session, [Asked(office.who.id, "assigned", f"finding-{number}", 1)])
        notices.ask(session, [Asked(office.who.id, "grave", "finding-1", 2)])
        notices.ask(session, [Asked(office.who.id, "assigned", "finding-1", 1)])
    office.plan()
    assert office.send() == {"nothing": 4}
    assert office.box.letters == []


def test_what_happens_is_told_at_once_in_one_letter(office: Office) -> None:
    door = office.store.writer("test")
    agent = person(door, "paul@exemple.fr", (1, "data_manager"))
    grave = found(office.store, 1, 3000, name="Gymnase", said="Chauffé jour et nuit.")
    other = found(office.store, 1, 50, name="Mairie", said="Un peu de veille.")
    with door.keep() as session:
        old = CLOCK - timedelta(days=30)
        session.execute(update(Membership).values(since=old))
        session.execute(update(Finding).values(detected_at=CLOCK))
        session.get_one(Finding, other).severity = "low"
        number = enqueue(session, "file.import", {"file": "secret.csv"}, organisation=1)
        job = session.get_one(Job, number)
        job.status, job.finished_at = "failed", CLOCK
        job.result = {"error": {"title": "secret.csv"}}
        asked = [Asked(office.who.id, "assigned", f"finding-{other}", 1)]
        assert notices.ask(session, [*asked, *asked]) == 1, "asked for twice, told once"
    choose(door, office.who, 1, {"digest": "never"})
    office.plan(CLOCK)
    assert office.send(CLOCK) == {"sent": 3}
    told = {str(one["To"]): parts(one)[0] for one in office.box.letters}
    assert len(office.box.letters) == 2
    assert "Gymnase" in told["jeanne@exemple.fr"]
    assert "Un peu de veille." in told["jeanne@exemple.fr"]
    assert f"/1/constats/{grave}" in told["jeanne@exemple.fr"]
    # A role that asks for a second proof gives nothing but the news that something failed.
    assert "Une tâche a échoué" in told["paul@exemple.fr"]
    assert "secret" not in told["paul@exemple.fr"] + told["jeanne@exemple.fr"]
    assert "Gymnase" not in told["paul@exemple.fr"]
    assert office.plan(CLOCK) == 0
    stop(door, agent, "events")
    stop(door, office.who, "events")
    found(office.store, 1, 9000, name="Piscine")
    with door.keep() as session:
        session.execute(update(Finding).values(detected_at=CLOCK))
    assert office.plan(CLOCK) == 0


def test_a_pace_begins_with_the_period_after_it_was_chosen(office: Office) -> None:
    door = office.store.writer("test")
    choose(door, office.who, 1, {"digest": "week"})
    now = CLOCK
    assert office.plan(now) == 0
    later = (now + timedelta(days=14)).astimezone(PARIS).replace(hour=12)
    assert office.plan(later) == 1
    assert office.statuses()[0][0] == "{}-W{:02}".format(*later.date().isocalendar()[:2])
    choose(door, office.who, 1, {"digest": "never"})
    assert office.send() == {"nothing": 1}


def test_the_service_does_it_by_itself_where_mail_is_set(office: Office) -> None:
    found(office.store, 1)
    office.settings(smtp_host="")
    duty(office.store).run()
    assert not Worker(office.store, "test").one(), "off: nothing is even asked for"
    office.settings(smtp_host="127.0.0.1")
    duty(office.store).run()
    duty(office.store).run()
    worker = Worker(office.store, "test")
    assert worker.one()
    assert not worker.one()
    assert len(office.box.letters) == 1


def test_a_password_never_leaves_in_clear(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(office.store, 1)
    office.plan()
    office.settings(smtp_security="starttls", smtp_user="beffroi")
    monkeypatch.setenv(transport.VARIABLE, "secret")
    assert office.send() == {"postponed": 1}, "a server without encryption is given nothing"
    pem = certified(tmp_path / "mail.pem")
    safe = Box()
    with listening(safe, pem) as port:
        office.settings(smtp_port=port)
        assert office.send(CLOCK + timedelta(hours=1)) == {"postponed": 1}, "nobody vouches"
        assert (safe.logins, safe.letters) == ([], [])
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
        assert office.send(CLOCK + timedelta(hours=2)) == {"sent": 1}
    assert safe.logins == [(b"beffroi", b"secret")]
    assert office.box.letters == []
    for said, code in (
        ({"smtp_host": "mail.exemple.fr", "smtp_security": "none"}, "notices.mail_unsafe"),
        ({"address": ""}, "notices.off"),
    ):
        office.settings(**said)
        with pytest.raises(BeffroiError) as caught:
            transport.require(office.store.settings)
        assert caught.value.type.code == code
