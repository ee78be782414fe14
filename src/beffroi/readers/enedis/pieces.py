"""Putting a piece together: series met, observations, refusals, notes."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from beffroi.readers.contract import READ_SCHEMA, REFUSED_SCHEMA, Piece, Reason, SeriesDraft
from beffroi.readers.enedis.times import Ints
from beffroi.texts import Text

TEXT_LENGTH = 200


class PieceBuilder:
    """Collects columns, hands out one `Piece`; the same series always gets the same number."""

    def __init__(self) -> None:
        self.rows = 0
        self._series: dict[SeriesDraft, int] = {}
        self._tables: list[pa.Table] = []
        self._refused: list[pa.Table] = []
        self._notes: dict[Text, None] = {}

    def add(
        self,
        series: SeriesDraft,
        start: Ints,
        end: Ints,
        value: NDArray[np.float64],
        quality: NDArray[np.int8],
    ) -> None:
        """Add observations of one series: microseconds UTC, canonical unit, shapes (n,)."""
        number = self._series.setdefault(series, len(self._series))
        columns = [
            pa.array(np.full(len(start), number, np.int32)),
            pa.array(start.view("M8[us]")),
            pa.array(end.view("M8[us]")),
            pa.array(value),
            pa.array(quality),
        ]
        cast = [column.cast(item.type) for column, item in zip(columns, READ_SCHEMA, strict=True)]
        self._tables.append(pa.Table.from_arrays(cast, schema=READ_SCHEMA))

    def refuse(
        self, lines: Ints, reason: Reason, texts: "Sequence[str] | pa.Array[pa.Scalar]"
    ) -> None:
        """Add refused rows: their lines in the file and what stands there, shapes (n,)."""
        if len(lines) == 0:
            return
        text = pa.array(texts, pa.string()) if not isinstance(texts, pa.Array) else texts
        text = pc.utf8_slice_codeunits(text.fill_null(""), 0, TEXT_LENGTH)
        reasons = pa.array([str(reason)]).take(pa.array(np.zeros(len(lines), np.int64)))
        columns = [pa.array(lines), reasons, text]
        self._refused.append(pa.Table.from_arrays(columns, schema=REFUSED_SCHEMA))

    def note(self, text: Text) -> None:
        """Add a sentence about how the file was read, once."""
        self._notes[text] = None

    def build(self) -> Piece:
        """Return the piece."""
        return Piece(
            tuple(self._series),
            pa.concat_tables([READ_SCHEMA.empty_table(), *self._tables]),
            pa.concat_tables([REFUSED_SCHEMA.empty_table(), *self._refused]),
            self.rows,
            tuple(self._notes),
        )
