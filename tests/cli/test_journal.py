"""`beffroi journal` as people use it: the authority, its witness, a citizen who checks."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from typer.testing import CliRunner

from beffroi.cli.main import build
from beffroi.decide.organisations import create_organisation
from beffroi.store.state.models import JournalEntry
from beffroi.store.store import Store


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "70")
    with Store.create(tmp_path / "home") as store:
        create_organisation(store.writer("Jeanne"), "Saint-Éloi")
    monkeypatch.setenv("BEFFROI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("BEFFROI_ACTOR", "Jeanne")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


def shown(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(build(), ["journal", *words])
    assert done.exit_code == code, done.output
    return done.output.replace("\u00a0", " ").replace("\u202f", " ")


def answer(*words: str, code: int = 0) -> Any:
    return json.loads(shown(*words, "--json", code=code))


def forge(home: Path) -> None:
    with Store.open(home) as store, store.state.write() as session:
        session.execute(update(JournalEntry).where(JournalEntry.id == 2).values(actor="Paul"))


def test_entries_are_listed_and_shown(home: Path) -> None:
    rows = answer("list")
    assert [(row["number"], row["action"]) for row in rows] == [
        (1, "home.create"),
        (2, "organisation.create"),
    ]
    assert [row["number"] for row in answer("list", "--action", "home")] == [1]
    assert [row["number"] for row in answer("list", "--last", "1")] == [2]
    assert [row["number"] for row in answer("list", "--before", "2")] == [1]
    assert answer("list", "--organisation", "Saint-Éloi") == []
    assert "organisation.create" in " ".join(shown("list").split())
    told = answer("show", "2")
    assert (told["actor"], told["subject"], told["erased"]) == ("Jeanne", "Saint-Éloi", [])
    assert told["leaf"] in "".join(shown("show", "2").split())
    assert answer("show", "9", code=1)["error"]["code"] == "store.not_found"


def test_a_sound_journal_and_a_forged_one(home: Path) -> None:
    assert "Personne n’a encore signé" in shown("verify")
    shown("head", "-o", "kept.txt")
    assert "2 signatures concordent" in shown("verify")  # one of them in a file of the home
    assert "Personne au dehors" in " ".join(shown("verify").split())
    assert "Personne au dehors" not in " ".join(shown("verify", "--witness", "kept.txt").split())
    found = answer("verify", "--witness", "kept.txt")
    assert (found["size"], found["agreed"], found["wrong"]) == (
        4,
        3,
        [],
    )  # with what the home remembers
    forge(home)
    assert "l’entrée 2 a été réécrite" in shown("verify", code=1)
    (wrong,) = answer("verify", code=1)["wrong"]
    assert (wrong["harm"], wrong["entry"]) == ("rewritten", 2)


def test_a_witness_and_an_authority(home: Path) -> None:
    key = answer("witness", "new", "durand.key", "--name", "Mme Durand")["key"]
    assert "déjà" in shown("witness", "new", "durand.key", "--name", "x", code=1)
    log_key = answer("head", "--since", "0", "-o", "asked.txt")["key"]
    error = answer("witness", "sign", "asked.txt", "--key", "durand.key", code=1)["error"]
    assert error["code"] == "journal.log_unknown"
    sign = ("witness", "sign", "asked.txt", "--key", "durand.key")
    shown(*sign, "--log-key", log_key, "-o", "signed.txt")
    assert "Mme-Durand" in shown("witness", "add", "signed.txt", "--key", key)
    shown("head", "--since", "4", "-o", "asked.txt")  # that it is a witness now is an entry
    assert "— Mme-Durand" in shown(*sign, "-o", "signed.txt") + Path("signed.txt").read_text()
    shown("witness", "add", "signed.txt", "--key", key)
    (known,) = answer("status")["witnesses"]
    assert (known["name"], known["size"], known["address"]) == ("Mme-Durand", 6, None)
    assert "par fichier" in shown("status")
    assert "— Mme-Durand" not in shown("head")  # that it signed is an entry, not signed yet
    found = answer("verify", "--witness", "durand.key.seen")
    assert (found["size"], found["wrong"], found["agreed"]) == (8, [], 7)
    assert answer("head", "--since", "99", code=1)["error"]["code"] == "journal.size_impossible"


def test_a_citizen_checks_a_proof_without_the_installation(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown("prove", "2", "-o", "proof.json")
    key = answer("head")["key"]
    monkeypatch.setenv("BEFFROI_HOME", "/nowhere")
    text = shown("check", "proof.json", "--key", key)
    assert "Vrai : l’entrée 2" in text
    assert "Saint-Éloi" in text
    told = answer("check", "proof.json", "--key", key)
    assert told["entry"]["actor"] == "Jeanne"
    proof = json.loads(Path("proof.json").read_text("utf-8"))
    proof["entry"]["actor"] = "Paul"
    Path("forged.json").write_text(json.dumps(proof), "utf-8")
    code = answer("check", "forged.json", "--key", key, code=1)["error"]["code"]
    assert code == "journal.proof_wrong"
    Path("none.json").write_text("no", "utf-8")
    code = answer("check", "none.json", "--key", key, code=1)["error"]["code"]
    assert code == "journal.note_unreadable"
    code = answer("check", "gone.json", "--key", key, code=1)["error"]["code"]
    assert code == "cli.file_refused"


def test_a_closed_proof_tells_no_name(home: Path) -> None:
    proof = answer("prove", "2", "--closed")
    assert "Jeanne" not in json.dumps(proof)
    assert proof["entry"]["action"] == "organisation.create"


def test_a_new_key_is_told(home: Path) -> None:
    first, second = answer("head")["key"], answer("head", "--new-key")["key"]
    assert first != second
    rows = answer("list", "--action", "journal.key")
    assert [row["subject"] for row in rows] == [first, second]
    shown("prove", "5", "-o", "proof.json")
    told = " ".join(shown("check", "proof.json", "--key", second).split())
    assert 'detail: {"replaces": "' in told  # JSON
    assert answer("verify")["wrong"] == []


def test_installations_witness_each_other(home: Path, tmp_path: Path) -> None:
    """What either side types; that they then speak over HTTP is `tests/web/test_witness.py`."""
    assert "Personne au dehors" in " ".join(shown("status").split())
    log_key = answer("head")["key"]
    with Store.create(tmp_path / "other"):
        pass
    far = ("--home", str(tmp_path / "other"))
    made = answer("witness", "accept", log_key, "--name", "La Voisine", *far)
    assert made["address"].endswith("/api/journal/witness")
    assert made["key"].startswith("La-Voisine+")
    assert "clé publique : La-Voisine+" in shown("witness", "accept", log_key, *far)
    (watched,) = answer("status", *far)["watched"]
    assert (watched["key"], watched["size"], watched["at"]) == (log_key, 0, None)
    assert "journal dont nous témoignons" in shown("status", *far)
    invite = ("witness", "invite", "http://127.0.0.1:1/x", "--key", made["key"])
    assert "« La-Voisine » sera interrogé" in shown(*invite)
    assert "La-Voisine" in shown("status")
    (failed,) = answer("witness", "ask", code=1)
    assert failed["error"]["code"] == "journal.witness_silent"
    assert "n’a pas répondu" in " ".join(shown("witness", "ask", code=1).split())
    (told,) = answer("status")["witnesses"]
    assert (told["failure"], told["size"]) == ("journal.witness_silent", 0)
    assert "sans réponse" in " ".join(shown("status").split())
    shown("witness", "dismiss", "La-Voisine")
    assert answer("status")["witnesses"] == []
    assert "Aucun témoin" in shown("witness", "ask")
    refused = answer("witness", "invite", "http://a.example", "--key", made["key"], code=1)
    assert refused["error"]["code"] == "journal.witness_address"
    shown("witness", "refuse", watched["journal"], *far)
    assert answer("status", *far)["watched"] == []
