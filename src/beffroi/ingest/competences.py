"""What an organisation no longer answers for is refused where measures come in.

The past stays where it was, and may still be corrected. After a competence is transferred, the
organisation that had it declares no new series of it, and adds no measure of that time to those
that it has. Readings at the very instant of the transfer close the past: they are kept.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from beffroi.errors import BeffroiError
from beffroi.errors.commons import COMPETENCE_TRANSFERRED
from beffroi.ingest.reading import key
from beffroi.ingest.report import Report
from beffroi.periods import PARIS, utc_now
from beffroi.readers.contract import Piece, Reason
from beffroi.store.drafts import SeriesKey
from beffroi.store.state import models, places
from beffroi.store.state.many import blocks
from beffroi.store.write import WriteDoor
from beffroi.territory.competences import Gap, Term, competences, gaps, service_of
from beffroi.texts import Text

_REFUSED = Text(
    fr="{n} mesures refusées : la compétence « {service} » est à {holder} depuis le {day} ({act}). "
    "À importer pour {holder} ; ou, si c’est une consommation de la collectivité, rattachez le "
    "compteur à son bâtiment.",
    en="{n} measures refused: the competence “{service}” is {holder}’s since {day} ({act}). "
    "Import them for {holder}; or, if the authority consumes it, tie the meter to its building.",
)


@dataclass(slots=True)
class Competent:
    """What an organisation may still bring; `gaps` are empty for nearly all."""

    door: WriteDoor
    organisation: int
    gaps: list[Gap]
    today: date
    refused: dict[Gap, int] = field(default_factory=dict)
    _of: dict[SeriesKey, tuple[str, bool]] = field(default_factory=dict)

    @classmethod
    def of(cls, door: WriteDoor, organisation: int) -> "Competent":
        """Look once, by index, at what an organisation has no more."""
        with door.look(organisation) as session:
            found = gaps(terms(session, organisation))
        return cls(door, organisation, found, utc_now().astimezone(PARIS).date())

    def kept(self, pieces: Iterable[Piece], report: Report) -> Iterator[Piece]:
        """Yield the pieces of a file without what is refused, which the report counts.

        Raises:
            BeffroiError: `competence.transferred` where nothing is left of the file.
        """
        for piece in pieces:
            wrong = self.wrong([key(draft) for draft in piece.series], piece.observations)
            if wrong is None:
                yield piece
                continue
            count = int(wrong.sum())
            report.observations -= count
            report.refused[Reason.TRANSFERRED] += count
            yield replace(piece, observations=piece.observations.filter(pa.array(~wrong)))
        if self.refused and not report.observations:
            raise self.error()
        for gap, count in self.refused.items():
            report.warn(_REFUSED.fill(_told(gap), n=count))

    def wrong(self, keys: Sequence[SeriesKey], observations: pa.Table) -> NDArray[np.bool_] | None:
        """Tell the observations that are refused, shape (n,); None where all are well.

        Args:
            keys: The series that they are of.
            observations: series (a place in `keys`), start and end.
        """
        if not self.gaps or not observations.num_rows:
            return None
        self._look(keys)
        series = observations["series"].to_numpy()
        start, end = (_micros(observations[name]) for name in ("start", "end"))
        wrong = np.zeros(len(series), bool)
        for gap in self.gaps:
            own, fresh = np.zeros((2, len(keys)), bool)
            for place, one in enumerate(keys):
                code, known = self._of.get(one, ("", True))
                own[place] = code == gap.code
                fresh[place] = own[place] and not known and gap.holds(self.today)
            since, until = _instant(gap.since), _instant(gap.until or date(2200, 1, 1))
            during = (start >= since) & (start < until) & (end > since)
            found = fresh[series] | (own[series] & during)
            if found.any():
                self.refused[gap] = self.refused.get(gap, 0) + int(found.sum())
                wrong |= found
        return wrong if wrong.any() else None

    def error(self) -> BeffroiError:
        """Say why what was brought is refused, who answers for it and what to do."""
        gap, count = max(self.refused.items(), key=lambda item: item[1])
        return BeffroiError(COMPETENCE_TRANSFERRED, n=count, **_told(gap))

    def _look(self, keys: Sequence[SeriesKey]) -> None:
        """Learn which series are of a competence, and which of them are known already."""
        codes = {gap.code for gap in self.gaps}
        asked = {}
        for one in keys:
            code = service_of(one.quantity, one.asset_type)
            if code in codes and one not in self._of:
                asked[one] = code
        if not asked:
            return
        with self.door.look(self.organisation) as session:
            known, consumed = _stored(session, self.organisation, {one.asset for one in asked})
        for one, code in asked.items():
            own = (one.asset_type, one.asset) not in consumed
            self._of[one] = (code if own else "", one.identity in known)


def check(
    door: WriteDoor, organisation: int, keys: Sequence[SeriesKey], observations: pa.Table
) -> None:
    """Refuse a message that holds anything that its organisation no longer answers for.

    Raises:
        BeffroiError: `competence.transferred`.
    """
    if not any(service_of(one.quantity, one.asset_type) for one in keys):
        return
    competent = Competent.of(door, organisation)
    if competent.wrong(keys, observations) is not None:
        raise competent.error()


def terms(session: Session, organisation: int) -> list[Term]:
    """List the competences that an organisation has and had."""
    row = places.Competence
    columns = (row.code, row.since, row.until, row.holder, row.act)
    found = session.execute(select(*columns).where(row.organisation_id == organisation))
    return [Term(*one) for one in found]


def _stored(
    session: Session, organisation: int, assets: Iterable[str]
) -> tuple[set[tuple[str, ...]], set[tuple[str, str]]]:
    """Return the identities of the series of assets, and the assets that serve a building."""
    asset, above, series = models.Asset, aliased(models.Asset), models.Series
    known: set[tuple[str, ...]] = set()
    consumed: set[tuple[str, str]] = set()
    for some in blocks(assets):
        query = (
            select(
                asset.type,
                asset.key,
                series.quantity,
                series.kind,
                series.source,
                series.qualifier,
                above.type,
            )
            .outerjoin(series, series.asset_id == asset.id)
            .outerjoin(above, above.id == asset.parent_id)
            .where(asset.organisation_id == organisation, asset.key.in_(some))
        )
        for type_, key_, *rest, serves in session.execute(query):
            known.add((type_, key_, *rest))
            if serves == "building":
                consumed.add((type_, key_))
    return known, consumed


def _told(gap: Gap) -> dict[str, object]:
    return {
        "service": competences()[gap.code].label,
        "holder": gap.holder,
        "day": f"{gap.since:%d/%m/%Y}",
        "act": gap.act,
    }


def _micros(column: pa.ChunkedArray) -> NDArray[np.int64]:
    found: NDArray[np.int64] = column.cast(pa.int64()).to_numpy()
    return found


def _instant(day: date) -> int:
    """Return the beginning of a day of Paris [us since 1970]."""
    moment = datetime.combine(day, time(), PARIS).astimezone(UTC)
    return int(moment.timestamp()) * 1_000_000
