"""What a laboratory found in samples, as readers hand it out: one row a result."""

import pyarrow as pa

#: One row a result. Texts are empty where the file says nothing; `value` is null where the result
#: is no number, and stands for its bound where `sign` is `<` (below what the laboratory can see) or
#: `>`. `clock` is written as in the file, without a zone. `networks` is a list of code
#: and name, in JSON.
RESULT_SCHEMA = pa.schema(
    [
        pa.field("line", pa.int64(), nullable=False),
        pa.field("sample", pa.string(), nullable=False),
        pa.field("day", pa.date32(), nullable=False),
        pa.field("clock", pa.string(), nullable=False),
        pa.field("commune", pa.string(), nullable=False),
        pa.field("commune_name", pa.string(), nullable=False),
        pa.field("networks", pa.string(), nullable=False),
        pa.field("conclusion", pa.string(), nullable=False),
        pa.field("bact_limits", pa.string(), nullable=False),
        pa.field("pc_limits", pa.string(), nullable=False),
        pa.field("bact_references", pa.string(), nullable=False),
        pa.field("pc_references", pa.string(), nullable=False),
        pa.field("distributor", pa.string(), nullable=False),
        pa.field("authority", pa.string(), nullable=False),
        pa.field("parameter", pa.string(), nullable=False),
        pa.field("code_se", pa.string(), nullable=False),
        pa.field("name", pa.string(), nullable=False),
        pa.field("place", pa.string(), nullable=False),
        pa.field("text", pa.string(), nullable=False),
        pa.field("sign", pa.string(), nullable=False),
        pa.field("value", pa.float64()),
        pa.field("unit", pa.string(), nullable=False),
        pa.field("quality_limit", pa.string(), nullable=False),
        pa.field("quality_reference", pa.string(), nullable=False),
    ]
)
