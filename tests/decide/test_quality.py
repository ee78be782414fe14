"""Samples of tap water as organisations see them, whoever brought them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from beffroi.cli.main import build
from beffroi.commons.organisations import put_place
from beffroi.decide.indicators import compute
from beffroi.decide.organisations import create_organisation
from beffroi.decide.quality.reading import Asked, samples
from beffroi.decide.quality.settling import watch_quality
from beffroi.decide.quality.summing import at, beyond, courses
from beffroi.decide.ranking import ranked
from beffroi.domains.water.domain import DOMAIN as WATER
from beffroi.domains.water.quality.bounds import Above
from beffroi.domains.water.quality.samples import Result, Sample
from beffroi.ingest import ImportOptions, import_path
from beffroi.ingest.undoing import undo
from beffroi.store.scope import Scope
from beffroi.store.store import Store
from beffroi.territory.kinds import Level

from ..readers.water.hubeau import (  # noqa: TID252 - tests are no installed package
    CONFORMING,
    EXCEEDED,
    answer,
    coli,
    measured,
    result,
)

TODAY = date(2026, 6, 30)
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
    assert "≤ 50 mg/L" in shown.output.replace("\u00a0", " ")
    told = json.loads(CliRunner().invoke(build(), [*asked, "--json"]).output)
    (over,) = told["exceeded"]
    assert (over["since"], over["until"], over["worst"]) == ("2026-02-05", "2026-03-05", "61")
    assert [one["code"] for one in told["list"]] == ["C", "B", "A"]
    empty = CliRunner().invoke(build(), ["water", "quality", "--organisation", "Autre"])
    assert "hubeau.eaufrance.fr" in empty.output


def test_who_is_meant_is_the_only_one_with_samples_or_the_only_name_that_begins_so(
    water: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BEFFROI_HOME", str(water.home.root))
    monkeypatch.setenv("COLUMNS", "200")

    def said(*words: str, code: int = 0) -> str:
        done = CliRunner().invoke(build(), ["water", "quality", *words])
        assert done.exit_code == code, done.output
        return " ".join(done.output.split())

    assert said().startswith("Syndicat, seule collectivité à avoir importé des prélèvements : 3 p")
    create_organisation(water.writer("test"), "Régie des eaux du Val")
    assert said("--organisation", "Régie des eaux").startswith("Aucun prélèvement.")
    assert "not_found" in said("--organisation", "Régie", code=1)  # one word is too little
    create_organisation(water.writer("test"), "Régie des eaux du Bois")
    assert "not_found" in said("--organisation", "Régie des eaux", code=1)
    bring(water, 1, result("Z", "2026-03-05"))
    assert "Plusieurs collectivités ont importé des prélèvements" in said(code=1)


def findings(store: Store, organisation: int) -> list[dict[str, Any]]:
    door = store.reader(Scope.of(organisation, "test", "test"))
    return ranked(door, "fr", TODAY)


def looked(store: Store) -> dict[str, int]:
    return watch_quality(store.writer("test"), [1, 2, 3], [WATER], TODAY)


def test_a_limit_exceeded_is_a_finding_until_a_conforming_sample(water: Store) -> None:
    door = water.writer("test")
    bring(water, 2, measured("55", code_prelevement="D", date_prelevement="2026-05-04T08:00:00Z"))
    assert looked(water) == {"new": 2, "closed": 0}
    now, past = findings(water, 2)
    assert (now["status"], now["since"], now["until"]) == ("open", "2026-05-04", None)
    assert (past["status"], past["since"], past["until"]) == ("closed", "2026-02-05", "2026-03-05")
    assert "61 mg/L" in past["explanation"].replace("\u00a0", " ")
    assert CONFORMING in now["explanation"]  # as the agency wrote it, whatever the result
    assert now["severity"] == "high"
    assert now["place"] == "VAL HAUT"
    assert findings(water, 1) == []  # it is the syndicat that answers for it
    assert looked(water) == {"new": 0, "closed": 0}
    path = water.home.root.parent / "suite.json"
    path.write_bytes(answer(result("E", "2026-06-02")))
    (report,) = import_path(door, water.settings, path, ImportOptions(2))
    assert looked(water) == {"new": 0, "closed": 1}
    assert [row["until"] for row in findings(water, 2)] == ["2026-06-02", "2026-03-05"]
    # Taken back, the sample that ended it ends it no more.
    assert report.batch is not None
    list(undo(door, water.settings, report.batch))
    looked(water)
    assert [row["status"] for row in findings(water, 2)] == ["open", "closed"]


def test_waters_of_two_networks_are_never_mixed() -> None:
    def one(year: int, place: str, value: float) -> Sample:
        found = Result("1340", "NO3", "Nitrates", "", "", value, "mg/L")
        networks = ((place, place.upper()),)
        return Sample(f"{place}{year}", date(year, 3, 2), networks=networks, results=(found,))

    rows = [one(2010 + n, "haut", 10.0 + n) for n in range(10)]
    rows += [one(2010 + n, "bas", 40.0 - (n % 2)) for n in range(10)]
    rows.sort(key=lambda each: each.day, reverse=True)
    assert [(each.place, each.course.direction) for each in courses(rows)] == [("HAUT", "up")]
    assert [each.course.low for each in courses(at(rows, "bas"), "bas")] == [39.5]


def test_conformity_is_an_indicator_of_whole_years_and_of_whoever_may_show_its_samples(
    water: Store,
) -> None:
    """2025 has 4 samples: 3 judged for microbiology, 1 not; the year is told once 2026 has some."""

    def told(organisation: int) -> list[tuple[str, int, float, int, int]]:
        door = water.reader(Scope.of(organisation, "test", "test", measures=False))
        return [
            (one.row.name, one.first.year, one.value, one.tally.judged, one.tally.failing)
            for one in compute(door, organisation, WATER, ["water.conformity_microbiology"])
            if one.tally is not None
        ]

    letter = "conformite_limites_bact_prelevement"
    assert told(2) == []  # January to March 2026: 2026 is not over
    bring(
        water, 2,
        result("E", "2025-01-10", **{letter: "N"}),
        result("F", "2025-04-10"),
        result("G", "2025-07-10", **{letter: "S"}),
        result("H", "2025-10-10", code_commune="01002", nom_commune="BOIS"),
    )  # fmt: skip
    ((name, year, share, judged, failing),) = told(2)
    assert (name, year, judged, failing) == ("Syndicat", 2025, 3, 1)
    assert share == pytest.approx(200 / 3)
    # The commune shows the samples of its own ground; another, which has none, shows nothing.
    ((_, _, share, judged, _),) = told(1)
    assert (share, judged) == (50.0, 2)
    assert told(3) == []
