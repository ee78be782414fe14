"""Numbers as Enedis writes them, read on whole columns."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from beffroi.readers.contract import Reason
from beffroi.readers.enedis.times import Column

#: State of a cell: 0 for a number, else one more than the place in `STATES`.
STATES = (Reason.EMPTY_VALUE, Reason.NO_DATA, Reason.BAD_NUMBER)
EMPTY, NO_DATA, BAD = 1, 2, 3
_ABSENT = pa.array(["null", "na", "n/a", "nan", "none", "-", "nd"])
_NUMBER = r"^[+-]?\d{1,18}([.,]\d*)?([eE][+-]?\d{1,2})?$"


def parse_numbers(text: Column) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    """Read a column of strings, shape (n,): values (0 where there is none) and their states.

    >>> values, states = parse_numbers(pa.array(["1,5", "", "null", "12 kW", "-3"]))
    >>> values.tolist(), states.tolist()
    ([1.5, 0.0, 0.0, 0.0, -3.0], [0, 1, 2, 3, 0])
    """
    empty = pc.fill_null(pc.equal(text, ""), True)
    some = pc.any(empty).as_py()
    quick = _plain(pc.if_else(empty, None, text) if some else text)
    if quick is not None:
        states = np.zeros(len(text), np.int8)
        if some:
            states[np.asarray(empty)] = EMPTY
        return quick, states
    trimmed = pc.utf8_trim_whitespace(pc.fill_null(text, ""))
    plain = pc.match_substring_regex(trimmed, _NUMBER)
    states = np.where(np.asarray(plain), 0, BAD).astype(np.int8)
    states[np.asarray(pc.is_in(pc.utf8_lower(trimmed), _ABSENT))] = NO_DATA
    states[np.asarray(pc.equal(trimmed, ""))] = EMPTY
    dotted = pc.replace_substring(pc.if_else(plain, trimmed, "0"), ",", ".")
    return np.asarray(pc.cast(dotted, pa.float64())), states


def _plain(text: Column) -> NDArray[np.float64] | None:
    """Return a column of whole numbers at once, 0 where null, None where a cell is another."""
    if any(pc.any(pc.starts_with(text, mark)).as_py() for mark in ("0x", "0X")):
        return None  # the cast would read 0x10 as 16
    try:
        whole = pc.cast(text, pa.int64())
    except pa.ArrowInvalid:
        return None
    quick: NDArray[np.float64] = np.asarray(whole.fill_null(0)).astype(np.float64)
    return quick
