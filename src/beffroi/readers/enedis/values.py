"""Values met one by one in XML and JSON, put in columns series by series."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from beffroi.readers.contract import Quality, Reason
from beffroi.readers.enedis.curves import Tail, settle
from beffroi.readers.enedis.lines import Cells
from beffroi.readers.enedis.pieces import PieceBuilder
from beffroi.readers.enedis.points import put, read_points, read_values, refuse_times
from beffroi.readers.enedis.steps import Stamp
from beffroi.readers.enedis.times import DAY, Ints, day_edges, parse_times
from beffroi.readers.enedis.words import Curve, stage_quality

#: A piece goes out from this many values on.
PIECE_VALUES = 200_000


@dataclass(slots=True)
class Values:
    """Columns of one series as they stand in the file; `rank` counts values from 1."""

    time: list[str] = field(default_factory=list)
    value: list[str] = field(default_factory=list)
    quality: list[int] = field(default_factory=list)
    step: list[int] = field(default_factory=list)
    rank: list[int] = field(default_factory=list)

    def add(self, rank: int, time: object, value: object, quality: Quality, step: int = 0) -> None:
        """Add one value; `step` in microseconds, 0 where the file does not say."""
        self.time.append(as_text(time))
        self.value.append(as_text(value))
        self.quality.append(quality)
        self.step.append(step)
        self.rank.append(rank)

    def cells(self) -> Cells:
        """Return times and values as columns of text."""
        columns = {"d": pa.array(self.time, pa.string()), "v": pa.array(self.value, pa.string())}
        return Cells(columns, np.array(self.rank, np.int64))


def as_text(value: object) -> str:
    """Return a value of JSON or XML as a text that is safe to put in a column.

    >>> as_text(12), as_text(None), as_text(True), as_text({"a": 1})
    ('12', '', 'True', "{'a': 1}")
    """
    if value is None:
        return ""
    return str(value)[:200].encode("utf-8", "replace").decode()


def plausible(mark: object) -> Quality:
    """Return the quality that an index of likelihood says: only 0 is sure.

    >>> plausible("0").name, plausible(None).name, plausible(1).name
    ('MEASURED', 'MEASURED', 'SUSPECT')
    """
    return Quality.MEASURED if as_text(mark).strip() in ("", "0", "null") else Quality.SUSPECT


# R real, B raw, D entered by hand, S T F G around a power cut; E estimated, H P rebuilt,
# K computed from other curves; C corrected.
_NATURES = {
    **dict.fromkeys("RBDFGST", Quality.MEASURED),
    **dict.fromkeys("EHKP", Quality.ESTIMATED),
    "C": Quality.CORRECTED,
}


def nature(code: object) -> Quality:
    """Return the quality that the code of a point says; one that is not known is suspect.

    >>> nature("R").name, nature("E").name, nature("C").name, nature("?").name
    ('MEASURED', 'ESTIMATED', 'CORRECTED', 'SUSPECT')
    """
    text = as_text(code).strip().upper()
    return _NATURES.get(text, Quality.SUSPECT) if text else Quality.MEASURED


_COMPLETED = {
    **dict.fromkeys("FGNHIOJKL", Quality.CORRECTED),
    **dict.fromkeys("ACM", Quality.ESTIMATED),
}


def point_quality(stage: str, code: str, completion: str, mark: str) -> Quality:
    """Return the quality of an R63 point: completion, else nature, else stage, else likelihood.

    >>> point_quality("BEST", "R", "M", "").name, point_quality("CORRIGE", "B", "", "0").name
    ('ESTIMATED', 'CORRECTED')
    """
    found = _COMPLETED.get(completion.strip().upper(), nature(code))
    if found is Quality.MEASURED:
        found = stage_quality(stage)
    return plausible(mark) if found is Quality.MEASURED else found


def add_curve(
    builder: PieceBuilder, curve: Curve, values: Values, stamp: Stamp, step: int = 0
) -> None:
    """Put a whole curve in a piece; `step` in microseconds serves where nothing else tells."""
    found, times = values.cells(), parse_times(pa.array(values.time, pa.string()))
    builder.rows += len(values.rank)
    naive = bool(times.valid.any() and not times.zoned.any())
    points = read_points(
        found,
        times,
        found.columns["v"],
        times.valid & (times.zoned != naive),
        builder,
        factor=curve.factor,
        quality=np.array(values.quality, np.int8),
        step=np.array(values.step, np.int64),
    )
    put(settle(Tail(stamp, naive, step), points, final=True)[1], curve, builder)


def add_instants(builder: PieceBuilder, curve: Curve, values: Values, *, days: int = 0) -> None:
    """Put values at an instant in a piece: indexes, levels.

    `days` counts midnights from the date written, for times that are only a date.
    """
    written = parse_times(pa.array(values.time, pa.string()))
    later = (written.us // DAY + days).astype("M8[D]")
    at = day_edges(later)[0] if days else written.utc().us
    _add(builder, curve, values, at, at, written.valid)


def add_days(builder: PieceBuilder, curve: Curve, values: Values) -> None:
    """Put values of whole Paris days in a piece; their times are dates."""
    times = parse_times(pa.array(values.time, pa.string()))
    start, end = day_edges((times.us // DAY).astype("M8[D]"))
    _add(builder, curve, values, start, end, times.valid)


def _add(
    builder: PieceBuilder,
    curve: Curve,
    values: Values,
    start: Ints,
    end: Ints,
    good: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> None:
    found = values.cells()
    builder.rows += len(values.rank)
    refuse_times(found, good, builder)
    numbers, kept = read_values(found, found.columns["v"], good, builder)
    rows = good & kept
    quality = np.array(values.quality, np.int8)[rows]
    builder.add(curve.series, start[rows], end[rows], numbers[rows] * curve.factor, quality)


def refuse_all(builder: PieceBuilder, values: Values, reason: Reason) -> None:
    """Refuse the values of a series that cannot be told, or is already counted elsewhere."""
    builder.rows += len(values.rank)
    found = values.cells()
    builder.refuse(found.line, reason, found.text(np.arange(len(found.line))))
