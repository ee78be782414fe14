"""Indicators: what is kept for one person is not shown to another who may read less."""

from starlette.testclient import TestClient

from beffroi.periods import utc_now
from beffroi.store.state.people import Person
from beffroi.store.store import Store
from beffroi.trust.people import sessions
from tests.people import settled
from tests.store.households.build import home, numbers
from tests.web.pages.conftest import Visitor, words


def come_in(client: TestClient, store: Store, role: str) -> Visitor:
    """Somebody who gave two proofs."""
    door = store.writer("test")
    row: Person = settled(door, utc_now(), f"{role}@exemple.fr", (1, role))
    with door.keep() as session:
        secret = sessions.start(session, row.id, 2, "Firefox", utc_now(), known=True)
    return Visitor(client, {"beffroi": secret})


def test_homes_are_shown_to_whoever_may_read_them_and_to_nobody_after(
    client: TestClient, store: Store
) -> None:
    (number,) = numbers(1)
    home(store, number)
    manager = come_in(client, store, "data_manager").get("/1/indicateurs?key=energy.consumption")
    assert "foyer-" in words(manager)
    elected = come_in(client, store, "elected").get("/1/indicateurs?key=energy.consumption")
    assert elected.status_code == 200
    assert "foyer-" not in words(elected)
