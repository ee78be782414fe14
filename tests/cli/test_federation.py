"""Federation from the command line: a key given, a subscription, a lost link, the end."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from beffroi.cli.main import build
from beffroi.commons.federation.following import due, schedule
from beffroi.commons.federation.subscribing import listed
from beffroi.decide.organisations import create_organisation
from beffroi.periods import utc_now
from beffroi.store.jobs.worker import Worker
from beffroi.store.state.federation import Subscription
from beffroi.store.store import Store
from tests.store.sharing.build import agree, hours, measure
from tests.web.senders import serving

Run = Callable[..., Any]


def run(home: Path, *words: str, code: int = 0, plain: bool = False) -> Any:
    extra = [] if plain else ["--json"]
    result = CliRunner().invoke(build("fr"), [*words, "--home", str(home), *extra])
    assert result.exit_code == code, result.output
    return result.output if plain else json.loads(result.stdout)


@pytest.fixture
def homes(tmp_path: Path) -> tuple[Path, Path]:
    with Store.create(tmp_path / "there") as store:
        for name, siren in (("Commune", "210100012"), ("Région", "200000172")):
            create_organisation(store.writer("test"), name, siren=siren)
        measure(store, 1, "ecole", hours("2023-12-31T23:00", [1000.0] * 60))
        agree(store, 1, 2, granularity="day")
    with Store.create(tmp_path / "here") as store:
        create_organisation(store.writer("test"), "Région", siren="200000172")
    return tmp_path / "here", tmp_path / "there"


def test_a_subscription_lives_from_its_key_to_its_end(
    homes: tuple[Path, Path], tmp_path: Path
) -> None:
    here, there = homes
    key = run(there, "federation", "key")["key"]
    made = run(there, "token", "create", "Région", "--name", "f", "--scope", "pull_lent")
    file = tmp_path / "jeton.txt"
    file.write_text(made["secret"] + "\n", "utf-8")
    words = ("--acting", "Région", "--token-file", str(file), "--key", key)
    with serving(there, "--no-worker") as address:
        row = run(here, "federation", "subscribe", address, *words)
        assert made["secret"] not in json.dumps(row)
        (pulled,) = run(here, "federation", "pull", "--now")
        assert (pulled["status"], pulled["new"], pulled["done"]) == ("in_force", 2, True)
        words = ("observations", "1", "--acting", "Région", "--step", "day")
        assert [one["value"] for one in run(here, *words)["observations"]] == [24.0, 24.0]
        assert "à jour" in run(here, "federation", "list", plain=True)
        with Store.open(here) as store:  # the worker does it too, once it is due
            _due_now(store)
            schedule(store)()
            assert Worker(store, "test").one()
            assert not Worker(store, "test").one()
    lost = run(here, "federation", "pull", "1", "--now", code=1)
    assert lost["error"]["code"] == "federation.link_lost"
    assert "lien perdu depuis" in run(here, "federation", "list", plain=True)
    assert [one["value"] for one in run(here, *words)["observations"]] == [24.0, 24.0]
    name = run(here, "organisations")[1]["name"]
    refused = run(here, "observations", "1", "--acting", name, code=1)
    assert refused["error"]["code"] == "federation.kept_elsewhere"
    run(here, "federation", "renew", "1", "--token-file", str(file))
    assert run(here, "federation", "stop", "1", "--erase") == {"subscription": 1, "erased": 2}
    assert run(here, "federation", "list") == []
    assert not list(here.glob(".federation-token-*"))


def _due_now(store: Store) -> None:
    door = store.writer("test")
    (row,) = listed(door)
    assert not due(row, utc_now())
    assert due(row, utc_now() + timedelta(days=2))
    assert due(row, utc_now() - timedelta(days=9))  # the clock was ahead, and was set right
    with door.change("test", "test") as change:
        change.session.get_one(Subscription, row.id).next_at = utc_now()


def test_what_cannot_be_is_refused_in_words(homes: tuple[Path, Path], tmp_path: Path) -> None:
    here, there = homes
    key = run(there, "federation", "key")["key"]
    file = tmp_path / "jeton.txt"
    file.write_text("deux mots\n", "utf-8")
    words = ("--acting", "Région", "--token-file", str(file), "--key", key)
    found = run(here, "federation", "subscribe", "https://x.exemple", *words, code=1)
    assert found["error"]["code"] == "federation.token_unreadable"
    file.write_text("jeton\n", "utf-8")
    found = run(here, "federation", "subscribe", "http://x.exemple", *words, code=1)
    assert found["error"]["code"] == "federation.address_unsafe"
    every = ("--every", "0")
    found = run(here, "federation", "subscribe", "https://x.exemple", *words, *every, code=1)
    assert found["error"]["code"] == "federation.subscription_state"
    for command in ("pull", "stop", "renew"):
        assert run(here, "federation", command, "7", code=1)["error"]["code"] == "store.not_found"
    assert "Aucun abonnement" in run(here, "federation", "list", plain=True)
