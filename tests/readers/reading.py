"""Read bytes with a reader as the ingest floor would, and look at what came."""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, cast

import pyarrow as pa

from beffroi.readers import ReadOptions, SeriesDraft, Source, readers
from beffroi.readers.contract import Piece

Row = tuple[datetime, datetime, float, int]


def source_of(data: bytes, name: str = "file.bin") -> Source:
    """Return bytes as a source."""
    return Source(name, len(data), lambda: cast("BinaryIO", io.BytesIO(data)))


@dataclass(frozen=True)
class Reading:
    """All that a reader handed out of one file."""

    pieces: list[Piece]

    @property
    def rows(self) -> int:
        return sum(piece.rows for piece in self.pieces)

    @property
    def refused(self) -> list[tuple[int, str, str]]:
        """Line, reason and text of what was refused."""
        return [
            (row["line"], row["reason"], row["text"])
            for piece in self.pieces
            for row in piece.refused.to_pylist()
        ]

    def series(self) -> dict[tuple[str, str, str, str], SeriesDraft]:
        """Return the series by asset, quantity, kind and qualifier."""
        return {_key(draft): draft for piece in self.pieces for draft in piece.series}

    def values(self, quantity: str, kind: str, qualifier: str, asset: str = "") -> list[Row]:
        """Return (start, end, value, quality) of one series in time order."""
        found: list[Row] = []
        for piece in self.pieces:
            rows: list[dict[str, Any]] = piece.observations.to_pylist()
            for row in rows:
                key = _key(piece.series[row["series"]])
                if key[1:] == (quantity, kind, qualifier) and asset in ("", key[0]):
                    found.append((row["start"], row["end"], row["value"], row["quality"]))
        return sorted(found)

    def table(self) -> pa.Table:
        return pa.concat_tables([piece.observations for piece in self.pieces])


def _key(draft: SeriesDraft) -> tuple[str, str, str, str]:
    return draft.asset, draft.quantity, draft.kind.value, draft.qualifier


def read(
    key: str, data: bytes, name: str = "file.bin", options: ReadOptions | None = None
) -> Reading:
    """Read bytes with the reader of that key."""
    return read_source(key, source_of(data, name), options)


def read_source(key: str, source: Source, options: ReadOptions | None = None) -> Reading:
    """Read a source with the reader of that key."""
    return Reading(list(readers()[key].read(source, options or ReadOptions())))
