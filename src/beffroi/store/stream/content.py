"""What a message holds: the series that it speaks of, and their observations, as Arrow."""

import json
from collections.abc import Sequence
from dataclasses import asdict

import pyarrow as pa

from beffroi.store.drafts import SeriesKey
from beffroi.store.lake.schema import INSTANT

#: `series` is the place of a key in the list; instants are UTC; values in the canonical unit.
SCHEMA = pa.schema(
    [
        pa.field("series", pa.int32(), nullable=False),
        pa.field("start", INSTANT, nullable=False),
        pa.field("end", INSTANT, nullable=False),
        pa.field("value", pa.float64(), nullable=False),
        pa.field("quality", pa.int8(), nullable=False),
    ]
)
_KEYS = b"beffroi.series"


def pack(keys: Sequence[SeriesKey], observations: pa.Table) -> bytes:
    """Write series and their observations as a compressed Arrow stream.

    >>> keys = [SeriesKey("PDL 1", "meter", "energy.electricity", "power", "sensor")]
    >>> unpack(pack(keys, SCHEMA.empty_table()))[0] == keys
    True
    """
    listed = json.dumps([asdict(key) for key in keys]).encode()
    table = observations.select(SCHEMA.names).cast(SCHEMA).replace_schema_metadata({_KEYS: listed})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(
        sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")
    ) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]  # pyarrow has no types


def unpack(content: bytes) -> tuple[list[SeriesKey], pa.Table]:
    """Read what `pack` wrote."""
    with pa.ipc.open_stream(content) as reader:
        table = reader.read_all()
    listed = json.loads(table.schema.metadata[_KEYS])
    keys = [
        SeriesKey(**{**item, "attributes": tuple((k, v) for k, v in item["attributes"])})
        for item in listed
    ]
    return keys, table.replace_schema_metadata(None)
