"""Agreements moved by people; the very next request heeds each step, each role and each session."""

from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from beffroi.periods import utc_now
from beffroi.store.store import Store
from beffroi.trust.people import accounts, memberships, sessions
from tests.people import Browser, code_of
from tests.store.sharing.build import agree, hours, measure
from tests.web.reading.callers import at, signed, winter


def terms(**more: Any) -> dict[str, Any]:
    return {
        "title": "Suivi des écoles",
        "provider": "essai",
        "recipients": ["syndicat"],
        "purpose": "conseil",
        "legal_basis": "public_task",
        "quantities": ["electricity.active_energy"],
        **more,
    }


def moved(browser: Browser, organisation: int, number: int, step: str) -> str:
    answer = browser.ask("POST", at(organisation, "agreements", number, "steps"), {"step": step})
    return str(answer.json()["provider_stance"]) if answer.status_code == 201 else code_of(answer)


def test_both_sides_agree_and_either_stops(store: Store, client: TestClient) -> None:
    series = winter(store)
    mayor, president = signed(store, client, (1, "elected")), signed(store, client, (3, "elected"))
    agent = signed(store, client, (3, "agent"))
    path = at(3, "series", series, "values?step=month")

    def reads() -> bool:
        code = code_of(agent.ask("GET", path))
        assert code in ("200", "store.out_of_scope")
        return code == "200"

    made = mayor.ask("POST", at(1, "agreements"), terms())
    assert made.status_code == 201, made.text
    number = made.json()["agreement"]
    assert made.json()["recipients"] == [
        {"organisation": 3, "stance": "waiting", "status": "proposed"}
    ]
    assert not reads()
    for who, organisation, step, after in (
        (president, 3, "accept", True),
        (mayor, 1, "suspend", False),
        (mayor, 1, "resume", True),
        (president, 3, "revoke", False),
    ):
        assert moved(who, organisation, number, step) in ("accepted", "suspended")
        assert reads() is after, step
    assert moved(president, 3, number, "accept") == "agreement.step_refused"
    steps = president.ask("GET", at(3, "agreements", number)).json()["steps"]
    assert [(one["organisation"], one["step"]) for one in steps] == [
        (1, "propose"),
        (3, "accept"),
        (1, "suspend"),
        (1, "resume"),
        (3, "revoke"),
    ]
    assert {one["actor"] for one in steps} == {
        who.ask("GET", "/api/me").json()["person"] for who in (mayor, president)
    }
    assert code_of(agent.ask("POST", at(3, "agreements"), terms())) == "people.right_missing"


def test_a_recipient_does_not_see_where_another_one_stands(
    store: Store, client: TestClient
) -> None:
    mayor, other = signed(store, client, (1, "elected")), signed(store, client, (2, "elected"))
    president = signed(store, client, (3, "elected"))
    body = terms(recipients=["syndicat", "voisine"])
    number = mayor.ask("POST", at(1, "agreements"), body).json()["agreement"]
    moved(president, 3, number, "accept")
    seen = other.ask("GET", at(2, "agreements")).json()["agreements"][0]
    assert [one["organisation"] for one in seen["recipients"]] == [2]
    assert [one["step"] for one in seen["steps"]] == ["propose"]
    whole = mayor.ask("GET", at(1, "agreements", number)).json()
    assert [(one["organisation"], one["stance"]) for one in whole["recipients"]] == [
        (2, "waiting"),
        (3, "accepted"),
    ]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"provider": "nowhere"}, "store.not_found"),
        ({"provider": "voisine"}, "agreement.terms_invalid"),  # Essai is no party
        ({"quantities": ["magic"]}, "agreement.terms_invalid"),
        ({"template": "magic"}, "agreement.terms_invalid"),
        ({"valid_until": "9999-01-01"}, "request.invalid"),
        ({"granularity": "week"}, "request.invalid"),
        ({"colour": "red"}, "request.invalid"),
    ],
)
def test_what_cannot_be_proposed_is_told(
    store: Store, client: TestClient, more: Any, code: str
) -> None:
    mayor = signed(store, client, (1, "elected"))
    assert code_of(mayor.ask("POST", at(1, "agreements"), terms(**more))) == code


def test_an_agreement_may_begin_with_a_template(store: Store, client: TestClient) -> None:
    body = {"template": "commune-syndicat", "provider": "essai", "recipients": ["syndicat"]}
    mayor = signed(store, client, (1, "elected"))
    made = mayor.ask("POST", at(1, "agreements"), {**body, "title": "Suivi"})
    assert made.status_code == 201, made.text
    assert made.json()["terms"]["quantities"]


def test_totals_are_read_by_whoever_reads_indicators(store: Store, client: TestClient) -> None:
    for asset in "abc":
        measure(store, 1, asset, hours("2023-12-31T23:00", [1000.0] * (24 * 40)))
    number = agree(store, 1, 3, granularity="month", minimum_group=3)
    elected = signed(store, client, (3, "elected"))
    page = elected.ask("GET", at(3, "agreements", number, "totals")).json()
    assert [(one["assets"], one["value"], one["unit"]) for one in page["totals"]] == [
        (3, 3 * 744.0, "kWh")
    ]
    for other in (number + 1, 0):
        answer = elected.ask("GET", at(3, "agreements", other, "totals"))
        assert code_of(answer) == "store.out_of_scope"


def test_why_is_said_to_the_reader_and_to_the_owner(store: Store, client: TestClient) -> None:
    series = winter(store)
    agent, owner = signed(store, client, (3, "agent")), signed(store, client, (1, "elected"))

    def rules(browser: Browser, path: str) -> list[tuple[int | None, bool]]:
        said = browser.ask("GET", path, Accept_Language="en").json()
        return [(one["agreement"], one["allows"]) for one in said["rules"]]

    own, theirs = at(3, "series", series, "access"), at(1, "series", series, "access?reader=3")
    assert rules(agent, own) == rules(owner, theirs) == [(None, False)]
    number = agree(store, 1, 3, granularity="day")
    assert rules(agent, own) == rules(owner, theirs) == [(number, True)]
    said = agent.ask("GET", own, Accept_Language="en").json()
    assert (said["allowed"], said["roles"][0]["role"]) == (True, "agent")
    assert "day" in said["rules"][0]["why"]
    moved(owner, 1, number, "suspend")
    assert rules(agent, own) == rules(owner, theirs) == [(number, False)]
    refused = agent.ask("GET", at(3, "series", series, "access?reader=1"))
    assert code_of(refused) == "store.out_of_scope"


def test_what_is_taken_back_is_refused_at_the_next_request(
    store: Store, client: TestClient
) -> None:
    winter(store)
    door, path = store.writer("test"), at(1, "series")
    lender = accounts.add(door, "Jeanne", "jeanne@exemple.fr")
    role = memberships.give(door, lender, 1, "agent")
    with door.keep() as session:
        secret = sessions.start(session, lender.id, 2, "x", utc_now(), known=False)
    jeanne, ali = Browser(client, secret), signed(store, client)
    to = ali.ask("GET", "/api/me").json()["person"]
    assert code_of(ali.ask("GET", path)) == "people.right_missing"
    until = (utc_now() + timedelta(days=2)).isoformat()
    body = {"to": to, "organisation": 1, "role": "agent", "until": until}
    lent = jeanne.ask("POST", "/api/me/delegations", body).json()["membership"]
    assert ali.ask("GET", path).status_code == 200
    (loan,) = jeanne.ask("GET", "/api/me/delegations").json()["delegations"]
    assert (loan["membership"], loan["to"], loan["role"]) == (lent, to, "agent")
    assert ali.ask("GET", "/api/me/delegations").json() == {"delegations": []}
    assert [one["lent"] for one in ali.ask("GET", "/api/me").json()["roles"]] == [True]
    assert jeanne.ask("DELETE", f"/api/me/delegations/{lent}").status_code == 204
    assert code_of(ali.ask("GET", path)) == "people.right_missing"
    assert jeanne.ask("GET", "/api/me/delegations").json() == {"delegations": []}
    memberships.end(door, role.id)
    assert code_of(jeanne.ask("GET", path)) == "people.right_missing"
    memberships.give(door, lender, 1, "agent")
    assert jeanne.ask("GET", path).status_code == 200
    with door.keep() as session:
        sessions.revoke_all(session, lender.id, utc_now())
    assert code_of(jeanne.ask("GET", path)) == "people.session_required"
