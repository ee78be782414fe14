"""Repair of the series that a batch touches, and what the report says of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import select

from beffroi.domains import quantities
from beffroi.ingest.report import GAPS_KEPT, Progress, Report
from beffroi.quality.profile import gaps
from beffroi.quality.repair import repair
from beffroi.quality.tables import SeriesTraits
from beffroi.store.intake import Intake
from beffroi.store.rising import BLOCK
from beffroi.store.state import models
from beffroi.store.state.many import blocks
from beffroi.units import SeriesKind


@dataclass(slots=True)
class _Found:
    """What a report says of repairs and gaps."""

    repairs: Counter[int] = field(default_factory=Counter)
    gap_count: int = 0
    gaps: list[dict[str, Any]] = field(default_factory=list)
    series: list[dict[str, Any]] = field(default_factory=list)


class Repairing:
    """Repairs each series that has something new: as it comes in where that can be, else after."""

    def __init__(self, way_in: Intake) -> None:
        self._way_in = way_in
        self._found = _Found()

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
            for block in way_in.touched(BLOCK):
                self._repair(block, way_in.whole_raw(block))
                done += len(block)
                progress("repair", done, whole)
        progress("repair", whole, whole)
        found = self._found
        report.repairs += found.repairs
        report.gap_count += found.gap_count
        report.gaps += found.gaps
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
        for entry in pc.value_counts(repairs["rule"]).to_pylist():
            report.repairs[entry["values"]] += entry["counts"]
        holes = gaps(observations, list(traits.values()))
        report.gap_count += holes.num_rows
        room = GAPS_KEPT - len(report.gaps)
        report.gaps += [
            {
                "series": row["series"],
                "from": row["start"].isoformat(),
                "to": row["end"].isoformat(),
                "missing": row["missing_steps"],
            }
            for row in holes.slice(0, max(room, 0)).to_pylist()
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
                "kind": str(traits[series].kind),
                "points": sizes[series],
                "created": series in way_in.fresh,
            }
            for series in traits
        ]


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
