"""What commands say once they are done, and how they write numbers."""

from pathlib import Path

import numpy as np
import pytest

from tests.cli.test_commands import FIRST, Run, gas_csv, home, run, weather_json  # noqa: F401


def words(screen: str) -> str:
    """A screen on one line, with plain spaces."""
    return " ".join(screen.split())


@pytest.fixture
def school(run: Run, tmp_path: Path) -> Run:  # noqa: F811
    """An installation with forty days of a school, from 1 January 2022."""
    run("init")
    run("import", str(gas_csv(tmp_path / "ecole.csv", np.full(40, 1_234_000.0))))
    return run


def test_a_table_that_was_written_is_told_with_what_to_do(school: Run, tmp_path: Path) -> None:
    table = tmp_path / "equipements.csv"
    said = words(school("assets", "--template", str(table), plain=True))
    assert "1 équipement," in said
    assert f"beffroi assets --describe {table}" in said
    chosen = words(school("assets", "--template", str(table), "--organisation", "1", plain=True))
    assert f'beffroi assets --describe {table} --organisation "1"' in chosen
    assert "n°" not in said
    table.write_text("type;key;name\nbuilding;e1;École\nbuilding;e2;Mairie\n", "utf-8")
    screen = school("assets", "--describe", str(table), plain=True)
    assert "Mairie" in screen
    last = screen.strip().splitlines()[-1]
    assert "2 équipements" in last
    assert last.endswith("beffroi analyse")
    table.write_text("type;key;name\n", "utf-8")
    assert "aucun équipement" in school("assets", "--describe", str(table), plain=True)


def test_programs_are_answered_as_before(school: Run, tmp_path: Path) -> None:
    [asset] = school("assets", "--template", str(tmp_path / "t.csv"))
    assert asset["name"] == "ecole"
    file = str(gas_csv(tmp_path / "mairie.csv", np.ones(9) * 1000))
    [report] = school("import", file, "--dry-run", "--save-mapping", str(tmp_path / "m.toml"))
    assert report["status"] == "understood"


def test_a_mapping_that_was_written_is_told(school: Run, tmp_path: Path) -> None:
    file = gas_csv(tmp_path / "mairie.csv", np.ones(9) * 1000)
    target = tmp_path / "m.toml"
    options = ("--dry-run", "--save-mapping", str(target))
    said = words(school("import", str(file), *options, plain=True))
    assert f"écrite dans {target}" in said
    assert f"--mapping {target}" in said
    assert target.is_file()
    target.unlink()
    outside = weather_json(tmp_path / "meteo.json", np.full(9, 5.0))
    said = words(school("import", str(outside), *options, plain=True))
    assert f"{target} n’a pas été écrit" in said
    assert not target.exists()


def test_a_period_that_is_not_whole_says_how_much_is_known(school: Run) -> None:
    months = school("observations", "ecole", "--step", "month", plain=True).splitlines()
    assert any("couverture" in line for line in months)
    [january] = [line for line in months if line.lstrip().startswith("01/01/2022")]
    [february] = [line for line in months if line.lstrip().startswith("01/02/2022")]
    assert "%" not in january
    assert words(february).endswith("32 %")  # 9 of 28 days
    [year] = [
        line
        for line in school("observations", "ecole", "--step", "year", plain=True).splitlines()
        if "2023" in line
    ]
    assert words(year).endswith("11 %")  # 40 of 365 days
    days = school("observations", "ecole", "--step", "day", plain=True)
    assert "couverture" not in days
    hour = ("--from", "2022-01-01", "--to", "2022-01-02")
    assert "< 1 %" in words(school("observations", "ecole", "--step", "year", *hour, plain=True))


def test_an_empty_answer_says_where_the_series_is(school: Run) -> None:
    for step in ("raw", "month"):
        asked = ("--step", step, "--from", "2030-01-01")
        said = words(school("observations", "ecole", *asked, plain=True))
        assert "va du 01/01/2022 au" in said
        assert "02/2022" in said


def test_english_screens_have_english_numbers(
    school: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "1 234" in words(school("observations", "ecole", plain=True))
    monkeypatch.setenv("BEFFROI_LANGUAGE", "en")
    assert "1,234" in school("observations", "ecole", plain=True)
    months = words(school("observations", "ecole", "--step", "month", plain=True))
    assert "38,254" in months
    assert "32%" in months
    file = gas_csv(tmp_path / "mairie.csv", np.ones(1500) * 1000)
    assert "1,500 measures added" in school("import", str(file), plain=True)
    assert "1,500" in school("series", plain=True)
    assert "1,500" in school("imports", plain=True)
    assert "38,254" in school("indicators", "--asset", "ecole", plain=True)
    undone = words(school("undo", "2", plain=True))
    assert "1,500 measures withdrawn" in undone


def test_an_authority_is_listed_and_named_as_keyboards_write_it(run: Run) -> None:  # noqa: F811
    run("init")
    run("organisations", "add", "Syndicat d’énergie", "--kind", "syndicat")
    assert "Syndicat d’énergie" in run("organisations", plain=True)  # the error says it that way
    shown = run("organisations", "show", "Syndicat d'énergie", plain=True)
    assert "Syndicat d’énergie" in shown


def test_the_key_of_an_algorithm_is_written_whole(run: Run) -> None:  # noqa: F811
    run("init")
    assert "energy.closed_days_heating " in run("algorithms", "list", plain=True)
