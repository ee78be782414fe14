"""Odd arguments are told in words, never as a stop of the program."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from beffroi.cli.main import build
from tests.web.senders import commune


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("token", "revoke", "9" * 20), "cli.usage"),
        (("jobs", "retry", "9" * 20), "cli.usage"),
        (("store", "erase", "Essai", "--series", "9" * 20, "--yes"), "cli.usage"),
        (("store", "retain", "Essai", "--before", "0001-01-01", "--yes"), "cli.usage"),
        (("store", "retain", "Essai", "--before", "9999-12-31", "--yes"), "cli.usage"),
        (("scenarios", "try", "--asset", "9" * 5000), "decide.scenario_invalid"),
        (("token", "create", "Essai", "--name", "a\x1b[31mb"), "token.invalid"),
    ],
)
def test_it_is_told(tmp_path: Path, words: tuple[str, ...], code: str) -> None:
    commune(tmp_path / "home")
    line = [*words, "--home", str(tmp_path / "home"), "--json"]
    result = CliRunner().invoke(build("fr"), line)
    assert result.exit_code == 1, result.output
    assert json.loads(result.stdout)["error"]["code"] == code


def test_a_backup_is_not_restored_into_itself(tmp_path: Path) -> None:
    commune(tmp_path / "home")
    place = str(tmp_path / "backups")
    app, call = build("fr"), CliRunner().invoke
    assert call(app, ["backup", place, "--clear", "--home", str(tmp_path / "home")]).exit_code == 0
    result = call(app, ["restore", place, "--home", f"{place}/x", "--json"])
    assert json.loads(result.stdout)["error"]["code"] == "backup.refused"
    assert not (tmp_path / "backups" / "x").exists()
