"""Météo-France's files by département."""

import gzip
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow.compute as pc
import pytest

from beffroi.errors import BeffroiError
from beffroi.readers import ReadOptions, Source, readers, recognise, rows, sources
from beffroi.readers.contract import Quality

from ..reading import read, read_source, source_of  # noqa: TID252 - tests are no installed package
from .samples import DAILY, DAILY_HEADER, HOURLY, HOURLY_HEADER, table

DAY, HOUR = "weather.meteo_france_daily", "weather.meteo_france_hourly"
TEMPERATURE, RAIN = "weather.air_temperature", "weather.rain"
BOURG = "99001001"


def at(day: int, hour: int = 0, month: int = 1) -> datetime:
    return datetime(2021, month, day, hour, tzinfo=UTC)


def test_temperatures_cover_the_day_and_rain_runs_from_06_to_06_utc() -> None:
    found = read(DAY, table(DAILY_HEADER, *DAILY))
    good = Quality.MEASURED
    assert found.values(TEMPERATURE, "gauge", "mean", BOURG) == [(at(1), at(2), 0.8, good)]
    assert found.values(TEMPERATURE, "gauge", "min", BOURG) == [(at(1), at(2), -2.5, good)]
    assert found.values(TEMPERATURE, "gauge", "max", BOURG) == [(at(1), at(2), 4.0, good)]
    assert found.values(RAIN, "interval", "daily", BOURG) == [
        (at(1, 6), at(2, 6), 1.2, good),
        (at(2, 6), at(3, 6), 0.0, Quality.SUSPECT),
    ]
    assert found.values("weather.wind_speed", "gauge", "mean")[0][2] == 3.1
    assert (found.rows, found.refused) == (3, [])


def test_stations_are_told_apart_and_described() -> None:
    found = read(DAY, table(DAILY_HEADER, *DAILY))
    assert [row[2] for row in found.values(RAIN, "interval", "daily", "99002001")] == [7.4]
    draft = found.series()[BOURG, RAIN, "interval", "daily"]
    assert dict(draft.attributes) == {
        "name": "BOURG-INVENTÉ",
        "latitude": "48.1",
        "longitude": "2.5",
        "altitude": "123",
    }
    assert (draft.asset_type, draft.source) == ("weather_station", "meteo-france")


def test_hour_is_utc_and_amounts_are_those_of_the_hour_before() -> None:
    found = read(HOUR, table(HOURLY_HEADER, *HOURLY))
    noon, one = at(1, 12, 7), at(1, 13, 7)
    assert found.values(TEMPERATURE, "gauge", "", BOURG) == [
        (noon, noon, 21.5, Quality.MEASURED),
        (one, one, 22.0, Quality.SUSPECT),
    ]
    assert found.values(RAIN, "interval", "")[0] == (at(1, 11, 7), noon, 0.4, Quality.MEASURED)
    # 252 J/cm2 in an hour: 2,520,000 J/m2 over 3,600 s.
    [(start, end, irradiance, _)] = found.values("weather.irradiance", "gauge", "")
    assert (start, end) == (at(1, 11, 7), noon)
    assert irradiance == pytest.approx(700.0)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_bad_rows_are_refused_with_their_line(end: str) -> None:
    data = table(
        "NUM_POSTE;AAAAMMJJ;TM;QTM",
        "99001001;20210101;1.5;1",
        "99001001;20210230;1.5;1",
        "99001001;20210103",
        "",
        "POSTE;20210104;1.5;1",
        "99001001;20210105;froid;1",
        "99001001;20210106;1.5;1;9;9",
        "99001001;2021010712;1.5;1",
        "99001001;99990101;1.5;1",
        "1001001;20210108;2,5;7",
        end=end,
    )
    found = read(DAY, data)
    assert [(line, reason) for line, reason, _ in found.refused] == [
        (3, "bad_time"),
        (4, "bad_row"),
        (6, "bad_row"),
        (7, "bad_number"),
        (8, "bad_row"),
        (9, "bad_time"),
        (10, "bad_time"),
    ]
    assert found.rows == 9
    # The lost zero of a département below 10 is put back; an unknown code of quality is suspect.
    assert found.values(TEMPERATURE, "gauge", "mean", "01001001") == [
        (at(8), at(9), 2.5, Quality.SUSPECT)
    ]


def test_large_file_is_read_by_blocks_and_lines_stay_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rows, "_BLOCK_BYTES", 20_000)
    written = [f"99{i % 50:06d};LIEU;{20210101 + i % 28};{i % 9}.5;1" for i in range(50_000)]
    written[40_000] = "broken"
    data = table("NUM_POSTE;NOM_USUEL;AAAAMMJJ;RR;QRR", *written, "99000000;;x;1;1")
    opened: list[io.BytesIO] = []

    def opener() -> BinaryIO:
        opened.append(io.BytesIO(data))
        return cast("BinaryIO", opened[-1])

    pieces = readers()[DAY].read(Source("big.csv", len(data), opener), ReadOptions())
    first = next(pieces)
    assert opened[-1].tell() < len(data)
    others = list(pieces)
    assert first.rows + sum(piece.rows for piece in others) == 50_001
    assert max(piece.rows for piece in others) < 1000
    refused = [row for piece in others for row in piece.refused.to_pylist()]
    assert [(row["line"], row["reason"]) for row in refused] == [
        (40_002, "bad_row"),
        (50_002, "bad_time"),
    ]
    rain = sum(pc.sum(piece.observations["value"]).as_py() for piece in (first, *others))
    # 50,000 values of i % 9 + 0.5 but that of the broken row, 40,000 % 9 + 0.5.
    assert rain == sum(i % 9 for i in range(50_000)) + 25_000 - 4.5


def test_names_may_be_in_either_encoding() -> None:
    data = table("NUM_POSTE;NOM_USUEL;AAAAMMJJ;RR", "99001001;SAINT-BENOÎT;20210101;1")
    for bytes_ in (data, data.decode().encode("latin-1"), b"\xef\xbb\xbf" + data):
        draft = read(DAY, bytes_).series()[BOURG, RAIN, "interval", "daily"]
        assert dict(draft.attributes)["name"] == "SAINT-BENOÎT"


def test_six_minute_and_pressure_files_are_left_to_others() -> None:
    for header in (
        "NUM_POSTE;NOM_USUEL;LAT;LON;ALTI;AAAAMMJJHHMN;RR;QRR",
        "NUM_POSTE;AAAAMMJJ;PMERM;QPMERM",
    ):
        head = source_of(table(header)).head()
        assert readers()[DAY].recognise(head) == readers()[HOUR].recognise(head) == 0.0


def test_gzip_as_published_and_cut_on_the_way(tmp_path: Path) -> None:
    path = tmp_path / "Q_99_latest.csv.gz"
    packed = gzip.compress(table(DAILY_HEADER, *DAILY * 2000))
    path.write_bytes(packed)
    [source] = sources(path)
    assert recognise(source.head()).key == DAY
    assert read_source(DAY, source).rows == 6000
    path.write_bytes(packed[: len(packed) // 2])
    with pytest.raises(BeffroiError) as caught:
        read_source(DAY, sources(path)[0])
    assert caught.value.type.code == "import.file_broken"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"NUM_POSTE;AAAAMMJJ;RR",
        b"\x00\x01\x02" * 99,
        table(DAILY_HEADER, *DAILY).decode().encode("utf-16"),
    ],
    ids=["empty", "header without end", "binary", "utf-16"],
)
def test_broken_file_says_so(data: bytes) -> None:
    with pytest.raises(BeffroiError) as caught:
        read(DAY, data)
    assert caught.value.type.code == "import.file_broken"


def test_too_many_columns() -> None:
    with pytest.raises(BeffroiError) as caught:
        read(DAY, table(DAILY_HEADER, *DAILY), options=ReadOptions(max_columns=10))
    assert caught.value.type.code == "import.file_too_large"
