"""XML flows: R50, R151, R171, R4Q."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from beffroi.errors import BeffroiError
from beffroi.readers import recognise, sources
from beffroi.readers.contract import Quality

from ..reading import read, read_source, source_of  # noqa: TID252 - tests are no package
from .samples import PRM, SAMPLES, r4q, r50, r151, r171

POWER = ("electricity.active_power", "mean_power", "consumption")
MIDNIGHT = datetime(2020, 12, 31, 23, tzinfo=UTC)  # in Paris
MINUTES = timedelta(minutes=1)


def test_real_r50_day(shared_data: Path) -> None:
    found = read_source("enedis.r50", sources(shared_data / "enedis/R50.xml")[0])
    rows = found.values(*POWER, "09111642617347")
    assert len(rows) == 48
    assert sum(value for _, _, value, _ in rows) / 2 == 20_681  # Wh, steps of half an hour
    assert rows[0][0] == datetime(2022, 2, 1, 23, tzinfo=UTC)
    assert rows[-1][1] == datetime(2022, 2, 2, 23, tzinfo=UTC)


def test_real_r151_follows_the_hdm_indexes_by_the_energy_of_the_r50_day(shared_data: Path) -> None:
    found = read_source("enedis.r151", sources(shared_data / "enedis/R151.xml")[0])
    hdm = read_source("enedis.hdm", sources(shared_data / "enedis/Enedis_SGE_HDM_A06NW10D.csv")[0])
    for register in ("index EAS D1", "index EAS F1"):
        [(at, _, value, _)] = found.values("electricity.active_energy", "index", register)
        last, _, before, _ = hdm.values("electricity.active_energy", "index", register)[-1]
        assert (at - last, value - before) == (timedelta(days=1), 20_681)
    [(start, end, value, _)] = found.values(
        "electricity.apparent_power_max", "gauge", "consumption"
    )
    assert (start, end, value) == (
        datetime(2022, 2, 1, 23, tzinfo=UTC),
        datetime(2022, 2, 2, 23, tzinfo=UTC),
        3_817.0,
    )


def test_r50_times_end_their_step() -> None:
    found = read("enedis.r50", r50(("2021-01-01T00:30:00+01:00", "100", "1")))
    assert found.values(*POWER, PRM) == [
        (MIDNIGHT, MIDNIGHT + 30 * MINUTES, 100.0, Quality.SUSPECT)
    ]


def test_r50_refuses_points_by_rank() -> None:
    found = read(
        "enedis.r50",
        r50(
            ("2021-01-01T00:30:00+01:00", "100", "0"),
            ("2021-01-01T01:00:00+01:00", "", "0"),
            ("2021-01-01T25:00:00+01:00", "1", "0"),
            ("2021-01-01T02:00:00+01:00", "abc", "0"),
            ("2021-01-01T02:30:00+01:00", "200", "0"),
        ),
    )
    assert sorted((rank, reason) for rank, reason, _ in found.refused) == [
        (2, "empty_value"),
        (3, "bad_time"),
        (4, "bad_number"),
    ]
    assert [row[:3] for row in found.values(*POWER)] == [
        (MIDNIGHT, MIDNIGHT + 30 * MINUTES, 100.0),
        (MIDNIGHT + 120 * MINUTES, MIDNIGHT + 150 * MINUTES, 200.0),
    ]


def test_r151_dates_end_their_day_on_the_day_of_25_hours() -> None:
    found = read("enedis.r151", r151("2021-10-31"))
    end = datetime(2021, 10, 31, 23, tzinfo=UTC)
    for register, quality in (
        ("D1", Quality.MEASURED),
        ("F1", Quality.MEASURED),
        ("F2", Quality.SUSPECT),
    ):
        rows = found.values("electricity.active_energy", "index", f"index EAS {register}", PRM)
        assert rows == [(end, end, 1000.0, quality)]
    [maximum] = found.values("electricity.apparent_power_max", "gauge", "consumption")
    assert maximum == (end - timedelta(hours=25), end, 7_000.0, 0)


def test_r151_with_an_unknown_unit_refuses_the_indexes_only() -> None:
    found = read("enedis.r151", r151(unit="therm"))
    assert [reason for _, reason, _ in found.refused] == ["unknown_unit"] * 3
    assert found.table().num_rows == 1


def test_r171_times_are_those_of_paris_and_classes_name_the_registers() -> None:
    found = read(
        "enedis.r171",
        r171(
            ("CONS", "EA", "kWh", "5"),
            ("PROD", "EA", "Wh", "6"),
            ("CONS", "ERC", "VARh", "7"),
            ("CONS", "PMA", "VA", "86000"),
            ("CONS", "DD", "s", "60"),
            ("CONS", "TF", "s", "60"),
            ("CONS", "EA", "VA", "8"),
        ),
    )
    at = datetime(2021, 7, 2, 0, 37, 56, tzinfo=UTC)
    for quantity, kind, qualifier, value in (
        ("electricity.active_energy", "index", "index EAS D HPH", 5_000.0),
        ("electricity.active_energy", "index", "index EAI D HPH", 6.0),
        ("electricity.reactive_energy", "index", "index ERC D HPH", 7.0),
        ("electricity.apparent_power_max", "gauge", "consumption D HPH", 86_000.0),
        ("electricity.overrun_time", "index", "index DD D HPH", 60.0),
    ):
        assert found.values(quantity, kind, qualifier, PRM) == [(at, at, value, 0)]
    assert found.table().num_rows == 5
    assert found.refused == [(7, "unknown_unit", "2021-07-02T02:37:56;8")]
    assert [note.en for note in found.pieces[0].notes] == ["Quantity not read: “TF” (s)."]


def test_r4q_times_begin_their_step_in_kilowatts() -> None:
    found = read(
        "enedis.r4q",
        r4q(
            ("2021-01-01T00:00:00+01:00", "28", "R"),
            ("2021-01-01T00:10:00+01:00", "29.5", "E"),
            ("2021-01-01T00:20:00+01:00", "30", "C"),
            ("2021-01-01T00:30:00+01:00", "31", "Z"),
        ),
    )
    assert found.values(*POWER, PRM) == [
        (MIDNIGHT, MIDNIGHT + 10 * MINUTES, 28_000.0, Quality.MEASURED),
        (MIDNIGHT + 10 * MINUTES, MIDNIGHT + 20 * MINUTES, 29_500.0, Quality.ESTIMATED),
        (MIDNIGHT + 20 * MINUTES, MIDNIGHT + 30 * MINUTES, 30_000.0, Quality.CORRECTED),
        (MIDNIGHT + 30 * MINUTES, MIDNIGHT + 40 * MINUTES, 31_000.0, Quality.SUSPECT),
    ]
    reactive = read(
        "enedis.r4q", r4q(("2021-01-01T00:00:00+01:00", "2", "R"), unit="kVAr", what="ERC")
    )
    [row] = reactive.values("electricity.reactive_power", "mean_power", "consumption capacitive")
    assert row[2] == 2_000.0


FLOWS = ["enedis.r50", "enedis.r151", "enedis.r171", "enedis.r4q"]
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;">]>'
)


@pytest.mark.parametrize("key", FLOWS)
def test_entities_are_refused(key: str) -> None:
    [data] = SAMPLES[key]
    body = data.partition(b"?>")[2]
    with pytest.raises(BeffroiError) as raised:
        read(key, BOMB + body.replace(b"2021-", b"&c;2021-"))
    assert raised.value.type.code == "import.file_hostile"


@pytest.mark.parametrize("key", FLOWS)
def test_deep_nesting_is_refused(key: str) -> None:
    with pytest.raises(BeffroiError) as raised:
        read(key, b"<a>" * 100_000)
    assert raised.value.type.code == "import.file_hostile"


@pytest.mark.parametrize("key", FLOWS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_cut_files_are_broken(key: str, share: float) -> None:
    [data] = SAMPLES[key]
    with pytest.raises(BeffroiError) as raised:
        read(key, data[: int(len(data) * share)])
    assert raised.value.type.code == "import.file_broken"


@pytest.mark.parametrize("key", FLOWS)
def test_content_tells_a_flow_with_or_without_a_byte_order_mark(key: str) -> None:
    [data] = SAMPLES[key]
    assert recognise(source_of(data, "x.csv").head()).key == key
    marked = b"\xef\xbb\xbf" + data
    assert recognise(source_of(marked).head()).key == key
    assert read(key, marked).table().equals(read(key, data).table())


def test_a_point_without_a_number_never_takes_that_of_another() -> None:
    first = r50(("2021-01-01T00:30:00+01:00", "100", "0")).decode()
    point = first[first.index("<PRM>") : first.index("</R50>")]
    nameless = point.replace(f"<Id_PRM>{PRM}</Id_PRM>", "").replace(">100<", ">999<")
    found = read("enedis.r50", first.replace("</R50>", nameless + "</R50>").encode())
    assert [row[2] for row in found.values(*POWER)] == [100.0]
    assert [(rank, reason) for rank, reason, _ in found.refused] == [(2, "bad_row")]
    # What the header says still holds for the points that follow.
    both = first.replace("</R50>", point.replace(PRM, "2" * 14) + "</R50>")
    assert len(read("enedis.r50", both.encode()).values(*POWER)) == 2
