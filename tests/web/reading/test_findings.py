"""Findings and indicators: who is shown them, with what, and who decides."""

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from beffroi.store.sharing.trace import traces
from beffroi.store.state.loop import Decision, Finding
from beffroi.store.state.models import Asset, JournalEntry
from beffroi.store.store import Store
from beffroi.store.tokens import TokenScope
from tests.people import code_of
from tests.store.sharing.build import ENERGY, agree
from tests.web.reading.callers import POWER, Program, at, finding, signed, winter


def test_findings_are_ranked_by_stake_page_by_page(store: Store, client: TestClient) -> None:
    series, lent, hidden = (winter(store, owner) for owner in (1, 2, 3))
    small, large = finding(store, series, 10.0), finding(store, series, 1000.0)
    middle, _ = finding(store, lent, 100.0), finding(store, hidden, 500.0)
    number = agree(store, 2, 1, granularity="day", findings=True, quantities=[ENERGY, POWER])
    elected, path = signed(store, client, (1, "elected")), at(1, "findings?limit=1")
    seen = []
    while path:
        page = elected.ask("GET", path).json()
        seen += [(one["id"], one["organisation"]) for one in page["findings"]]
        path = at(1, f"findings?limit=1&after={page['next']}") if page["next"] else ""
    assert seen == [(large, "Essai"), (middle, "Voisine"), (small, "Essai")]
    with store.writer("test").look() as session:
        assert {(one.agreement, one.what) for one in traces(session)} == {(number, "findings")}
    assert elected.ask("GET", at(1, "findings?status=dismissed")).json()["findings"] == []
    assert code_of(elected.ask("GET", at(1, "findings?domain=magic"))) == "domain.unknown"


def test_the_chart_of_a_finding_goes_with_measures(store: Store, client: TestClient) -> None:
    number = finding(store, winter(store))
    path = at(1, "findings", number)
    agent, elected = signed(store, client, (1, "agent")), signed(store, client, (1, "elected"))
    assert agent.ask("GET", path).json()["chart"]["data"]["values"][0]["value"] == 24.0
    shown = elected.ask("GET", path, Accept_Language="en").json()
    assert (shown["chart"], shown["explanation"]) == (None, "at night")
    program = Program(store, client, 1, TokenScope.READ_INDICATORS)
    assert program.ask("GET", path).json()["chart"] is None
    both = Program(store, client, 1, TokenScope.READ_INDICATORS, TokenScope.READ_MEASURES)
    assert both.ask("GET", path).json()["chart"] is not None


@pytest.mark.parametrize(
    ("building", "meter", "charted"),
    [
        ({"use": "ecole"}, {}, True),
        ({"use": "ecole"}, {"holder": "household"}, False),  # a caretaker's
        ({"use": "logement"}, {}, False),
        ({}, {}, False),
    ],
)
def test_the_chart_of_a_public_building_is_for_whoever_reads_its_findings(
    store: Store,
    client: TestClient,
    building: dict[str, str],
    meter: dict[str, str],
    charted: bool,
) -> None:
    number = finding(store, winter(store))
    with store.writer("test").keep() as session:
        asset = session.get_one(Asset, session.get_one(Finding, number).asset_id)
        asset.type, asset.attributes = "delivery_point", meter
        house = Asset(
            organisation_id=1, type="building", key="h", name="École", attributes=building
        )
        session.add(house)
        session.flush()
        asset.parent_id = house.id
    elected = signed(store, client, (1, "elected"))
    shown = elected.ask("GET", at(1, "findings", number)).json()
    assert (shown["chart"] is not None) is charted


def test_a_building_that_is_a_household_hides_the_chart_of_what_is_in_it(
    store: Store, client: TestClient
) -> None:
    number = finding(store, winter(store))
    with store.writer("test").keep() as session:
        asset = session.get_one(Asset, session.get_one(Finding, number).asset_id)
        above = Asset(
            organisation_id=1, type="building", key="h", name="h", attributes={"use": "ecole"}
        )
        above.household = True
        session.add(above)
        session.flush()
        asset.parent_id = above.id
    elected = signed(store, client, (1, "elected"))
    answer = elected.ask("GET", at(1, "findings", number))
    assert answer.status_code == 200
    assert answer.json()["chart"] is None


def test_the_chart_of_a_lent_finding_goes_with_measures_too(
    store: Store, client: TestClient
) -> None:
    number = finding(store, winter(store, 2))
    agree(store, 2, 1, granularity="day", findings=True, quantities=[ENERGY, POWER])
    for role, charted in (("agent", True), ("elected", False)):
        shown = signed(store, client, (1, role)).ask("GET", at(1, "findings", number)).json()
        assert (shown["chart"] is not None) is charted
        assert shown["history"] == []


def test_a_mention_names_the_authority_and_where_to_write(store: Store, client: TestClient) -> None:
    path = at(1, "findings", finding(store, winter(store)), "mention")
    agent = signed(store, client, (1, "agent"))
    said = agent.ask("GET", f"{path}?contact=dpo@essai.example").json()
    assert said["algorithm"] == "energy.step"
    assert all(word in said["text"] for word in ("Essai", "dpo@essai.example", "CADA"))
    assert code_of(agent.ask("GET", path)) == "request.invalid"


def test_a_named_person_decides_with_a_reason(store: Store, client: TestClient) -> None:
    number = finding(store, winter(store))
    path = at(1, "findings", number, "decisions")
    elected, auditor = signed(store, client, (1, "elected")), signed(store, client, (1, "auditor"))
    body = {"choice": "watch", "reason": "après l’hiver"}
    made = elected.ask("POST", path, body)
    assert (made.status_code, made.json()["replaces"]) == (201, None)
    who = elected.ask("GET", "/api/me").json()["person"]
    assert made.json()["person"] == who
    again = elected.ask("POST", path, {"choice": "act", "reason": "isoler"}).json()
    assert again["replaces"] == made.json()["decision"]
    shown = auditor.ask("GET", at(1, "findings", number)).json()
    assert shown["status"] == "acting"
    assert [(one["choice"], one["live"]) for one in shown["history"]] == [
        ("watch", False),
        ("act", True),
    ]
    assert who in shown["history"][0]["sentence"]
    assert code_of(auditor.ask("POST", path, body)) == "people.right_missing"
    assert code_of(elected.ask("POST", path, {"choice": "act"})) == "request.invalid"
    assert code_of(elected.ask("POST", path, {**body, "reason": "a\0"})) == "request.invalid"
    assert code_of(elected.ask("POST", path, {**body, "reason": " "})) == "decide.reason_missing"
    with store.writer("test").look() as session:
        actors = set(session.scalars(select(Decision.actor)))
        action = JournalEntry.action == "finding.decide"
        told = set(session.scalars(select(JournalEntry.actor).where(action)))
    assert actors == told == {who}


def test_what_is_lent_is_not_decided_by_the_reader(store: Store, client: TestClient) -> None:
    number = finding(store, winter(store, 2))
    agree(store, 2, 1, granularity="day", findings=True, quantities=[ENERGY, POWER])
    body = {"choice": "dismiss", "reason": "x"}
    answer = signed(store, client, (1, "elected")).ask(
        "POST", at(1, "findings", number, "decisions"), body
    )
    assert (answer.status_code, code_of(answer)) == (404, "store.not_found")


def test_indicators_are_the_same_for_whoever_reads_measures_or_not(
    store: Store, client: TestClient
) -> None:
    winter(store)
    winter(store, 2)
    agree(store, 2, 1, granularity="raw")
    path = at(1, "indicators?key=energy.consumption&year=2024")
    for role in ("elected", "agent", "dpo"):
        page = signed(store, client, (1, role)).ask("GET", path).json()
        told = [(one["since"], one["until"], one["value"]) for one in page["indicators"]]
        # 31 x 24 and 29 x 24 kWh, of Essai alone; March is not over.
        assert told == [("2024-01-01", "2024-01-31", 744.0), ("2024-02-01", "2024-02-29", 696.0)]
    administrator = signed(store, client, (1, "administrator"))
    assert code_of(administrator.ask("GET", path)) == "people.right_missing"
