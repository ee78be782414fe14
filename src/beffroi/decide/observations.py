"""Measures of one series in the unit that people read."""

from datetime import datetime
from enum import StrEnum

import pyarrow as pa
import pyarrow.compute as pc

from beffroi.domains import quantities
from beffroi.periods import Step
from beffroi.quality.rules import RULES
from beffroi.store.read import ReadDoor, Selection
from beffroi.store.state import models
from beffroi.units import Aggregation, SeriesKind, conversion


class View(StrEnum):
    """As read, or as repair leaves it."""

    RAW = "raw"
    REPAIRED = "repaired"


def observations(
    door: ReadDoor,
    series: models.Series,
    since: datetime,
    until: datetime,
    step: Step,
    view: View,
    as_of: datetime,
) -> tuple[pa.Table, str]:
    """Read a series, one row an observation or a civil step.

    Returns:
        A table and the unit of its `value`. Without aggregation: series, start, end, value,
        quality, rule (key of the repair rule, null where raw), available_at, batch. By step:
        series, start, end, value, coverage, n, repaired, estimated. Power becomes energy.
    """
    selection = Selection((series.id,), since, until, view.value, as_of)
    declared = quantities()[series.quantity]
    if step is Step.RAW:
        table = _named(door.observations(selection))
    else:
        table = door.aggregate(selection, step)
        if SeriesKind(series.kind).aggregations[0] is Aggregation.INTEGRATE and declared.integral:
            declared = quantities()[declared.integral]
    factor, offset = conversion(declared.unit, declared.display)
    value = pc.add(pc.multiply(table["value"], factor), offset)
    place = table.column_names.index("value")
    return table.set_column(place, "value", value), declared.display


def _named(table: pa.Table) -> pa.Table:
    """Replace the code of the repair rule by its key."""
    known = sorted(RULES)
    places = pc.index_in(table["rule"].combine_chunks(), pa.array(known, table["rule"].type))
    keys = pa.array([RULES[code].key for code in known], pa.string()).take(places)
    place = table.column_names.index("rule")
    return table.set_column(place, "rule", keys)
