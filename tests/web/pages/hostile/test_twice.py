"""A form that is sent several times at once, by an impatient hand or a bad line, counts once."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from beffroi.commons.agreements.listing import listed
from beffroi.decide import discussing
from beffroi.decide.decisions import act, decide
from beffroi.store import tokens
from beffroi.store.state.discussing import Assignment, Comment, Follow
from beffroi.store.state.loop import Action, Decision
from beffroi.store.store import Store
from beffroi.web.pages import once
from tests.conftest import KINDS
from tests.people import SITE
from tests.web.pages.conftest import Visitor, proven, words
from tests.web.pages.test_agreements import FORM, NEW
from tests.web.seen import found

AT_ONCE = 5


@pytest.fixture(autouse=True)
def _for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine, what is sent again comes right after."""
    monkeypatch.setattr(once, "SAME", 600.0)


def together(work: Callable[[int], Any]) -> list[Any]:
    """Do the same several times, all beginning together."""
    ready = Barrier(AT_ONCE)

    def one(place: int) -> Any:
        ready.wait()
        return work(place)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def at_once(client: TestClient, visitor: Visitor, path: str, **fields: Any) -> list[Any]:
    """Send the same form of the same page several times at once; return the answers."""
    app: Any = client.app
    windows = []
    for _ in range(AT_ONCE):
        window = TestClient(app, SITE, raise_server_exceptions=False)
        window.portal = client.portal  # one loop, as a server has: turns are of one
        windows.append(Visitor(window, dict(visitor.cookies)))
    return together(lambda place: windows[place].send(path, **fields))


def counted(store: Store, *models: Any) -> list[int]:
    with store.writer("test").look() as session:
        return [session.scalar(select(func.count()).select_from(one)) or 0 for one in models]


def test_a_form_sent_again_at_once_is_one_act(client: TestClient, store: Store) -> None:
    visitor = proven(client, store, (1, "agent"), (1, "elected"), (1, "data_manager"))
    path = f"/1/constats/{found(store, 1)}"
    works = {"what": "Réglage", "day": "2026-11-03", "cost": "100"}
    answers = [
        *at_once(client, visitor, path, choice="act", reason="Trop cher."),
        *at_once(client, visitor, f"{path}/travaux", **works),
        *at_once(client, visitor, f"{path}/commenter", said="À voir."),
        *at_once(client, visitor, NEW, **FORM),
    ]
    assert Counter(one.status_code for one in answers) == {200: len(answers)}
    assert counted(store, Decision, Action, Comment) == [1, 1, 1]
    assert len(listed(store.writer("test"), [1])) == 1
    form = {"name": "Piscine", "days": "30", "scopes": "write_measures"}
    told = {words(one) for one in at_once(client, visitor, "/1/donnees/jetons/nouveau", **form)}
    assert len(told) == 1, "the secret that is shown is that of the token that was made"
    assert len(tokens.listed(store.writer("test"), [1])) == 1


def test_what_is_another_act_is_done(client: TestClient, store: Store) -> None:
    """With something else in between, after a while, by somebody else, or refused before."""
    visitor, other = proven(client, store, (1, "agent")), proven(client, store, (1, "agent"))
    path = f"/1/constats/{found(store, 1)}"
    for said in ("Oui", "Non", "Oui"):
        visitor.send(f"{path}/commenter", said=said)
    other.send(f"{path}/commenter", said="Oui")
    assert counted(store, Comment) == [4]
    assert visitor.send(path, choice="act", reason="").status_code == 422
    assert visitor.send(path, choice="act", reason="").status_code == 422
    visitor.send(path, choice="act", reason="Trop cher.")
    assert counted(store, Decision) == [1]


@pytest.mark.parametrize("kind", KINDS)
def test_processes_that_act_at_once_agree(store: Store) -> None:
    """What checks before it writes holds what it checked, whatever other processes do."""
    door, number = store.writer("test"), found(store, 1)
    decide(door, number, "act", "Trop cher.")
    together(lambda _: act(door, number, date(2026, 11, 3), 100.0, "Réglage"))
    together(lambda _: discussing.follow(door, number, wanted=True))
    together(lambda place: discussing.comment(door, number, f"{place}"))
    together(lambda _: discussing.assign(door, number, "p-000000000001"))
    assert counted(store, Action, Follow, Comment, Assignment) == [1, 2, AT_ONCE, 1]
