"""`beffroi leave` and `adopt` as a person sees them."""

import json
from pathlib import Path

from typer.testing import CliRunner

from beffroi.cli.main import build
from beffroi.decide.organisations import create_organisation
from beffroi.store.store import Store
from tests.store.checking.holdings import bring, curve


def run(home: Path, *words: str, code: int = 0) -> str:
    done = CliRunner().invoke(build(), [*words, "--home", str(home)])
    assert done.exit_code == code, done.output
    return done.stdout.replace("\u00a0", " ").replace("\u202f", " ")


def test_an_authority_leaves_and_is_adopted_with_the_key_that_was_told(tmp_path: Path) -> None:
    with Store.create(tmp_path / "old") as store:
        create_organisation(store.writer("test"), "Villefleurie", siren="123456782")
        bring(store, 1, curve("a", 0, 50))
    Store.create(tmp_path / "new").close()
    export = tmp_path / "export.zip"
    told = run(tmp_path / "old", "leave", "123456782", "--to", str(export))
    assert "beffroi adopt" in told
    assert "beffroi store erase 1" in told
    told = run(tmp_path / "new", "adopt", str(export), "--json", "--key", "no key", code=1)
    assert json.loads(told)["error"]["code"] == "journal.key_invalid"
    told = run(tmp_path / "new", "adopt", str(export))
    assert "« Villefleurie » est reprise ici" in told
    assert "Sans --key" in told
    told = run(tmp_path / "new", "adopt", str(export), "--json", code=1)
    assert json.loads(told)["error"]["code"] == "move.organisation_taken"
