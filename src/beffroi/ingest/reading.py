"""Reading of one file with its reader, counted; a dry run is that and nothing else."""

from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc
import structlog

from beffroi.errors import BeffroiError
from beffroi.errors.files import FILE_BROKEN, FILE_EMPTY
from beffroi.ingest.ahead import ahead
from beffroi.ingest.ending import check_end
from beffroi.ingest.report import Progress, Report
from beffroi.quantities import LARGEST
from beffroi.readers import Piece, Reader, ReadOptions, SeriesDraft, Source
from beffroi.readers.contract import Reason
from beffroi.store.drafts import SeriesKey
from beffroi.texts import Text

log = structlog.get_logger(__name__)
_SURPRISED = Text(
    fr="son contenu surprend le lecteur ({kind})", en="its content surprises the reader ({kind})"
)


def pieces(
    reader: Reader, source: Source, options: ReadOptions, report: Report, progress: Progress
) -> Iterator[Piece]:
    """Read a file piece by piece, keeping count; any fault of it is a `BeffroiError`."""
    found = ahead(reader.read(source, options))
    while True:
        try:
            piece = next(found, None)
        except (BeffroiError, OSError):
            raise
        except Exception as error:
            # The last wall: a reader that a file surprises must refuse it, not stop the program.
            log.exception("reader failed", reader=reader.key, file=source.name)
            reason = _SURPRISED.fill(kind=type(error).__name__)
            raise BeffroiError(
                FILE_BROKEN, name=source.name, format=reader.label, reason=reason
            ) from error
        if piece is None:
            check_end(source, report)
            return
        piece = _measured(piece, report)
        report.rows_read += piece.rows
        report.observations += piece.observations.num_rows
        report.refuse(piece.refused)
        report.note(piece.notes)
        if piece.observations.num_rows:
            _span(report, piece.observations)
        progress("read", report.rows_read, 0)
        yield piece


def _measured(piece: Piece, report: Report) -> Piece:
    """Take out and count the values that no measure has, whatever reader found them."""
    wrong = pc.greater(pc.abs(piece.observations["value"]), LARGEST)
    count = pc.sum(wrong).as_py() or 0
    if not count:
        return piece
    report.refused[Reason.TOO_LARGE] += count
    kept = pc.invert(pc.fill_null(wrong, False))
    return replace(piece, observations=piece.observations.filter(kept))


def _span(report: Report, observations: pa.Table) -> None:
    first = pc.min(observations["start"]).as_py()
    last = pc.max(observations["end"]).as_py()
    report.first = min(first, report.first or first)
    report.last = max(last, report.last or last)


def key(draft: SeriesDraft) -> SeriesKey:
    """Turn the description of a reader into the key of the store."""
    return SeriesKey(
        draft.asset,
        draft.asset_type,
        draft.quantity,
        str(draft.kind),
        draft.source,
        draft.qualifier,
        int(draft.step.total_seconds()) if draft.step else None,
        draft.attributes,
    )


def dry_run(found: Iterator[Piece], source: Source, report: Report) -> None:
    """Say in the report what the pieces of a file would store.

    Raises:
        BeffroiError: `import.file_empty`, `import.file_broken`, or what the reader raises.
    """
    seen: dict[SeriesDraft, int] = {}
    for piece in found:
        counts = {
            row["values"]: row["counts"]
            for row in pc.value_counts(piece.observations["series"]).to_pylist()
        }
        for index, draft in enumerate(piece.series):
            if index in counts:
                seen[draft] = seen.get(draft, 0) + counts[index]
        if len(report.preview) < 5:
            report.preview += [
                {**row, "series": _label(piece.series[row["series"]])}
                for row in piece.observations.slice(0, 5 - len(report.preview)).to_pylist()
            ]
    if not report.observations:
        raise BeffroiError(FILE_EMPTY, name=source.name)
    report.series = [
        {
            "key": _label(draft),
            "asset": draft.asset,
            "quantity": draft.quantity,
            "qualifier": draft.qualifier,
            "kind": str(draft.kind),
            "step_seconds": draft.step.total_seconds() if draft.step else None,
            "points": points,
        }
        for draft, points in seen.items()
    ]
    report.status = "understood"


def _label(draft: SeriesDraft) -> str:
    return "/".join(part for part in (draft.asset, draft.quantity, draft.qualifier) if part)
