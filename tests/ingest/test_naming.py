"""Files that name no meter: never two meters in one, never one in two without a word."""

from pathlib import Path

import pytest

from beffroi.ingest import Report
from beffroi.ingest.undoing import undo
from beffroi.store.store import Store
from tests.ingest.bring import bring, bring_one, series, values


def daily(path: Path, first: int, amounts: list[float], month: int = 1) -> Path:
    """A table of days that names no meter."""
    rows = [f"{day:02d}/{month:02d}/2024;{v}" for day, v in enumerate(amounts, first)]
    path.write_text("\n".join(["Date;Conso gaz (kWh)", *rows, ""]), "utf-8")
    return path


def portal(path: Path, watts: list[int]) -> Path:
    rows = [f"2024-01-15T{hour:02d}:00:00+01:00;{v}" for hour, v in enumerate(watts, 1)]
    path.write_text("\n".join(["Horodate;Valeur", *rows, ""]), "utf-8")
    return path


def refused(found: list[Report]) -> tuple[str, str]:
    (report,) = found
    assert report.error is not None
    return report.error["code"], str(report.error["what"]).replace("\u00a0", " ")


def assets(store: Store) -> set[str]:
    return {name.partition("/")[0] for name in series(store)}


def test_two_portal_files_are_two_meters(store: Store, tmp_path: Path) -> None:
    bring_one(store, portal(tmp_path / "mairie.csv", [1, 2, 3]))
    report = bring_one(store, portal(tmp_path / "ecole.csv", [7, 8, 9]))
    assert (report.kept, report.changed) == (3, 0)
    assert assets(store) == {"mairie", "ecole"}


def test_the_asset_given_names_what_names_none(store: Store, tmp_path: Path) -> None:
    bring_one(store, portal(tmp_path / "export.csv", [1, 2, 3]), asset="Mairie")
    bring_one(store, daily(tmp_path / "export2.csv", 1, [1, 2, 3]), asset="École")
    assert assets(store) == {"Mairie", "École"}


def test_the_asset_given_renames_no_meter(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("PRM;Date;kWh\n" + "1" * 14 + ";2024-01-01;5\n" + "1" * 14 + ";2024-01-02;6\n")
    bring_one(store, path, asset="Mairie")
    assert assets(store) == {"1" * 14}


def test_another_meter_under_the_same_name_is_refused(store: Store, tmp_path: Path) -> None:
    bring_one(store, portal(tmp_path / "courbe.csv", [1, 2, 3, 4]))
    other = portal(tmp_path / "courbe.csv", [7, 8, 9, 4])
    (dry,) = bring(store, other, dry_run=True)
    assert "3 sur 4" in dry.warnings[0].fr.replace("\u00a0", " ")
    code, said = refused(bring(store, other))
    assert code == "import.would_replace"
    assert "3 des 4 mesures" in said
    name = "courbe/electricity.active_power/consumption"
    assert values(store, name) == [1, 2, 3, 4]
    report = bring_one(store, other, replace=True)
    assert report.changed == 3
    assert values(store, name) == [7, 8, 9, 4]


def test_a_named_meter_is_corrected_with_a_warning(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    head, prm = "PRM;Date;kWh\n", "1" * 14
    path.write_text(head + "".join(f"{prm};2024-01-{d:02d};5\n" for d in range(1, 9)))
    bring_one(store, path)
    path.write_text(head + "".join(f"{prm};2024-01-{d:02d};6\n" for d in range(1, 9)))
    report = bring_one(store, path)
    assert (report.changed, len(report.warnings)) == (8, 1)


def test_the_next_month_goes_on_with_the_asset_given(store: Store, tmp_path: Path) -> None:
    bring_one(store, daily(tmp_path / "mois.csv", 1, [5.0] * 31), asset="ecole")
    report = bring_one(store, daily(tmp_path / "mois2.csv", 1, [5.0] * 29, month=2))
    assert assets(store) == {"ecole"}
    assert any("suivent celles" in note.fr for note in report.notes)
    # Again the same month, otherwise: its dates follow nothing.
    code, said = refused(bring(store, daily(tmp_path / "mois3.csv", 1, [9.0] * 29, month=2)))
    assert code == "import.asset_unclear"
    assert "« ecole »" in said
    bring_one(store, daily(tmp_path / "mois3.csv", 1, [9.0] * 29, month=2), asset="mairie")
    # Both could be meant by March.
    assert refused(bring(store, daily(tmp_path / "m.csv", 1, [5.0] * 31, month=3)))[0] == (
        "import.asset_unclear"
    )
    assert assets(store) == {"ecole", "mairie"}


def test_a_mapping_gives_its_asset_to_the_next_month_only(store: Store, tmp_path: Path) -> None:
    bring_one(store, daily(tmp_path / "mois.csv", 1, [5.0] * 31), mapping={"asset": "ecole"})
    bring_one(store, daily(tmp_path / "mois2.csv", 1, [5.0] * 29, month=2))
    assert refused(bring(store, daily(tmp_path / "x.csv", 1, [7.0] * 29, month=2)))
    assert assets(store) == {"ecole"}


def test_a_new_meter_that_follows_another_is_doubted(store: Store, tmp_path: Path) -> None:
    bring_one(store, daily(tmp_path / "mois.csv", 1, [5.0] * 31))
    follows = bring_one(store, daily(tmp_path / "mois2.csv", 1, [5.0] * 29, month=2))
    assert ["« mois »" in w.fr.replace("\u00a0", " ") for w in follows.warnings] == [True]
    apart = bring_one(store, daily(tmp_path / "mairie.csv", 1, [6.0] * 31, month=1))
    assert apart.warnings == []


def test_an_interrupted_import_keeps_its_asset(store: Store, tmp_path: Path) -> None:
    first = bring_one(store, portal(tmp_path / "a.csv", [1, 2, 3]), asset="Mairie")
    again = bring_one(store, portal(tmp_path / "a.csv", [1, 2, 3]), asset="Mairie")
    assert (again.status, again.batch) == ("already", first.batch)


@pytest.mark.parametrize("day", ["mois", "mois2"])
def test_a_file_that_names_a_known_meter_is_its(store: Store, tmp_path: Path, day: str) -> None:
    bring_one(store, daily(tmp_path / f"{day}.csv", 1, [5.0] * 20))
    report = bring_one(store, daily(tmp_path / f"{day}.csv", 1, [5.0] * 31))
    assert (report.kept, report.unchanged) == (11, 20)


def test_the_name_of_an_undone_import_is_not_one_to_go_on_with(
    store: Store, tmp_path: Path
) -> None:
    wrong = bring_one(store, daily(tmp_path / "faux.csv", 1, [1, 2, 3]), asset="Mairie")
    assert wrong.batch is not None
    list(undo(store.writer("test"), store.settings, wrong.batch))
    other = bring_one(store, daily(tmp_path / "autre.csv", 20, [4, 5, 6]))
    assert other.series_created == 1
    assert values(store, "autre/gas.energy") == [4000, 5000, 6000]
