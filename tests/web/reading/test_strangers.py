"""Whatever number is tried, what is another's cannot be told from what does not exist.

Neither by the status, nor by the body, nor by the statements that answering took.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from beffroi.settings import Settings
from beffroi.store.federation.elsewhere import ELSEWHERE
from beffroi.store.state import models
from beffroi.store.store import Store
from beffroi.store.tokens import TokenScope
from beffroi.web.access.routes import Route
from beffroi.web.app import make_app
from beffroi.web.reading import ROUTES
from tests.conftest import KINDS
from tests.counting import counted
from tests.people import SITE, Browser, code_of
from tests.postgresql import TEMPLATE, Server
from tests.store.sharing.build import agree, offer, organisation
from tests.web.reading.callers import Program, at, finding, signed, winter

NOWHERE = 900_000
BODIES: dict[str, Any] = {
    "decisions": {"choice": "watch", "reason": "x"},
    "steps": {"step": "accept"},
}
QUERIES = {"mention": "?contact=x", "values": "?step=month"}
NUMBERED = [route for route in ROUTES if route.path.count("{") == 2]


@dataclass
class There:
    """Numbers that exist, and are not for Syndicat (3)."""

    series: list[int]
    finding: list[int]
    agreement: list[int]


@dataclass
class Shared:
    """An application, its installation, and what is of others in it."""

    client: TestClient
    store: Store
    there: There


@pytest.fixture(scope="module", params=KINDS)
def shared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shared]:
    """One for all addresses: each is asked by people and programs of its own, and refuses."""
    root, state = tmp_path_factory.mktemp("strangers") / "home", ""
    with ExitStack() as stack:
        if request.param == "postgresql":
            server: Server = request.getfixturevalue("server")
            state = server.address(name := server.fresh(TEMPLATE))
            stack.callback(server.drop, name)
        store = stack.enter_context(Store.create(root, replace(Settings.load(root), state=state)))
        for number, called in enumerate(("Essai", "Voisine", "Syndicat"), 1):
            assert organisation(store, called) == number
        app = make_app(root)
        client = stack.enter_context(TestClient(app, SITE, raise_server_exceptions=False))
        yield Shared(client, store, lent(store))


def lent(store: Store) -> There:
    """Make what is of others, with and without an agreement between them and the reader."""
    shown, hidden = winter(store), winter(store, 1, "mairie", "gas.energy")
    stranger = winter(store, 2)
    agree(store, 1, 3, findings=True, granularity="day")  # electricity only
    assert shown
    return There(
        [hidden, stranger],
        [finding(store, hidden), finding(store, stranger)],
        [agree(store, 1, 2), offer(store, 2, (1,))],
    )


def asked(browser: Browser, route: Route, number: int, organisation: int = 3) -> Any:
    path = route.path.replace("{organisation}", str(organisation))
    last = path.rpartition("/")[2]
    path = re.sub(r"{\w+}", str(number), path) + QUERIES.get(last, "")
    return browser.ask(route.method, path, BODIES.get(last))


def alike(store: Store, browser: Browser, route: Route, number: int) -> tuple[Any, ...]:
    with counted(store) as statements:
        answer = asked(browser, route, number)
    said = re.sub(rf"\b({number}|3)\b", "N", answer.text)  # 3 is the reader, and may be a number
    return answer.status_code, said, tuple(statements)


@pytest.mark.parametrize("route", NUMBERED, ids=[f"{one.method} {one.path}" for one in NUMBERED])
def test_what_is_anothers_is_as_what_does_not_exist(shared: Shared, route: Route) -> None:
    store, client, there = shared.store, shared.client, shared.there
    behind: Store = client.app.state.store  # type: ignore[attr-defined]
    callers = [signed(store, client, (3, "agent"), (3, "elected"))]
    if route.demand.token:
        callers.append(Program(store, client, 3, *TokenScope))
    numbers = next(getattr(there, name) for name in vars(there) if f"{{{name}}}" in route.path)
    for caller in callers:
        nowhere = alike(behind, caller, route, NOWHERE)
        assert nowhere[0] in (403, 404) or route.path.endswith("/access")
        assert nowhere[2]
        for number in numbers:
            assert alike(behind, caller, route, number) == nowhere


@pytest.mark.parametrize("route", ROUTES, ids=[f"{one.method} {one.path}" for one in ROUTES])
def test_an_organisation_of_others_is_as_one_that_does_not_exist(
    shared: Shared, route: Route
) -> None:
    if "{organisation}" not in route.path:
        pytest.skip("it names no organisation")
    store, client, there = shared.store, shared.client, shared.there
    behind: Store = client.app.state.store  # type: ignore[attr-defined]
    agent = signed(store, client, (3, "agent"), (3, "elected"))
    said = []
    for owner in (1, 2, NOWHERE):
        with counted(behind) as statements:
            answer = asked(agent, route, there.series[0], owner)
        assert code_of(answer) == "people.right_missing"
        said.append((answer.text, tuple(statements)))
    assert said[0] == said[1] == said[2]


@pytest.mark.parametrize("given", ["0", "-1", "1.0", "٣", "%00", "9" * 20, "a", "1%27--"])
def test_a_number_that_is_none_is_nobodys(store: Store, client: TestClient, given: str) -> None:
    winter(store)
    agent = signed(store, client, (1, "agent"), (1, "elected"))
    for route in NUMBERED:
        path = route.path.replace("{organisation}", "1")
        last = path.rpartition("/")[2]
        path = re.sub(r"{\w+}", given, path) + QUERIES.get(last, "")
        answer = agent.ask(route.method, path, BODIES.get(last))
        assert answer.status_code in (403, 404) or path.endswith("/access"), answer.text


def test_changes_ask_for_the_page_of_the_site(store: Store, client: TestClient) -> None:
    number = finding(store, winter(store))
    elected = signed(store, client, (1, "elected"))
    changing = [route for route in ROUTES if route.method != "GET"]
    assert len(changing) == 3
    for route in changing:
        path = route.path.replace("{organisation}", "1").replace("{finding}", str(number))
        path = path.replace("{agreement}", "1")
        body = BODIES.get(path.rpartition("/")[2], {})
        for headers, page in (({}, False), ({"Origin": "https://evil.example"}, True)):
            answer = elected.ask(route.method, path, body, page=page, **headers)
            assert code_of(answer) == "request.foreign"


def test_nobody_acts_for_an_organisation_that_is_a_copy(store: Store, client: TestClient) -> None:
    """Whoever holds a role for all organisations reads it under the agreement, as others do."""
    series = winter(store, 2)
    auditor = signed(store, client, (None, "data_manager"))
    assert code_of(auditor.ask("GET", at(2, "series"))) == "200"
    with store.writer("test").keep() as session:
        session.get_one(models.Organisation, 2).kind = ELSEWHERE
    for path in ("series", f"series/{series}/values?step=day", "findings", "indicators"):
        assert code_of(auditor.ask("GET", at(2, path))) == "federation.kept_elsewhere"
    listed = auditor.ask("GET", "/api/organisations").json()["organisations"]
    assert 2 not in {one["organisation"] for one in listed}
    assert code_of(auditor.ask("GET", at(1, "series"))) == "200"
