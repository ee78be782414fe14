"""The register, the mention and the inventory say what the code says."""

import csv
import io
from datetime import UTC, date, datetime

import pytest

from beffroi.cli.commands.algorithms import _csv
from beffroi.domains import algorithm, algorithms
from beffroi.domains.energy.watch import ENOUGH
from beffroi.trust.algorithms.inventory import inventory
from beffroi.trust.algorithms.mention import mention
from beffroi.trust.algorithms.register import markdown, register
from tests.cli.test_commands import Run, home, run  # noqa: F401

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


def test_every_algorithm_is_in_the_register_with_the_constants_of_its_code() -> None:
    made = register("Saint-Essai", AT, "en")
    assert {one["key"] for one in made["algorithms"]} == set(algorithms())
    step = next(one for one in made["algorithms"] if one["key"] == "energy.step")
    assert {"name": "Threshold, three signals", "value": ENOUGH, "unit": ""} in step["parameters"]
    assert step["performance"][0]["cases"] == 28
    bills = next(one for one in made["algorithms"] if one["key"] == "energy.bill_mismatch")
    assert bills["performance"] == []
    assert "no open data set" in bills["unmeasured"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_name_cannot_break_the_page(language: str) -> None:
    made = register("A | B <script>", AT, "fr" if language == "fr" else "en")
    page = markdown(made, "fr" if language == "fr" else "en")
    assert "<script>" not in page
    assert page.count("\n## ") == len(algorithms())
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    assert {line.replace("\\|", "").count("|") for line in rows} == {3}


def test_the_mention_holds_what_the_decree_asks_for() -> None:
    text = mention(algorithm("energy.step"), "la commune d’Essai", "a@b.example", "fr")["text"]
    for word in ("commune d’Essai", "Finalité", "droit", "a@b.example", "un mois", "CADA", "deux"):
        assert word in text
    for word in ("degré", "sources", "pondération", "opérations"):  # R311-3-1-2
        assert word in text


def test_the_inventory_is_a_table_that_no_spreadsheet_runs() -> None:
    lines = inventory("=cmd()", "Patrimoine", "", date(2026, 1, 5), "fr")
    rows = list(csv.DictReader(io.StringIO(_csv(lines))))
    assert len(rows) == len(algorithms())
    assert {row["nom_collectivite"] for row in rows} == {"'=cmd()"}
    assert {row["decisions_par_an"] for row in rows} == {""}  # only the authority knows


def test_the_commands_answer(run: Run) -> None:  # noqa: F811
    run("init", "--name", "Saint-Essai")
    assert {one["key"] for one in run("algorithms", "list")} == set(algorithms())
    assert run("algorithms", "show", "energy.step")["decides"] is False
    assert "Seuil, nuits" in run("algorithms", "show", "energy.step", plain=True)
    assert run("algorithms", "register")["organisation"] == "Saint-Essai"
    assert run("algorithms", "register", plain=True).startswith("# Registre des algorithmes")
    assert run("algorithms", "inventory")[0]["nom_collectivite"] == "Saint-Essai"
    assert run("algorithms", "inventory", plain=True).startswith("nom_collectivite,")
    screen = run("algorithms", "show", "energy.dead_meter", plain=True).replace("\xa0", " ")
    assert "93,8 % (16 cas" in " ".join(screen.split())
    told = run("algorithms", "mention", "energy.step", "--contact", "dpo@essai.example")
    assert "Saint-Essai" in told["text"]
    said = run("algorithms", "show", "energy.nothing", code=1)
    assert said["error"]["code"] == "domain.algorithm_unknown"


def test_the_hand_is_kept_from_the_command_line(run: Run) -> None:  # noqa: F811
    run("init", "--name", "Saint-Essai")
    key = "energy.step"
    assert run("algorithms", "stop", key, "--reason", "essai")["stopped"] is True
    assert run("algorithms", "show", key)["here"]["stops"][0]["stopped_by"] == "secrétaire"
    assert "Arrêté par secrétaire" in run("algorithms", "show", key, plain=True)
    [told] = [one for one in run("algorithms", "register")["algorithms"] if one["key"] == key]
    assert told["here"]["stopped"] is True
    page = run("algorithms", "register", plain=True)
    assert "secrétaire" not in page
    assert page.count("arrêté par une personne") == 1
    assert run("algorithms", "resume", key, "--reason", "fini")["stopped"] is False
    asked = ("--reference", "E-1", "--text", "pourquoi ?", "--received", "2026-01-31")
    made = run("algorithms", "contest", key, "--explain", *asked)
    assert (made["kind"], made["due_on"]) == ("explain", "2026-02-28")
    assert [one["id"] for one in run("algorithms", "requests")] == [made["id"]]
    assert "explication" in run("algorithms", "requests", plain=True)
    said = run("algorithms", "answer", str(made["id"]), "explained", "--text", "voir la fiche")
    assert said["answered_by"] == "secrétaire"
    assert run("algorithms", "rates") == {}
