"""Accounts from the command line, down to the browser that takes an invitation up."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from beffroi.cli.main import build
from beffroi.decide.organisations import create_organisation
from beffroi.settings import Settings
from beffroi.store.store import Store
from beffroi.web.app import make_app
from scripts.commands import leaves, options
from tests import people
from tests.people import PASSWORD, SITE, Browser, code_of

Run = Callable[..., Any]
EMAIL = "jeanne@exemple.fr"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    people.cheap(monkeypatch)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with Store.create(tmp_path / "home") as store:
        for name in ("Essai", "Voisine"):
            create_organisation(store.writer("test"), name)
    return tmp_path / "home"


@pytest.fixture
def run(home: Path) -> Run:
    def call(*words: str, code: int = 0, plain: bool = False, typed: str = "") -> Any:
        extra = [] if plain else ["--json"]
        command = [*words, "--home", str(home), *extra]
        result = CliRunner().invoke(build("en"), command, input=typed)
        assert result.exit_code == code, result.output
        return result.output if plain else json.loads(result.stdout)

    return call


def test_the_first_administrator_comes_in_with_an_invitation(run: Run, home: Path) -> None:
    made = run("people", "add", "Jeanne Durand", EMAIL, "--administrator")
    assert [(one["organisation"], one["role"]) for one in made["roles"]] == [
        (None, "administrator")
    ]
    with TestClient(make_app(home, Settings()), SITE) as client:
        browser = Browser(client)
        for guess in ("", "admin", "beffroi", made["invitation"]):
            answer = client.post("/api/session", json={"email": EMAIL, "password": guess or "x"})
            assert code_of(answer) == "people.sign_in_refused"
        body = {"invitation": made["invitation"], "password": PASSWORD}
        assert browser.ask("POST", "/api/session/invitation", body).status_code == 200
        (seen,) = run("people", "sessions", EMAIL)
        assert run("people", "revoke", EMAIL, str(seen["session"])) == {
            "revoked": [seen["session"]]
        }
        assert code_of(browser.ask("GET", "/api/me")) == "people.session_required"


def test_no_command_takes_a_password() -> None:
    taken = {name: options(command) for name, command in leaves().items()}
    assert [name for name, words in taken.items() if any("pass" in word for word in words)] == []


def test_roles_are_given_lent_and_ended(run: Run) -> None:
    run("people", "add", "Maire", "maire@b.fr", "--role", "elected", "--organisation", "Essai")
    run("people", "add", "Adjoint", "adjoint@b.fr", "--role", "agent", "--organisation", "Essai")
    lent = run(
        "people", "delegate", "maire@b.fr", "adjoint@b.fr", "elected", "--days", "3",
        "--organisation", "Essai",
    )  # fmt: skip
    shown = run("people", "show", "adjoint@b.fr")["roles"]
    assert [(one["role"], one["lent"]) for one in shown] == [("agent", False), ("elected", True)]
    assert "élu" in run("people", "show", "adjoint@b.fr", plain=True)
    run("people", "end", str(lent["membership"]))
    given = run("people", "role", "adjoint@b.fr", "dpo", "--everywhere", "--days", "10")
    assert given["organisation"] is None
    shown = run("people", "show", "adjoint@b.fr")["roles"]
    assert [one["role"] for one in shown] == ["agent", "dpo"]
    assert {row["email"] for row in run("people", "list", "--organisation", "Voisine")} == set()
    assert "Maire" in run("people", "list", plain=True)


def test_an_account_is_closed_then_erased(run: Run) -> None:
    made = run("people", "add", "Jeanne Durand", EMAIL, "--role", "agent", "--organisation", "1")
    again = run("people", "reset", EMAIL, "--second-factors")
    assert again["invitation"] != made["invitation"]
    assert run("people", "close", EMAIL)["closed_at"] is not None
    assert "compte fermé" in run("people", "list", plain=True)
    refused = run("people", "erase", EMAIL, code=1, plain=True, typed="autre\n")
    assert "rien n’est effacé" in refused
    assert run("people", "erase", EMAIL, code=1)["error"]["code"] == "cli.usage"
    erased = run("people", "erase", EMAIL, "--yes")
    assert (erased["name"], erased["email"], erased["person"]) == ("–", None, made["person"])
    assert (erased["entries"], erased["left"]) == (0, 0)


def test_entries_that_bear_a_name_are_erased_only_when_it_is_given(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BEFFROI_LANGUAGE", "en")
    made = run("people", "add", "Jeanne Durand", EMAIL, "--administrator")
    with Store.open(home) as store:
        for actor in (made["person"], "Jeanne Durand", "Jeanne Durand", "Jeanne"):
            with store.writer(actor).change("test.made", "test"):
                pass
    said = " ".join(run("people", "erase", EMAIL, "--yes", plain=True).split())
    assert "Entries of the journal that tell no more who acted: 1." in said
    assert "Entries made by commands that still bear this name or e-mail: 2." in said
    again = run("people", "erase", made["person"], "--signed", "Jeanne Durand", "--yes")
    assert (again["entries"], again["left"]) == (2, 0)
    assert run("journal", "verify")["erased_who"] == 3


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("add", "Jeanne", EMAIL, "--role", "agent"), "cli.usage"),  # in which of the two?
        (("add", "Jeanne", EMAIL, "--organisation", "1"), "people.role_unknown"),
        (("add", "Jeanne", "x", "--role", "agent", "--organisation", "1"), "people.invalid"),
        (("role", "personne@b.fr", "agent", "--organisation", "1"), "store.not_found"),
        (("add", "Jeanne", EMAIL, "--administrator", "--days", "0"), "cli.usage"),
        (("show", "a\x00b"), "store.not_found"),
        (("end", "9"), "store.not_found"),
    ],
)
def test_what_cannot_be_is_told(run: Run, words: tuple[str, ...], code: str) -> None:
    assert run("people", *words, code=1)["error"]["code"] == code
    assert run("people", "list") == []


def test_each_role_says_what_it_allows(run: Run) -> None:
    told = {row["role"]: row for row in run("people", "roles")}
    assert "read_measures" not in told["elected"]["rights"]
    assert "ne lit jamais les mesures une à une" in " ".join(
        run("people", "roles", plain=True).split()
    )


def test_a_token_may_be_given_other_scopes(run: Run) -> None:
    usual = run("token", "create", "Essai", "--name", "a")
    both = ("--scope", "read_measures", "--scope", "write_measures")
    assert usual["scopes"] == ["write_measures"]
    assert run("token", "create", "Essai", "--name", "b", *both)["scopes"] == [
        "read_measures",
        "write_measures",
    ]
    refused = run("token", "create", "Essai", "--name", "c", "--scope", "all", code=1)
    assert refused["error"]["code"] == "token.invalid"
