"""What an import does with a file, and what it says of it."""

import hashlib
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from beffroi.ingest import ImportOptions, import_path
from beffroi.periods import utc_now
from beffroi.store import originals
from beffroi.store.state import models
from beffroi.store.store import Store

from .bring import CURVE, EVERYONE, bring, bring_one, curve, held, series, values

TABLE = "Date;Conso\n2024-01-15 00:00;1,5\n2024-01-15 01:00;2,5\n2024-01-15 02:00;4\n"
MAPPING = {
    "timezone": "UTC",
    "step": "1h",
    "asset": "mairie",
    "values": [{"column": "Conso", "quantity": "electricity.active_energy", "unit": "kWh"}],
}


def test_the_same_file_twice_adds_nothing(store: Store, tmp_path: Path) -> None:
    path = curve(tmp_path / "a.csv", [1, 2, 3])
    first = bring_one(store, path)
    before = held(store, journal=True)
    again = bring_one(store, path)
    assert (first.status, again.status, again.batch) == ("stored", "already", first.batch)
    assert held(store, journal=True) == before
    # Under another name it is the same file still.
    assert bring_one(store, path.rename(tmp_path / "b.csv")).status == "already"


def test_the_same_measures_in_another_file_add_nothing(store: Store, tmp_path: Path) -> None:
    path = curve(tmp_path / "a.csv", [1, 2, 3])
    bring_one(store, path)
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    report = bring_one(store, path)
    assert (report.status, report.kept, report.changed, report.unchanged) == ("stored", 0, 0, 3)
    assert values(store, CURVE) == [1, 2, 3]


def test_an_overlapping_file_adds_only_what_is_new(store: Store, tmp_path: Path) -> None:
    bring_one(store, curve(tmp_path / "a.csv", [1, 2, 3]))
    report = bring_one(store, curve(tmp_path / "b.csv", [1, 2, 3, 4, 5]))
    assert (report.kept, report.changed, report.unchanged) == (2, 0, 3)
    assert values(store, CURVE) == [1, 2, 3, 4, 5]
    assert series(store)[CURVE].points == 5


def test_a_corrected_value_is_a_version_and_the_past_can_be_replayed(
    store: Store, tmp_path: Path
) -> None:
    bring_one(store, curve(tmp_path / "a.csv", [1, 2, 3]))
    between = utc_now()
    report = bring_one(store, curve(tmp_path / "b.csv", [1, 9, 3]))
    assert (report.kept, report.changed, report.unchanged) == (0, 1, 2)
    assert values(store, CURVE) == [1, 9, 3]
    assert values(store, CURVE, as_of=between) == [1, 2, 3]
    assert values(store, CURVE, as_of=between - timedelta(days=1)) == []


def test_history_may_be_taken_as_known_when_it_was_measured(store: Store, tmp_path: Path) -> None:
    bring_one(store, curve(tmp_path / "a.csv", [1, 2, 3]), as_measured=True)
    # Half-hours from midnight in Paris: the second one ends at one o'clock, midnight in UTC.
    assert values(store, CURVE, as_of=datetime(2024, 1, 15, 0, 0, tzinfo=UTC)) == [1, 2]


def test_a_report_says_all_that_became_of_a_file(store: Store, tmp_path: Path) -> None:
    rows: list[float | str] = [10, 20, "", "abc", 50, *([""] * 20), 80, 90]
    report = bring_one(store, curve(tmp_path / "a.csv", rows))
    assert (report.rows_read, report.kept, report.series_created) == (27, 5, 1)
    assert dict(report.refused) == {"empty_value": 21, "bad_number": 1}
    assert {
        "line": 7,
        "reason": "bad_number",
        "text": "2024-01-15T02:00:00+01:00;abc",
    } in report.refusals
    said = report.to_dict("fr")
    assert said["status"] == "stored"
    assert said["format"] == "Enedis, historique de mesures (SGE)"
    assert said["sha256"] == hashlib.sha256((tmp_path / "a.csv").read_bytes()).hexdigest()
    assert {row["why"] for row in said["refusals"]} == {"valeur vide", "nombre illisible"}
    assert (said["from"], said["to"]) == ("2024-01-14T23:00:00+00:00", "2024-01-15T12:30:00+00:00")
    gaps = [(gap["from"], gap["to"], gap["missing"]) for gap in said["gaps"]]
    assert gaps == [
        ("2024-01-15T00:00:00+00:00", "2024-01-15T01:00:00+00:00", 2),
        ("2024-01-15T01:30:00+00:00", "2024-01-15T11:30:00+00:00", 20),
    ]
    (one,) = said["series"]
    assert (one["key"], one["points"], one["created"]) == (CURVE, 5, True)
    assert said["repairs"]["gap_filled_short"]["count"] == 2
    with store.reader(EVERYONE).session() as session:
        batch = session.get_one(models.Batch, report.batch)
    assert batch.report["kept"] == 5
    assert (batch.name, batch.reader, batch.status) == ("a.csv", "enedis.hdm", "done")


def test_an_archive_with_one_bad_member_stores_the_others(store: Store, tmp_path: Path) -> None:
    good, other = (curve(tmp_path / f"{prm}.csv", [1, 2], prm=prm * 14) for prm in ("1", "2"))
    path = tmp_path / "mois.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(good, "a/un.csv")
        archive.writestr("a/deux.csv", b"\x00\x01\x02 nothing that is known \xff" * 9)
        archive.writestr("a/vide.csv", b"")
        archive.write(other, "b/trois.csv")
    reports = {report.file: report for report in bring(store, path)}
    assert {name: report.status for name, report in reports.items()} == {
        "mois.zip/a/un.csv": "stored",
        "mois.zip/a/deux.csv": "refused",
        "mois.zip/a/vide.csv": "refused",
        "mois.zip/b/trois.csv": "stored",
    }
    errors = {name: report.error["code"] for name, report in reports.items() if report.error}
    assert errors == {
        "mois.zip/a/deux.csv": "import.not_understood",
        "mois.zip/a/vide.csv": "import.file_empty",
    }
    assert sorted(series(store)) == [CURVE, CURVE.replace("1" * 14, "2" * 14)]
    again = [report.status for report in bring(store, path)]
    assert again == ["already", "refused", "refused", "already"]


def test_a_folder_is_imported_whole_and_in_order(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "exports" / "2024.csv"  # a folder may be named as a file is
    folder.mkdir(parents=True)
    curve(folder / "b.csv", [1, 2, 3, 4])
    curve(folder / "a.csv", [1, 2])
    (folder / "lisez-moi.txt").write_text("Bonjour,\nvoici les fichiers.\n", "utf-8")
    reports = bring(store, tmp_path / "exports")
    assert [(r.file, r.status) for r in reports] == [
        ("a.csv", "stored"),
        ("b.csv", "stored"),
        ("lisez-moi.txt", "ignored"),
    ]
    assert values(store, CURVE) == [1, 2, 3, 4]


def test_an_empty_folder_is_told(store: Store, tmp_path: Path) -> None:
    (tmp_path / "vide").mkdir()
    (report,) = bring(store, tmp_path / "vide")
    assert report.error is not None
    assert report.error["code"] == "import.file_empty"


def test_a_mapping_is_remembered_for_the_next_file_of_its_shape(
    store: Store, tmp_path: Path
) -> None:
    january, february = tmp_path / "janvier.csv", tmp_path / "fevrier.csv"
    january.write_text(TABLE, "utf-8")
    february.write_text(TABLE.replace("2024-01-15", "2024-01-16"), "utf-8")
    bring_one(store, january, mapping=MAPPING)
    report = bring_one(store, february)
    assert any("correspondance" in note.fr for note in report.notes)
    (name,) = series(store)
    assert name.startswith("mairie/electricity.active_energy")
    assert values(store, name) == [1_500, 2_500, 4_000] * 2
    with store.reader(EVERYONE).session() as session:
        kept = [row.content for row in session.scalars(select(models.Mapping))]
    assert {"assets": ["mairie"]} in kept
    assert len(kept) == 2


def test_a_mapping_that_failed_is_not_remembered(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "janvier.csv"
    path.write_text(TABLE, "utf-8")
    before = held(store)
    (report,) = bring(store, path, mapping={**MAPPING, "values": [{"column": "Autre"}]})
    assert report.error is not None
    assert report.error["code"] == "import.mapping_invalid"
    assert held(store) == before


def test_a_dry_run_stores_nothing_at_all(store: Store, tmp_path: Path) -> None:
    before = held(store, journal=True)
    report = bring_one(store, curve(tmp_path / "a.csv", [1, 2, "x"]), dry_run=True)
    assert report.status == "understood"
    assert (report.rows_read, report.observations) == (3, 2)
    assert dict(report.refused) == {"bad_number": 1}
    assert [(item["key"], item["points"]) for item in report.series] == [(CURVE, 2)]
    assert [row["value"] for row in report.preview] == [1, 2]
    table = tmp_path / "t.csv"
    table.write_text(TABLE, "utf-8")
    assert bring_one(store, table, dry_run=True, mapping=MAPPING).mapping
    assert held(store, journal=True) == before


def test_an_original_is_kept_by_its_hash_and_that_of_a_refused_file_is_not(
    store: Store, tmp_path: Path
) -> None:
    path = curve(tmp_path / "a.csv", [1, 2])
    report = bring_one(store, path)
    kept = originals.place(store.home, report.sha256)
    assert kept.read_bytes() == path.read_bytes()
    path.write_text(path.read_text("utf-8").replace(";1\n", ";x\n").replace(";2\n", ";x\n"))
    (refused,) = bring(store, path)
    assert refused.error is not None
    assert refused.error["code"] == "import.file_empty"
    assert [p for p in store.home.originals.rglob("*") if p.is_file()] == [kept]


def test_a_file_that_changes_while_it_is_read_is_refused(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = curve(tmp_path / "a.csv", [1, 2])
    real = originals.digest

    def late(file: Path) -> str:
        found = real(file)
        curve(path, [7, 8, 9])
        return found

    monkeypatch.setattr(originals, "digest", late)
    before = held(store, journal=True)
    (report,) = bring(store, path)
    assert report.error is not None
    assert report.error["code"] == "import.file_broken"
    assert held(store, journal=True) == before


def test_a_file_cut_after_it_was_kept_changes_nothing(store: Store, tmp_path: Path) -> None:
    path = curve(tmp_path / "a.csv", list(range(20)))
    cut = False

    def progress(step: str, *_: object) -> None:
        nonlocal cut
        if step == "read":
            path.write_bytes(b"")
            cut = True

    (report,) = import_path(store.writer("test"), store.settings, path, ImportOptions(1), progress)
    assert cut
    assert report.kept == 20


def test_two_organisations_may_import_the_same_file(store: Store, tmp_path: Path) -> None:
    from beffroi.decide.organisations import create_organisation

    other = create_organisation(store.writer("test"), "Voisine")
    path = curve(tmp_path / "a.csv", [1, 2])
    bring_one(store, path)
    (report,) = import_path(store.writer("test"), store.settings, path, ImportOptions(other))
    assert (report.status, report.kept, report.series_created) == ("stored", 2, 1)
