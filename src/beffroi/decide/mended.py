"""What repair did to a series over a period: which rules, where, what was read and made."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from beffroi.decide.curves import USUAL
from beffroi.decide.extents import Extent
from beffroi.decide.observations import View, observations
from beffroi.periods import Step
from beffroi.quality.rules import RULES, Rule
from beffroi.store.read import END, ReadDoor
from beffroi.store.state import models
from beffroi.units import SeriesKind

#: The longest period whose measures are looked at one by one.
LONGEST = timedelta(days=366)
#: How many stretches are told one by one.
MOST = 40
_RULES = {rule.key: rule for rule in RULES.values()}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Measures in a row that one rule touched; `before` and `after` are means, in display unit."""

    since: datetime
    until: datetime
    count: int
    rule: str
    """Key of the rule; empty for what was removed, which no measure stands for any more."""
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Mended:
    """What repair did over a period."""

    read: int
    """How many measures were read."""
    rules: tuple[tuple[str, int], ...]
    """Keys of rules, with how many measures each made; the most frequent first."""
    removed: int
    unit: str
    stretches: tuple[Stretch, ...]

    @property
    def touched(self) -> int:
        """How many measures were repaired or removed."""
        return sum(count for _, count in self.rules) + self.removed


def rule_of(key: str) -> Rule:
    """Return the rule of a key."""
    return _RULES[key]


def mended(door: ReadDoor, series: models.Series, asked: Extent) -> Mended | None:
    """Say what repair did over a period; None where it is longer than what is looked at.

    Raises:
        BeffroiError: `store.out_of_scope`, `agreement.too_fine`.
    """
    if asked.length > LONGEST:
        return None
    since, until = asked.since, asked.until
    after, unit = observations(door, series, since, until, Step.RAW, View.REPAIRED, END)
    before, _ = observations(door, series, since, until, Step.RAW, View.RAW, END)
    kept = pc.and_(pc.is_valid(after["rule"]), pc.not_equal(after["rule"], USUAL))
    made = after.filter(kept)
    counts = made["rule"].value_counts().to_pylist()
    ranked = sorted(((one["values"], one["counts"]) for one in counts), key=lambda x: -x[1])
    keys = ["start", "end"]
    read = before.select([*keys, "value"]).rename_columns([*keys, "before"])
    touched = made.select([*keys, "value", "rule"])
    stretches = _stretches(touched.join(read, keys)) if touched.num_rows else []
    gone = read.slice(0, 0)
    # Of an index no reading stays as it is; and where both sides hold the same, none was removed.
    if series.kind != SeriesKind.INDEX and not _same(read, after):
        gone = read.join(after.select(keys), keys, join_type="left anti")
        lost = gone.rename_columns([*keys, "before"])
        lost = lost.append_column("value", pa.nulls(lost.num_rows, pa.float64()))
        lost = lost.append_column("rule", pa.array([""] * lost.num_rows, pa.string()))
        stretches += _stretches(lost)
    shown = sorted(stretches, key=lambda one: one.since, reverse=True)[:MOST]
    return Mended(before.num_rows, tuple(ranked), gone.num_rows, unit, tuple(shown))


def _same(one: pa.Table, other: pa.Table) -> bool:
    """Tell whether both hold the same measures, in the order of time: most often they do."""
    return bool(one["start"].equals(other["start"]) and one["end"].equals(other["end"]))


def _stretches(table: pa.Table) -> list[Stretch]:
    """Put together rows that follow each other under one rule."""
    if not table.num_rows:
        return []
    table = table.sort_by("start")
    start, end = (table[name].to_numpy().astype("M8[us]") for name in ("start", "end"))
    rules = np.array(table["rule"].to_pylist(), dtype=object)
    new = np.concatenate([[True], (rules[1:] != rules[:-1]) | (start[1:] > end[:-1])])
    firsts = np.flatnonzero(new)
    lasts = np.concatenate([firsts[1:], [len(new)]]) - 1
    moments = table["start"].to_pylist(), table["end"].to_pylist()
    return [
        Stretch(
            moments[0][first],
            moments[1][last],
            int(last - first + 1),
            str(rules[first]),
            _mean(table["before"].slice(first, last - first + 1)),
            _mean(table["value"].slice(first, last - first + 1)),
        )
        for first, last in zip(firsts[-MOST:].tolist(), lasts[-MOST:].tolist(), strict=True)
    ]


def _mean(values: pa.ChunkedArray) -> float | None:
    known = values.filter(pc.is_finite(values))
    found = pc.mean(known).as_py()
    return None if found is None else float(found)
