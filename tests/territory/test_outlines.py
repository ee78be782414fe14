"""Outlines of communes: read as they are published, kept by commune, and simulated ones."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from beffroi.commons.geography import load, loaded
from beffroi.commons.outlines import communes_of, outlines_around, outlines_of
from beffroi.demo.generate.outlines import outlines
from beffroi.demo.generate.places import commune_place
from beffroi.errors import BeffroiError
from beffroi.store.state.places import Ground
from beffroi.store.store import Store
from beffroi.territory.outlines import read_outlines


def commune(properties: dict[str, Any], east: float = 5.0) -> dict[str, Any]:
    ring = [[east, 46.0], [east + 0.2, 46.0], [east + 0.2, 46.1], [east, 46.1], [east, 46.0]]
    geometry = {"type": "MultiPolygon", "coordinates": [[ring]]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def file_of(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_files_of_ign_and_of_the_state_are_read() -> None:
    data = file_of(
        commune({"code": "01001", "nom": "Alphe", "departement": "01"}),
        commune({"INSEE_COM": "2A004", "NOM": "Bêta", "POPULATION": 12}, 8.0),
    )
    one, other = read_outlines("communes.geojson", data)
    assert (one.code, one.name, other.code, other.name) == ("01001", "Alphe", "2A004", "Bêta")
    assert (one.centre.longitude, one.centre.latitude) == (5.1, 46.05)
    assert one.box == (5.0, 46.0, 5.2, 46.1)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (file_of(), "holds no commune"),
        (file_of(commune({"code": "200040715"})), "no property gives the Insee code"),
        (file_of(commune({"code": "01001"}, 652_000)), "degrees"),
        (b"TYPECOM,COM", "no GeoJSON"),
        (b"[" * 100_000, "no GeoJSON"),
    ],
)
def test_what_is_no_outline_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(BeffroiError) as caught:
        read_outlines("a.geojson", data)
    assert caught.value.type.code == "territory.outline_refused"
    assert told in str(caught.value.to_dict("en")["what"])


def test_files_add_up_and_a_map_reads_what_it_shows(store: Store, tmp_path: Path) -> None:
    door = store.writer("test")
    for year, east in ((2025, 5.0), (2026, 6.0)):
        path = tmp_path / f"communes-{year}.geojson"
        path.write_bytes(
            file_of(
                commune({"code": "01001", "nom": f"A{year}"}, east), commune({"code": f"3{year}"})
            )
        )
        (done,) = load(door, store.settings, path, None)
        assert (done.sort, done.year, done.rows, done.status) == ("outlines", year, 2, "loaded")
    with door.look() as session:
        assert [one.year for one in loaded(session)] == [2025, 2026]
        known = outlines_of(session, ["01001", "99999"])
        assert [(one.name, one.longitude) for one in known] == [("A2026", 6.1)]
        assert len(known[0].surfaces[0][0]) == 5
        around = outlines_around(session, (5.05, 46.0, 5.3, 46.3))
        assert [one.code for one in around] == ["32025", "32026"]
        grounds = [Ground(level="departement", code="32"), Ground(level="commune", code="01001")]
        assert communes_of(session, grounds) == ["01001", "32025", "32026"]
    with pytest.raises(BeffroiError, match="year_unclear"):
        load(door, store.settings, path.rename(tmp_path / "communes.geojson"), None)


def test_simulated_neighbours_share_their_lines_and_hold_their_middle() -> None:
    found = outlines(676, 0)
    sides = Counter(
        frozenset(side)
        for one in found
        for side in zip(one.surfaces[0][0], one.surfaces[0][0][1:], strict=False)
    )
    assert set(sides.values()) == {1, 2}, "a side is of one commune, or of two neighbours"
    assert sum(count == 2 for count in sides.values()) > len(sides) / 2
    for index, one in enumerate(found):
        west, south, east, north = one.box
        place = commune_place(676, index)
        assert west < place.longitude < east
        assert south < place.latitude < north
        assert one.code.startswith("00"), "no commune of France has such a code"
