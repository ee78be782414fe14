"""Files that would change most of what is known of a series: another meter, more often than not."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.files import WOULD_REPLACE
from beffroi.ingest.report import Report
from beffroi.readers import Piece
from beffroi.settings import Settings
from beffroi.store.intake import Intake
from beffroi.store.read import Selection
from beffroi.store.scope import Scope
from beffroi.store.state import models
from beffroi.store.state.many import blocks
from beffroi.store.store import Store
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

FEWEST = 3
SHARE = 0.5

CORRECTED = Text(
    fr="{changed} des {known} mesures déjà connues de « {asset} » à ces dates sont changées par ce "
    "fichier : vérifiez qu’il est bien de ce compteur. Les valeurs d’avant restent connues.",
    en="{changed} of the {known} measures already known of “{asset}” at these times are changed by "
    "this file: check that it is of this meter. The former values remain known.",
)
DRY = Text(
    fr="Parmi les premières mesures du fichier, {changed} sur {known} déjà connues de « {asset} » "
    "changeraient : c’est peut-être un autre compteur (--asset NOM), sinon une correction "
    "(--replace).",
    en="Among the first measures of the file, {changed} of {known} already known of “{asset}” "
    "would change: it may be another meter (--asset NAME), otherwise a correction (--replace).",
)


def mostly(changed: int, known: int) -> bool:
    """Tell whether a file changes most of what is known at its times.

    >>> mostly(3, 4), mostly(3, 40), mostly(2, 2)
    (True, False, False)
    """
    return changed >= FEWEST and changed >= SHARE * known


class Overlaps:
    """Counts what a file says of the series that were stored before."""

    def __init__(self) -> None:
        self._read: Counter[int] = Counter()

    def add(self, way_in: Intake, series: pa.ChunkedArray) -> None:
        """Count some observations, given their series."""
        if len(way_in.fresh) == len(way_in.known):
            return
        for entry in pc.value_counts(series).to_pylist():
            self._read[entry["values"]] += entry["counts"]

    def check(self, way_in: Intake, report: Report, *, refuse: bool) -> None:
        """Refuse, or say loudly, that the batch changes most of a series.

        Raises:
            BeffroiError: `import.would_replace`.
        """
        names = {number: key.asset for key, number in way_in.known.items()}
        for series, facts in way_in.counts.by_series.items():
            changed = int(facts["changed"])
            known = self._read[series] - int(facts["new"])
            if series in way_in.fresh or not mostly(changed, known):
                continue
            said = {"changed": changed, "known": known, "asset": names[series]}
            if refuse:
                raise BeffroiError(WOULD_REPLACE, name=report.file, **said)
            report.warn(CORRECTED.fill(said))


def look(
    door: WriteDoor, settings: Settings, organisation: int, piece: Piece, report: Report
) -> None:
    """Say in a report, before anything is stored, that a piece would change most of a series."""
    with door.look() as session:
        stored = stored_series(session, organisation, piece)
    if not stored or not piece.observations.num_rows:
        return
    since = pc.min(piece.observations["start"]).as_py()
    until = pc.max(piece.observations["start"]).as_py() + timedelta(microseconds=1)
    selection = Selection(tuple(stored.values()), since, until, "raw")
    scope = Scope(frozenset({organisation}), door.actor, "import", households=True)
    with Store.open(door.home.root, settings) as store:
        before = store.reader(scope).observations(selection)
    for place, series in stored.items():
        changed, known = _compared(piece.observations, place, before, series)
        if mostly(changed, known):
            said = {"changed": changed, "known": known, "asset": piece.series[place].asset}
            report.warn(DRY.fill(said))


def _compared(after: pa.Table, place: int, before: pa.Table, series: int) -> tuple[int, int]:
    """Count the observations that change, and those that are known, of one series."""
    names = ["start", "end", "value"]
    new = after.filter(pc.equal(after["series"], place)).select(names)
    old = before.filter(pc.equal(before["series"], series)).select(names)
    both = new.join(old, ["start", "end"], right_suffix=" before", join_type="inner")
    return pc.sum(pc.not_equal(both["value"], both["value before"])).as_py() or 0, both.num_rows


def stored_series(session: Session, organisation: int, piece: Piece) -> Mapping[int, int]:
    """Return the stored series of a piece, by their place in it."""
    wanted = {
        (d.asset_type, d.asset, d.quantity, str(d.kind), d.source, d.qualifier): place
        for place, d in enumerate(piece.series)
    }
    keys = {
        (a.type, a.key, s.quantity, s.kind, s.source, s.qualifier): s.id
        for some in blocks({key[1] for key in wanted})
        for s, a in session.execute(
            select(models.Series, models.Asset)
            .join(models.Asset, models.Series.asset_id == models.Asset.id)
            .where(
                models.Series.organisation_id == organisation,
                models.Asset.key.in_(some),
                models.Series.points > 0,
            )
        )
    }
    return {place: keys[key] for key, place in wanted.items() if key in keys}
