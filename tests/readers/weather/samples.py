"""Synthetic weather files: invented stations and values in the shape of the real ones."""

import json
from typing import Any

DAILY_HEADER = (
    "NUM_POSTE;NOM_USUEL;LAT;LON;ALTI;AAAAMMJJ;"
    "RR;QRR;TN;QTN;HTN;QHTN;TX;QTX;HTX;QHTX;TM;QTM;FFM;QFFM"
)
DAILY = [
    "99001001;BOURG-INVENTÉ;48.1;2.5;123;20210101;1.2;1;-2.5;1;0612;9;4.0;0;1410;9;0.8;1;3.1;9",
    "99001001;BOURG-INVENTÉ;48.1;2.5;123;20210102;0.0;2;;;;;;;;;;;;",
    "99002001;AUTRE-LIEU;48.2;2.6;80;20210101;7.4;1;;;;;;;;;;;;",
]
HOURLY_HEADER = "NUM_POSTE;NOM_USUEL;LAT;LON;ALTI;AAAAMMJJHH;RR1;QRR1;FF;QFF;T;QT;U;QU;GLO;QGLO"
HOURLY = [
    " 99001001;BOURG-INVENTE;48.1;2.5;123;2021070112;0.4;9;2.0;9;21.5;9;60;9;252;9",
    " 99001001;BOURG-INVENTE;48.1;2.5;123;2021070113;0.0;9;2.5;9;22.0;2;58;9;;",
]
HOURS: dict[str, Any] = {
    "latitude": 48.86,
    "longitude": 2.34,
    "utc_offset_seconds": 7200,
    "timezone": "Europe/Paris",
    "elevation": 43.0,
    "hourly_units": {
        "time": "iso8601",
        "temperature_2m": "°C",
        "wind_speed_10m": "km/h",
        "precipitation": "mm",
        "shortwave_radiation": "W/m²",
    },
    "hourly": {
        "time": ["2024-12-17T00:00", "2024-12-17T01:00"],
        "temperature_2m": [4.5, 4.25],
        "wind_speed_10m": [36.0, 18.0],
        "precipitation": [0.0, 1.5],
        "shortwave_radiation": [0.0, 12.0],
    },
}
DAYS: dict[str, Any] = {
    "latitude": 48.86,
    "longitude": 2.34,
    "utc_offset_seconds": 0,
    "timezone": "GMT",
    "daily_units": {
        "time": "iso8601",
        "temperature_2m_max": "°F",
        "precipitation_sum": "inch",
        "shortwave_radiation_sum": "MJ/m²",
    },
    "daily": {
        "time": ["2024-07-01", "2024-07-02"],
        "temperature_2m_max": [77.0, None],
        "precipitation_sum": [0.5, 0.0],
        "shortwave_radiation_sum": [21.6, 8.64],
    },
}


def table(header: str, *rows: str, end: str = "\n") -> bytes:
    """Return a CSV."""
    return "".join(f"{line}{end}" for line in (header, *rows)).encode()


def answer(document: object) -> bytes:
    """Return a JSON answer of the service."""
    return json.dumps(document, ensure_ascii=False).encode()


SAMPLES: dict[str, list[bytes]] = {
    "weather.meteo_france_daily": [table(DAILY_HEADER, *DAILY)],
    "weather.meteo_france_hourly": [table(HOURLY_HEADER, *HOURLY)],
    "weather.open_meteo": [answer(HOURS), answer(DAYS), answer([HOURS, DAYS])],
}
