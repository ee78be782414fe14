"""Signing in through a real provider, with both ways of its answers, and what must be refused."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pyotp
import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from beffroi.decide.organisations import create_organisation
from beffroi.periods import utc_now
from beffroi.settings import Settings
from beffroi.store.state.models import JournalEntry
from beffroi.store.state.people import ExternalIdentity
from beffroi.store.store import Store
from beffroi.trust.people import accounts
from beffroi.web.app import make_app
from tests.people import SITE, Browser, code_of, person
from tests.web.people.oidc.conftest import Running

PATH = "/api/session/provider"
Make = Callable[..., "Person"]


class Person:
    """Somebody whose browser goes from the site to the provider and back."""

    def __init__(self, client: TestClient, issuer: httpx2.Client) -> None:
        self.client, self.issuer = client, issuer

    def leave(self) -> Any:
        self.client.cookies.clear()
        self.issuer.cookies.clear()  # the provider asks again
        return self.client.get(PATH, follow_redirects=False)

    def come_back(self, place: str, account: str, factors: int = 1) -> str:
        """Sign in at the provider; return the address to which it sends the browser."""
        for _ in range(9):
            answer = self.issuer.get(place)
            assert answer.status_code in (302, 303), answer.text
            place = str(answer.url.join(answer.headers["location"]))
            if place.startswith(SITE):
                return place
            if "/interaction/" in place:
                place += f"?account={account}&factors={factors}"
        raise AssertionError("the provider sends in circles")

    def arrive(self, place: str) -> Any:
        return self.client.get(place.removeprefix(SITE), follow_redirects=False)

    def sign_in(self, account: str = "jeanne", factors: int = 1) -> Any:
        left = self.leave()
        assert left.status_code == 303, left.text
        return self.arrive(self.come_back(left.headers["location"], account, factors))


@pytest.fixture
def make(provider: Running, secret_file: Path, tmp_path: Path) -> Iterator[Make]:
    root = tmp_path / "home"
    with Store.create(root) as store:
        create_organisation(store.writer("test"), "Essai")
        person(store.writer("test"), "jeanne@exemple.fr", (1, "administrator"))
        person(store.writer("test"), "paul@exemple.fr", name="Paul")
    with ExitStack() as stack:

        def made(profile: str = "standard", **other: Any) -> Person:
            settings: dict[str, Any] = {
                "address": SITE,
                "oidc_issuer": provider.issuer,
                "oidc_client": "signed" if profile == "proconnect" else "plain",
                "oidc_secret_file": str(secret_file),
                "oidc_profile": profile,
                **other,
            }
            app = make_app(root, Settings(**settings))
            client = TestClient(app, SITE, raise_server_exceptions=False)
            issuer = httpx2.Client(follow_redirects=False)
            return Person(stack.enter_context(client), stack.enter_context(issuer))

        yield made


def store_of(someone: Person) -> Store:
    found: Store = someone.client.app.state.store  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("profile", ["standard", "proconnect"])
def test_who_the_provider_recognises_is_signed_in(make: Make, profile: str) -> None:
    someone = make(profile)
    answer = someone.sign_in()
    assert (answer.status_code, answer.headers.get("location")) == (303, "/api/session")
    seen = someone.client.get("/api/session").json()
    assert (seen["name"], seen["second_factor"]) == ("Jeanne Durand", False)
    with store_of(someone).writer("test").look() as session:
        linked = session.scalars(select(ExternalIdentity)).one()
        entry = session.scalars(
            select(JournalEntry).where(JournalEntry.action == "people.link")
        ).one()
    assert linked.subject == "jeanne"
    assert entry.detail["siren"] == ("213300016" if profile == "proconnect" else "")
    # The next time by the subject, whatever the e-mail has become.
    assert someone.sign_in().status_code == 303


def test_the_provider_gives_no_right_but_its_second_proof_counts(make: Make) -> None:
    someone = make("proconnect")
    someone.sign_in()
    people = "/api/organisations/1/people"
    assert code_of(someone.client.get(people)) == "people.second_factor_required"
    someone.sign_in(factors=2)
    assert someone.client.get(people).status_code == 200
    assert code_of(someone.client.get("/api/organisations/2/people")) == "people.right_missing"


def test_one_s_own_second_factor_is_awaited_still(make: Make) -> None:
    someone = make()
    someone.sign_in(factors=2)
    browser = Browser(someone.client, someone.client.cookies["beffroi"])
    offered = browser.ask("POST", "/api/me/totp").json()
    body = {"ceremony": offered["ceremony"], "code": pyotp.TOTP(offered["secret"]).now()}
    assert browser.ask("POST", "/api/me/totp/confirmation", body).status_code == 200
    someone.sign_in()
    assert code_of(someone.client.get("/api/me")) == "people.second_factor_required"


@pytest.mark.parametrize(
    ("account", "profile"), [("nobody", "standard"), ("paul", "standard"), ("nobody", "proconnect")]
)
def test_whoever_has_no_account_or_no_checked_e_mail_gets_none(
    make: Make, account: str, profile: str
) -> None:
    someone = make(profile)
    answer = someone.sign_in(account)
    assert (answer.status_code, code_of(answer)) == (403, "provider.stranger")
    assert "beffroi" not in answer.cookies
    with store_of(someone).writer("test").look() as session:
        assert session.scalars(select(ExternalIdentity)).all() == []


def test_an_e_mail_given_to_another_subject_opens_nothing(make: Make) -> None:
    someone = make()
    assert someone.sign_in("jeanne").status_code == 303
    other = make()
    assert code_of(other.sign_in("usurper")) == "provider.stranger"


def test_a_closed_account_stays_closed(make: Make) -> None:
    someone = make()
    someone.sign_in()
    door = store_of(someone).writer("test")
    accounts.close(door, accounts.find(door, "jeanne@exemple.fr"), utc_now())
    assert code_of(someone.sign_in()) == "provider.stranger"


def test_a_return_serves_once_and_in_the_browser_that_left(make: Make) -> None:
    someone = make()
    back = someone.come_back(someone.leave().headers["location"], "jeanne")
    stranger = make()  # somebody whom a link was sent to
    assert code_of(stranger.arrive(back)) == "provider.failed"
    assert someone.arrive(back).status_code == 303
    assert code_of(someone.arrive(back)) == "provider.failed"


def test_a_code_of_another_request_is_refused(make: Make) -> None:
    first, second = make(), make()
    code = parse_qs(urlsplit(first.come_back(first.leave().headers["location"], "jeanne")).query)[
        "code"
    ][0]
    left = second.leave().headers["location"]
    state = parse_qs(urlsplit(left).query)["state"][0]
    answer = second.arrive(f"{SITE}{PATH}/return?code={code}&state={state}")
    assert (answer.status_code, code_of(answer)) == (502, "provider.failed")


def test_a_return_of_another_issuer_or_with_an_error_is_refused(make: Make) -> None:
    for more in ("&iss=https%3A%2F%2Fevil.example&code=x", "&error=access_denied"):
        someone = make()
        state = parse_qs(urlsplit(someone.leave().headers["location"]).query)["state"][0]
        answer = someone.arrive(f"{SITE}{PATH}/return?state={state}{more}")
        assert code_of(answer) == "provider.failed"


def test_the_request_bears_what_protects_it(make: Make) -> None:
    asked = [parse_qs(urlsplit(make("proconnect").leave().headers["location"]).query) for _ in "ab"]
    for one in asked:
        assert one["response_type"] == ["code"]
        assert one["code_challenge_method"] == ["S256"]
        assert one["acr_values"] == ["eidas1"]
        assert set(one["scope"][0].split()) == {"openid", "uid", "email", "siret"}
        assert min(len(one[name][0]) for name in ("state", "nonce", "code_challenge")) >= 32
    for name in ("state", "nonce", "code_challenge"):
        assert asked[0][name] != asked[1][name]


@pytest.mark.parametrize(
    ("setting", "status", "code"),
    [
        ({"oidc_issuer": ""}, 404, "provider.off"),
        ({"address": ""}, 404, "provider.off"),
        ({"oidc_secret_file": "/nowhere/secret"}, 502, "provider.failed"),
        ({"oidc_issuer": "http://127.0.0.1:9"}, 502, "provider.failed"),
    ],
)
def test_without_a_provider_the_rest_goes_on(
    make: Make, setting: dict[str, str], status: int, code: str
) -> None:
    answer = make(**setting).leave()
    assert (answer.status_code, code_of(answer)) == (status, code)


def test_a_wrong_secret_signs_nobody_in(make: Make, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("x" * 43, "utf-8")
    assert code_of(make(oidc_secret_file=str(wrong)).sign_in()) == "provider.failed"
