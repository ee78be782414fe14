"""Households from the command line: told in totals, found with a trace, hidden everywhere else."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from beffroi.cli.main import build


def test_households_from_the_file_to_the_totals(tmp_path: Path) -> None:
    def run(*words: str, code: int = 0) -> Any:
        home = ["--home", str(tmp_path / "home"), "--json"]
        result = CliRunner().invoke(build("en"), [*words, *home])
        assert result.exit_code == code, result.output
        return json.loads(result.stdout)

    run("init", "--name", "Alphe")
    days = [f"{day:02d}/01/2024" for day in range(1, 32)] + ["01/02/2024", "02/02/2024"]
    points = [f"123456789000{number}" for number in range(10, 21)]
    rows = [f"{point};{day};5,5" for point in points for day in days]
    file = tmp_path / "points.csv"
    file.write_text("\n".join(["PRM;date;consommation (kWh)", *rows]), "utf-8")
    assert run("import", str(file), "--households")[0]["file"] == "foyers.csv"
    assert run("series") == run("assets") == []
    (total,) = run("households", "totals")
    assert (total["assets"], total["value"]) == (11, pytest.approx(11 * 31 * 5_500))
    (found,) = run("households", "find", points[0])
    january, _ = run("households", "values", found["pseudonym"])
    assert january["value"] == pytest.approx(31 * 5_500)
    assert january["unit"] == "Wh"
    told = run("access", "explain", "Alphe", "1")
    assert "household" in told["reasons"][0]["why"]
    run("households", "unlink", points[0])
    run("households", "find", points[0], code=1)
    (again,) = run("households", "declare", points[0])
    assert again["pseudonym"] != found["pseudonym"]
    run("algorithms", "stop", "repair.spike", "--reason", "x", code=1)


def test_a_month_of_power_is_said_as_an_energy(tmp_path: Path) -> None:
    home = ["--home", str(tmp_path / "home")]

    def run(*words: str) -> str:
        result = CliRunner().invoke(build("fr"), [*words, *home])
        assert result.exit_code == 0, result.output
        return result.stdout

    run("init", "--name", "Alphe")
    moments = [
        f"2024-{1 + day // 31:02d}-{1 + day % 31:02d}T{hour:02d}:00:00+01:00;2000"
        for day in range(33)
        for hour in range(24)
    ]
    file = tmp_path / "curve.csv"
    labels = (
        "Identifiant PRM;Type de donnees;Date de debut;Date de fin;Grandeur physique;"
        "Grandeur metier;Etape metier;Unite"
    )
    said = (
        "12345678900010;Courbe de charge;01/01/2024;03/02/2024;Energie active;Consommation;"
        "Comptage Brut;W"
    )
    file.write_text("\n".join([labels, said, "Horodate;Valeur", *moments]), "utf-8")
    run("import", str(file), "--households")
    told = run("households", "values", "12345678900010")
    line = next(one for one in told.splitlines() if "2024-01" in one)
    assert "Électricité" in line
    assert "1\u202f488 kWh" in line  # 2 kW for the 744 hours of January


def test_nothing_is_written_for_an_authority_that_was_not_named(tmp_path: Path) -> None:
    home = ["--home", str(tmp_path / "home"), "--json"]

    def run(*words: str, code: int = 0) -> Any:
        result = CliRunner().invoke(build("en"), [*words, *home])
        assert result.exit_code == code, result.output
        return json.loads(result.stdout)

    run("init", "--name", "Alphe")
    run("organisations", "add", "Bourg")
    number = "12345678900010"
    refused = run("households", "declare", number, code=1)
    assert refused["error"]["code"] == "cli.usage"
    run("households", "find", number, "--organisation", "Alphe", code=1)
    (made,) = run("households", "declare", number, "--organisation", "Bourg")
    (found,) = run("households", "find", number, "--organisation", "Bourg")
    assert found == made
