"""The Parquet files of the lake: their columns, and how they are written."""

from typing import Any

import pyarrow as pa

from beffroi.store.lake.schema import LAKE_SCHEMA, PARTITIONS

#: A file does not repeat the columns that its folders name.
FILE_SCHEMA = pa.schema([field for field in LAKE_SCHEMA if field.name not in PARTITIONS])
ROW_GROUP = 131_072
#: Arrow writes such files twice as fast as the engine does, and as small.
WRITING: dict[str, Any] = {
    "write_page_checksum": True,  # a flipped bit may make another value, and no error
    "compression": "zstd",
    "use_dictionary": ["series", "view", "quality", "rule", "available_at", "batch"],
    "column_encoding": {
        **dict.fromkeys(("start", "end"), "DELTA_BINARY_PACKED"),
        "value": "BYTE_STREAM_SPLIT",
    },
    "write_statistics": ["series", "view", "start", "end", "batch"],
}
