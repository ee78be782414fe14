"""From columns of text to pieces: what every reader needs, on whole columns at a time.

Cells come as Arrow strings because a file may write anything anywhere: a cell that is not what
its column should hold is refused with its line, and the rest of the file is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from beffroi.periods.civil import Instants
from beffroi.readers.contract import INSTANT, READ_SCHEMA, REFUSED_SCHEMA, Reason, SeriesDraft

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_NUMBER = r"^[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})([eE][+-]?\d{1,2})?$"
_SPACES = "[ \u00a0\u202f\t]"
_SHOWN = 120  # characters of a refused cell that are kept
# Outside of these years a date is a slip of the keyboard or of a clock, not a measure.
_FIRST, _LAST = np.datetime64("1900-01-01", "us"), np.datetime64("2100-01-01", "us")


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers read from cells, all shaped (n,): NaN where `empty` or `bad`."""

    values: Floats
    empty: Mask
    bad: Mask

    @property
    def good(self) -> Mask:
        """True where a number stands."""
        return ~(self.empty | self.bad)


@dataclass(frozen=True, slots=True)
class Measure:
    """Observations of one kind over several assets; `draft` is complete but for its asset.

    `asset` indexes the assets given to `assemble`; the arrays are shaped (n,), instants in UTC.
    """

    draft: SeriesDraft
    asset: Integers
    start: Instants
    end: Instants
    value: Floats
    quality: NDArray[np.int8]


def text_column(cells: pa.Array | pa.ChunkedArray | Sequence[str | None]) -> pa.Array:
    """Return cells as one Arrow array of strings, white space around them removed."""
    array = cells if isinstance(cells, pa.Array | pa.ChunkedArray) else pa.array(cells, pa.string())
    flat = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    return pc.utf8_trim_whitespace(pc.cast(flat, pa.string()))


def truth(mask: pa.Array) -> Mask:
    """Return a boolean Arrow array as NumPy, null as False."""
    found: Mask = pc.fill_null(mask, False).to_numpy(zero_copy_only=False).astype(bool)
    return found


def numbers(cells: pa.Array) -> Numbers:
    """Read numbers written the French or the English way, without thousands separators but spaces.

    >>> found = numbers(pa.array(["1 234,5", "", None, "x", "1e3"]))
    >>> found.values[found.good].tolist(), found.empty.tolist()
    ([1234.5, 1000.0], [False, True, True, False, False])
    >>> found.bad.tolist()
    [False, False, False, True, False]
    """
    plainly = _plain_numbers(cells)
    if plainly is not None:
        return plainly
    plain = pc.replace_substring_regex(text_column(cells), _SPACES, "")
    plain = pc.replace_substring(plain, ",", ".")
    empty = truth(pc.equal(pc.fill_null(plain, ""), ""))
    right = truth(pc.match_substring_regex(plain, _NUMBER))
    kept = pc.if_else(pa.array(right), plain, pa.scalar(None, pa.string()))
    # Arrow does not know a leading plus sign.
    values = pc.cast(pc.utf8_ltrim(kept, characters="+"), pa.float64())
    return Numbers(_floats(values), empty, ~empty & ~right)


def _plain_numbers(cells: pa.Array) -> Numbers | None:
    """Read a column that holds nothing but plain numbers and blanks, several times faster."""
    empty = truth(pc.equal(pc.fill_null(cells, ""), ""))
    try:
        values = _floats(pc.cast(pc.if_else(empty, None, cells), pa.float64()))
    except pa.ArrowInvalid:
        return None
    # Arrow reads words such as `inf` and `nan`, which are no measures.
    if not np.isfinite(values[~empty]).all():
        return None
    return Numbers(values, empty, np.zeros(len(values), bool))


def _floats(column: pa.Array) -> Floats:
    return np.array(column.to_numpy(zero_copy_only=False), dtype=np.float64)


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(
        config={
            "threads": 1,
            "TimeZone": "UTC",
            "enable_external_access": False,
            "autoinstall_known_extensions": False,
        }
    )


def query(sql: str, cells: pa.Table) -> pa.Table:
    """Run a query over the table `cells`, with nothing else in reach."""
    cursor = _engine().cursor()
    try:
        relation = cast("duckdb.DuckDBPyRelation", cursor.from_arrow(cells).query("cells", sql))
        return relation.to_arrow_table()
    finally:
        cursor.close()


def moments(cells: pa.Array, *formats: str) -> tuple[Instants, Mask]:
    """Read naive dates and times in the first of the formats (of strptime) that fits.

    Returns:
        Times as `datetime64[us]`, NaT where unreadable, and the mask of those that were read.

    >>> moments(pa.array(["31/01/2021", "31/02/2021"]), "%d/%m/%Y")[1].tolist()
    [True, False]
    """
    listed = ", ".join(f"'{format_}'" for format_ in formats)
    return _times(cells, f"try_strptime(t, [{listed}])")


def offset_moments(cells: pa.Array) -> tuple[Instants, Mask]:
    """Read ISO 8601 times that carry their offset; those without one are not read."""
    dated = r"'^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*(Z|[+-]\d{2}:?\d{2})$'"
    clean = r"regexp_replace(t, '([+-]\d{2})(\d{2})$', '\1:\2')"
    return _times(
        cells,
        f"CASE WHEN regexp_full_match(t, {dated}) "
        f"THEN CAST(TRY_CAST({clean} AS TIMESTAMPTZ) AS TIMESTAMP) END",
    )


def _times(cells: pa.Array, expression: str) -> tuple[Instants, Mask]:
    table = pa.table({"t": text_column(cells)})
    found = query(f"SELECT CAST({expression} AS TIMESTAMP) AS m FROM cells", table)  # noqa: S608 - made of our own names
    column = found.column("m").combine_chunks().cast(pa.timestamp("us"))
    times = column.to_numpy(zero_copy_only=False).astype("datetime64[us]")
    with np.errstate(invalid="ignore"):
        right = ~np.isnat(times) & (times >= _FIRST) & (times < _LAST)
    return np.where(right, times, np.datetime64("NaT")).astype("datetime64[us]"), right


def refuse(lines: Integers, where: Mask, reason: Reason, cells: pa.Array) -> pa.Table:
    """Return the refusals (`REFUSED_SCHEMA`) of the cells where the mask is true.

    `cells` holds what stands there, shaped as the mask; `lines` is where it stands.
    """
    kept = np.flatnonzero(where)
    texts = pc.fill_null(cells.take(pa.array(kept)).cast(pa.string()), "")
    return pa.table(
        [
            pa.array(lines[kept], pa.int64()),
            pa.array([reason.value] * len(kept), pa.string()),
            pc.utf8_slice_codeunits(texts, 0, _SHOWN),
        ],
        schema=REFUSED_SCHEMA,
    )


def refusals(*parts: pa.Table) -> pa.Table:
    """Return refusals as one table in the order of their lines."""
    return pa.concat_tables([REFUSED_SCHEMA.empty_table(), *parts]).sort_by("line")


def asset_codes(names: pa.Array) -> tuple[Integers, list[str]]:
    """Return the number of each row's name, shaped (n,), and the names in that order."""
    encoded = pc.fill_null(names, "").dictionary_encode()
    codes: Integers = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return codes, encoded.dictionary.to_pylist()


def assemble(
    assets: Sequence[tuple[str, tuple[tuple[str, str], ...]]], measures: Sequence[Measure]
) -> tuple[tuple[SeriesDraft, ...], pa.Table]:
    """Return the series that have observations, and these as `READ_SCHEMA`.

    `assets` gives the identifier and the attributes of each asset.
    """
    series: dict[SeriesDraft, int] = {}
    tables = [READ_SCHEMA.empty_table()]
    for measure in measures:
        codes, places = np.unique(measure.asset, return_inverse=True)
        drafts = [
            replace(measure.draft, asset=assets[code][0], attributes=assets[code][1])
            for code in codes
        ]
        numbered = np.array([series.setdefault(draft, len(series)) for draft in drafts], np.int64)
        columns = [
            pa.array(numbered[places.reshape(-1)], pa.int32()),
            pa.array(measure.start).cast(INSTANT),
            pa.array(measure.end).cast(INSTANT),
            pa.array(measure.value, pa.float64()),
            pa.array(measure.quality, pa.int8()),
        ]
        tables.append(pa.table(columns, schema=READ_SCHEMA))
    return tuple(series), pa.concat_tables(tables)
