"""The report of an import as a person reads it."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from beffroi.cli.main import build
from tests.ingest.bring import curve
from tests.ingest.test_naming import daily


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "200")
    CliRunner().invoke(build(), ["init", "--home", str(tmp_path / "home")])
    return tmp_path / "home"


def shown(home: Path, *words: str, code: int = 0) -> list[str]:
    """Import and return what is printed, with plain spaces."""
    done = CliRunner().invoke(build(), ["import", *words, "--home", str(home)])
    assert done.exit_code == code, done.output
    text = done.stdout.replace("\u00a0", " ").replace("\u202f", " ")
    return text.splitlines()


def folder(tmp_path: Path, values: Sequence[float | str] = (1, 2, 3)) -> Path:
    made = tmp_path / "dossier"
    made.mkdir()
    for number in range(1, 5):
        curve(made / f"c{number}.csv", values, prm=str(number) * 14)
    return made


def test_a_folder_is_a_line_a_file_and_a_total(home: Path, tmp_path: Path) -> None:
    made = folder(tmp_path)
    (made / "README.md").write_text("# Notes\n", "utf-8")
    (made / ".DS_Store").write_bytes(b"\x00\x01")
    lines = shown(home, str(made))
    files = [line for line in lines if line[:1] in "✓–✗"]
    assert len([line for line in files if line]) == 5
    assert any("README.md · ignoré · c’est une notice" in line for line in files)
    assert lines[-3] == "5 fichiers : 4 importés, 1 ignoré."
    assert lines[-2] == "12 mesures ajoutées."
    assert "beffroi analyse" in lines[-1]
    notes = [line for line in lines if "marque la fin du pas" in line]
    assert len(notes) == 1
    assert notes[0].endswith("(4 fichiers)")
    again = shown(home, str(made))
    assert "5 fichiers : 4 déjà importés, 1 ignoré." in again


def test_a_refusal_stands_with_its_file_and_in_the_total(home: Path, tmp_path: Path) -> None:
    made = folder(tmp_path)
    (made / "faux.csv").write_text("rien\n", "utf-8")
    lines = shown(home, str(made), code=1)
    place = next(k for k, line in enumerate(lines) if "faux.csv · refusé" in line)
    assert "Format non reconnu" in lines[place + 1]
    assert "→ Décrivez ses colonnes" in lines[place + 2]
    assert "5 fichiers : 4 importés, 1 refusé." in lines
    assert "Format non reconnu : faux.csv" in lines
    assert any("relancez la même commande" in line for line in lines)


def test_a_file_named_is_never_ignored(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text("# Notes\n", "utf-8")
    assert any("refusé" in line for line in shown(home, str(path), code=1))


def test_numbers_agree_and_words_are_those_of_people(home: Path, tmp_path: Path) -> None:
    text = "\n".join(shown(home, str(curve(tmp_path / "c.csv", [1, "x"]))))
    assert "1 mesure ajoutée · 1 refusée · 1 série" in text
    assert "1 refusée : nombre illisible (ligne 5)" in text
    assert "2 lignes lues" in text
    assert "Puissance active" in text
    assert "electricity.active_power" not in text
    assert "soutirage" in text


def test_the_longest_gaps_are_placed(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    days = [*range(1, 6), *range(8, 12), *range(20, 25)]
    rows = "".join(f"{day:02d}/01/2024;5\n" for day in days)
    path.write_text(f"Date;Conso gaz (kWh)\n{rows}", "utf-8")
    text = "\n".join(shown(home, str(path)))
    assert "2 trous" in text
    assert "les trous les plus longs : 12/01/2024 → 20/01/2024 (a), 06/01/2024 → 08/01/2024" in text


def test_a_short_series_is_said_not_to_be_judged(home: Path, tmp_path: Path) -> None:
    amounts = [10.0 + day % 4 for day in range(28)]
    amounts[12] = 11_000.0
    text = "\n".join(shown(home, str(daily(tmp_path / "a.csv", 1, amounts))))
    assert "trop courte pour juger des pointes" in text


def test_a_cut_file_is_said_to_be(home: Path, tmp_path: Path) -> None:
    path = curve(tmp_path / "c.csv", [1, 2, 3])
    path.write_text(path.read_text("utf-8").rstrip() + "\n2024-01-15T02", "utf-8")
    text = "\n".join(shown(home, str(path)))
    assert "3 mesures ajoutées" in text
    assert "Le fichier semble coupé : sa dernière ligne (7)" in text
    whole = curve(tmp_path / "d.csv", [1, 2, 3], prm="2" * 14)
    whole.write_text(whole.read_text("utf-8").rstrip(), "utf-8")
    assert "semble coupé" not in "\n".join(shown(home, str(whole)))


def test_repairs_told_are_those_of_the_file(home: Path, tmp_path: Path) -> None:
    def weather(name: str, first: int, degrees: list[int]) -> str:
        rows = "".join(f"2024-01-{day:02d};{t}\n" for day, t in enumerate(degrees, first))
        (tmp_path / name).write_text(f"Date;Température (°C)\n{rows}", "utf-8")
        return str(tmp_path / name)

    first = shown(home, weather("a.csv", 1, [5, 6, 99, 7, 6]), "--asset", "a")
    second = shown(home, weather("b.csv", 6, [5, 6, 7]), "--asset", "a")
    assert any("Valeur impossible" in line and line.endswith(" : 1") for line in first)
    assert [line for line in second if "Valeur impossible" in line] == []


def test_nothing_to_import_or_to_resume_is_said(home: Path) -> None:
    assert shown(home, "--resume") == ["Rien à reprendre : aucun import n’a été interrompu."]
    done = CliRunner().invoke(build(), ["import", "--home", str(home)])
    assert done.exit_code == 1
    assert "Il manque ce qu’il faut importer" in done.stderr
    assert "PATHS" not in done.output
