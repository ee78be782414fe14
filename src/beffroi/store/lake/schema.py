"""The columns of the lake."""

from enum import IntEnum

import pyarrow as pa

INSTANT = pa.timestamp("us", tz="UTC")


class View(IntEnum):
    """Which side of an observation a row holds."""

    RAW = 0
    REPAIR = 1  # only where repair says something else than raw


#: A row is one version of one observation. The key is (series, view, start, end); among the
#: versions of a key that were available, that of the last `batch` is the current one.
#: In the repair view, a null value removes the raw point of the same key. Rule -1 withdraws what
#: an earlier version said, on either side.
LAKE_SCHEMA = pa.schema(
    [
        pa.field("organisation", pa.int64(), nullable=False),
        pa.field("year", pa.int32(), nullable=False),
        pa.field("series", pa.int64(), nullable=False),
        pa.field("view", pa.int8(), nullable=False),
        pa.field("start", INSTANT, nullable=False),
        pa.field("end", INSTANT, nullable=False),
        pa.field("value", pa.float64()),
        pa.field("quality", pa.int8(), nullable=False),
        pa.field("rule", pa.int8(), nullable=False),
        pa.field("available_at", INSTANT, nullable=False),
        pa.field("batch", pa.int64(), nullable=False),
    ]
)
PARTITIONS = ["organisation", "year"]

#: Order of the versions of a key, the current one first. The last word received counts, whatever
#: its `available_at`: a clock may have been ahead, old files may be declared known as measured.
NEWEST = "batch DESC, available_at DESC"

#: Value of `rule` on a raw row, and on a repair that no longer holds.
NO_RULE = 0
WITHDRAWN = -1

#: Rules of repair whose values are estimates, as `quality.rules` declares them (a test compares).
FILLS = (2, 7, 10, 13, 14, 16, 17)
