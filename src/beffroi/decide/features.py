"""Assets of a GeoJSON file, as rows of the table that people describe assets with."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from beffroi.decide.spelling import column_of
from beffroi.errors import BeffroiError
from beffroi.errors.decide import FEATURES_INVALID
from beffroi.errors.files import FILE_MISSING
from beffroi.territory.geojson import GeoJsonError, features, middle, polygons
from beffroi.territory.points import LATITUDE, LONGITUDE
from beffroi.texts import Text

SUFFIXES = (".geojson", ".json")
_LINE = Text(
    fr="« {kind} » : un équipement est un point ou une surface, dont le centre est retenu",
    en="“{kind}”: an asset is a point or a surface, whose centre is kept",
)
_POINT = Text(
    fr="ses coordonnées ne sont pas deux nombres", en="its coordinates are not two numbers"
)


def rows_of(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each feature by column, with its place in the file, from 1.

    Properties that name no column are left: files of a geographic system have many. A feature
    without geometry describes an asset without saying where it is.

    Raises:
        BeffroiError: `import.file_missing`, `decide.features_invalid`.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BeffroiError(FILE_MISSING, name=path.name) from error
    number = 0
    try:
        for properties, geometry in features(data):
            number += 1
            yield number, _row(properties) | _position(geometry)
    except GeoJsonError as error:
        raise BeffroiError(
            FEATURES_INVALID, name=path.name, number=number, problem=error.problem
        ) from error


def _row(properties: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for title, value in properties.items():
        key = column_of(str(title))
        if key is not None and value is not None and not isinstance(value, dict | list):
            found.setdefault(key, " ".join(str(value).split()))
    return found


def _position(geometry: Mapping[str, Any] | None) -> dict[str, str]:
    if geometry is None:
        return {}
    kind = str(geometry.get("type"))[:40]
    if kind == "Point":
        try:
            east, north = (float(one) for one in geometry["coordinates"][:2])
        except (KeyError, TypeError, ValueError) as error:
            raise GeoJsonError(_POINT) from error
        return {LATITUDE: repr(north), LONGITUDE: repr(east)}
    surfaces = polygons(geometry)
    if not surfaces:
        raise GeoJsonError(_LINE.fill(kind=kind))
    centre = middle(surfaces)
    return {LATITUDE: repr(centre.latitude), LONGITUDE: repr(centre.longitude)}
