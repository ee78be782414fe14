"""The rows of an R63 file in columns: times, values, steps, qualities, and the series of each."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from beffroi.readers.enedis.curves import Points
from beffroi.readers.enedis.lines import Cells
from beffroi.readers.enedis.pieces import PieceBuilder
from beffroi.readers.enedis.points import read_points
from beffroi.readers.enedis.stamps import step_of
from beffroi.readers.enedis.times import Ints, parse_times
from beffroi.readers.enedis.values import point_quality
from beffroi.readers.enedis.words import fold

#: What tells series apart, in this order.
SERIES = ("identifiant prm", "grandeur physique", "grandeur metier", "unite")
PERIOD = ("date de debut", "date de fin")
QUALITY = ("etape metier", "nature", "tc", "iv")
#: Columns of few different texts.
CODED = frozenset((*SERIES, *PERIOD, *QUALITY, "pas", "ec", "mode calcul"))
NEEDED = frozenset((*SERIES, "horodate", "valeur"))
_ALIASES = {
    "indice de vraisemblance": "iv",
    "etat complementaire": "ec",
    "type correction": "tc",
    "type de correction": "tc",
    "type de completion": "tc",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one series in a piece: what names it, the period asked for, its points."""

    key: tuple[str, ...]  # as `SERIES`
    period: tuple[str, str]
    first: str  # the time of its first row as written
    naive: bool
    points: Points


def header(line: str, delimiter: str) -> list[str]:
    """Return the names of columns, folded, aliases resolved.

    >>> header("Identifiant PRM;Unité;Indice de vraisemblance", ";")
    ['identifiant prm', 'unite', 'iv']
    """
    names = [fold(name) for name in line.split(delimiter)]
    return [_ALIASES.get(name, name) for name in names]


def groups(found: Cells, builder: PieceBuilder) -> Iterator[Group]:
    """Read rows and yield them series by series, in file order within each.

    Values stay in the unit of the file; a row whose time or value cannot be read is refused.
    """
    times = parse_times(found.columns["horodate"])
    naive = bool(times.valid.any() and not times.zoned.any())
    good = times.valid & (times.zoned != naive)
    points = read_points(
        found,
        times,
        found.columns["valeur"],
        good,
        builder,
        quality=_qualities(found),
        step=_steps(found),
    )
    rows = np.flatnonzero(good)
    if len(rows) == 0:
        return
    series = _distinct(found, SERIES)[1][rows]
    order = np.argsort(series, kind="stable")
    ends = np.flatnonzero(np.diff(series[order], append=-1)) + 1
    for start, end in zip([0, *ends[:-1].tolist()], ends.tolist(), strict=True):
        place = order[start:end]
        at = int(rows[place[0]])
        yield Group(
            tuple(_text(found, name, at) for name in SERIES),
            (_text(found, PERIOD[0], at), _text(found, PERIOD[1], at)),
            _text(found, "horodate", at),
            naive,
            points.part(place),
        )


def _distinct(found: Cells, names: tuple[str, ...]) -> tuple[Ints, Ints]:
    """Return a row for each distinct combination of coded columns, and the number of each row's."""
    code = np.zeros(len(found.line), np.int64)
    for name in names:
        column = found.columns.get(name)
        if isinstance(column, pa.DictionaryArray):
            code = code * (len(column.dictionary) + 1) + np.asarray(column.indices)
            # Numbered anew at each step: a product of large dictionaries would overflow.
            code = np.unique(code, return_inverse=True)[1].astype(np.int64)
    _, first, number = np.unique(code, return_index=True, return_inverse=True)
    return first.astype(np.int64), number.astype(np.int64)


def _qualities(found: Cells) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    first, number = _distinct(found, QUALITY)
    known = [point_quality(*(_text(found, name, int(at)) for name in QUALITY)) for at in first]
    return np.array(known, np.int8)[number]


def _steps(found: Cells) -> Ints:
    first, number = _distinct(found, ("pas",))
    return np.array([step_of(_text(found, "pas", int(at))) for at in first], np.int64)[number]


def _text(found: Cells, name: str, row: int) -> str:
    column = found.columns.get(name)
    text = "" if column is None else column[row].as_py() or ""
    return "" if text == "null" else text
