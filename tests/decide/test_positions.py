"""Where assets stand: given by a table or by GeoJSON, and what is refused rather than misplaced."""

import json
from pathlib import Path
from typing import Any

import pytest

from beffroi.decide.catalogue import list_assets
from beffroi.decide.describe import describe_from_csv
from beffroi.errors import BeffroiError
from beffroi.store.store import Store
from beffroi.territory.points import Point, point_of
from tests.ingest.bring import EVERYONE

SQUARE = [[[3.0, 47.0], [3.2, 47.0], [3.2, 47.4], [3.0, 47.4], [3.0, 47.0]]]


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    said = {"Sorte": "Bâtiment", "Identifiant": "b1", "Nom": "École", "Toiture": "ardoise"}
    return {"type": "Feature", "properties": said | properties, "geometry": geometry}


def geojson(tmp_path: Path, *features: Any, **more: Any) -> Path:
    path = tmp_path / "equipements.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}))
    return path


def places(store: Store) -> dict[str, Point | None]:
    rows = list_assets(store.reader(EVERYONE))
    return {asset.name: point_of(asset.attributes) for asset, _, _ in rows}


def test_a_table_says_where_assets_stand(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "Sorte;Identifiant;Nom;Lat;Lon\nBâtiment;b1;École;47,25;3,85\nbuilding;b2;Rien;;\n"
    )
    describe_from_csv(store.writer("test"), 1, path)
    assert places(store) == {"École": Point(3.85, 47.25), "Rien": None}


def test_geojson_gives_points_and_the_middle_of_surfaces(store: Store, tmp_path: Path) -> None:
    path = geojson(
        tmp_path,
        feature({"type": "Point", "coordinates": [3.85, 47.25, 210.0]}),
        feature({"type": "Polygon", "coordinates": SQUARE}, Identifiant="b2", Nom="Mairie"),
        feature(None, Identifiant="b3", Nom="Ailleurs"),
    )
    assert describe_from_csv(store.writer("test"), 1, path) == 3
    assert places(store) == {
        "École": Point(3.85, 47.25),
        "Mairie": Point(3.1, 47.2),
        "Ailleurs": None,
    }


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (feature({"type": "Point", "coordinates": [47.25, 3.85]}), "seem to be swapped"),
        (feature({"type": "Point", "coordinates": [652000, 6862000]}), "in metres"),
        (feature({"type": "Point", "coordinates": [0, 0]}), "off Africa"),
        (feature({"type": "Point", "coordinates": [200, 47]}), "no place is there"),
        (feature({"type": "Point", "coordinates": ["a", 47]}), "not two numbers"),
        (feature({"type": "LineString", "coordinates": SQUARE[0]}), "a point or a surface"),
        (feature({"type": "Polygon", "coordinates": [SQUARE[0][:3]]}), "no line of points"),
        (feature(None, latitude=47.25), "go together"),
        (feature(None, Sorte="moulin"), "not a possible value"),
        ("rien", "no GeoJSON"),
    ],
)
def test_a_place_that_is_none_refuses_the_whole_file(
    store: Store, tmp_path: Path, given: Any, told: str
) -> None:
    good = feature({"type": "Point", "coordinates": [3.85, 47.25]}, Identifiant="b0")
    with pytest.raises(BeffroiError) as caught:
        describe_from_csv(store.writer("test"), 1, geojson(tmp_path, good, given))
    assert told in str(caught.value.to_dict("en")["what"])
    assert caught.value.type.code == "decide.features_invalid"
    assert places(store) == {}


def test_other_systems_of_coordinates_are_refused(store: Store, tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}
    path = geojson(tmp_path, feature({"type": "Point", "coordinates": [1, 2]}), crs=crs)
    with pytest.raises(BeffroiError, match="EPSG::2154"):
        describe_from_csv(store.writer("test"), 1, path)
