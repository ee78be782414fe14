"""The rows of rollups, and the series for which they pay."""

from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa

from beffroi.periods.civil import Step

#: One civil step of one series. Sums of several rows are sums of their columns (or the least, the
#: greatest, the last). Among rows of a key that of the last `roll` counts; `n` = 0 where measures
#: were withdrawn. `bucket` is an hour in UTC, or the first local instant of a day or a month.
ROLLUP_SCHEMA = pa.schema(
    [
        pa.field("series", pa.int64(), nullable=False),
        pa.field("bucket", pa.timestamp("us"), nullable=False),
        pa.field("total", pa.float64()),  # of values; of their share of the day for long ones
        pa.field("weighted", pa.float64()),  # of value x duration [unit x us]
        pa.field("weight", pa.float64()),  # of durations [us], an instant counting for one
        pa.field("minimum", pa.float64()),
        pa.field("maximum", pa.float64()),
        pa.field("last_at", pa.int64()),  # [us since 1970, UTC]
        pa.field("last", pa.float64()),
        pa.field("covered", pa.float64()),  # [s]
        pa.field("n", pa.int32(), nullable=False),
        pa.field("repaired", pa.int32()),
        pa.field("estimated", pa.int32()),
        pa.field("batch", pa.int64(), nullable=False),  # the roll that wrote the row
    ]
)
#: What several rows of a series are together, in the order of the columns.
SUMS = """sum(total) AS total, sum(weighted) AS weighted, sum(weight) AS weight,
    min(minimum) AS minimum, max(maximum) AS maximum,
    max(last_at) AS last_at, arg_max(last, last_at) AS last, sum(covered) AS covered,
    sum(n)::BIGINT AS n, sum(repaired)::BIGINT AS repaired, sum(estimated)::BIGINT AS estimated"""
_CONSTANT = ["series", "weight", "covered", "n", "repaired", "estimated", "batch"]
WRITING: dict[str, Any] = {
    "write_page_checksum": True,  # a flipped bit may make another value, and no error
    "compression": "zstd",
    "use_dictionary": _CONSTANT,
    "column_encoding": {
        **dict.fromkeys(("bucket", "last_at"), "DELTA_BINARY_PACKED"),
        **dict.fromkeys(("total", "weighted", "minimum", "maximum", "last"), "BYTE_STREAM_SPLIT"),
    },
    "write_statistics": ["series", "bucket", "batch"],
}
ROW_GROUP = 65_536

#: Steps kept, finest first, with the bit that says so in `Series.levels`, and the longest mean
#: interval between measures at which keeping them makes at least four measures one.
LEVELS: dict[Step, tuple[int, timedelta]] = {
    Step.HOUR: (1, timedelta(minutes=15)),
    Step.DAY: (2, timedelta(hours=6)),
    Step.MONTH: (4, timedelta(days=7)),
}


def paying(points: int, first: datetime | None, last: datetime | None) -> int:
    """Return the bits of the levels that pay for a series, from its count and extent.

    >>> from datetime import UTC
    >>> year = datetime(2024, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)
    >>> [paying(count, *year) for count in (12, 366, 17_568, 52_704)]
    [0, 4, 6, 7]
    """
    if not points or first is None or last is None:
        return 0
    mean = (last - first) / points
    return sum(bit for bit, longest in LEVELS.values() if mean <= longest)


def level_of(step: Step) -> Step:
    """Return the level that answers for a step: years are sums of months."""
    return Step.MONTH if step is Step.YEAR else step
