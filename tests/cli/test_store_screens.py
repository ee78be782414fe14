"""`beffroi store` as a person sees it: what is wrong, what to do, what asks to be confirmed."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from beffroi.cli.main import build
from beffroi.decide.organisations import create_organisation
from beffroi.store.manifest import everything as named
from beffroi.store.store import Store
from tests.store.checking.holdings import everything


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "60")
    with Store.create(tmp_path / "home") as store:
        create_organisation(store.writer("test"), "Saint-Éloi")
        everything(store)
    return tmp_path / "home"


def shown(home: Path, *words: str, code: int = 0, typed: str = "") -> str:
    done = CliRunner().invoke(build(), ["store", *words, "--home", str(home)], input=typed)
    assert done.exit_code == code, done.output
    text = done.stdout.replace("\u00a0", " ").replace("\u202f", " ")
    assert max(map(len, text.splitlines()), default=0) <= 60 or "--json" in words or typed
    return text


def answer(home: Path, *words: str, code: int = 0) -> Any:
    return json.loads(shown(home, *words, "--json", code=code))


def test_a_check_says_what_is_wrong_and_ends_with_it(home: Path) -> None:
    assert "Tout concorde" in shown(home, "check")
    assert answer(home, "check", "--deep") == {"deep": True, "problems": []}
    with Store.open(home) as store, store.writer("test").look() as session:
        (file, *_) = named(session, "observations")
    (home / file.path).unlink()
    text = shown(home, "check", code=1)
    assert "absent" in text
    assert "beffroi restore" in " ".join(text.split())
    kinds = {one["kind"] for one in answer(home, "check", code=1)["problems"]}
    assert "file_missing" in kinds


def test_figures_and_compaction(home: Path) -> None:
    text = shown(home, "stats")
    assert "1 220 mesures de 8 séries" in text
    before = answer(home, "stats")
    assert before["observations"] == 1220
    assert before["to_roll"] == 3
    assert {tier["name"] for tier in before["tiers"]} >= {"observations", "recent", "day"}
    assert [one["observations"] for one in before["largest"]] == [610, 610]
    done = answer(home, "compact", "--whole")
    assert done["compacted"]["before"] > done["compacted"]["after"] > 0
    assert done["swept"]["files"] == 0, "readers that began before still need them"
    after = answer(home, "stats")
    assert after["to_roll"] == 0
    assert after["replaced_files"] > before["replaced_files"]
    shown(home, "compact", "--whole")  # what just came is put beside the rest, then with it
    assert "rien à réunir" in shown(home, "compact", "--whole")


def test_an_erasure_repeats_the_name(home: Path) -> None:
    assert "rien n’est effacé" in shown(home, "erase", "Autre", code=1, typed="autre\n")
    assert answer(home, "erase", "Autre", code=1)["error"]["code"] == "cli.usage"
    assert answer(home, "stats")["observations"] == 1220
    assert "610 mesures de 4 séries" in shown(home, "erase", "Autre", typed="Autre\n")
    assert answer(home, "stats")["observations"] == 610
    with Store.open(home) as store:
        create_organisation(store.writer("test"), "Syndicat des eaux du Plateau")
    begun = ("Syndicat des eaux", "--yes")  # which does where nothing is lost
    assert answer(home, "erase", *begun, code=1)["error"]["code"] == "store.not_found"
    before = ("--before", "2024-03-02")
    assert answer(home, "retain", *begun, *before, code=1)["error"]["code"] == "store.not_found"
    answer(home, "erase", "Syndicat des eaux du Plateau", "--yes")
    named = CliRunner().invoke(build(), ["organisations", "--json", "--home", str(home)])
    assert [one["name"] for one in json.loads(named.stdout)] == ["Saint-Éloi"]
    assert answer(home, "erase", "1", "--series", "1", "--yes")["series"] == 1
    assert answer(home, "retain", "1", "--before", "2024-03-02", "--yes")["observations"] > 0
    assert answer(home, "retain", "1", "--before", "demain", code=1)["error"]["code"] == "cli.usage"
    assert answer(home, "check", "--deep") == {"deep": True, "problems": []}
