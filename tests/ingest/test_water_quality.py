"""Results of tap water through the door of imports: once, corrected, taken back, of whom."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from beffroi.commons.organisations import put_place
from beffroi.decide.organisations import create_organisation
from beffroi.ingest import ImportOptions, Report, import_path
from beffroi.ingest.undoing import undo
from beffroi.store.scope import Scope
from beffroi.store.state.sampling import WaterResult, WaterSample, WaterSampleCommune
from beffroi.store.store import Store
from beffroi.territory.kinds import Level

from ..readers.water.hubeau import answer, coli, measured, result, table  # noqa: TID252 - no installed package


@pytest.fixture
def water(store: Store) -> Store:
    """An installation of a commune, 01001, and of a syndicat that covers it and 01002."""
    door = store.writer("test")
    syndicat = create_organisation(door, "Syndicat")
    for number, code in ((1, "01001"), (syndicat, "01001"), (syndicat, "01002")):
        put_place(door, number, Level.COMMUNE, code, None)
    return store


def bring(store: Store, content: bytes, organisation: int = 1, **options: Any) -> Report:
    path = store.home.root.parent / "eau.json"
    path.write_bytes(content)
    given = ImportOptions(organisation, **options)
    (report,) = import_path(store.writer("test"), store.settings, path, given)
    return report


def take_back(store: Store, report: Report) -> list[Report]:
    assert report.batch is not None
    return list(undo(store.writer("test"), store.settings, report.batch))


def standing(store: Store, organisation: int = 1) -> dict[str, str]:
    """Return what counts, by sample and parameter."""
    with store.reader(Scope(frozenset({organisation}), "test", "test")).session() as session:
        rows = session.scalars(select(WaterResult).where(WaterResult.standing))
        return {f"{r.sample}/{r.parameter}": r.text for r in rows}


def versions(store: Store) -> int:
    with store.reader(Scope(frozenset({1}), "test", "test")).session() as session:
        return len(session.scalars(select(WaterResult)).all())


def test_the_same_sample_twice_is_one_and_a_correction_keeps_the_former(water: Store) -> None:
    first = bring(water, answer(result("A"), coli("<1", code_prelevement="A")))
    assert (first.status, first.kept, first.error) == ("stored", 2, None)
    assert "1 prélèvements, du 02/03/2026 au 02/03/2026, et 2 résultats" in first.notes[-1].fr
    again = bring(water, table(result("A"), coli("<1", code_prelevement="A")))
    assert (again.kept, again.changed, again.unchanged) == (0, 0, 2)
    corrected = bring(water, answer(measured("13,5", code_prelevement="A"), result("B")))
    assert (corrected.kept, corrected.changed) == (1, 1)
    assert standing(water) == {"A/1340": "13,5", "A/1449": "<1", "B/1340": "12,5"}
    assert versions(water) == 4  # what was written before is still there
    take_back(water, corrected)
    assert standing(water) == {"A/1340": "12,5", "A/1449": "<1"}


def test_undoing_leaves_what_another_file_says_too(water: Store) -> None:
    first = bring(water, answer(result("A")))
    bring(water, answer(result("A"), result("B")))
    corrected = bring(water, answer(measured("20", code_prelevement="A")))
    reports = take_back(water, first)
    # The second file is read again: it said the same. The correction still has the last word.
    assert {one.status for one in reports} == {"undone", "stored"}
    assert standing(water) == {"A/1340": "20", "B/1340": "12,5"}
    take_back(water, corrected)
    assert standing(water) == {"A/1340": "12,5", "B/1340": "12,5"}


def test_undoing_an_undoing_puts_back(water: Store) -> None:
    first = bring(water, answer(result("A")))
    (report,) = take_back(water, first)
    assert standing(water) == {}
    take_back(water, report)
    assert standing(water) == {"A/1340": "12,5"}


def test_communes_of_others_are_told_and_not_kept(water: Store) -> None:
    rows = (result("A"), result("A", code_commune="01002", nom_commune="BOIS"), result("B"))
    report = bring(water, answer(*rows))
    assert report.refused == {"elsewhere": 1}
    assert "1 résultats ne sont pas gardés" in report.warnings[0].fr
    assert "BOIS" in report.warnings[0].fr
    both = bring(water, answer(*rows), 2)
    assert not both.refused
    with water.reader(Scope(frozenset({2}), "test", "test")).session() as session:
        codes = session.execute(
            select(WaterSampleCommune.code).join(WaterSample).where(
                WaterSample.organisation_id == 2, WaterSample.code == "A"
            )
        ).scalars()  # fmt: skip
        assert sorted(codes) == ["01001", "01002"]  # one sample, two communes
    away = bring(water, answer(result("C", code_commune="75056", nom_commune="PARIS")))
    assert away.error is not None
    assert (away.status, away.error["code"]) == ("refused", "water.results_elsewhere")
    assert "PARIS" in away.error["what"]


def test_the_future_is_refused_and_a_trial_keeps_nothing(water: Store) -> None:
    rows = (result("A"), result("B", day="2098-01-01"))
    tried = bring(water, answer(*rows), dry_run=True)
    assert (tried.status, tried.observations, tried.refused) == ("understood", 1, {"future": 1})
    assert standing(water) == {}
    assert (tried.kept, tried.changed, tried.unchanged) == (1, 0, 0)
    assert bring(water, answer(*rows)).refused == {"future": 1}
    again = bring(water, answer(measured("9", code_prelevement="A"), result("C")), dry_run=True)
    assert (again.kept, again.changed, again.unchanged) == (1, 1, 0)
    assert standing(water) == {"A/1340": "12,5"}


def test_a_file_cut_off_stores_nothing(water: Store, tmp_path: Path) -> None:
    report = bring(water, answer(result("A"), result("B"))[:-40])
    assert report.status == "refused"
    assert versions(water) == 0
    page = bring(water, answer(result("A"), count=25_000))
    assert [note.fr[:40] for note in page.notes[:1]] == ["Ce fichier n’est qu’une partie de la rép"]
    twice = bring(water, json.dumps([result("C"), measured("9", code_prelevement="C")]).encode())
    assert twice.conflicting == 1
    assert standing(water)["C/1340"] == "9"
