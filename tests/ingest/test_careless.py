"""What a careless or unlucky hand does to an installation: nothing is lost, doubled or hidden."""

import os
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pytest
from sqlalchemy import event, select

from beffroi.decide.organisations import Description, create_organisation, put_assets
from beffroi.errors import BeffroiError
from beffroi.ingest import ImportOptions, import_path
from beffroi.ingest.report import Report
from beffroi.periods import Step, parse_instant
from beffroi.store import intake as intake_module
from beffroi.store.drafts import SeriesKey
from beffroi.store.intake import Received, intake
from beffroi.store.read import Selection
from beffroi.store.state.models import Asset
from beffroi.store.store import Store

HEAD = "compteur;date;volume (m3)\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "home") as made:
        create_organisation(made.writer("test"), "Essai")
        yield made


def bring(store: Store, path: Path, text: str | None = None, **options: Any) -> list[Report]:
    if text is not None:
        path.write_text(text, "utf-8")
    chosen = ImportOptions(1, **options)
    return list(import_path(store.writer("test"), store.settings, path, chosen))


def days(first: int, last: int, meter: str = "C1") -> str:
    return "".join(f"{meter};2024-03-{d:02d};{d}\n" for d in range(first, last))


def total(store: Store, view: Any = "repaired") -> float:
    door = store.reader(store.whole("test", "test"))
    added: float = pc.sum(door.aggregate(Selection((1,), view=view), Step.YEAR)["value"]).as_py()
    return added


def test_readings_declared_known_as_measured_do_not_double_an_index(
    store: Store, tmp_path: Path
) -> None:
    head = "compteur;date;index (m3)\n"
    readings = "C1;2024-03-01;100\nC1;2024-03-11;200\nC1;2024-03-21;300\n"
    bring(store, tmp_path / "a.csv", head + readings)
    between = head + "C1;2024-03-06;180\nC1;2024-03-16;280\n"
    bring(store, tmp_path / "b.csv", between, as_measured=True)
    assert total(store) == pytest.approx(200)


def test_a_correction_declared_known_as_measured_counts(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path / "a.csv", HEAD + days(1, 20))
    text = HEAD + "C1;2024-03-01;500\n"
    assert bring(store, tmp_path / "b.csv", text, as_measured=True)[0].changed == 1
    assert total(store, "raw") == 190 + 499


def test_a_correction_counts_when_the_clock_was_ahead(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = datetime.now(UTC) + timedelta(hours=2)
    monkeypatch.setattr(intake_module, "utc_now", lambda: ahead)
    bring(store, tmp_path / "a.csv", HEAD + days(1, 20))
    monkeypatch.undo()
    assert bring(store, tmp_path / "b.csv", HEAD + "C1;2024-03-01;500\n")[0].changed == 1
    assert total(store, "raw") == 190 + 499


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_both_come_in(store: Store, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a.csv", HEAD + days(1, 20))
        archive.writestr("a.csv", HEAD + days(1, 20, "C2"))
    assert [one.status for one in bring(store, tmp_path / "two.zip")] == ["stored", "stored"]


def test_a_lake_that_lost_a_commit_takes_nothing_more(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path / "a.csv", HEAD + days(1, 10))
    bring(store, tmp_path / "b.csv", HEAD + days(10, 20))
    max((store.home.lake / "_delta_log").glob("*.json")).unlink()
    with Store.open(store.home.root) as again:
        (report,) = bring(again, tmp_path / "c.csv", HEAD + days(20, 29))
    assert report.error is not None
    assert report.error["code"] == "store.lake_broken"


def _failing(store: Store, described: list[Description]) -> None:
    received = Received(1, "ab" * 32, "f", 1, "r")
    meter = SeriesKey("PRM1", "delivery_point", "electricity.energy", "interval", "x")

    def half() -> None:
        with intake(store.writer("a"), received) as way_in:
            way_in.series([meter])
            put_assets(store.writer("b"), 1, described)
            raise OSError(28, "disk full")

    with pytest.raises(BeffroiError, match=r"store\.home_unwritable"):
        half()


def test_what_a_person_described_survives_the_import_that_failed(store: Store) -> None:
    _failing(store, [Description("delivery_point", "PRM1", "École", attributes={"surface": 1})])
    with store.writer("a").look() as session:
        assert [asset.name for asset in session.scalars(select(Asset))] == ["École"]


def test_a_home_opens_after_an_import_failed_whose_meter_has_a_sub_meter(store: Store) -> None:
    _failing(store, [Description("delivery_point", "PRM2", "sub", parent="PRM1")])
    with Store.open(store.home.root) as again, again.writer("a").look() as session:
        assert {asset.key for asset in session.scalars(select(Asset))} == {"PRM1", "PRM2"}


def test_a_home_may_have_a_question_mark(tmp_path: Path) -> None:
    with Store.create(tmp_path / "a?mode=b") as store:
        create_organisation(store.writer("test"), "Essai")
        bring(store, tmp_path / "a.csv", HEAD + days(1, 20))
        assert total(store) == 190
    assert (tmp_path / "a?mode=b" / "state.sqlite").is_file()
    assert not (tmp_path / "a").exists()


def test_a_name_that_is_no_utf8_stops_nobody(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for number, name in enumerate((b"a.csv", b"b\xff.csv", b"c.csv")):
        path = Path(os.fsdecode(os.fsencode(folder) + b"/" + name))
        path.write_text(HEAD + days(1, 20, f"M{number}"), "utf-8")
    assert [one.status for one in bring(store, folder)] == ["stored"] * 3


def test_the_home_is_no_data_even_when_it_stands_in_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text(HEAD + days(1, 20), "utf-8")
    with Store.create(Path("home")) as store:
        create_organisation(store.writer("test"), "Essai")
        assert [one.file for one in bring(store, tmp_path)] == ["a.csv"]


def test_more_meters_than_a_query_takes_values(store: Store, tmp_path: Path) -> None:
    for engine in (store.state.reading, store.state.writing):
        engine.dispose()

        @event.listens_for(engine, "connect")
        def _(connection: sqlite3.Connection, _record: object) -> None:
            connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 10_100)

    text = HEAD + "".join(f"M{number};2024-03-01;1\n" for number in range(11_000))
    (report,) = bring(store, tmp_path / "many.csv", text)
    assert report.status == "stored", report.error


def test_what_is_kept_is_read(store: Store, tmp_path: Path) -> None:
    text = HEAD + "C1;1900-01-01;4\nC1;1950-06-01;4\nC1;2024-03-01;5\n"
    (report,) = bring(store, tmp_path / "old.csv", text)
    door = store.reader(store.whole("test", "test"))
    assert report.kept == door.observations(Selection((1,))).num_rows


@pytest.mark.parametrize(
    "text", ["0001-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]
)
def test_a_date_at_the_end_of_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(BeffroiError) as caught:
        parse_instant(text)
    assert caught.value.type.code == "period.date_invalid"
