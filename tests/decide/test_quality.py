"""Samples of tap water as organisations see them, whoever brought them."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from beffroi.cli.main import build
from beffroi.commons.organisations import put_place
from beffroi.decide.organisations import create_organisation
from beffroi.decide.quality.reading import Asked, samples
from beffroi.decide.quality.summing import beyond
from beffroi.domains.water.quality.bounds import Above
from beffroi.ingest import ImportOptions, import_path
from beffroi.store.scope import Scope
from beffroi.store.store import Store
from beffroi.territory.kinds import Level

from ..readers.water.hubeau import (  # noqa: TID252 - tests are no installed package
    EXCEEDED,
    answer,
    coli,
    measured,
    result,
)

BAD = {"conclusion_conformite_prelevement": EXCEEDED, "conformite_limites_pc_prelevement": "N"}


@pytest.fixture
def water(store: Store) -> Store:
    """A commune, 01001; a syndicat of it and 01002 that brought samples; another commune, 01003."""
    door = store.writer("test")
    syndicat, other = create_organisation(door, "Syndicat"), create_organisation(door, "Autre")
    for number, code in ((1, "01001"), (syndicat, "01001"), (syndicat, "01002"), (other, "01003")):
        put_place(door, number, Level.COMMUNE, code, None)
    bring(
        store, syndicat,
        result("A", "2026-01-05"),
        measured("61", code_prelevement="B", date_prelevement="2026-02-05T09:00:00Z", **BAD),
        coli("<1", code_prelevement="B", date_prelevement="2026-02-05T09:00:00Z", **BAD),
        result("C", "2026-03-05", code_commune="01002", nom_commune="BOIS"),
    )  # fmt: skip
    return store


def bring(store: Store, organisation: int, *rows: dict[str, Any]) -> None:
    path = store.home.root.parent / "eau.json"
    path.write_bytes(answer(*rows))
    (report,) = import_path(store.writer("test"), store.settings, path, ImportOptions(organisation))
    assert report.error is None, report.error


def seen(store: Store, organisation: int) -> list[str]:
    with store.reader(Scope.of(organisation, "test", "test")).session() as session:
        return [one.code for one in samples(session, Asked(organisation))]


def test_a_commune_sees_the_samples_of_its_syndicat_and_others_do_not(water: Store) -> None:
    assert seen(water, 2) == ["C", "B", "A"]
    assert seen(water, 1) == ["B", "A"]
    assert seen(water, 3) == []
    # What it brings itself counts once, as it says it.
    bring(water, 1, measured("13,5", code_prelevement="A"))
    with water.reader(Scope.of(1, "test", "test")).session() as session:
        found = {one.code: one for one in samples(session, Asked(1))}
    assert [one.text for one in found["A"].results] == ["13,5"]
    assert found["B"].conclusion == EXCEEDED
    assert [(one.name, kind) for one, kind in beyond(found["B"])] == [
        ("Nitrates (en NO3)", Above.LIMIT)
    ]


def test_the_command_says_it_to_people_and_to_programs(
    water: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BEFFROI_HOME", str(water.home.root))
    monkeypatch.setenv("COLUMNS", "200")
    asked = ["water", "quality", "--organisation", "2", "--from", "2026-01-01"]
    shown = CliRunner().invoke(build(), asked)
    assert shown.exit_code == 0, shown.output
    assert "Conformité physico-chimique (P102.1) : 66,7 % (2 sur 3" in shown.output.replace(
        "\u00a0", " "
    ).replace("\u202f", " ")
    told = json.loads(CliRunner().invoke(build(), [*asked, "--json"]).output)
    (over,) = told["exceeded"]
    assert (over["since"], over["until"], over["worst"]) == ("2026-02-05", "2026-03-05", "61")
    assert [one["code"] for one in told["list"]] == ["C", "B", "A"]
    empty = CliRunner().invoke(build(), ["water", "quality", "--organisation", "Autre"])
    assert "hubeau.eaufrance.fr" in empty.output
