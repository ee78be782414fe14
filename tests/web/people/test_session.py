"""A person in a browser: coming in, a second proof, other browsers, people of the organisation."""

import json
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
import pytest
from starlette.testclient import TestClient

from beffroi.periods import utc_now
from beffroi.store.store import Store
from beffroi.store.tokens import TokenScope, create
from beffroi.trust.people import accounts, passwords
from beffroi.web.people import session
from tests.installation import half_hours, put
from tests.people import OTHER, PASSWORD, Browser, code_of, person, settled

EMAIL = "jeanne@exemple.fr"
WAY_IN = {"email": EMAIL, "password": PASSWORD}


def signed_in(client: TestClient, store: Store, *roles: tuple[int | None, str]) -> Browser:
    settled(store.writer("test"), utc_now(), EMAIL, *roles)
    browser = Browser(client)
    assert browser.ask("POST", "/api/session", WAY_IN).status_code == 200
    return browser


def equipped(browser: Browser) -> tuple[pyotp.TOTP, list[str]]:
    """Add an authenticator application as a person does."""
    offered = browser.ask("POST", "/api/me/totp").json()
    application = pyotp.parse_uri(offered["address"])
    assert isinstance(application, pyotp.TOTP)
    body = {"ceremony": offered["ceremony"], "code": application.now(), "name": "téléphone"}
    answer = browser.ask("POST", "/api/me/totp/confirmation", body)
    assert answer.status_code == 200, answer.text
    return application, answer.json()["recovery_codes"]


def test_a_person_comes_in_and_goes_out(client: TestClient, store: Store) -> None:
    browser = signed_in(client, store, (1, "agent"))
    seen = browser.ask("GET", "/api/session").json()
    assert (seen["name"], seen["awaited"]) == ("Jeanne Durand", [])
    me = browser.ask("GET", "/api/me").json()
    assert me["email"] == EMAIL
    assert [(one["organisation"], one["role"]) for one in me["roles"]] == [(1, "agent")]
    assert browser.ask("DELETE", "/api/session").status_code == 204
    assert code_of(browser.ask("GET", "/api/me")) == "people.session_required"


def test_the_cookie_is_out_of_reach_of_pages_and_the_token_opens_nothing_alone(
    client: TestClient, store: Store
) -> None:
    settled(store.writer("test"), utc_now(), EMAIL)
    answer = client.post("/api/session", json=WAY_IN)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    secret = answer.cookies["beffroi"]
    assert secret not in answer.text
    client.cookies.clear()
    alone = client.get("/api/me", headers={"X-Beffroi-Page": answer.json()["page"]})
    assert code_of(alone) == "people.session_required"


def test_the_secret_changes_with_the_second_proof(client: TestClient, store: Store) -> None:
    browser = signed_in(client, store)
    application, codes = equipped(browser)
    other = Browser(client)
    answer = other.ask("POST", "/api/session", WAY_IN)
    assert answer.json()["awaited"] == ["totp"]
    assert code_of(other.ask("GET", "/api/me")) == "people.second_factor_required"
    before = other.secret
    assert code_of(other.ask("POST", "/api/session/totp", {"code": "12345"})) == (
        "people.sign_in_refused"
    )
    assert other.ask("POST", "/api/session/recovery", {"code": codes[0]}).status_code == 200
    assert other.secret != before
    assert other.ask("GET", "/api/me").json()["recovery_codes_left"] == 9
    assert code_of(Browser(client, before).ask("GET", "/api/session")) == "people.session_required"
    # The code that added the application has served.
    again = browser.ask("POST", "/api/session/totp", {"code": application.now()})
    assert code_of(again) == "people.sign_in_refused"


def test_one_s_other_browsers_are_listed_and_signed_out(client: TestClient, store: Store) -> None:
    browser = signed_in(client, store)
    other = Browser(client)
    other.ask("POST", "/api/session", WAY_IN, User_Agent="Autre\u00a0navigateur".encode("latin-1"))  # type: ignore[arg-type]
    rows = browser.ask("GET", "/api/me/sessions").json()["sessions"]
    assert [row["current"] for row in rows].count(True) == 1
    (its,) = [row["session"] for row in rows if not row["current"]]
    settled(store.writer("test"), utc_now(), "autre@exemple.fr")
    stranger = Browser(client)
    stranger.ask("POST", "/api/session", {"email": "autre@exemple.fr", "password": PASSWORD})
    assert code_of(stranger.ask("DELETE", f"/api/me/sessions/{its}")) == "store.not_found"
    assert browser.ask("DELETE", f"/api/me/sessions/{its}").status_code == 204
    assert code_of(other.ask("GET", "/api/me")) == "people.session_required"
    assert browser.ask("GET", "/api/me").status_code == 200


def test_too_many_attempts_say_when_to_come_back(
    client: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = utc_now()
    monkeypatch.setattr(session, "utc_now", lambda: now)  # a wait begins with a second
    settled(store.writer("test"), now, EMAIL)
    wrong = {"email": EMAIL, "password": OTHER}
    codes = [code_of(client.post("/api/session", json=wrong)) for _ in range(6)]
    assert codes == ["people.sign_in_refused"] * 5 + ["people.too_many_attempts"]
    answer = client.post("/api/session", json=wrong)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 2
    assert answer.json()["error"]["retryable"] is True


def test_an_administrator_invites_and_gives_roles(client: TestClient, store: Store) -> None:
    browser = signed_in(client, store, (1, "administrator"))
    path = "/api/organisations/1/people"
    member = {"name": "Paul Martin", "email": "paul@exemple.fr", "role": "agent"}
    assert code_of(browser.ask("POST", path, member)) == "people.second_factor_required"
    equipped(browser)
    answer = browser.ask("POST", path, member)
    assert answer.status_code == 200, answer.text
    given = answer.json()
    paul = Browser(client)
    body = {"invitation": given["invitation"], "password": OTHER}
    assert paul.ask("POST", "/api/session/invitation", body).status_code == 200
    assert [one["role"] for one in paul.ask("GET", "/api/me").json()["roles"]] == ["agent"]
    assert code_of(paul.ask("GET", path)) == "people.right_missing"
    # Whoever has an account is given a role without a new invitation.
    again = browser.ask("POST", path, {**member, "role": "elected"}).json()
    assert (again["person"], again["invitation"]) == (given["person"], "")
    people = browser.ask("GET", path).json()["people"]
    roles = {one["name"]: [role["role"] for role in one["roles"]] for one in people}
    assert roles == {"Jeanne Durand": ["administrator"], "Paul Martin": ["agent", "elected"]}
    end = f"/api/organisations/1/roles/{given['membership']}"
    assert browser.ask("DELETE", end).status_code == 204
    assert [one["role"] for one in paul.ask("GET", "/api/me").json()["roles"]] == ["elected"]
    nowhere = browser.ask("POST", "/api/organisations/999/people", member)
    assert code_of(nowhere) == "people.right_missing"
    refused = browser.ask("POST", path, {**member, "role": "king"})
    assert (refused.status_code, code_of(refused)) == (400, "people.role_unknown")


def test_an_administrator_reaches_no_other_organisation(client: TestClient, store: Store) -> None:
    door = store.writer("test")
    browser = signed_in(client, store, (1, "administrator"), (1, "rssi"))
    equipped(browser)
    neighbour = person(door, "voisin@exemple.fr", (2, "agent"), name="Voisin")
    with door.look() as session:
        from beffroi.store.state.people import Membership

        number = session.query(Membership).filter_by(person_id=neighbour.id).one().id
    assert code_of(browser.ask("DELETE", f"/api/organisations/1/roles/{number}")) == (
        "store.not_found"
    )
    assert code_of(browser.ask("DELETE", f"/api/organisations/2/roles/{number}")) == (
        "people.right_missing"
    )
    sessions = f"/api/organisations/1/people/{neighbour.reference}/sessions"
    assert code_of(browser.ask("DELETE", sessions)) == "store.not_found"
    names = [
        one["name"] for one in browser.ask("GET", "/api/organisations/1/people").json()["people"]
    ]
    assert names == ["Jeanne Durand"]


def test_a_security_officer_signs_somebody_out_everywhere(client: TestClient, store: Store) -> None:
    officer = signed_in(client, store, (1, "rssi"))
    equipped(officer)
    row = settled(store.writer("test"), utc_now(), "paul@exemple.fr", (1, "agent"))
    paul = Browser(client)
    paul.ask("POST", "/api/session", {"email": "paul@exemple.fr", "password": PASSWORD})
    path = f"/api/organisations/1/people/{row.reference}/sessions"
    assert officer.ask("DELETE", path).status_code == 204
    assert code_of(paul.ask("GET", "/api/me")) == "people.session_required"


def test_a_role_is_lent_and_taken_back(client: TestClient, store: Store) -> None:
    mayor = signed_in(client, store, (1, "elected"))
    settled(store.writer("test"), utc_now(), "paul@exemple.fr")
    paul = Browser(client)
    paul.ask("POST", "/api/session", {"email": "paul@exemple.fr", "password": PASSWORD})
    body = {
        "to": "paul@exemple.fr",
        "organisation": 1,
        "role": "elected",
        "until": (utc_now() + timedelta(days=3)).isoformat(),
    }
    lent = mayor.ask("POST", "/api/me/delegations", body)
    assert lent.status_code == 200, lent.text
    assert [one["lent"] for one in paul.ask("GET", "/api/me").json()["roles"]] == [True]
    path = f"/api/me/delegations/{lent.json()['membership']}"
    assert code_of(paul.ask("DELETE", path)) == "store.not_found"
    assert mayor.ask("DELETE", path).status_code == 204
    assert paul.ask("GET", "/api/me").json()["roles"] == []


def test_whoever_lends_nothing_does_not_learn_who_has_an_account(
    client: TestClient, store: Store
) -> None:
    browser = signed_in(client, store, (1, "data_manager"))
    body = {"organisation": 1, "until": (utc_now() + timedelta(days=3)).isoformat()}
    for role, code in (
        ("elected", "people.delegation_refused"),
        ("data_manager", "people.second_factor_required"),  # its rights ask for two proofs
    ):
        for to in (EMAIL, "personne@exemple.fr"):
            asked = {**body, "role": role, "to": to}
            assert code_of(browser.ask("POST", "/api/me/delegations", asked)) == code


def test_a_role_that_ends_counts_no_more_at_the_next_request(
    client: TestClient, store: Store
) -> None:
    browser = signed_in(client, store, (1, "administrator"))
    equipped(browser)
    assert browser.ask("GET", "/api/organisations/1/people").status_code == 200
    accounts.close(store.writer("test"), accounts.find(store.writer("test"), EMAIL))
    assert code_of(browser.ask("GET", "/api/organisations/1/people")) == "people.session_required"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "request.invalid"),
        (b"[]", "request.invalid"),
        (b"{", "request.invalid"),
        (b'{"email": 1, "password": "x"}', "request.invalid"),
        (b'{"email": "a@b.fr"}', "request.invalid"),
        (b'{"email": "a@b.fr", "password": "x", "admin": true}', "request.invalid"),
        (b'{"email": "\\ud800", "password": "x"}', "request.invalid"),
        (b'{"email": "a\\u0000@b.fr", "password": "x\\u0000"}', "people.sign_in_refused"),
        (b"\xff", "request.invalid"),
        (b" " * (65 << 10), "request.too_large"),
    ],
)
def test_what_is_no_sign_in_is_told(client: TestClient, body: bytes, code: str) -> None:
    headers = {"Content-Type": "application/json"}
    assert code_of(client.post("/api/session", content=body, headers=headers)) == code
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert code_of(client.post("/api/session", content=body, headers=form)) == (
        "message.format_unknown"
    )


def test_neither_answers_nor_the_log_hold_what_was_typed(
    client: TestClient, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    browser = signed_in(client, store)
    application, codes = equipped(browser)
    client.post("/api/session", json={"email": EMAIL, "password": "secret typed", "x": 1})
    refused = client.post("/api/session", json={"email": EMAIL, "password": "secret typed"})
    assert "secret typed" not in refused.text
    for secret in (PASSWORD, "secret typed", browser.secret, application.secret, codes[0], EMAIL):
        assert secret not in caplog.text
    me = json.dumps(browser.ask("GET", "/api/me").json())
    assert application.secret not in me


def test_a_token_reads_the_series_of_its_organisation_only(
    client: TestClient, store: Store
) -> None:
    put(store, half_hours("2026-01-01", [1.0, 2.5]))
    seen = []
    for organisation in (1, 2):
        secret, _ = create(store.writer("test"), organisation, "x", 1, [TokenScope.READ_MEASURES])
        answer = client.get(
            f"/api/organisations/{organisation}/series",
            headers={"Authorization": f"Bearer {secret}"},
        )
        seen.append([(row["unit"], row["last_value"]) for row in answer.json()["series"]])
    assert seen == [[("W", 2.5)], []]


def test_a_crowd_at_the_door_holds_up_nobody_else(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Comparing a password takes long: fifty at once must leave the others their place."""
    waiting, opened = threading.Semaphore(0), threading.Event()

    def slow(_kept: str | None, _password: str) -> bool:
        waiting.release()
        return opened.wait(600) and False

    monkeypatch.setattr(passwords, "matches", slow)
    with ThreadPoolExecutor(51) as crowd:
        try:
            tries = [crowd.submit(client.post, "/api/session", json=WAY_IN) for _ in range(50)]
            assert waiting.acquire(timeout=240)
            health = crowd.submit(client.get, "/api/health")
            assert health.result(240).status_code == 200
        finally:
            opened.set()
        assert {one.result().status_code for one in tries} <= {401, 429}
