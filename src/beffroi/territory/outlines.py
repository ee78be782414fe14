"""Outlines of communes, as IGN (ADMIN EXPRESS) or geo.api.gouv.fr give them in GeoJSON."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from beffroi.errors import BeffroiError
from beffroi.errors.territory import OUTLINE_REFUSED
from beffroi.territory.geojson import GeoJsonError, Polygon, features, middle, polygons
from beffroi.territory.kinds import CODES, Level
from beffroi.territory.points import Point
from beffroi.texts import Text

#: How each of those who publish outlines names the code and the name of a commune, in small.
_CODE = ("code_insee", "insee_com", "insee", "code", "codgeo")
_NAME = ("nom_officiel", "nom", "nom_com", "libgeo", "name", "libelle")
_NO_CODE = Text(
    fr="aucune propriété ne donne le code Insee d’une commune ({known})",
    en="no property gives the Insee code of a commune ({known})",
)
_NO_SURFACE = Text(fr="elle n’a pas de surface", en="it has no surface")
_EMPTY = Text(fr="il ne contient aucune commune", en="it holds no commune")


@dataclass(frozen=True, slots=True)
class Outline:
    """The surfaces of a commune [° WGS84]."""

    code: str
    name: str
    surfaces: tuple[Polygon, ...]

    @property
    def centre(self) -> Point:
        """The centre of gravity of its largest surface."""
        return middle(self.surfaces)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Its bounds: west, south, east, north."""
        points = [point for surface in self.surfaces for point in surface[0]]
        easts, norths = zip(*points, strict=True)
        return min(easts), min(norths), max(easts), max(norths)


def read_outlines(name: str, data: bytes) -> list[Outline]:
    """Read the communes of a file; other divisions (cantons, EPCI) have other codes: refused.

    Raises:
        BeffroiError: `territory.outline_refused`.
    """
    found: dict[str, Outline] = {}
    number = 0
    try:
        for properties, geometry in features(data):
            number += 1
            one = _outline(properties, geometry)
            found[one.code] = one
    except GeoJsonError as error:
        raise BeffroiError(
            OUTLINE_REFUSED, name=name, number=number, problem=error.problem
        ) from error
    if not found:
        raise BeffroiError(OUTLINE_REFUSED, name=name, number=0, problem=_EMPTY)
    return list(found.values())


def _outline(properties: Mapping[str, Any], geometry: Mapping[str, Any] | None) -> Outline:
    known = {key.lower(): value for key, value in properties.items()}
    code = next((str(known[key]) for key in _CODE if known.get(key)), "")
    if re.fullmatch(CODES[Level.COMMUNE], code) is None:
        raise GeoJsonError(_NO_CODE.fill(known=", ".join(_CODE)))
    name = next((str(known[key]) for key in _NAME if known.get(key)), code)
    surfaces = polygons(geometry or {})
    if not surfaces:
        raise GeoJsonError(_NO_SURFACE)
    return Outline(code, " ".join(name.split())[:200], surfaces)
