"""Metres of French maps become degrees, as PROJ 9 computes them."""

import numpy as np
import pytest

from beffroi.errors import BeffroiError
from beffroi.territory.projections import epsg_of, to_degrees


@pytest.mark.parametrize(
    ("epsg", "east", "north", "longitude", "latitude"),
    [
        (2154, 700_000, 6_600_000, 3.0, 46.5),
        (2154, 652_709.4, 6_862_305.2, 2.3554459273613895, 48.85904523833698),
        (3945, 1_650_000, 4_200_000, 2.365817936677593, 44.99823911898437),
        (4326, 3.85, 47.25, 3.85, 47.25),
    ],
)
def test_coordinates_are_those_of_proj(
    epsg: int, east: float, north: float, longitude: float, latitude: float
) -> None:
    found = to_degrees(epsg, np.array([float(east)]), np.array([float(north)]))
    assert found[0][0] == pytest.approx(longitude, abs=1e-9)  # a tenth of a millimetre
    assert found[1][0] == pytest.approx(latitude, abs=1e-9)


@pytest.mark.parametrize("text", ["EPSG:27572", "Lambert II", "", "cc51", "EPSG:99999999999"])
def test_another_system_is_refused(text: str) -> None:
    with pytest.raises(BeffroiError) as caught:
        epsg_of(text)
    assert caught.value.type.code == "territory.crs_unknown"
