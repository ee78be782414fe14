"""Vector tiles of points, made for what a map shows: a grid of cells, each with its count.

The plane is that of web maps (spherical Mercator, EPSG:3857), from 0 to 1 each way, north first.
A tile holds a bounded number of cells whatever the number of points: what a browser draws depends
on its screen. Encoding: Mapbox Vector Tile Specification 2.1, sections 4.2 (layers, features) and
4.3 (geometry).
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: Cells of a tile each way: 16 pixels of a tile of 512.
CELLS = 32
#: The unit of coordinates within a tile.
EXTENT = 4096
#: Mercator has no poles: beyond, nothing can be shown.
_NORTHMOST = 85.051128
LAYER = "assets"


def mercator(longitude: Floats, latitude: Floats) -> tuple[Floats, Floats]:
    """Return where places [°] are in the plane of web maps, each way from 0 to 1.

    >>> x, y = mercator(np.array([0.0, -180.0]), np.array([0.0, 85.051128]))
    >>> x.tolist(), y.round(6).tolist()
    ([0.5, 0.0], [0.5, 0.0])
    """
    phi = np.radians(np.clip(latitude, -_NORTHMOST, _NORTHMOST))
    return longitude / 360 + 0.5, 0.5 - np.arcsinh(np.tan(phi)) / (2 * np.pi)


def within(x: Floats, y: Floats, z: int, column: int, row: int) -> NDArray[np.bool_]:
    """Tell which points of the plane are in a tile."""
    side = 2.0**-z
    inside = (x >= column * side) & (x < (column + 1) * side)
    return np.asarray(inside & (y >= row * side) & (y < (row + 1) * side))


def cells(x: Floats, y: Floats, z: int) -> NDArray[np.int64]:
    """Return the cell of each point of the plane, at a zoom: one number a cell of the world."""
    across = CELLS << z
    return np.asarray(
        (y * across).astype(np.int64) * across + (x * across).astype(np.int64), dtype=np.int64
    )


def tile(
    x: Floats, y: Floats, exact: NDArray[np.bool_], z: int, column: int, row: int
) -> tuple[bytes, int]:
    """Return the tile of some points and the number of cells it has.

    A cell is a point in the middle of those that it holds. Its properties: `n`, how many; `exact`,
    whether it is known where one of them stands.

    >>> tile(np.array([0.5]), np.array([0.5]), np.array([True]), 0, 0, 0)[1]
    1
    """
    chosen = within(x, y, z, column, row)
    x, y, exact = x[chosen], y[chosen], exact[chosen]
    if not len(x):
        return b"", 0
    _, cell, n = np.unique(cells(x, y, z), return_inverse=True, return_counts=True)
    side = 2.0**-z
    across = (np.bincount(cell, x) / n / side - column) * EXTENT
    down = (np.bincount(cell, y) / n / side - row) * EXTENT
    known = np.bincount(cell, exact) > 0
    rows = zip(across.round().astype(int), down.round().astype(int), n, known, strict=True)
    return _layer((int(a), int(d), int(count), bool(e)) for a, d, count, e in rows), len(n)


def _layer(points: Iterable[tuple[int, int, int, bool]]) -> bytes:
    """Encode a layer of points with their count."""
    counts: dict[int, int] = {}
    features = b""
    for across, down, n, exact in points:
        # Values: 0 is false, 1 is true, then each count in the order in which it came.
        number = counts.setdefault(n, len(counts) + 2)
        tags = _packed((0, number, 1, int(exact)))
        geometry = _packed((9, _zigzag(across), _zigzag(down)))  # 9: move to, once
        features += _part(2, _part(2, tags) + b"\x18\x01" + _part(4, geometry))
    values = _part(4, b"\x38\x00") + _part(4, b"\x38\x01")
    values += b"".join(_part(4, b"\x28" + _varint(n)) for n in counts)
    layer = b"\x78\x02" + _part(1, LAYER.encode()) + features + _part(3, b"n") + _part(3, b"exact")
    return _part(3, layer + values + b"\x28" + _varint(EXTENT))


def _varint(value: int) -> bytes:
    """Encode a whole number, seven bits a byte (Protocol Buffers).

    >>> _varint(300).hex()
    'ac02'
    """
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)


def _zigzag(value: int) -> int:
    return 2 * value if value >= 0 else -2 * value - 1


def _packed(values: Iterable[int]) -> bytes:
    return b"".join(map(_varint, values))


def _part(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content
