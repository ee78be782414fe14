"""The command line under clumsy or hostile use: it answers, and obeys nothing that it shows."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from beffroi.cli.main import build, main
from beffroi.cli.screen import Screen
from beffroi.store.store import Store

TABLE = "Compteur;Date;Consommation gaz (kWh)\n{name};01/01/2022;1\n{name};02/01/2022;2\n"
#: What the terminal emulator, Rich or the reading direction would obey.
NAMES = ("[red]a[/red]", "[/]", "[/foo] x", "[link=http://invalid.example]x[/link]", ":smile:")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation whose every name is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    made = folder / "l'été [/x] 41 %"
    assert call("init", "--name", NAMES[2], "--home", str(made))[0] == 0
    for index, name in enumerate(NAMES):
        path = folder / f"[bold]{index}.csv"
        path.write_text(TABLE.format(name=name), "utf-8")
        code, output = call("import", str(path), "--home", str(made))
        assert code == 0
        assert path.name in output
    return made


def call(*words: str) -> tuple[int, str]:
    """Run a command in this process; only the exit of a command may end it."""
    result = CliRunner().invoke(build(), list(words))
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


@pytest.mark.parametrize("command", ["organisations", "assets", "series"])
def test_a_table_shows_names_as_they_are(
    home: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "250")
    code, output = call(command, "--home", str(home))
    assert code == 0
    shown = NAMES[2:3] if command == "organisations" else NAMES
    assert [name for name in shown if name not in output] == []


def test_a_control_character_never_reaches_the_terminal(tmp_path: Path) -> None:
    name = "a\x1b[31mb\u202ec"
    call("init", "--name", name, "--home", str(tmp_path / "h"))
    _, output = call("organisations", "--home", str(tmp_path / "h"))
    assert "\x1b" not in output
    assert "\u202e" not in output
    _, answer = call("organisations", "--json", "--home", str(tmp_path / "h"))
    assert json.loads(answer)[0]["name"] == name


@pytest.mark.parametrize("name", ["%41", "a\\b", "a\nb", "a*b"])
def test_a_folder_that_the_lake_would_misread_is_refused(tmp_path: Path, name: str) -> None:
    code, output = call("init", "--home", str(tmp_path / name), "--json")
    assert (code, json.loads(output)["error"]["code"]) == (1, "store.home_unnameable")
    assert list(tmp_path.iterdir()) == []


def test_french_spaces_are_not_where_lines_break(capsys: pytest.CaptureFixture[str]) -> None:
    words = "une économie de 8\u202f003\u00a0kWh par an «\u00a0prouvée\u00a0»\u00a0; "
    screen = Screen()
    for width in range(16, 44):
        screen.width = width
        screen.print(words * 4)
    lines = capsys.readouterr().out.split("\n")
    assert len(lines) > 150
    assert {line[:1] for line in lines} & {"k", ";", "0", "»", "\u00a0", "\u202f"} == set()


@pytest.mark.parametrize(
    "words",
    [
        ("findings", "show", str(2**70)),
        ("decide", str(2**70), "watch", "--reason", "x"),
        ("act", str(2**70), "--done", "2023-01-01", "--what", "x"),
        ("act", "1", "--done", "0001-01-01", "--what", "x"),
        ("verify", str(2**70)),
        ("assets", "--template", "/nowhere/x.csv"),
        ("observations", "1", "--parquet", "/nowhere/x.parquet"),
        ("observations", "1", "--from", "0001-01-01"),
        ("baseline", "1", "--train", "0001-01-01..9999-12-31", "--test", "2022-01-01..2022-01-02"),
        ("series", "--organisation", "nobody"),
    ],
)
def test_what_cannot_be_done_is_said_in_json(home: Path, words: tuple[str, ...]) -> None:
    code, output = call(*words, "--home", str(home), "--json")
    assert code == 1
    error = json.loads(output)["error"]
    assert error["what"]
    assert error["do"]


def test_what_nobody_foresaw_is_said_too(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr(Store, "whole", broken)
    code, output = call("series", "--home", str(home), "--json")
    assert code == 1
    assert json.loads(output)["error"]["code"] == "cli.unexpected"


def test_amounts_add_up_and_indexes_do_not(home: Path) -> None:
    _, output = call("observations", "1", "--home", str(home), "--json")
    assert json.loads(output)["total"] == 3.0


def test_an_installation_is_named_and_its_siren_checked(tmp_path: Path) -> None:
    for words in (("--name", " \n "), ("--name", "x" * 201), ("--siren", "123456789")):
        code, output = call("init", *words, "--home", str(tmp_path / "h"), "--json")
        assert (code, (tmp_path / "h").exists()) == (1, False), output


@pytest.mark.parametrize("cell", ["nan", "inf", "douze"])
def test_a_description_with_one_bad_row_stores_nothing(
    home: Path, tmp_path: Path, cell: str
) -> None:
    path = tmp_path / "assets.csv"
    path.write_text(f"type;key;surface_m2\nbuilding;a;12\nbuilding;b;{cell}\n", "utf-8")
    before = call("assets", "--json", "--home", str(home))
    code, output = call("assets", "--describe", str(path), "--home", str(home), "--json")
    assert code == 1
    assert json.loads(output)["error"]["code"] == "decide.description_invalid"
    assert call("assets", "--json", "--home", str(home)) == before


def program(*words: str, **environ: str) -> "subprocess.CompletedProcess[bytes]":
    """Run the program as a terminal does."""
    code = "from beffroi.cli.main import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        check=False,
        env={**os.environ, **environ},
    )


def test_an_error_of_usage_is_json_when_json_is_asked_for(home: Path) -> None:
    done = program("act", "1", "--cost", "cher", "--home", str(home), "--json")
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == "cli.usage"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("imprt",), "La commande imprt n’existe pas. Vouliez-vous dire import"),
        (("series", "--jsn"), "L’option --jsn n’existe pas. Vouliez-vous dire --json"),
        (("act",), "Il manque finding"),
        (
            ("act", "un"),
            "La valeur de finding ne convient pas\u00a0: un nombre entier est attendu.",
        ),
        (("findings", "montre"), "La commande montre n’existe pas."),
    ],
)
def test_an_error_of_usage_is_said_in_french(
    words: tuple[str, ...],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["beffroi", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert said in " ".join(capsys.readouterr().err.split("\n"))


def test_a_terminal_without_accents_is_served(home: Path) -> None:
    shown = program("series", "--home", str(home), PYTHONIOENCODING="ascii")
    assert (shown.returncode, shown.stderr) == (0, b"")
    answer = program("series", "--json", "--home", str(home), PYTHONIOENCODING="ascii")
    assert len(json.loads(answer.stdout)) == len(NAMES)


def test_arguments_that_are_no_text_are_kept_as_text(tmp_path: Path) -> None:
    name = os.fsdecode(b"Mairie \xe9")
    assert program("init", "--name", name, "--home", str(tmp_path / "h")).returncode == 0
    answer = program("organisations", "--json", "--home", str(tmp_path / "h"))
    assert json.loads(answer.stdout)[0]["name"] == "Mairie ?"
