"""The last value of every series, packed by blocks of series of one organisation.

Reading hundreds of thousands of rows takes a database a hundred milliseconds; reading the same
values as a few packed columns takes some. They change in the transaction of the batch.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from beffroi.store.lake.schema import INSTANT
from beffroi.store.state import models
from beffroi.store.state.many import blocks

_MADE = text(
    "INSERT INTO latest (organisation_id, block, content) "
    "VALUES (:organisation, :block, :content) ON CONFLICT DO NOTHING"
)
#: Series of a block: what one change rewrites, 96 kB at most.
_BLOCK = 4096
_COLUMNS = np.dtype([("series", "<i8"), ("at", "<i8"), ("value", "<f8")])


def put(
    session: Session,
    owners: Mapping[int, int],
    last: Mapping[int, tuple[int, float] | None],
) -> None:
    """Keep the last instant [us since 1970, UTC] and value of series; None where none is left.

    `owners` gives the organisation of each series.
    """
    wanted: dict[tuple[int, int], dict[int, tuple[int, float] | None]] = {}
    for series, value in last.items():
        wanted.setdefault((owners[series], series // _BLOCK), {})[series] = value
    for (organisation, block), changes in sorted(wanted.items()):
        # Another batch of the organisation may be making the same row.
        session.execute(_MADE, {"organisation": organisation, "block": block, "content": b""})
        row = session.get_one(models.Latest, (organisation, block), with_for_update=True)
        row.content = _merged(_unpack(row.content), changes).tobytes()


def read(session: Session, organisations: Iterable[int]) -> pa.Table:
    """Read the last instant and value (canonical unit) of every series of organisations.

    Returns:
        A table sorted by series: series, at, value.
    """
    found = [
        content
        for some in blocks(organisations)
        for content in session.scalars(
            select(models.Latest.content).where(models.Latest.organisation_id.in_(some))
        )
    ]
    packed = _unpack(b"".join(found))
    packed = packed[np.argsort(packed["series"], kind="stable")]
    return pa.table(
        {
            "series": np.ascontiguousarray(packed["series"]),
            "at": pa.array(np.ascontiguousarray(packed["at"])).cast(INSTANT),
            "value": np.ascontiguousarray(packed["value"]),
        }
    )


def _unpack(content: bytes) -> NDArray[np.void]:
    return np.frombuffer(content, _COLUMNS)


def _merged(
    known: NDArray[np.void], changes: Mapping[int, tuple[int, float] | None]
) -> NDArray[np.void]:
    new = np.array(
        [(series, *value) for series, value in sorted(changes.items()) if value is not None],
        _COLUMNS,
    )
    kept = known[~np.isin(known["series"], list(changes))]
    both = np.concatenate([kept, new])
    return both[np.argsort(both["series"], kind="stable")]
