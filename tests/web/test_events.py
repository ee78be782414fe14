"""A stream of what changes: whose it is, what it tells, how it resumes, and what ends it."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from beffroi.decide.decisions import decide
from beffroi.decide.organisations import create_organisation
from beffroi.periods import utc_now
from beffroi.store.state.models import JournalEntry
from beffroi.store.store import Store
from beffroi.trust.people import sessions
from beffroi.trust.people.sessions import Signed
from beffroi.web.events.board import MOST_EACH
from tests.people import cheap, settled
from tests.web.listening import serving
from tests.web.seen import found

STREAM = {"Accept": "text/event-stream"}
SLOW = 240.0


@dataclass
class Live:
    """A server, a store beside it, and somebody's session there."""

    address: str
    store: Store
    secret: str

    @property
    def cookie(self) -> dict[str, str]:
        return {"Cookie": f"beffroi={self.secret}"}

    def ask(self, organisation: int = 1, **query: Any) -> Any:
        path = f"{self.address}/api/organisations/{organisation}/events"
        return httpx2.get(path, params=query, headers=self.cookie)

    def signed(self) -> Signed:
        who = sessions.find(self.store.writer("test"), self.secret, utc_now())
        assert who is not None
        return who


class Ear:
    """What listens: the fields of each event, as a browser reads them."""

    def __init__(self, answer: Any) -> None:
        self.status = answer.status_code
        self.lines = answer.iter_lines()

    def next(self, wanted: Callable[[dict[str, str]], bool]) -> dict[str, str]:
        fields: dict[str, str] = {}
        for line in self.lines:
            if line:
                name, _, value = line.partition(":")
                fields[name] = value.strip()
            elif wanted(fields):
                return fields
            else:
                fields = {}
        return {"event": "closed"}


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with pytest.MonkeyPatch.context() as patch:
        cheap(patch)
        root = tmp_path_factory.mktemp("live") / "home"
        with Store.create(root) as store:
            for name in ("Essai", "Voisine"):
                create_organisation(store.writer("test"), name)
            settled(store.writer("test"), utc_now(), "jeanne@exemple.fr", (1, "elected"))
            with serving(root) as address:
                yield Live(address.replace("127.0.0.1", "localhost"), store, "")


@pytest.fixture
def here(live: Live) -> Live:
    """The same, with a session of its own."""
    with live.store.writer("test").keep() as session:
        live.secret = sessions.start(session, 1, 1, "Firefox", utc_now(), known=True)
    return live


def listening(stack: ExitStack, live: Live, organisation: int = 1, since: str = "") -> Ear:
    said = {**STREAM, **live.cookie, "Last-Event-ID": since}
    path = f"{live.address}/api/organisations/{organisation}/events"
    return Ear(stack.enter_context(httpx2.stream("GET", path, headers=said, timeout=SLOW)))


def test_a_stream_tells_that_something_changed_and_never_what(here: Live) -> None:
    number, other = found(here.store, 1), found(here.store, 2)
    with ExitStack() as stack:
        ear = listening(stack, here)
        ear.next(lambda one: one.get("id", "").isdigit())
        decide(here.store.writer("test"), other, "act", "secret de la voisine")
        decide(here.store.writer("test"), number, "watch", "secret d’ici")
        told = ear.next(lambda one: "data" in one)
    assert told["event"] == "change"
    assert '"kind": "decided"' in told["data"]
    assert "secret" not in told["data"]
    with here.store.writer("test").look() as session:
        entry = session.get_one(JournalEntry, int(told["id"]))
        assert (entry.organisation_id, entry.action) == (1, "finding.decide")


def test_whoever_was_away_misses_nothing(here: Live) -> None:
    before = here.ask().json()["last"]
    for choice in ("watch", "act"):
        decide(here.store.writer("test"), found(here.store, 1), choice, "absent")
    with ExitStack() as stack:
        ear = listening(stack, here, since=str(before))
        kinds = [ear.next(lambda one: "data" in one)["data"] for _ in range(2)]
    assert ['"places"' in kinds[0], '"decided"' in kinds[1]] == [True, True]
    asked = here.ask(after=before).json()
    assert [one["kind"] for one in asked["changes"]] == ["places", "decided"]
    assert here.ask(after=asked["last"]).json()["changes"] == []
    assert [one["kind"] for one in here.ask(after=10**9).json()["changes"]] == ["all"]
    assert here.ask(after=-1).status_code == 422


def test_a_stream_ends_with_the_session(here: Live) -> None:
    with ExitStack() as stack:
        ear = listening(stack, here)
        ear.next(lambda one: "id" in one)
        who = here.signed()
        sessions.revoke(here.store.writer("test"), who, who.session, utc_now())
        assert ear.next(lambda one: one.get("event") == "over")["data"] == (
            '{"code": "people.session_required"}'
        )
        assert ear.next(lambda one: bool(one)) == {"event": "closed"}
    assert here.ask().status_code == 401


def test_nobody_listens_to_another_authority_nor_too_often(here: Live) -> None:
    with ExitStack() as stack:
        assert listening(stack, here, 2).status == 403
        assert listening(stack, here, 99).status == 403
        ears = [listening(stack, here) for _ in range(MOST_EACH)]
        for ear in ears:  # an ear that nothing holds would be closed
            assert ear.status == 200
            ear.next(lambda one: "id" in one)
        assert listening(stack, here).status == 429
    deadline = time.monotonic() + SLOW  # once they are gone, there is room again
    while time.monotonic() < deadline:
        with ExitStack() as stack:
            if listening(stack, here).status == 200:
                return
        time.sleep(0.2)
    raise AssertionError("streams that were closed are still counted")


def test_listening_makes_no_session_last(here: Live) -> None:
    door, later = here.store.writer("test"), utc_now() + sessions.IDLE - timedelta(minutes=5)
    assert sessions.find(door, here.secret, later, idle=True) is not None
    assert sessions.find(door, here.secret, later + timedelta(minutes=10), idle=True) is None
    assert sessions.find(door, here.secret, later) is not None  # somebody did something
    assert sessions.find(door, here.secret, later + timedelta(minutes=10)) is not None


def test_a_server_that_stops_waits_for_no_stream(tmp_path: Path) -> None:
    with Store.create(tmp_path / "home") as store:
        create_organisation(store.writer("test"), "Essai")
        settled(store.writer("test"), utc_now(), "jeanne@exemple.fr", (1, "elected"))
        with store.writer("test").keep() as session:
            secret = sessions.start(session, 1, 1, "Firefox", utc_now(), known=True)
        with ExitStack() as stack:
            with serving(tmp_path / "home") as address:
                live = Live(address.replace("127.0.0.1", "localhost"), store, secret)
                ear = listening(stack, live)
                ear.next(lambda one: "id" in one)
                began = time.monotonic()
            assert time.monotonic() - began < SLOW, "streams are ended, not waited for"
