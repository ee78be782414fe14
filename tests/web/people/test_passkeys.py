"""Passkeys, with a device in software."""

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from starlette.testclient import TestClient

from beffroi.periods import utc_now
from beffroi.store.state.people import Throttle
from beffroi.store.store import Store
from beffroi.trust.people import accounts
from tests.authenticator import PRESENT, Device, text
from tests.people import PASSWORD, Browser, code_of, settled

EMAIL = "jeanne@exemple.fr"
WAY_IN = {"email": EMAIL, "password": PASSWORD}
REFUSED = "people.sign_in_refused"


def added(browser: Browser, device: Device) -> Any:
    begun = browser.ask("POST", "/api/me/passkeys").json()
    body = {
        "ceremony": begun["ceremony"],
        "credential": device.make(begun["options"]),
        "name": "clé",
    }
    return browser.ask("POST", "/api/me/passkeys/confirmation", body)


def asked(browser: Browser) -> dict[str, Any]:
    found: dict[str, Any] = browser.ask("POST", "/api/session/passkey/challenge").json()
    return found


def signed(browser: Browser, begun: dict[str, Any], credential: Any) -> Any:
    body = {"ceremony": begun["ceremony"], "credential": credential}
    return browser.ask("POST", "/api/session/passkey", body)


@pytest.fixture
def browser(client: TestClient, store: Store) -> Browser:
    settled(store.writer("test"), utc_now(), EMAIL, (1, "administrator"))
    found = Browser(client)
    assert found.ask("POST", "/api/session", WAY_IN).status_code == 200
    return found


def test_a_passkey_signs_in_alone_and_stands_for_both_proofs(
    client: TestClient, store: Store, browser: Browser
) -> None:
    device = Device()
    answer = added(browser, device)
    assert answer.status_code == 200, answer.text
    assert len(answer.json()["recovery_codes"]) == 10
    assert [one["kind"] for one in browser.ask("GET", "/api/me").json()["factors"]] == ["passkey"]
    other = Browser(client)
    begun = asked(other)
    seen = signed(other, begun, device.sign(begun["options"]))
    assert (seen.status_code, seen.json()["second_factor"]) == (200, True)
    assert other.ask("GET", "/api/organisations/1/people").status_code == 200
    # Its challenge was answered: it counts against nobody who comes from the same place.
    with store.writer("test").look() as session:
        assert sum(session.scalars(select(Throttle.failures))) == 0


def test_a_passkey_is_the_second_proof_that_a_password_awaits(
    client: TestClient, browser: Browser
) -> None:
    device = Device()
    added(browser, device)
    other = Browser(client)
    assert other.ask("POST", "/api/session", WAY_IN).json()["awaited"] == ["passkey"]
    assert code_of(other.ask("GET", "/api/me")) == "people.second_factor_required"
    begun = asked(other)
    assert signed(other, begun, device.sign(begun["options"])).status_code == 200
    rows = other.ask("GET", "/api/me/sessions").json()["sessions"]
    assert len(rows) == 2  # the session that awaited is the one that goes on


def test_an_answer_serves_once_and_a_copied_key_is_seen(
    client: TestClient, browser: Browser
) -> None:
    device = Device()
    added(browser, device)
    copied = copy.copy(device)
    begun = asked(browser)
    credential = device.sign(begun["options"])
    assert signed(Browser(client), begun, credential).status_code == 200
    assert code_of(signed(Browser(client), begun, credential)) == REFUSED
    begun = asked(browser)
    assert code_of(signed(Browser(client), begun, copied.sign(begun["options"]))) == REFUSED


def test_what_a_device_must_not_be_asked_by_another_site(
    client: TestClient, browser: Browser
) -> None:
    device = Device()
    added(browser, device)
    device.origin = "https://beffroi.evil.example"
    begun = asked(browser)
    assert code_of(signed(Browser(client), begun, device.sign(begun["options"]))) == REFUSED
    device.origin = "http://localhost"
    begun = asked(browser)
    elsewhere = {**begun["options"], "rpId": "evil.example"}
    assert code_of(signed(Browser(client), begun, device.sign(elsewhere))) == REFUSED


def test_a_device_that_did_not_check_its_holder_is_refused(
    client: TestClient, browser: Browser
) -> None:
    assert code_of(added(browser, Device(flags=PRESENT))) == REFUSED
    device = Device()
    added(browser, device)
    device.flags = PRESENT
    begun = asked(browser)
    assert code_of(signed(Browser(client), begun, device.sign(begun["options"]))) == REFUSED


def test_another_key_or_another_challenge_is_refused(client: TestClient, browser: Browser) -> None:
    device = Device()
    added(browser, device)
    begun, other = asked(browser), asked(browser)
    forged = Device(number=device.number)
    assert code_of(signed(Browser(client), begun, forged.sign(begun["options"]))) == REFUSED
    assert code_of(signed(Browser(client), other, device.sign(begun["options"]))) == REFUSED
    unknown = Device()
    begun = asked(browser)
    assert code_of(signed(Browser(client), begun, unknown.sign(begun["options"]))) == REFUSED


def test_a_key_that_is_known_is_not_added_twice_nor_by_another(
    client: TestClient, store: Store, browser: Browser
) -> None:
    device = Device()
    assert added(browser, device).status_code == 200
    begun = browser.ask("POST", "/api/me/passkeys").json()
    assert [one["id"] for one in begun["options"]["excludeCredentials"]] == [text(device.number)]
    assert code_of(added(browser, device)) == REFUSED
    settled(store.writer("test"), utc_now(), "paul@exemple.fr")
    paul = Browser(client)
    paul.ask("POST", "/api/session", {"email": "paul@exemple.fr", "password": PASSWORD})
    assert code_of(added(paul, device)) == REFUSED
    begun = browser.ask("POST", "/api/me/passkeys").json()
    body = {"ceremony": begun["ceremony"], "credential": Device().make(begun["options"])}
    assert code_of(paul.ask("POST", "/api/me/passkeys/confirmation", body)) == REFUSED


def test_a_closed_account_has_no_key(client: TestClient, store: Store, browser: Browser) -> None:
    device = Device()
    added(browser, device)
    door = store.writer("test")
    accounts.close(door, accounts.find(door, EMAIL))
    begun = asked(browser)
    assert code_of(signed(Browser(client), begun, device.sign(begun["options"]))) == REFUSED


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=4)
    ),
    max_leaves=8,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    part=st.sampled_from(
        ["id", "rawId", "type", "response", "clientDataJSON", "authenticatorData", "signature"]
    ),
    what=JSON,
)
def test_whatever_stands_for_an_answer_is_refused_as_one(
    client: TestClient, browser: Browser, part: str, what: Any
) -> None:
    device = Device()
    if not browser.ask("GET", "/api/me").json()["factors"]:
        added(browser, device)
    begun = asked(browser)
    credential = device.sign(begun["options"])
    inside = credential if part in credential else credential["response"]
    inside[part] = what
    answer = signed(Browser(client), begun, credential)
    assert code_of(answer) in (REFUSED, "request.invalid")
