"""Base maps of others: none unless a setting asks for one, since a browser then asks it for tiles.

Whoever keeps it learns which places a browser looks at, and its address; never what is shown there.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Base:
    """A base map: where its tiles are, and whom to thank for it."""

    origin: str
    address: str
    """Of a tile, with `{z}`, `{x}` and `{y}`."""
    credit: str
    deepest: int


#: By the value of the setting `map_base`.
BASES = {
    # Géoplateforme of IGN: open, without a key (geoservices.ign.fr, « Plan IGN v2 »).
    "ign": Base(
        "https://data.geopf.fr",
        "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
        "&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&STYLE=normal&FORMAT=image/png"
        "&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}",
        "© IGN",
        19,
    )
}
