"""Files of the customer portal: curves as CSV, daily energies as XLSX."""

from datetime import UTC, datetime, timedelta

import pytest

from beffroi.errors import BeffroiError
from beffroi.readers import recognise

from ..reading import read, source_of  # noqa: TID252 - tests are no package
from ..workbooks import sheet, workbook  # noqa: TID252 - tests are no package
from .samples import PRM, SAMPLES, daily_sheet, half_hours

CSV, XLSX = "enedis.portal_csv", "enedis.portal_xlsx"
POWER = ("electricity.active_power", "mean_power", "consumption")
DAILY = ("electricity.active_energy", "interval", "consumption daily")
MIDNIGHT = datetime(2020, 12, 31, 23, tzinfo=UTC)  # in Paris
HALF = timedelta(minutes=30)
NEW = SAMPLES[CSV][1]


def test_older_curves_end_their_step_in_watts() -> None:
    data = "\n".join(["Horodate;Valeur", *half_hours(1, 2)]).encode()
    found = read(CSV, data, f"Enedis_Conso_Heure_20210101-20210131_{PRM}.csv")
    assert found.values(*POWER, PRM) == [
        (MIDNIGHT, MIDNIGHT + HALF, 1001.0, 0),
        (MIDNIGHT + HALF, MIDNIGHT + 2 * HALF, 1002.0, 0),
    ]
    assert any(PRM in note.fr for note in found.pieces[0].notes)


def test_newer_curves_begin_their_step_in_kilowatts() -> None:
    found = read(CSV, NEW, f"historique_conso_{PRM}.csv")
    assert found.values(*POWER, PRM) == [
        (MIDNIGHT, MIDNIGHT + HALF, 88.0, 0),
        (MIDNIGHT + 2 * HALF, MIDNIGHT + 3 * HALF, 1500.0, 0),
    ]
    assert [(line, reason) for line, reason, _ in found.refused] == [(3, "no_data")]


@pytest.mark.parametrize(
    ("name", "asset", "way"),
    [
        (f"exports/historique_prod_{PRM}_2022.csv", PRM, "injection"),
        (f"a.zip/historique_prod_{PRM}.csv", PRM, "injection"),
        (f"prod/historique_conso_{PRM}.csv", PRM, "consumption"),
        ("courbe.csv", "courbe", "consumption"),
        ("1234567890123456.csv", "1234567890123456", "consumption"),
    ],
)
def test_the_name_of_the_file_is_the_last_resort(name: str, asset: str, way: str) -> None:
    found = read(CSV, NEW, name)
    assert {key[::3] for key in found.series()} == {(asset, way)}
    assert len(found.pieces[0].notes) >= 2


def test_curves_with_odd_columns_are_broken_and_labels_alone_hold_nothing() -> None:
    with pytest.raises(BeffroiError):
        read(CSV, b"debut;fin;kWh\n1;2;3\n")
    assert read(CSV, b"Horodate;Valeur\n").table().num_rows == 0


def test_daily_energies_by_the_days_of_paris() -> None:
    rows = daily_sheet(
        ["", "28/03/2021", 12.5],
        ["", "29/03/2021", "NA"],
        ["", 44500.0, 1.0],  # 31 October 2021 as a serial number
        ["", "un jour", 2.0],
        ["", "01/11/2021", "douze"],
        ["", "02/11/2021", ""],
        ["", "", ""],
    )
    found = read(XLSX, workbook(rows, "Export Consommation Quotidienne"))
    values = found.values(*DAILY, PRM)
    assert [(end - start, value) for start, end, value, _ in values] == [
        (timedelta(hours=23), 12_500.0),
        (timedelta(hours=25), 1_000.0),
    ]
    assert values[0][0] == datetime(2021, 3, 27, 23, tzinfo=UTC)
    assert sorted((line, reason) for line, reason, _ in found.refused) == [
        (6, "no_data"),
        (8, "bad_time"),
        (9, "bad_number"),
        (10, "empty_value"),
    ]
    assert found.rows == 6


def test_the_sheet_tells_the_direction_and_the_name_the_point_as_a_last_resort() -> None:
    data = workbook(daily_sheet(["", "28/03/2021", 1.0], prm=""), "Export Production Quotidienne")
    found = read(XLSX, data, f"{PRM}_export.xlsx")
    [series] = found.series().values()
    assert (series.asset, series.qualifier) == (PRM, "injection daily")


def test_workbooks_are_told_by_content() -> None:
    assert recognise(source_of(SAMPLES[XLSX][0], "x.csv").head()).key == XLSX
    data = SAMPLES[XLSX][0]
    for broken in (data[: len(data) // 2], workbook(sheet([["Date", "Valeur"]]))):
        with pytest.raises(BeffroiError) as raised:
            read(XLSX, broken)
        assert raised.value.type.code == "import.file_broken"


def test_curves_are_told_by_content() -> None:
    for data in SAMPLES[CSV]:
        assert recognise(source_of(b"\xef\xbb\xbf" + data, "x.xml").head()).key == CSV
