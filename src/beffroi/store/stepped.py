"""Tables of values by civil step: the columns that queries give, and those that readers take."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from beffroi.periods.civil import Instants, Step, localise
from beffroi.store.looking import Looked
from beffroi.units import Aggregation, SeriesKind

_COUNTED = pa.schema(
    [
        pa.field("series", pa.int64()),
        pa.field("bucket", pa.timestamp("us")),
        pa.field("covered", pa.float64()),
        pa.field("n", pa.int64()),
        pa.field("repaired", pa.int64()),
        pa.field("estimated", pa.int64()),
    ]
)


def columns(aggregations: Iterable[Aggregation]) -> pa.Schema:
    """Return the columns of a query by step: what it counts, then one an aggregation."""
    return pa.schema([*_COUNTED, *(pa.field(one, pa.float64()) for one in aggregations)])


def finished(
    found: pa.Table, step: Step, looked: Looked, chosen: Mapping[SeriesKind, Aggregation]
) -> pa.Table:
    """Sort what queries found; give each series its value, and each step its edges.

    Buckets become start and end instants, covered seconds their share of the step.
    """
    rows = found.combine_chunks().sort_by([("series", "ascending"), ("bucket", "ascending")])
    start, end = _edges(rows["bucket"].to_numpy(), step)
    covered = rows["covered"].to_numpy()
    seconds = (end - start) / np.timedelta64(1, "s")
    utc = pa.timestamp("us", tz="UTC")
    return pa.table(
        {
            "series": rows["series"],
            "start": pa.array(start).cast(pa.timestamp("us")).cast(utc),
            "end": pa.array(end).cast(pa.timestamp("us")).cast(utc),
            "value": _values(rows, looked, chosen),
            "coverage": np.minimum(covered / seconds, 1.0) if len(covered) else covered,
            "n": rows["n"],
            "repaired": rows["repaired"],
            "estimated": rows["estimated"],
        }
    )


def _values(
    rows: pa.Table, looked: Looked, chosen: Mapping[SeriesKind, Aggregation]
) -> pa.ChunkedArray:
    """Choose for each row the column of the aggregation of its series."""
    names = rows.schema.names[len(_COUNTED) :]
    if not rows.num_rows:
        return pa.chunked_array([], pa.float64())
    if len(names) == 1:
        return rows[names[0]]
    place = {kind: names.index(one) for kind, one in chosen.items()}
    ids = np.array(sorted(looked.series))
    places = np.array([place[looked.series[one].kind] for one in ids.tolist()])
    return pc.choose(
        pa.array(places[np.searchsorted(ids, rows["series"].to_numpy())]),
        *(rows[name] for name in names),
    )


def _edges(bucket: Instants, step: Step) -> tuple[Instants, Instants]:
    """Return the instants at which steps begin and end."""
    if step is Step.HOUR:
        return bucket, bucket + np.timedelta64(1, "h")
    if not len(bucket):
        return bucket, bucket
    unit: Any = {Step.DAY: "D", Step.MONTH: "M", Step.YEAR: "Y"}[step]
    steps = bucket.astype(f"datetime64[{unit}]")
    first, last = steps.min(), steps.max()
    # Many series share few steps: the calendar is asked once for each.
    every = np.arange(first, last + 2).astype("datetime64[us]")
    edges = localise(every)[0]
    place = (steps - first).astype(np.int64)
    return edges[place], edges[place + 1]
