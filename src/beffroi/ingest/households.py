"""Files of households: pseudonyms take the place of numbers before anything is stored.

What holds the numbers is not kept: neither the file as received, once all of it is read, nor its
name, the rows that were refused, or the mapping of its columns.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from sqlalchemy import select, update

from beffroi.domains import asset_types
from beffroi.errors import BeffroiError
from beffroi.errors.domains import HOUSEHOLD_IN_CLEAR
from beffroi.ingest.report import Report
from beffroi.readers import Piece, SeriesDraft
from beffroi.store import documents, originals
from beffroi.store.households.naming import declare_households, linked
from beffroi.store.intake import Intake
from beffroi.store.state import models
from beffroi.store.state.many import blocks
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

_NUMBER = re.compile(r"(?<!\d)\d{14}(?!\d)")
NOT_KEPT = Text(
    fr="Foyers : les numéros sont remplacés par des pseudonymes, le fichier n’est pas conservé.",
    en="Households: numbers are replaced by pseudonyms, the file is not kept.",
)
_DRY = "foyer-?"


@dataclass(slots=True)
class Veil:
    """Pseudonyms for the files of an organisation; of `every` meter, or of those declared."""

    door: WriteDoor
    organisation: int
    every: bool = False
    dry: bool = False
    """Declare nothing: the numbers not known yet are shown under one word."""
    _names: dict[str, str] = field(default_factory=dict)

    @property
    def used(self) -> bool:
        """Whether something of a household was met."""
        return any(known != name for known, name in self._names.items())

    def apply(self, piece: Piece) -> Piece:
        """Return a piece with pseudonyms in the place of the numbers of households."""
        new = [draft for draft in piece.series if draft.asset not in self._names]
        if new:
            self._names |= {draft.asset: draft.asset for draft in new} | self._found(new)
        drafts = tuple(map(self._veiled, piece.series))
        return piece if drafts == piece.series else replace(piece, series=drafts)

    def name(self, file: str) -> str:
        """Return the name under which a file is kept: it may hold a number too.

        >>> Veil(None, 1, every=True).name("point 09111642617347.csv")
        'foyers.csv'
        """
        if self.every:
            return f"foyers{PurePath(file).suffix}"
        numbers = _NUMBER.findall(file)
        if not numbers:
            return file
        with self.door.look(self.organisation) as session:
            names = linked(session, self.organisation, numbers)
        return _NUMBER.sub(lambda found: names.get(found[0], found[0]), file)

    def shed(self, way_in: Intake, report: Report, sha256: str) -> None:
        """Keep nothing that holds a number: all of the file is read by now."""
        report.file, report.sha256, report.mapping = self.name(report.file), "", ""
        report.refusals, report.preview, report.last_refused = [], [], None
        report.note((NOT_KEPT,))
        report.veiled = True
        door, batch = self.door, models.Batch
        own = batch.organisation_id == self.organisation
        # An import that was interrupted is done now, or never: its trace holds nothing back.
        mine = own & (batch.status.in_(("interrupted", "failed")) | (batch.id == way_in.batch))

        def unused() -> bool:
            others = select(batch.id).where(batch.sha256 == sha256, ~mine, batch.status != "failed")
            with door.look() as session:
                free = session.scalar(others.limit(1)) is None
                return free and not documents.uses(session, sha256)

        originals.discard(door.home, sha256, unused)
        subject = f"batch {way_in.batch}"
        with door.change("batch.shed", "data protection", self.organisation, subject) as change:
            named = update(batch).where(batch.sha256 == sha256, mine)
            change.session.execute(named.values(sha256="", mapping=None))

    def _require_unknown(self, numbers: Collection[str]) -> None:
        """Refuse numbers that stand here in clear: their past would stay open beside the rest."""
        row = models.Asset
        own = (row.organisation_id == self.organisation) & row.household.is_(False)
        with self.door.look(self.organisation) as session:
            known = [
                one
                for some in blocks(numbers)
                for one in session.scalars(select(row.key).where(own, row.key.in_(some)))
            ]
        if known:
            raise BeffroiError(HOUSEHOLD_IN_CLEAR, n=len(known))

    def _veiled(self, draft: SeriesDraft) -> SeriesDraft:
        name = self._names[draft.asset]
        return draft if name == draft.asset else replace(draft, asset=name, attributes=())

    def _found(self, new: list[SeriesDraft]) -> dict[str, str]:
        if not self.every:
            with self.door.look(self.organisation) as session:
                return linked(session, self.organisation, {draft.asset for draft in new})
        kinds = asset_types()
        meters = [one for one in new if one.asset_type in kinds and kinds[one.asset_type].described]
        self._require_unknown({draft.asset for draft in meters})
        if self.dry:
            return {draft.asset: _DRY for draft in meters}
        said = {(draft.asset_type, draft.asset): dict(draft.attributes) for draft in meters}
        return declare_households(self.door, self.organisation, said) if said else {}
