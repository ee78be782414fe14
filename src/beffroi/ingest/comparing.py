"""What a file would change, before anything of it is stored: all of its measures looked up."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

import pyarrow as pa
import pyarrow.compute as pc

from beffroi.ingest.replacing import mostly, stored_series
from beffroi.ingest.report import Report
from beffroi.readers import Piece
from beffroi.store.read import ReadDoor, Selection
from beffroi.texts import Text

#: How many measures are looked up at most; of a larger file, those of its beginning.
MOST = 20_000_000
_KEYS = ["series", "start", "end"]
CHANGES = Text(
    fr="{changed} des {known} mesures déjà connues de « {asset} » changeraient : c’est peut-être "
    "un autre compteur (--asset NOM), sinon une correction (--replace).",
    en="{changed} of the {known} measures already known of “{asset}” would change: it may be "
    "another meter (--asset NAME), otherwise a correction (--replace).",
)
CUT = Text(
    fr="Le fichier est très grand : seul son début a été comparé avec ce qui est connu.",
    en="The file is very large: only its beginning was compared with what is known.",
)


class Comparison:
    """Compares the pieces of a file with what an organisation holds, and counts in a report."""

    def __init__(self, door: ReadDoor, organisation: int) -> None:
        self._door, self._organisation = door, organisation
        self._rows = 0
        self._changed: Counter[str] = Counter()
        self._known: Counter[str] = Counter()

    def add(self, piece: Piece, report: Report) -> None:
        """Count what is new, changed and known already in a piece."""
        if self._rows > MOST or not piece.observations.num_rows:
            return
        self._rows += piece.observations.num_rows
        said = _once(piece.observations)
        report.repeated += piece.observations.num_rows - said.num_rows
        with self._door.session() as session:
            stored = stored_series(session, self._organisation, piece)
        both = self._both(said, stored) if stored else said.slice(0, 0)
        differs = _differs(both) if stored else pa.chunked_array([pa.array([], pa.bool_())])
        changed = pc.sum(differs).as_py() or 0
        report.kept += said.num_rows - both.num_rows
        report.changed += changed
        report.unchanged += both.num_rows - changed
        self._count(piece, both, differs)

    def close(self, report: Report) -> None:
        """Say in the report which meters would change most of all, and what was not looked at."""
        for asset, known in self._known.items():
            if mostly(self._changed[asset], known):
                said = {"changed": self._changed[asset], "known": known, "asset": asset}
                report.warn(CHANGES.fill(said))
        if self._rows > MOST:
            report.warn(CUT)

    def _both(self, said: pa.Table, stored: Mapping[int, int]) -> pa.Table:
        """Return the measures of a piece that are known, with what is known of them beside."""
        since = pc.min(said["start"]).as_py()
        until = pc.max(said["start"]).as_py() + timedelta(microseconds=1)
        selection = Selection(tuple(stored.values()), since, until, "raw")
        before = self._door.observations(selection).select([*_KEYS, "value", "quality"])
        place = pc.index_in(before["series"], pa.array(list(stored.values()), pa.int64()))
        before = before.set_column(0, "series", pa.array(list(stored), pa.int32()).take(place))
        return said.join(before, _KEYS, right_suffix=" before", join_type="inner")

    def _count(self, piece: Piece, both: pa.Table, differs: pa.ChunkedArray) -> None:
        for counter, series in (
            (self._known, both["series"]),
            (self._changed, both["series"].filter(differs)),
        ):
            for entry in pc.value_counts(series).to_pylist():
                counter[piece.series[entry["values"]].asset] += entry["counts"]


def looked(
    found: Iterator[Piece],
    organisation: int,
    against: ReadDoor | None,
    first: Callable[[Piece], None],
    report: Report,
) -> Iterator[Piece]:
    """Compare the pieces of a file with what is stored: its `first` one, or all `against` it."""
    compared = Comparison(against, organisation) if against is not None else None
    begun = False
    for piece in found:
        if compared is not None:
            compared.add(piece, report)
        elif not begun:
            first(piece)
        begun = True
        yield piece
    if compared is not None:
        compared.close(report)


def _once(observations: pa.Table) -> pa.Table:
    """Keep the last word of a piece on each of its measures."""
    # In their order: what is last counts.
    found = observations.group_by(_KEYS, use_threads=False)
    last = found.aggregate([("value", "last"), ("quality", "last")])
    return last.rename_columns({"value_last": "value", "quality_last": "quality"})


def _differs(both: pa.Table) -> pa.ChunkedArray:
    return pc.or_(
        pc.not_equal(both["value"], both["value before"]),
        pc.not_equal(both["quality"], both["quality before"]),
    )
