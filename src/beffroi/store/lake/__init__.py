"""The lake: observations in a Delta table, raw and repaired side by side."""

from beffroi.store.lake.schema import LAKE_SCHEMA, PARTITIONS, View
from beffroi.store.lake.table import Lake, LakeFile, NewFile

__all__ = ["LAKE_SCHEMA", "PARTITIONS", "Lake", "LakeFile", "NewFile", "View"]
