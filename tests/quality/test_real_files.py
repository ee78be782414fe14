"""Real meters: what is repaired there was looked at by eye."""

import csv
import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from beffroi.quality import SeriesTraits, repair, repaired_view
from beffroi.units import SeriesKind
from tests.quality.build import ENERGY, GAS, HOUR, INDEX, rule_keys, table, us

pytestmark = pytest.mark.shared


def _cambridge(folder: Path, name: str) -> tuple[pa.Table, SeriesTraits]:
    with gzip.open(folder / f"energy/cambridge/building_{name}.csv.gz", "rt") as stream:
        rows = list(csv.reader(stream))[1:]
    start = np.array([us(datetime.fromisoformat(row[0]).replace(tzinfo=UTC)) for row in rows])
    traits = ENERGY if "electricity" in name else GAS
    return table(start, start + HOUR // timedelta(microseconds=1), [float(r[1]) for r in rows]), (
        traits
    )


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("000_electricity", {}),
        ("110_electricity", {"zero_missing": 517}),  # three weeks between ordinary nights
        ("102_electricity", {"zero_missing": 12}),
        ("112_electricity", {}),  # panels bring it to zero on sunny weekends
        ("000_gas", {}),
        ("002_gas", {}),  # stopped for some hours on four nights in a row
        ("104_gas", {}),
    ],
)
def test_meters_of_cambridge(shared_data: Path, name: str, keys: dict[str, int]) -> None:
    raw, traits = _cambridge(shared_data, name)
    found = repair(raw, [traits])
    seen = rule_keys(found)
    assert {key: seen.count(key) for key in set(seen)} == keys
    assert len(repair(repaired_view(raw, found), [traits])) == 0


def test_the_index_of_a_gas_meter(shared_data: Path) -> None:
    content = json.loads((shared_data / "grdf/donnees_informatives.json").read_text("utf-8"))
    readings: dict[int, float] = {}
    for row in next(iter(content.values()))["releves"]:
        for time, index in (("dateDebutReleve", "indexDebut"), ("dateFinReleve", "indexFin")):
            if row[index] is not None:
                readings[us(datetime.fromisoformat(row[time]))] = row[index]
    times = sorted(readings)
    raw = table(times, times, [readings[time] for time in times])
    traits = SeriesTraits(1, SeriesKind.INDEX, "gas.volume", "m3", INDEX.step)
    found = repair(raw, [traits])
    assert sum(found["value"].to_pylist()) == readings[times[-1]] - readings[times[0]]
    assert set(rule_keys(found)) == {"index_difference"}  # the one day missing did not move
