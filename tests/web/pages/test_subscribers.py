"""What is seen behind a household's meter: shown to the service, and nowhere else at all."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import func, select
from starlette.testclient import TestClient

from beffroi.decide.places import Ground, marked
from beffroi.decide.ranking import ranked
from beffroi.decide.standing import standing
from beffroi.domains import domains
from beffroi.periods import utc_now
from beffroi.publish.notices.planning import plan
from beffroi.publish.sites.results import obtained
from beffroi.store.households.naming import declare_households
from beffroi.store.scope import Scope
from beffroi.store.state.customers import HouseholdFinding
from beffroi.store.state.notices import Notice
from beffroi.store.store import Store
from beffroi.trust.algorithms.fairness.counting import counted
from beffroi.trust.algorithms.rates import rates_of
from beffroi.trust.people.roles import Right, roles
from beffroi.trust.personal.activities import taking_place
from beffroi.web.events.news import news
from beffroi.web.pages import PAGES
from tests.web.pages.conftest import Visitor, proven, words
from tests.web.seen import HOSTILE, REFERENCE, behind, found

TODAY = date(2026, 11, 2)
#: A workbook holds the second of its making; the page that it is made of is compared.
UNSTEADY = {"/1/traitements.xlsx"}
#: What is of nobody else: its own addresses, and what makes a document that takes long.
OWN = re.compile(r"/abonnes|\.pdf|/flux|/evenements")
BLIND = [key for key, role in roles().items() if Right.READ_HOUSEHOLDS not in role.rights]
#: What changes with each answer: hours, tokens.
DRAWN = re.compile(r"\d\d:\d\d(:\d\d)?(\.\d+)?|[0-9a-f]{20,}|[A-Za-z0-9_-]{40,}")


def readers(store: Store) -> dict[str, Callable[[], Any]]:
    """Everything beside pages that reads findings, as somebody who reads no household does."""
    agent = store.reader(Scope.of(1, "agent", "findings"))
    council = store.reader(Scope.of(1, "élue", "findings", measures=False))
    system = store.reader(store.whole("beffroi", "analysis"))
    own, water = store.writer("test"), list(domains().values())

    def within(ask: Callable[[Any], Any]) -> Callable[[], Any]:
        def run() -> Any:
            with council.session() as session:
                return ask(session)

        return run

    def notices() -> Any:
        plan(own, utc_now())
        with own.look() as session:
            return session.scalar(select(func.count()).select_from(Notice))

    def outside(ask: Callable[[Any], Any]) -> Callable[[], Any]:
        def run() -> Any:  # a session of the program itself, that hides nothing
            with own.look() as session:
                return ask(session)

        return run

    return {
        "ranking": lambda: ranked(agent, "fr", TODAY),
        "ranking of the council": lambda: ranked(council, "fr", TODAY),
        "ranking of the installation": lambda: ranked(system, "fr", TODAY),
        "map": lambda: marked(agent, 1, "fr", TODAY, Ground({}, None)),
        "standing": lambda: standing(agent, [1], water),
        "rates": outside(lambda session: rates_of(session, [1])),
        "fairness": outside(lambda session: counted(session, [1])),
        "public results": lambda: obtained(council, 1),
        "record of processing": within(lambda session: taking_place(session, 1)),
        "notices": notices,
        "events": lambda: news(own, 1, 0)[0],
    }


def addresses(client: TestClient, finding: int) -> list[str]:
    """Every address that answers to GET, of pages, of their data and of the API."""
    known = {"organisation": "1", "finding": str(finding), "kind": "x", "file": "0"}
    paths = {page.path for page in PAGES if page.method == "GET"}
    for route in client.app.routes:  # type: ignore[attr-defined]
        if "GET" in (getattr(route, "methods", None) or ()):
            paths.add(route.path)
    filled = (re.sub(r"{(\w+)(:\w+)?}", lambda m: known.get(m[1], "1"), path) for path in paths)
    return sorted(one for one in filled if not OWN.search(one))


def snapshot(visitor: Visitor, paths: list[str]) -> dict[str, Any]:
    """What each address answers; what changes with each answer, whatever it is of, is masked."""
    said = {}
    for path in paths:
        answer = visitor.client.get(
            path,
            headers={**visitor.headers, "Cookie": f"beffroi={visitor.cookies['beffroi']}"},
            follow_redirects=False,
        )
        said[path] = (answer.status_code, DRAWN.sub("~", answer.text))
    return said


def test_no_reader_can_tell_that_something_was_seen_of_a_household(
    client: TestClient, store: Store
) -> None:
    finding = found(store, 1)
    name = declare_households(store.writer("test"), 1, {("meter", "C-1"): {}})["C-1"]
    blind = proven(client, store, *((1, role) for role in BLIND))
    paths = addresses(client, finding)
    assert len(paths) > 100
    before = snapshot(blind, paths)
    # Some tell of the visit itself: only what stays the same from one to the next is compared.
    again = snapshot(blind, paths)
    steady = [path for path in paths if before[path] == again[path]]
    assert {*paths} - {*steady} <= UNSTEADY, sorted({*paths} - {*steady})
    asked = {name: ask() for name, ask in readers(store).items()}
    behind(store, 1, name)
    said = snapshot(blind, paths)
    assert {path: said[path] for path in steady} == {path: again[path] for path in steady}
    assert {name: ask() for name, ask in readers(store).items()} == asked
    assert not [path for path, (_, text) in said.items() if name in text or REFERENCE in text]
    # The same readers do see a finding that is not of a household.
    found(store, 1, 7777.0, name="Mairie")
    after = snapshot(blind, steady)
    assert len([path for path in steady if after[path] != again[path]]) > 5
    changed = {key for key, ask in readers(store).items() if ask() != asked[key]}
    assert {"ranking", "ranking of the council", "map", "rates"} <= changed


def test_the_agent_of_the_service_sees_it_writes_to_the_subscriber_and_notes_it(
    client: TestClient, store: Store
) -> None:
    name = behind(store)
    agent = proven(client, store, (1, "water_agent"))
    listing = agent.get("/1/abonnes")
    assert name in words(listing)
    assert HOSTILE not in listing.text
    base = f"/1/abonnes/{REFERENCE}"
    assert "la loi demande" in words(agent.get(base)).lower()
    letter = agent.get(f"{base}/courrier")
    assert letter.headers["content-disposition"].startswith("attachment")
    assert "dans le délai d’un mois" in letter.text.replace("\n", " ")
    assert HOSTILE not in letter.text
    with store.writer("test").keep(1) as session:  # nobody writes to an empty home
        session.query(HouseholdFinding).one().detector = "water.customer_stopped"
    assert "Préparer le courrier" not in words(agent.get(base))
    assert agent.get(f"{base}/courrier").status_code == 404
    wrong = agent.send(base, choice="inform", way="letter", day="2100-01-01")
    assert wrong.status_code == 422
    assert "futur" in words(wrong)
    done = agent.send(base, choice="inform", way="phone", day="2026-11-01")
    assert "a informé l’abonné le 01/11/2026, par téléphone" in words(done)
    assert name not in words(agent.get("/1/abonnes"))
    assert name in words(agent.get("/1/abonnes?status=informed"))
    agent.send(f"{base}/rouvrir", reason="erreur")
    assert name in words(agent.get("/1/abonnes"))


def test_nobody_else_has_these_addresses_and_another_authority_finds_nothing(
    client: TestClient, store: Store
) -> None:
    behind(store)
    base = f"/1/abonnes/{REFERENCE}"
    blind = proven(client, store, *((1, role) for role in BLIND))
    for path in ("/1/abonnes", base, f"{base}/courrier", f"/api/pages{base}"):
        assert blind.get(path).status_code == 403
    # Whoever may decide, and reads no household, finds none: there or not.
    sent: dict[str, Any] = {"choice": "watch", "reason": "x"}
    theirs, none = (blind.send(path, **sent) for path in (base, "/1/abonnes/0000000000000000"))
    assert (theirs.status_code, none.status_code) == (404, 404)
    other = proven(client, store, (2, "water_agent"))
    assert other.get(base).status_code == 403
    assert other.get(f"/2/abonnes/{REFERENCE}").status_code == 404
    assert other.send(f"/2/abonnes/{REFERENCE}", **sent).status_code == 404
    manager = proven(client, store, (1, "data_manager"))
    assert "demande le droit de décider" in words(manager.get(base))
    assert manager.send(base, **sent).status_code == 403
