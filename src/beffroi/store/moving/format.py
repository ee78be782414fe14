"""The format of an export: which files it holds, and the columns of its measures."""

import re
from typing import Any

import pyarrow as pa

from beffroi.store.lake.schema import INSTANT, LAKE_SCHEMA

FORMAT = "beffroi-export/1"
MANIFEST, PROOF, README = "manifest.json", "journal.json", "LISEZMOI.txt"
#: Names that a manifest may give: no other is opened.
NAMED = re.compile(
    r"state/[a-z_]{1,40}\.jsonl|measures/(?:values|versions)/[0-9]{4}\.parquet"
    r"|originals/[0-9a-f]{64}|LISEZMOI\.txt"
)
#: Columns of `measures/versions`: all that was ever said of each observation.
VERSIONS = pa.schema(
    [
        pa.field("asset", pa.string()),
        pa.field("quantity", pa.string()),
        pa.field("unit", pa.string()),
        *(
            pa.field(name, LAKE_SCHEMA.field(name).type)
            for name in ("series", "view", "start", "end", "value", "quality", "rule")
        ),
        pa.field("available_at", INSTANT),
        pa.field("batch", pa.int64()),
    ]
)


def manifest(about: dict[str, Any], files: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the manifest of an export."""
    return {"format": FORMAT, **about, "files": files}
