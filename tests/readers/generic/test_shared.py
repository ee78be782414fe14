"""The real files that only this reader knows."""

from pathlib import Path

import pytest

from beffroi.readers import ReadOptions, recognise, sources
from beffroi.readers.generic import read, understand
from tests.readers.reading import Reading

pytestmark = pytest.mark.shared


def reading(path: Path, **mapping: object) -> Reading:
    (source,) = sources(path)
    return Reading(list(read(source, ReadOptions(mapping=mapping))))


def test_meters_of_cambridge(shared_data: Path) -> None:
    folder = shared_data / "energy" / "cambridge"
    for name, quantity in (("electricity", "electricity.active_energy"), ("gas", "gas.energy")):
        found = reading(folder / f"building_000_{name}.csv.gz", timezone="UTC")
        (draft,) = found.series().values()
        assert (draft.asset, draft.quantity) == (f"building_000_{name}", quantity)
        starts = found.table().column("start").to_numpy()
        assert len(starts) == len(set(starts.tolist())) == 26_304  # three years of hours
    assert str(starts[0]) == "2014-01-01T00:00:00.000000"


def test_paris_time_is_disproved_for_cambridge(shared_data: Path) -> None:
    (source,) = sources(shared_data / "energy" / "cambridge" / "weather_bedford.csv.gz")
    assert recognise(source.head()).key == "generic.text"
    known = understand(source, ReadOptions())
    assert any("n’existent pas à Paris" in doubt.fr for doubt in known.doubts)
    assert [value.quantity for value in known.mapping.values] == [
        "weather.air_temperature",
        "weather.humidity",
        "weather.irradiance",
    ]


def test_counters(shared_data: Path) -> None:
    found = reading(shared_data / "counts" / "measures.csv")
    assert len(found.series()) == 10
    assert not found.refused
    assert {draft.asset_type for draft in found.series().values()} == {"counter"}
