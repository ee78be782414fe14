"""Places and what changes, on both kinds of state: each caller's own, and what is lent to them."""

from typing import Any

from starlette.testclient import TestClient

from beffroi.decide.organisations import Description, put_assets
from beffroi.periods import utc_now
from beffroi.store.store import Store
from beffroi.trust.people import sessions
from tests.people import Browser, settled
from tests.web.seen import found, stand


def browser(client: TestClient, store: Store, organisation: int) -> Browser:
    door = store.writer("test")
    person = settled(door, utc_now(), f"p{organisation}@exemple.fr", (organisation, "agent"))
    with door.keep() as session:
        secret = sessions.start(session, person.id, 2, "test", utc_now(), known=True)
    return Browser(client, secret)


def placed(store: Store, organisation: int, **said: Any) -> None:
    items = [Description("building", key, key, attributes=what) for key, what in said.items()]
    put_assets(store.writer("test"), organisation, items)


def test_places_are_read_whatever_form_they_have(client: TestClient, store: Store) -> None:
    placed(
        store,
        1,
        numbers={"latitude": 47.05, "longitude": 3.1},
        texts={"latitude": "47,05", "longitude": "3.1"},
        wrong={"latitude": "nord", "longitude": ""},
        nothing={},
    )
    placed(store, 2, other={"latitude": 47.05, "longitude": 3.1})
    number = found(store, 1)
    stand(store, number, (3.1, 47.05))
    stand(store, found(store, 2), (3.1, 47.05))
    own = browser(client, store, 1)
    base = "/api/organisations/1"
    near = own.ask("GET", f"{base}/map/near?longitude=3.1&latitude=47.05&zoom=10").json()
    assert [one["name"] for one in near["assets"]] == ["numbers", "texts", "École des Tilleuls"]
    marks = own.ask("GET", f"{base}/map").json()["findings"]
    assert [(one["id"], one["longitude"], one["exact"]) for one in marks] == [(number, 3.1, True)]
    listed = own.ask("GET", f"{base}/findings").json()["findings"]
    assert [(one["latitude"], one["longitude"]) for one in listed] == [(47.05, 3.1)]
    assert own.ask("GET", f"{base}/map/tile?z=0&x=0&y=0").content.count(b"\x18\x01") == 1
    last = own.ask("GET", f"{base}/events").json()["last"]
    placed(store, 2, more={})
    assert own.ask("GET", f"{base}/events?after={last}").json()["changes"] == []
    placed(store, 1, more={})
    changes = own.ask("GET", f"{base}/events?after={last}").json()["changes"]
    assert [one["kind"] for one in changes] == ["places"]
    for path in ("map", "map/tile?z=0&x=0&y=0", "map/outlines", "events"):
        assert own.ask("GET", f"/api/organisations/2/{path}").status_code == 403
