"""Repair of the series that a batch touches, and what the report says of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import select

from beffroi.domains import quantities
from beffroi.ingest.report import GAPS_KEPT, Progress, Report
from beffroi.quality.profile import gaps
from beffroi.quality.repair import repair
from beffroi.quality.spikes import MIN_POINTS
from beffroi.quality.tables import SeriesTraits
from beffroi.store.intake import Intake
from beffroi.store.rising import BLOCK
from beffroi.store.state import models
from beffroi.store.state.many import blocks
from beffroi.units import SeriesKind

_JUDGED = (SeriesKind.MEAN_POWER, SeriesKind.INTERVAL)


@dataclass(slots=True)
class _Found:
    """What a report says of repairs and gaps."""

    repairs: Counter[int] = field(default_factory=Counter)
    gap_count: int = 0
    gaps: list[dict[str, Any]] = field(default_factory=list)
    series: list[dict[str, Any]] = field(default_factory=list)
    short: int = 0


class Repairing:
    """Repairs each series that has something new: as it comes in where that can be, else after."""

    def __init__(self, way_in: Intake) -> None:
        self._way_in = way_in
        self._found = _Found()
        self._within: tuple[datetime, datetime] | None = None  # the period of the file

    def along(self) -> None:
        """Repair the series that are complete while the file is being read."""
        for observations in self._way_in.rising.take():
            series = pc.unique(observations["series"]).to_pylist()
            self._repair(series, observations)

    def finish(self, report: Report, progress: Progress) -> None:
        """Repair the rest once the batch is sealed, and note all gaps and repairs."""
        way_in = self._way_in
        done, whole = 0, len(way_in.counts.by_series)
        if way_in.rising.kept:
            self.along()
        else:
            way_in.drop_repairs()
            self._found = _Found()
            if report.first and report.last:
                self._within = (report.first, report.last)
            for block in way_in.touched(BLOCK):
                self._repair(block, way_in.whole_raw(block))
                done += len(block)
                progress("repair", done, whole)
        progress("repair", whole, whole)
        found = self._found
        report.repairs += found.repairs
        report.gap_count += found.gap_count
        longest = sorted(found.gaps, key=lambda gap: -gap["missing"])[:GAPS_KEPT]
        report.gaps += sorted(longest, key=lambda gap: (gap["series"], gap["from"]))
        report.short_series += found.short
        report.series += found.series

    def _repair(self, series: Sequence[int], observations: pa.Table) -> None:
        traits = _traits(self._way_in, series)
        repairs = repair(observations, list(traits.values()))
        self._way_in.repairs(series, repairs)
        self._tell(observations, repairs, traits)

    def _tell(
        self, observations: pa.Table, repairs: pa.Table, traits: dict[int, SeriesTraits]
    ) -> None:
        way_in, report = self._way_in, self._found
        repairs = self._inside(repairs)
        for entry in pc.value_counts(repairs["rule"]).to_pylist():
            report.repairs[entry["values"]] += entry["counts"]
        holes = self._inside(gaps(observations, list(traits.values())))
        report.gap_count += holes.num_rows
        report.short += _short(observations, traits)
        holes = holes.sort_by([("missing_steps", "descending")])
        report.gaps += [
            {
                "series": row["series"],
                "from": row["start"].isoformat(),
                "to": row["end"].isoformat(),
                "missing": row["missing_steps"],
            }
            for row in holes.slice(0, GAPS_KEPT).to_pylist()
        ]
        sizes = way_in.sizes()
        names = {number: name for name, number in way_in.known.items()}
        report.series += [
            {
                "id": series,
                "key": "/".join(
                    part
                    for part in (
                        names[series].asset,
                        names[series].quantity,
                        names[series].qualifier,
                    )
                    if part
                ),
                "asset": names[series].asset,
                "quantity": names[series].quantity,
                "qualifier": names[series].qualifier,
                "kind": str(traits[series].kind),
                "points": sizes[series],
                "created": series in way_in.fresh,
            }
            for series in traits
        ]

    def _inside(self, rows: pa.Table) -> pa.Table:
        """Keep what concerns the period of the file: the rest of a series was told before."""
        if self._within is None or not rows.num_rows:
            return rows
        first, last = self._within
        return rows.filter(
            pc.and_(
                pc.less_equal(rows["start"], pa.scalar(last, rows["start"].type)),
                pc.greater_equal(rows["end"], pa.scalar(first, rows["end"].type)),
            )
        )


def _short(observations: pa.Table, traits: dict[int, SeriesTraits]) -> int:
    """Count the series whose values are too few for spikes and wrong units to be told."""
    counts = pc.value_counts(observations["series"]).to_pylist()
    return sum(
        entry["counts"] < MIN_POINTS and traits[entry["values"]].kind in _JUDGED for entry in counts
    )


def repair_touched(way_in: Intake, report: Report, progress: Progress) -> None:
    """Repair each series that has something new, and note its gaps and repairs."""
    Repairing(way_in).finish(report, progress)


def repair_block(way_in: Intake, series: Sequence[int]) -> None:
    """Repair series as they will stand, without telling of it."""
    repairs = repair(way_in.whole_raw(series), list(_traits(way_in, series).values()))
    way_in.repairs(series, repairs)


def _traits(way_in: Intake, block: Sequence[int]) -> dict[int, SeriesTraits]:
    known = quantities()
    with way_in.door.look() as session:
        return {
            row.id: SeriesTraits(
                row.id,
                SeriesKind(row.kind),
                row.quantity,
                known[row.quantity].unit,
                timedelta(seconds=row.step_seconds) if row.step_seconds else None,
            )
            for some in blocks(block)
            for row in session.scalars(select(models.Series).where(models.Series.id.in_(some)))
        }
