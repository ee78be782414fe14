"""`beffroi publish`, from a table of a spreadsheet to what may leave."""

import csv
from pathlib import Path

import pytest

from tests.cli.test_commands import Run, home, run  # noqa: F401

FORM = """
title = "Électricité des commerces"
source = "electricity.shops"
rule = "enterprises"
measure = "kwh"
unit = "kWh"
count = "n"
largest = "max"
[dimensions.place]
levels = ["commune"]
[dimensions.use]
levels = ["use"]
"""
ROWS = """commune;use;kwh;n;max
Arbois;bar;20;2;15
Arbois;four;30;5;8
Bar;bar;50;6;15
Bar;four;40;7;9
"""


@pytest.fixture
def table(run: Run, tmp_path: Path) -> Path:  # noqa: F811
    """A table and its declaration, beside an installation."""
    run("init")
    path = tmp_path / "commerces.csv"
    path.write_text(ROWS, "utf-8")
    path.with_suffix(".toml").write_text(FORM, "utf-8")
    return path


def test_a_table_is_checked_and_its_protected_form_written(
    run: Run,  # noqa: F811
    table: Path,
    tmp_path: Path,
) -> None:
    out = tmp_path / "public.csv"
    answer = run("publish", "check", str(table), "--out", str(out))
    assert answer["status"] == "protected"
    assert (answer["cells"], answer["held_back"]) == (9, 4)
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert [row["kwh"] for row in rows if row["commune"] == "Arbois" and not row["use"]] == ["50"]
    assert all(row["kwh"] == "" for row in rows if row["commune"] and row["use"])
    assert "15" not in out.read_text("utf-8")
    assert run("publish", "list") == []


def test_the_screen_says_why_and_what_would_pass(run: Run, table: Path) -> None:  # noqa: F811
    said = " ".join(run("publish", "check", str(table), plain=True).split())
    assert "forme protégée" in said
    assert "moins de 3 entreprises" in said
    assert "sans « place »" in said


def test_what_is_recorded_is_looked_at_later(run: Run, table: Path, tmp_path: Path) -> None:  # noqa: F811
    first = run("publish", "record", "1", str(table))
    assert first["publication"] == 1
    [row] = run("publish", "list")
    assert (row["held_back"], row["checked"], row["actor"]) == (4, True, "secrétaire")
    other = tmp_path / "sans.csv"
    other.write_text(ROWS.replace("Arbois;bar;20;2", "Arbois;bar;20;9"), "utf-8")
    other.with_suffix(".toml").write_text(FORM, "utf-8")
    again = run("publish", "check", str(other))
    assert {"commune": "Arbois", "use": "bar"}.items() <= again["held"][0].items() | {
        key: value for held in again["held"] for key, value in held.items() if key != "why"
    }.items()
    assert any("antérieure" in one for one in again["reasons"])


def test_a_table_that_says_otherwise_is_not_recorded(
    run: Run,  # noqa: F811
    table: Path,
    tmp_path: Path,
) -> None:
    assert run("publish", "record", "1", str(table), "--already-public")["publication"] == 1
    table.write_text(ROWS.replace("Bar;four;40", "Bar;four;45"), "utf-8")
    assert run("publish", "check", str(table), code=1)["status"] == "blocked"
    error = run("publish", "record", "1", str(table), code=1)["error"]
    assert error["code"] == "gate.refused"
    assert len(run("publish", "list")) == 1
    assert "Électricité" in run("publish", "list", plain=True)


def test_a_file_that_is_wrong_is_told_with_its_line(run: Run, table: Path) -> None:  # noqa: F811
    table.write_text(ROWS.replace("50;6", "-50;6"), "utf-8")
    error = run("publish", "check", str(table), code=1)["error"]
    assert error["code"] == "gate.table_invalid"
    assert "ligne 4" in error["what"]


def test_rows_one_by_one(run: Run, table: Path, tmp_path: Path) -> None:  # noqa: F811
    form = """
title = "Aides"
source = "aides"
rule = "enterprises"
contributor = "dossier"
sensitive = "motif"
diversity = 2
[dimensions.age]
levels = ["tranche"]
"""
    table.with_suffix(".toml").write_text(form, "utf-8")
    table.write_text("tranche,motif,dossier\na,x,1\na,y,2\na,x,3\nb,x,4\n", "utf-8")
    out = tmp_path / "out.csv"
    assert run("publish", "check", str(table), "--out", str(out))["rows"] == 3
    assert out.read_text("utf-8").splitlines() == ["tranche,motif", "a,x", "a,y", "a,x"]
    assert run("publish", "record", "1", str(table), code=1)["error"]["code"] == "gate.refused"
