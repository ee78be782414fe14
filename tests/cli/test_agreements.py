"""Agreements from the command line: proposed, accepted, read under, explained, revoked."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from beffroi.cli.main import build
from beffroi.decide.organisations import create_organisation
from beffroi.store.store import Store
from tests.store.sharing.build import hours, measure
from tests.store.sharing.test_findings_and_erasure import find

Run = Callable[..., Any]
OFFER = ("--provider", "Commune", "--recipient", "Labo", "--acting", "Commune")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with Store.create(tmp_path / "home") as store:
        for name in ("Commune", "Labo"):
            create_organisation(store.writer("test"), name)
        measure(store, 1, "ecole", hours("2023-12-31T23:00", [1000.0] * 30))
    return tmp_path / "home"


@pytest.fixture
def run(home: Path) -> Run:
    def call(*words: str, code: int = 0, plain: bool = False) -> Any:
        extra = [] if plain else ["--json"]
        result = CliRunner().invoke(build("fr"), [*words, "--home", str(home), *extra])
        assert result.exit_code == code, result.output
        return result.output if plain else json.loads(result.stdout)

    return call


def read(run: Run, code: int = 0) -> Any:
    return run("observations", "1", "--acting", "Labo", "--step", "day", code=code)


def test_an_agreement_lives_from_its_proposal_to_its_end(run: Run) -> None:
    made = run("agreements", "propose", "--template", "commune-research", *OFFER)
    assert (made["provider_stance"], made["recipients"][0]["status"]) == ("accepted", "proposed")
    assert read(run, code=1)["error"]["code"] == "store.not_found"
    assert run("agreements", "accept", "1", "--acting", "Labo")["recipients"] == [
        {"organisation": 2, "stance": "accepted", "status": "in_force"}
    ]
    # The day of 1 January is over; that of 2 January is not.
    assert [row["value"] for row in read(run)["observations"]] == [24.0]
    assert [row["id"] for row in run("series", "--acting", "Labo")] == [1]
    assert run("series", "--acting", "Labo")[0]["last_value"] is None
    words = ("observations", "1", "--acting", "Labo", "--step", "day", "--from", "2025-01-01")
    assert "Rien n’est prêté" in run(*words, plain=True)
    run("agreements", "suspend", "1", "--acting", "Commune", "--why", "un doute")
    assert read(run, code=1)["error"]["code"] == "store.not_found"
    run("agreements", "resume", "1", "--acting", "Commune")
    assert read(run)["observations"]
    assert "résilier" in run("agreements", "revoke", "1", "--acting", "Labo", plain=True)
    steps = [row["step"] for row in run("agreements", "show", "1")["steps"]]
    assert steps == ["propose", "accept", "suspend", "resume", "revoke"]
    refused = run("agreements", "accept", "1", "--acting", "Labo", code=1)
    assert refused["error"]["code"] == "agreement.step_refused"
    assert "résiliée" in run("agreements", "list", plain=True)


def test_yes_and_no_both_say_why(run: Run) -> None:
    def why(who: str) -> list[tuple[int | None, bool]]:
        found = run("access", "explain", who, "1")["reasons"]
        return [(one["agreement"], one["allows"]) for one in found]

    assert why("Commune") == [(None, True)]
    assert why("Labo") == [(None, False)]
    run("agreements", "propose", "--template", "commune-research", *OFFER)
    assert why("Labo") == [(1, False)]
    assert "proposée" in run("access", "explain", "Labo", "1", plain=True)
    run("agreements", "accept", "1", "--acting", "Labo")
    assert why("Labo") == [(1, True)]
    assert "à partir du pas « jour »" in run("access", "explain", "Labo", "1", plain=True).replace(
        "\u00a0", " "
    )


def test_a_person_reads_by_a_role_and_then_by_an_agreement(run: Run) -> None:
    def why(who: str) -> tuple[list[bool], list[tuple[Any, ...]], bool]:
        found = run("access", "explain", who, "1")
        reasons = [
            (one["organisation"], one["agreement"], one["allows"]) for one in found["reasons"]
        ]
        return [one["allows"] for one in found["roles"]], reasons, found["allowed"]

    for name, where in (("agent", "Labo"), ("elected", "Commune")):
        email = f"{name}@exemple.fr"
        run("people", "add", name, email, "--role", name, "--organisation", where)
    agent, elected = "agent@exemple.fr", "elected@exemple.fr"
    assert why(agent) == ([True], [(2, None, False)], False)
    assert why(elected) == ([False], [], False)
    run("agreements", "propose", "--template", "commune-research", *OFFER)
    run("agreements", "accept", "1", "--acting", "Labo")
    assert why(agent) == ([True], [(2, 1, True)], True)
    run("people", "role", elected, "agent", "--organisation", "Commune")
    assert why(elected) == ([False, True], [(1, None, True)], True)
    shown = run("access", "explain", elected, "1", plain=True)
    assert "« élu » ne lit pas les mesures" in shown.replace("\u00a0", " ")
    assert "celles de cette collectivité" in shown
    missing = run("access", "explain", "p-000000000000", "1", code=1)
    assert missing["error"]["code"] == "store.not_found"


def test_who_read_what_is_listed(run: Run) -> None:
    assert run("access", "list") == []
    run("agreements", "propose", "--template", "commune-research", *OFFER)
    run("agreements", "accept", "1", "--acting", "Labo")
    read(run)
    (row,) = run("access", "list", "--organisation", "Commune")
    assert (row["owner"], row["reader"], row["agreement"], row["what"]) == (1, 2, 1, "day")
    assert run("access", "list", "--organisation", "Labo") == []
    assert "Labo" in run("access", "list", plain=True)


def test_a_file_says_it_all(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "convention.toml"
    whole = (
        'title = "Écoles"\nprovider = "Commune"\nrecipients = ["Labo"]\npurpose = "conseil"\n'
        'legal_basis = "public_task"\nquantities = ["gas.energy"]\nassets = ["ecole"]\n'
        "since = 2023-01-01\nvalid_from = 2026-01-01\nvalid_until = 2028-01-01\n"
    )
    file.write_text(whole, "utf-8")
    made = run("agreements", "propose", str(file), "--acting", "Labo")
    assert made["terms"]["quantities"] == ["gas.energy"]
    assert made["valid_until"] == "2027-12-31T23:00:00+00:00"
    assert made["recipients"][0]["stance"] == "accepted"
    assert made["provider_stance"] == "waiting"
    assert "gas.energy" not in run("agreements", "show", "1", plain=True)  # its name is shown


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('legal_basis = "magic"', "agreement.terms_invalid"),
        ('legal_basis = ""', "agreement.terms_invalid"),
        ('purpose = ""', "agreement.terms_invalid"),
        ('quantities = ["gas.enargy"]', "agreement.terms_invalid"),
        ("quantities = []", "agreement.terms_invalid"),
        ('quantities = "gas.energy"', "agreement.terms_invalid"),
        ('granularity = "week"', "agreement.terms_invalid"),
        ("minimum_group = 2", "agreement.terms_invalid"),
        ('minimum_group = "many"', "agreement.terms_invalid"),
        ('views = ["all"]', "agreement.terms_invalid"),
        ("until = 2020-01-01\nsince = 2021-01-01", "agreement.terms_invalid"),
        ("valid_until = 2020-01-01", "agreement.terms_invalid"),
        ('valid_until = "soon"', "agreement.terms_invalid"),
        ('recipients = ["Commune"]', "agreement.terms_invalid"),
        ('recipients = ["Labo", "Nulle part"]', "store.not_found"),
        ("recipients = []", "agreement.terms_invalid"),
        ('title = " "', "agreement.terms_invalid"),
        ("surprise = 1", "agreement.terms_invalid"),
        ('domains = ["magic"]', "domain.unknown"),
        ("not toml", "agreement.terms_invalid"),
    ],
)
def test_terms_that_do_not_hold_are_refused(run: Run, tmp_path: Path, line: str, code: str) -> None:
    said = {
        "title": 'title = "Écoles"',
        "provider": 'provider = "Commune"',
        "recipients": 'recipients = ["Labo"]',
        "purpose": 'purpose = "conseil"',
        "legal_basis": 'legal_basis = "public_task"',
        "quantities": 'quantities = ["gas.energy"]',
    }
    said[line.partition(" ")[0]] = line
    (tmp_path / "x.toml").write_text("\n".join(said.values()), "utf-8")
    words = ("agreements", "propose", str(tmp_path / "x.toml"), "--acting", "Commune")
    assert run(*words, code=1)["error"]["code"] == code
    assert run("agreements", "list") == []


def test_every_template_can_be_proposed(run: Run) -> None:
    known = run("agreements", "templates")
    assert len(known) == 5
    for name in known:
        run("agreements", "propose", "--template", name, *OFFER)
    assert len(run("agreements", "list")) == 5
    assert "commune-syndicat" in run("agreements", "templates", plain=True)
    unknown = run("agreements", "propose", "--template", "x", *OFFER, code=1)
    assert unknown["error"]["code"] == "agreement.terms_invalid"


def test_a_stranger_takes_no_step(run: Run, home: Path) -> None:
    with Store.open(home) as store:
        create_organisation(store.writer("test"), "Tiers")
    run("agreements", "propose", "--template", "open-data", *OFFER)
    refused = run("agreements", "accept", "1", "--acting", "Tiers", code=1)
    assert refused["error"]["code"] == "store.not_found"
    assert run("agreements", "refuse", "1", "--acting", "Labo")["recipients"][0]["status"] == (
        "refused"
    )


def test_totals_are_read_in_the_units_of_people(run: Run, home: Path) -> None:
    template = ("agreements", "propose", "--template", "syndicat-region", *OFFER)
    run(*template)
    run("agreements", "accept", "1", "--acting", "Labo")
    assert run("agreements", "totals", "1", "--acting", "Labo") == []
    assert "Aucun total" in run("agreements", "totals", "1", "--acting", "Labo", plain=True)
    with Store.open(home) as store:
        for place in range(10):
            rows = hours("2023-12-31T23:00", [1000.0] * (24 * 31))
            measure(store, 1, f"site {place}", rows, "gas.energy")
    (row,) = run("agreements", "totals", "1", "--acting", "Labo")
    assert (row["value"], row["unit"], row["assets"]) == (7440.0, "kWh", 10)
    assert "7 440" in run("agreements", "totals", "1", "--acting", "Labo", plain=True).replace(
        "\u202f", " "
    )
    assert run("agreements", "totals", "1", "--acting", "Labo", "--from", "2024-01-02") == []
    assert run("access", "list")[0]["what"] == "total month"


def test_findings_are_listed_for_whom_one_acts(run: Run, home: Path) -> None:
    with Store.open(home) as store:
        finding = find(store, 1)
    assert [row["id"] for row in run("findings")] == [finding]
    assert run("findings", "--acting", "Labo") == []
    run("agreements", "propose", "--template", "commune-syndicat", *OFFER)
    run("agreements", "accept", "1", "--acting", "Labo")
    assert [row["id"] for row in run("findings", "--acting", "Labo")] == [finding]
    assert run("findings", "--acting", "Labo", "--organisation", "Labo") == []
    assert run("access", "list")[0]["what"] == "findings"


def test_a_lent_finding_is_shown_without_what_was_decided(run: Run, home: Path) -> None:
    with Store.open(home) as store:
        finding = str(find(store, 1))

    def show(who: str, code: int = 0) -> Any:
        return run("findings", "show", finding, "--acting", who, code=code)

    run("decide", finding, "watch", "--reason", "à voir")
    assert len(show("Commune")["history"]) == 1
    assert show("Labo", code=1)["error"]["code"] == "store.not_found"
    run("agreements", "propose", "--template", "commune-syndicat", *OFFER)
    assert show("Labo", code=1)["error"]["code"] == "store.not_found"
    assert run("access", "list") == []
    run("agreements", "accept", "1", "--acting", "Labo")
    assert (show("Labo")["id"], show("Labo")["history"]) == (int(finding), [])
    assert [row["what"] for row in run("access", "list")] == ["finding", "finding"]
    assert run("findings", "show", "99", "--acting", "Labo", code=1)["error"]["code"] == (
        "store.not_found"
    )
