"""Organisations and official geography, from the command line."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from beffroi.cli.main import build
from tests.territory.files import COMMUNES_2026, EPCI_2026, MOVES_2026

Run = Callable[..., Any]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    app = build("en")

    def call(*words: str, code: int = 0, plain: bool = False) -> Any:
        extra = [] if plain else ["--json"]
        result = CliRunner().invoke(app, [*words, "--home", str(tmp_path / "home"), *extra])
        assert result.exit_code == code, result.output
        return " ".join(result.output.split()) if plain else json.loads(result.stdout)

    call("init", "--name", "Alphe")
    return call


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """What Insee publishes together: files of interest, and others."""
    path = tmp_path / "cog_ensemble_2026_csv.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("v_commune_2026.csv", COMMUNES_2026)
        made.writestr("v_mvt_commune_2026.csv", MOVES_2026)
        made.writestr(
            "v_region_2026.csv", "REG,CHEFLIEU,TNCC,NCC,NCCENR,LIBELLE\n84,69123,1,A,A,A\n"
        )
    return path


def test_an_organisation_is_added_once_and_keeps_its_past(run: Run) -> None:
    made = run("organisations", "add", "Eaux", "--siren", "200 000 008", "--kind", "syndicat")
    assert (made["key"], made["kind"]) == ("200000008", "syndicat")
    assert run("organisations", "add", "Eaux bis", "--siren", "200000008", code=1)["error"][
        "code"
    ] == ("organisation.known")
    number = str(made["id"])
    new = run("organisations", "change", number, "--on", "2024-01-01", "--name", "Eaux du Bocage")
    assert new["name"] == "Eaux du Bocage"
    assert new["past"] == [
        {
            "name": "Eaux",
            "kind": "syndicat",
            "siren": "200000008",
            "since": None,
            "until": "2024-01-01",
        }
    ]
    again = ("organisations", "change", number, "--name", "X", "--on")
    for day in ("2023-01-01", "2024-01-01", "2999-01-01"):
        assert run(*again, day, code=1)["error"]["code"] == "organisation.day_refused"
    third = run("organisations", "change", number, "--on", "2025-01-01", "--kind", "operateur")
    assert [one["since"] for one in third["past"]] == [None, "2024-01-01"]
    assert [row["name"] for row in run("organisations")] == ["Alphe", "Eaux du Bocage"]
    assert "jusqu’au 01/01/2024 exclu" in run("organisations", "show", number, plain=True)


def test_a_territory_is_told_over_time(run: Run) -> None:
    def codes(*words: str) -> list[str]:
        return [one["code"] for one in run("organisations", "territory", "Alphe", *words)]

    assert codes("99001") == ["99001"]
    assert codes("249900018", "--level", "epci", "--since", "2020-01-01") == ["99001", "249900018"]
    codes("99001", "--until", "2024-01-01")
    assert codes("--at", "2019-12-31") == ["99001"]
    assert codes("--at", "2023-12-31") == ["99001", "249900018"]
    assert codes("--at", "2024-01-01") == ["249900018"]
    for wrong in (
        ("990011",),
        ("99001", "--since", "2023-12-31"),  # it is of it then
        ("99001", "--until", "2025-01-01"),  # it is not of it any more
        ("99001", "--level", "departement"),
    ):
        error = run("organisations", "territory", "Alphe", *wrong, code=1)["error"]
        assert error["code"] == "organisation.place_refused"
    assert "depuis toujours, jusqu’au 01/01/2024" in run(
        "organisations", "territory", "1", plain=True
    )


def test_geography_is_loaded_from_an_archive_and_asked(run: Run, archive: Path) -> None:
    told = run("territory", "load", str(archive))
    assert [(one["sort"], one["year"], one["rows"]) for one in told] == [
        ("communes", 2026, 5),
        ("moves", 2026, 8),
    ]
    assert {one["status"] for one in run("territory", "load", str(archive))} == {"already"}
    found = run("territory", "find", "99004", "--year", "2015")
    assert (found["answer"], found["to"]) == ("one", 2026)
    assert found["places"] == [{"code": "99003", "name": "Cèdre Nouveau"}]
    assert found["with"] == [{"code": "99003", "name": "Cèdre"}]
    assert "choisissez d’après le lieu" in run(
        "territory", "find", "99005", "--year", "2015", plain=True
    )
    error = run("territory", "find", "99004", "--year", "2026", code=1)["error"]
    assert error["code"] == "territory.code_unknown"
    assert error["do"].endswith("Il existait en 2015.")


def test_the_members_of_an_epci_are_those_of_the_year(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "epcicom.csv"
    path.write_bytes(EPCI_2026.encode("cp1252"))
    load = ("territory", "load", str(path))
    assert run(*load, code=1)["error"]["code"] == "territory.year_unclear"
    run(*load, "--year", "2026")
    found = run("territory", "members", "249900018", "--year", "2026")
    assert [(one["code"], one["population"]) for one in found] == [
        ("99001", 1480),
        ("99003", 2050),
        ("99005", 570),
    ]
    assert "CC du Bocage" in run("territory", "members", "249900018", "--year", "2026", plain=True)
    error = run("territory", "members", "249900018", "--year", "2020", code=1)["error"]
    assert error["code"] == "territory.not_loaded"
    assert "2026" in error["what"]
    path.write_bytes(EPCI_2026.replace("Érable", "Érable-Neuf").encode())
    assert run(*load, "--year", "2026")[0]["status"] == "replaced"
    assert [one["year"] for one in run("territory", "list")] == [2026]


def test_files_that_do_not_go_together_are_not_joined(run: Run, tmp_path: Path) -> None:
    (tmp_path / "v_commune_2026.csv").write_text(COMMUNES_2026, "utf-8")
    (tmp_path / "v_mvt_commune_2020.csv").write_text(MOVES_2026, "utf-8")
    run("territory", "load", str(tmp_path / "v_commune_2026.csv"))
    find = ("territory", "find", "99001", "--year", "2015")
    assert run(*find, code=1)["error"]["code"] == "territory.not_loaded"
    run("territory", "load", str(tmp_path / "v_mvt_commune_2020.csv"))
    assert "communes" in run(*find, code=1)["error"]["what"]


def test_a_competence_is_transferred_and_told(run: Run) -> None:
    run("organisations", "add", "Eaux", "--siren", "200000008", "--kind", "syndicat")
    words = ("--on", "2024-01-01", "--act", "délibération 2023-41")
    competence = ("organisations", "competence")
    (given,) = run(*competence, "transfer", "Alphe", "water", "--to", "200000008", *words)
    assert given == {
        "code": "water",
        "since": None,
        "until": "2024-01-01",
        "holder": "Eaux",
        "holder_siren": "200000008",
        "act": "délibération 2023-41",
    }
    (theirs,) = run(*competence, "list", "Eaux")
    assert (theirs["since"], theirs["until"]) == ("2024-01-01", None)
    screen = run(*competence, "transfer", "Alphe", "waste", "--to", "SMICTOM", *words, plain=True)
    assert "SMICTOM n’est pas de cette installation" in screen
    assert "waste (collecte" in screen
    back = run(*competence, "declare", "Alphe", "water", "--since", "2025-01-01", "--act", "x")
    assert [one["code"] for one in back] == ["waste", "water", "water"]
    nobody = run(*competence, "transfer", "Alphe", "heat", "--to", " ", *words, code=1)
    assert nobody["error"]["code"] == "store.not_found"
    error = run(*competence, "declare", "Alphe", "eau", code=1)["error"]
    assert "sanitation" in error["do"]


@pytest.fixture
def plan(tmp_path: Path) -> str:
    path = tmp_path / "plan.toml"
    path.write_text(
        """
title = "Essai"
year = 2026
members = [{ name = "=Alphe", meters = 1, paid = 10 }, { name = "Bouleau", meters = 2 }]
costs = [{ label = "Capteurs", amount = "1 000,00", key = "meters" }]
subsidies = [{ label = "Fonds vert", rate = 70, received = true }]
""",
        "utf-8",
    )
    return str(path)


def test_a_statement_is_shown_written_and_simulated(run: Run, plan: str, tmp_path: Path) -> None:
    found = run("costs", "statement", plan)
    assert found["total"] == "300.00"
    assert [(one["due"], one["balance"]) for one in found["members"]] == [
        ("100.00", "90.00"),
        ("200.00", "200.00"),
    ]
    screen = run("costs", "statement", plan, plain=True)
    assert "Fonds vert : 70 % × 1 000,00 € → 700,00 € (déduite)" in screen
    assert "meters : 33,33 % de 300,00 € = 100,00 €" in screen
    run("costs", "statement", plan, "--csv", str(tmp_path / "out.csv"), plain=True)
    written = (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()
    assert written[1] == "'=Alphe;100.00;100.00;0.00;100.00;10.00;90.00"
    new = run("costs", "simulate", plan, "--join", "Cèdre;meters=3")
    assert [(one["member"], one["difference"]) for one in new] == [
        ("=Alphe", "-50.00"),
        ("Bouleau", "-100.00"),
        ("Cèdre", "150.00"),
    ]
    assert "−100,00" in run("costs", "simulate", plan, "--join", "Cèdre;meters=3", plain=True)
    gone = run("costs", "simulate", plan, "--leave", "Bouleau")
    assert gone[0]["after"] == "300.00"
    for words in (("--join", "Cèdre;compteurs=3"), ("--leave", "Cèdre")):
        error = run("costs", "simulate", plan, *words, code=1)["error"]
        assert error["code"] == "costs.invalid"
