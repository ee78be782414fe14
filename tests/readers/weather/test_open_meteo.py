"""Open-Meteo's JSON."""

from datetime import UTC, datetime
from typing import Any

import pytest

from beffroi.errors import BeffroiError

from ..reading import read  # noqa: TID252 - tests are no installed package
from .samples import DAYS, HOURS, answer

KEY = "weather.open_meteo"
TEMPERATURE, RAIN = "weather.air_temperature", "weather.rain"


def at(month: int, day: int, hour: int = 0) -> datetime:
    return datetime(2024, month, day, hour, tzinfo=UTC)


def hours(**changes: Any) -> dict[str, Any]:
    """Return the hourly example with changes."""
    return {**HOURS, **changes}


def test_the_one_offset_of_the_answer_holds_even_in_winter() -> None:
    # 00:00 at +02:00 on 17 December: the service was asked in summer.
    found = read(KEY, answer(HOURS))
    first, second = at(12, 16, 22), at(12, 16, 23)
    assert found.values(TEMPERATURE, "gauge", "", "48.8600,2.3400") == [
        (first, first, 4.5, 0),
        (second, second, 4.25, 0),
    ]
    assert [row[:3] for row in found.values(RAIN, "interval", "")] == [
        (at(12, 16, 21), first, 0.0),
        (first, second, 1.5),
    ]
    assert [row[2] for row in found.values("weather.wind_speed", "gauge", "")] == [10.0, 5.0]
    assert found.values("weather.irradiance", "gauge", "")[1][:3] == (first, second, 12.0)


def test_daily_values_and_their_units() -> None:
    found = read(KEY, answer(DAYS))
    [(start, end, value, _)] = found.values(TEMPERATURE, "gauge", "max")
    assert (start, end) == (at(7, 1), at(7, 2))
    assert value == pytest.approx(25.0)
    assert found.values(RAIN, "interval", "daily")[0][2] == pytest.approx(12.7)
    # 21.6 MJ/m2 in a day: 250 W/m2 on average.
    assert found.values("weather.irradiance", "gauge", "mean")[0][2] == pytest.approx(250.0)
    assert found.refused == [(2, "empty_value", "temperature_2m_max 2024-07-02")]


@pytest.mark.parametrize(
    ("changes", "first"),
    [
        ({"utc_offset_seconds": None, "timezone": "GMT"}, at(12, 17)),
        ({"utc_offset_seconds": None, "timezone": None}, at(12, 17)),
        ({"utc_offset_seconds": None, "timezone": "Europe/Paris"}, at(12, 16, 23)),
        ({"utc_offset_seconds": -14400, "timezone": "America/Martinique"}, at(12, 17, 4)),
    ],
    ids=["GMT", "nothing said", "Paris without offset", "Martinique"],
)
def test_time_zones(changes: dict[str, Any], first: datetime) -> None:
    assert read(KEY, answer(hours(**changes))).values(TEMPERATURE, "gauge", "")[0][0] == first


def test_seconds_since_1970_are_utc_whatever_the_offset() -> None:
    block = {"time": [1_734_393_600, 1_734_397_200], "temperature_2m": [1, 2]}
    found = read(KEY, answer(hours(hourly=block)))
    assert [row[0] for row in found.values(TEMPERATURE, "gauge", "")] == [
        at(12, 17),
        at(12, 17, 1),
    ]


def test_several_places_in_one_answer() -> None:
    south = hours(latitude=43.3, longitude=5.37)
    found = read(KEY, answer([HOURS, south]))
    assert {draft.asset for draft in found.series().values()} == {
        "48.8600,2.3400",
        "43.3000,5.3700",
    }
    assert found.rows == 4


def test_bad_values_are_refused_and_the_others_kept() -> None:
    block = {
        "time": [
            "2024-12-17T00:00",
            "2024-02-31T00:00",
            "2024-12-17T02:00",
            None,
            "9999-01-01T00:00",
        ],
        "temperature_2m": [1.0, 2.0, "cold", 4.0, 5.0],
        "wind_speed_10m": [1, 2, None, 4, 5],
    }
    units = {"temperature_2m": "°C", "wind_speed_10m": "furlongs"}
    found = read(KEY, answer(hours(hourly=block, hourly_units=units)))
    assert sorted(found.refused) == [
        (1, "unknown_unit", "wind_speed_10m: furlongs"),
        (2, "bad_time", "2024-02-31T00:00"),
        (3, "bad_number", "cold"),
        (4, "bad_time", ""),
        (5, "bad_time", "9999-01-01T00:00"),
    ]
    assert len(found.values(TEMPERATURE, "gauge", "")) == 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        answer(HOURS)[:-30],
        answer(HOURS).decode().encode("latin-1"),
        b"[" * 99_999,
        b'"latitude"',
        answer(hours(hourly={"time": ["2024-12-17T00:00"], "temperature_2m": [1, 2]})),
        answer(hours(latitude="north")),
        answer(hours(utc_offset_seconds=1e300)),
        answer(hours(utc_offset_seconds=None, timezone="Mars/Olympus")),
        answer([1, None, "x"]),
    ],
    ids=[
        "empty",
        "cut",
        "latin-1",
        "deep",
        "text",
        "lengths",
        "no position",
        "absurd offset",
        "unknown zone",
        "list of others",
    ],
)
def test_broken_file_says_so(data: bytes) -> None:
    with pytest.raises(BeffroiError) as caught:
        read(KEY, data)
    assert caught.value.type.code == "import.file_broken"
