"""`beffroi import` as a program uses it: JSON on the way out, whatever the file."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from beffroi.cli.main import build
from beffroi.readers.generic import from_toml

from .bring import curve


@pytest.fixture
def home(tmp_path: Path) -> Path:
    run("init", "--home", str(tmp_path / "home"))
    return tmp_path / "home"


def run(*arguments: str, status: int = 0) -> Any:
    """Run a command with --json and return its answer."""
    done = CliRunner().invoke(build(), [*arguments, "--json"])
    assert done.exit_code == status, done.output
    return json.loads(done.stdout)


def test_a_report_for_each_file(home: Path, tmp_path: Path) -> None:
    good, bad = curve(tmp_path / "a.csv", [1, 2]), tmp_path / "b.csv"
    bad.write_bytes(b"\x00\x01\x02")
    answer = run("import", str(good), str(bad), "--home", str(home), status=1)
    assert [report["status"] for report in answer] == ["stored", "refused"]
    assert answer[0]["error"] is None
    error = answer[1]["error"]
    assert error["code"] == "import.not_understood"
    assert error["do"].startswith("Décrivez ses colonnes")
    assert run("import", str(good), "--home", str(home))[0]["status"] == "already"
    assert run("import", "--resume", "--home", str(home)) == []


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        (None, "import.file_missing"),
        (b"\xff\xfe", "import.mapping_invalid"),
        (b"timezone = \n", "import.mapping_invalid"),
    ],
)
def test_a_wrong_mapping_is_an_error_in_json(
    home: Path, tmp_path: Path, mapping: bytes | None, code: str
) -> None:
    path = tmp_path / "m.toml"
    if mapping is not None:
        path.write_bytes(mapping)
    table = str(curve(tmp_path / "a.csv", [1]))
    answer = run("import", table, "--mapping", str(path), "--home", str(home), status=1)
    assert answer["error"]["code"] == code


def test_no_home_is_an_error_in_json(tmp_path: Path) -> None:
    table = str(curve(tmp_path / "a.csv", [1]))
    answer = run("import", table, "--home", str(tmp_path / "nulle part"), status=1)
    assert answer["error"]["code"] == "store.home_missing"


def test_nothing_to_import_is_an_error_in_json(home: Path) -> None:
    assert run("import", "--home", str(home), status=1)["error"]["code"] == "cli.usage"


def test_an_unknown_authority_is_an_error_in_json(home: Path, tmp_path: Path) -> None:
    table = str(curve(tmp_path / "a.csv", [1]))
    answer = run("import", table, "--organisation", "x", "--home", str(home), status=1)
    assert answer["error"]["code"] == "store.not_found"


def test_the_mapping_shown_can_be_copied(home: Path, tmp_path: Path) -> None:
    path, saved = tmp_path / "t.csv", tmp_path / "m.toml"
    rows = [f"2024-01-15 {hour:02d}:00;{hour}" for hour in range(5)]
    path.write_text("\n".join(["Date;Conso (kWh)", *rows, ""]), "utf-8")
    given = ["import", str(path), "--dry-run", "--home", str(home)]
    done = CliRunner().invoke(build(), [*given, "--save-mapping", str(saved)])
    assert done.exit_code == 0
    shown = done.stdout[done.stdout.index("\n\n") :]
    content = from_toml(saved.read_text("utf-8"))
    assert content["timezone"] == "Europe/Paris"
    assert from_toml(shown) == content
    assert run("import", str(path), "--mapping", str(saved), "--home", str(home))[0]["kept"] == 5


def test_a_refused_file_leaves_a_mapping_to_complete(home: Path, tmp_path: Path) -> None:
    table, saved = tmp_path / "suivi.csv", tmp_path / "m.toml"
    table.write_text("Bâtiment;Janvier 2024;Février 2024\nMairie;1;2\n", "utf-8")
    given = ("import", str(table), "--home", str(home))
    (report,) = run(*given, "--dry-run", "--save-mapping", str(saved), status=1)
    assert report["error"]["code"] == "import.not_understood"
    assert "--save-mapping" in report["error"]["do"]
    text = saved.read_text("utf-8")
    assert "Premières lignes du fichier" in text
    completed = text.replace('# quantity = "elec', 'quantity = "elec').replace("# unit", "unit")
    saved.write_text(completed, "utf-8")
    assert run(*given, "--mapping", str(saved))[0]["kept"] == 2
