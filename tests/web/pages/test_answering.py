"""Programs are answered what a page shows, and no other people see it."""

from beffroi.store.store import Store
from tests.web.pages.conftest import Visitor, entered, words
from tests.web.seen import HOSTILE, found


def test_the_data_of_a_page_is_what_it_shows(visitor: Visitor, store: Store) -> None:
    number = found(store, 1, 1200, name=HOSTILE)
    agent = entered(visitor, store, (1, "agent"))
    told = agent.get("/api/pages/1/constats").json()
    assert [(one["number"], one["place"]) for one in told["rows"]] == [(number, HOSTILE)]
    assert told["rows"][0]["said"] in words(agent.get("/1/constats"))
    assert agent.get(f"/api/pages/1/constats/{number}").json()["row"] == told["rows"][0]


def test_data_is_refused_to_whom_the_page_is(visitor: Visitor, store: Store) -> None:
    number = found(store, 2, 1200)
    assert visitor.get("/api/pages/1").status_code == 401
    agent = entered(visitor, store, (1, "agent"))
    assert agent.get("/api/pages/2/constats").status_code == 403
    assert agent.get(f"/api/pages/1/constats/{number}").status_code == 404
    assert agent.get("/api/pages/x/constats").status_code == 404
