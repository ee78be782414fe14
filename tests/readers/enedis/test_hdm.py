"""HDM: load curves, indexes and maximum powers, several blocks and points in one file."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from beffroi.errors import BeffroiError
from beffroi.readers import sources
from beffroi.readers.contract import Quality
from beffroi.readers.enedis import lines as lines_module

from ..reading import Reading, Row, read, read_source  # noqa: TID252 - tests are no package
from .samples import HDM_LABELS, PRM, half_hours, hdm_curve, hdm_index, hdm_maximum

KEY = "enedis.hdm"
POWER = ("electricity.active_power", "mean_power", "consumption")
PARIS = ZoneInfo("Europe/Paris")


def at(hour: float) -> datetime:
    """Return a time of 1 January 2021 in Paris."""
    return datetime(2020, 12, 31, 23, tzinfo=UTC) + timedelta(hours=hour)


def energy(row: Row) -> Decimal:
    """Return the watt-hours of a mean power over its interval."""
    start, end, value, _ = row
    return Decimal(int(value)) * int((end - start).total_seconds()) / 3600


@pytest.fixture
def real_curve(shared_data: Path) -> Reading:
    return read_source(KEY, sources(shared_data / "enedis/Enedis_SGE_HDM_A06NW0ZI.csv")[0])


@pytest.fixture
def real_indexes(shared_data: Path) -> Reading:
    return read_source(KEY, sources(shared_data / "enedis/Enedis_SGE_HDM_A06NW10D.csv")[0])


def test_real_curve_total_is_exact(real_curve: Reading) -> None:
    rows = real_curve.values(*POWER)
    assert len(rows) == 17_852
    assert sum(map(energy, rows)) == 9_674_573
    assert real_curve.rows == 17_866
    assert {reason for _, reason, _ in real_curve.refused} == {"empty_value"}
    assert [line for line, _, _ in real_curve.refused] == [*range(4, 17), 26]
    [series] = real_curve.series().values()
    assert (series.asset, series.asset_type) == ("09111642617347", "delivery_point")


@pytest.mark.parametrize(
    ("day", "watt_hours", "hours"),
    [
        ("2021-01-07", 13_877, 10),  # begins in the afternoon
        ("2021-02-06", 24_496, 23),  # one hour missing
        ("2021-02-12", 34_361, 12),  # half a day missing, then steps of 30 minutes
        ("2021-02-13", 75_835, 24),
        ("2021-03-28", 28_052, 23),  # spring
        ("2021-10-31", 21_321, 25),  # autumn
        ("2022-02-01", 25_513, 24),
    ],
)
def test_real_curve_by_local_day(
    real_curve: Reading, day: str, watt_hours: int, hours: int
) -> None:
    by_day: dict[str, list[Row]] = defaultdict(list)
    for row in real_curve.values(*POWER):
        by_day[row[0].astimezone(PARIS).date().isoformat()].append(row)
    assert sum(map(energy, by_day[day])) == watt_hours
    assert sum((end - start for start, end, _, _ in by_day[day]), timedelta()) == timedelta(
        hours=hours
    )


def test_real_pieces_cut_anywhere_give_the_same(
    real_curve: Reading, shared_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines_module, "PIECE_BYTES", 10_007)
    cut = read_source(KEY, sources(shared_data / "enedis/Enedis_SGE_HDM_A06NW0ZI.csv")[0])
    assert len(cut.pieces) > 40
    assert cut.values(*POWER) == real_curve.values(*POWER)
    assert cut.refused == real_curve.refused


def test_real_indexes_differ_by_the_energy_of_the_curve(
    real_indexes: Reading, real_curve: Reading
) -> None:
    indexes = real_indexes.values("electricity.active_energy", "index", "index EAS T")
    assert len(indexes) == 391
    assert (indexes[0][2], indexes[-1][2]) == (15_747, 9_723_814)
    assert sum(value for _, _, value, _ in indexes) == 2_151_250_119
    edges = [start for start, *_ in indexes]
    assert {edge.astimezone(PARIS).hour for edge in edges} == {0}
    between = dict.fromkeys(edges, Decimal(0))
    for row in real_curve.values(*POWER):
        if row[0] >= edges[0]:
            day = row[0].astimezone(PARIS).replace(hour=0, minute=0).astimezone(UTC)
            if day in between:
                between[day] += energy(row)
    off = [
        abs(between[a[0]] - int(b[2] - a[2]))
        for a, b in pairwise(indexes)
        # One index is missing, one is there twice, at the changes of time.
        if a[0] >= datetime(2021, 2, 13, tzinfo=UTC) and timedelta(0) < b[0] - a[0] < timedelta(1.5)
    ]
    assert len(off) == 351
    assert max(off) == 1


def test_real_registers_and_maximum_powers(real_indexes: Reading) -> None:
    series = real_indexes.series()
    qualifiers = {key[3] for key in series if key[2] == "index"}
    assert qualifiers == {
        *(f"index EAS F{number}" for number in range(1, 11)),
        *(f"index EAS D{number}" for number in range(1, 5)),
        "index EAS T",
    }
    maxima = real_indexes.values("electricity.active_power_max", "gauge", "consumption")
    assert (len(maxima), sum(value for _, _, value, _ in maxima)) == (390, 1_976_949)
    # 16 bits full: the meter had nothing to say on 16 July 2021.
    suspect = [(start, value) for start, _, value, quality in maxima if quality == Quality.SUSPECT]
    assert suspect == [(datetime(2021, 7, 15, 22, tzinfo=UTC), 65_535.0)]
    assert len([line for line, reason, _ in real_indexes.refused if reason == "empty_value"]) == 160
    notes = [note.en for piece in real_indexes.pieces for note in piece.notes]
    assert any("calendars" in note for note in notes)
    assert any("midnight" in note for note in notes)


def test_c5_times_end_their_step_and_c4_times_begin_it() -> None:
    c5 = read(KEY, hdm_curve(*half_hours(1, 3)).encode())
    assert [(start, end) for start, end, *_ in c5.values(*POWER)] == [
        (at(0), at(0.5)),
        (at(0.5), at(1)),
        (at(1), at(1.5)),
    ]
    c4 = read(KEY, hdm_curve(*half_hours(0, 3), unit="").encode())
    assert [(start, end) for start, end, *_ in c4.values(*POWER)] == [
        (at(0), at(0.5)),
        (at(0.5), at(1)),
        (at(1), at(1.5)),
    ]
    assert "start" in c4.pieces[0].notes[0].en


@pytest.mark.parametrize(
    "variant",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.rstrip("\n"),
        lambda text: text.replace("Type de donnees", "Type de données").replace("tape", "étape"),
        lambda text: "\n".join(
            ";".join(f'"{cell}"' for cell in line.split(";")) if line else ""
            for line in text.split("\n")
        ),
        lambda text: text.replace("\n2021", "\n\n2021"),
    ],
    ids=["bom", "crlf", "no final newline", "accents", "quotes", "blank lines"],
)
def test_variants_give_the_same(variant: object) -> None:
    plain = hdm_curve(*half_hours(1, 5))
    assert callable(variant)
    found = read(KEY, variant(plain).encode())
    assert found.values(*POWER) == read(KEY, plain.encode()).values(*POWER)
    assert found.refused == []
    assert found.rows == 5


def test_latin_1_is_read() -> None:
    text = hdm_index("2021-01-01T00:00:00+01:00;Estimé;1;;2;3").replace("donnees", "données")
    found = read(KEY, text.encode("latin-1"))
    [row] = found.values("electricity.active_energy", "index", "index EAS T")
    assert row[2:] == (3.0, Quality.ESTIMATED)


def test_several_points_and_blocks_in_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = [hdm_curve(*half_hours(1, 20, value), prm=f"{value:014d}") for value in (100, 200)]
    text = blocks[0] + hdm_index("2021-01-01T00:00:00+01:00;Arrêté quotidien;1;2;3;4") + blocks[1]
    for size in (1 << 20, 300, 64):  # a cut may fall within an opening
        monkeypatch.setattr(lines_module, "PIECE_BYTES", size)
        found = read(KEY, text.encode())
        for value in (100, 200):
            rows = found.values(*POWER, f"{value:014d}")
            assert [row[2] for row in rows] == [float(value + half) for half in range(1, 21)]
        assert len(found.values("electricity.active_energy", "index", "index EAS D1", PRM)) == 1


def test_reactive_injection_and_corrected_curves() -> None:
    text = hdm_curve(
        *half_hours(1, 4),
        what="Energie réactive inductive",
        way="Production",
        stage="Comptage Corrigé",
        unit="kVAr",
    )
    found = read(KEY, text.encode())
    rows = found.values("electricity.reactive_power", "mean_power", "injection inductive")
    assert [row[2] for row in rows] == [1_001_000, 1_002_000, 1_003_000, 1_004_000]
    assert {row[3] for row in rows} == {Quality.CORRECTED}


def test_declared_step_serves_a_lone_point() -> None:
    lone = half_hours(1, 1)
    assert read(KEY, hdm_curve(*lone).encode()).refused == [(4, "bad_time", "")]
    found = read(KEY, hdm_curve(*lone, step="30").encode())
    assert found.values(*POWER) == [(at(0), at(0.5), 1001.0, 0)]


def test_bad_rows_are_refused_with_their_line_and_the_rest_kept() -> None:
    rows = half_hours(1, 12)
    rows[1] = "2021-02-30T01:00:00+01:00;1"
    rows[2] = "2021-01-01T01:30:00+01:00;douze"
    rows[3] = "2021-01-01T02:00:00+01:00;null"
    rows[4] = "2021-01-01T02:30:00+01:00;"
    rows[5] = "2021-01-01T03:00:00+01:00"
    rows[6] = "2021-01-01T03:30:00+01:00;1;2"
    rows[7] = "9021-01-01T04:00:00+01:00;1"
    rows[8] = "2021-01-01 04:30:00;1"
    found = read(KEY, hdm_curve(*rows).encode())
    assert sorted((line, reason) for line, reason, _ in found.refused) == [
        (5, "bad_time"),
        (6, "bad_number"),
        (7, "no_data"),
        (8, "empty_value"),
        (9, "bad_row"),
        (10, "bad_row"),
        (11, "bad_time"),
        (12, "bad_time"),
    ]
    assert [row[2] for row in found.values(*POWER)] == [1001.0, 1010.0, 1011.0, 1012.0]
    assert found.rows == 12
    texts = {line: text for line, _, text in found.refused}
    assert texts[6] == "2021-01-01T01:30:00+01:00;douze"


def test_index_cells_that_are_no_numbers() -> None:
    text = hdm_index(
        "2021-01-01T00:00:00+01:00;Arrêté quotidien;1;x;3;4",
        "2021-01-01T23:00:00+01:00;Arrêté quotidien;;;;",
        "hier;Arrêté quotidien;1;2;3;4",
    )
    found = read(KEY, text.encode())
    assert sorted((line, reason) for line, reason, _ in found.refused) == [
        (4, "bad_number"),
        (5, "empty_value"),
        (6, "bad_time"),
    ]
    assert len(found.values("electricity.active_energy", "index", "index EAS F1")) == 1
    assert found.values("electricity.active_energy", "index", "index EAS F2") == []


def test_maximum_power_holds_for_its_day() -> None:
    found = read(KEY, hdm_maximum("2021-01-01T18:20:31+01:00;3500").encode())
    rows = found.values("electricity.active_power_max", "gauge", "consumption")
    assert rows == [(at(0), at(24), 3500.0, 0)]


def test_a_block_of_another_quantity_is_noted_not_read() -> None:
    text = hdm_curve("2021-01-01T00:10:00+01:00;231", what="Tension") + hdm_curve(*half_hours(1, 4))
    found = read(KEY, text.encode())
    assert len(found.values(*POWER)) == 4
    assert any("Tension" in note.fr for piece in found.pieces for note in piece.notes)


def test_an_empty_block_holds_nothing() -> None:
    found = read(KEY, hdm_curve().encode())
    assert (found.rows, found.table().num_rows, found.refused) == (0, 0, [])


@pytest.mark.parametrize(
    "data",
    [
        HDM_LABELS.encode(),
        "\n".join(hdm_curve().split("\n")[:2]).encode(),
        hdm_curve().replace("Horodate;Valeur", "Horodate;Watts").encode(),
        hdm_curve().replace("Horodate;Valeur", "Valeur;Valeur").encode(),
        hdm_curve("x" * (10 << 20)).encode(),
        hdm_curve(*half_hours(1, 3)).encode("utf-16"),
    ],
    ids=["labels only", "no columns", "no values", "same twice", "endless line", "utf-16"],
)
def test_broken_files_are_said_to_be(data: bytes) -> None:
    with pytest.raises(BeffroiError) as raised:
        read(KEY, data)
    assert raised.value.type.code == "import.file_broken"


def test_a_large_piece_with_one_odd_row_keeps_its_lines() -> None:
    # Over a block: rows are parsed by several threads, and again by one where a row is odd.
    rows = [
        f"2021-01-{1 + number // 1440 % 28:02d}T{number // 60 % 24:02d}:{number % 60:02d}:00Z;7"
        for number in range(0, 60_480 * 5, 5)
    ]
    clean = read(KEY, hdm_curve(*rows).encode())
    assert (clean.rows, clean.refused) == (60_480, [])
    rows[30_000] = "odd"
    found = read(KEY, hdm_curve(*rows).encode())
    assert (found.rows, found.refused) == (60_480, [(30_004, "bad_row", "odd")])
    assert found.table().num_rows == 60_479
