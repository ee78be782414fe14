"""The lake: observations in a Delta table, raw and repaired side by side."""

from beffroi.store.lake.far import Far
from beffroi.store.lake.mirror import Mirror
from beffroi.store.lake.schema import LAKE_SCHEMA, PARTITIONS, View
from beffroi.store.lake.table import Lake
from beffroi.store.lake.written import OBSERVATIONS, RECENT, Written

__all__ = [
    "LAKE_SCHEMA",
    "OBSERVATIONS",
    "PARTITIONS",
    "RECENT",
    "Far",
    "Lake",
    "Mirror",
    "View",
    "Written",
]
