"""Repair of the series that a batch touches, and what the report says of them."""

from collections.abc import Sequence
from datetime import timedelta

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import select

from beffroi.domains import quantities
from beffroi.ingest.report import GAPS_KEPT, Progress, Report
from beffroi.quality.profile import gaps
from beffroi.quality.repair import repair
from beffroi.quality.tables import SeriesTraits
from beffroi.store.intake import Intake
from beffroi.store.state import models
from beffroi.units import SeriesKind

#: Observations repaired at once: what bounds memory. A longer series is one block.
BLOCK = 500_000


def repair_touched(way_in: Intake, report: Report, progress: Progress) -> None:
    """Repair each series that has something new, and note its gaps and repairs."""
    done, whole = 0, len(way_in.counts.sizes)
    for block in way_in.touched(BLOCK):
        observations = way_in.whole_raw(block)
        traits = _traits(way_in, block)
        repairs = repair(observations, list(traits.values()))
        way_in.repairs(block, repairs)
        _tell(way_in, report, observations, repairs, traits)
        done += len(block)
        progress("repair", done, whole)


def _traits(way_in: Intake, block: Sequence[int]) -> dict[int, SeriesTraits]:
    known = quantities()
    with way_in.door.look() as session:
        rows = session.scalars(select(models.Series).where(models.Series.id.in_(block)))
        return {
            row.id: SeriesTraits(
                row.id,
                SeriesKind(row.kind),
                row.quantity,
                known[row.quantity].unit,
                timedelta(seconds=row.step_seconds) if row.step_seconds else None,
            )
            for row in rows
        }


def _tell(
    way_in: Intake,
    report: Report,
    observations: pa.Table,
    repairs: pa.Table,
    traits: dict[int, SeriesTraits],
) -> None:
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
    sizes = way_in.counts.sizes
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
