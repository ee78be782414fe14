"""Which meter a file is of when it names none: the one given, the one that it follows, or ask."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pyarrow.compute as pc
from sqlalchemy import Select, select

from beffroi.errors import BeffroiError
from beffroi.errors.files import ASSET_UNCLEAR
from beffroi.ingest.report import Report
from beffroi.periods import PARIS, utc_now
from beffroi.readers import Piece, SeriesDraft
from beffroi.store.state import models
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

#: Between the last measure of a meter and a file that goes on with it: so many steps at most.
STEPS_APART = 2
SHORTEST_GAP = timedelta(days=2)
#: Of a series without a step in seconds: monthly readings.
LONG_STEP = timedelta(days=31)
_EARLY = timedelta(hours=1)

FOLLOWS = Text(
    fr="Le fichier ne nomme pas son compteur : ses mesures suivent celles de « {asset} », elles "
    "lui sont ajoutées. Sinon, dites duquel elles sont (--asset NOM).",
    en="The file does not name its meter: its measures follow those of “{asset}”, they are added "
    "to it. Otherwise say whose they are (--asset NAME).",
)
MAYBE = Text(
    fr="Nouveau compteur « {asset} », d’après le nom du fichier. Ses mesures commencent où "
    "s’arrêtent celles de {known} : si c’est le même compteur, dites-le (--asset NOM).",
    en="New meter “{asset}”, after the name of the file. Its measures begin where those of {known} "
    "stop: if it is the same meter, say so (--asset NAME).",
)
_SHOWN = 5


@dataclass(slots=True)
class Naming:
    """Names the meter of one file; `shape` is what files alike share, `given` the name asked for.

    `used` tells that the file named none.
    """

    door: WriteDoor
    organisation: int
    shape: str
    given: str
    report: Report
    used: bool = False
    _names: tuple[str, str] | None = None

    def apply(self, piece: Piece) -> Piece:
        """Return a piece with the name of its meter.

        Raises:
            BeffroiError: `import.asset_unclear`.
        """
        if not piece.unnamed or not piece.observations.num_rows:
            return piece
        self.used = self.report.unnamed = True
        if self._names is None:
            self._names = (piece.unnamed, self.given or self._decide(piece))
        stands_for, name = self._names
        if name == stands_for:
            return piece
        named = tuple(
            replace(draft, asset=name) if draft.asset == stands_for else draft
            for draft in piece.series
        )
        return replace(piece, series=named)

    def remember(self) -> None:
        """Keep the name that was given, for the files of the same shape that will follow."""
        known = self._remembered()
        if not (self.used and self.given) or self.given in known:
            return
        with self.door.change(
            "mapping.remember", "import", self.organisation, self.report.file
        ) as change:
            row = change.session.scalar(self._query())
            content = {"assets": [*known, self.given]}
            if row is None:
                row = models.Mapping(
                    organisation_id=self.organisation,
                    fingerprint=self._key(),
                    content=content,
                    created_at=utc_now(),
                )
                change.session.add(row)
            row.content = content

    def _decide(self, piece: Piece) -> str:
        first = pc.min(piece.observations["start"]).as_py()
        known = self._last(piece.series)
        if piece.unnamed in known:
            return piece.unnamed
        following = [a for a, (last, step) in known.items() if _follows(first, last, step)]
        remembered = self._remembered()
        if not remembered:
            if following:
                names = _list(following)
                self.report.warn(MAYBE.fill(asset=piece.unnamed, known=names))
            return piece.unnamed
        mine = [asset for asset in following if asset in remembered]
        if len(mine) != 1:
            day = f"{first.astimezone(PARIS):%d/%m/%Y}"
            raise BeffroiError(
                ASSET_UNCLEAR, name=self.report.file, known=_list(remembered), first=day
            )
        self.report.note((FOLLOWS.fill(asset=mine[0]),))
        return mine[0]

    def _last(self, drafts: tuple[SeriesDraft, ...]) -> dict[str, tuple[datetime, timedelta]]:
        """Return the last instant, and the step, of each meter that has the series of a file."""
        kinds = {(d.quantity, str(d.kind), d.source, d.qualifier): d.step for d in drafts}
        types = {d.asset_type for d in drafts}
        found: dict[str, tuple[datetime, timedelta]] = {}
        with self.door.look() as session:
            rows = session.execute(
                select(models.Series, models.Asset)
                .join(models.Asset, models.Series.asset_id == models.Asset.id)
                .where(
                    models.Series.organisation_id == self.organisation,
                    models.Series.quantity.in_({quantity for quantity, *_ in kinds}),
                    models.Asset.type.in_(types),
                    models.Series.points > 0,
                )
            )
            for series, asset in rows:
                key = (series.quantity, series.kind, series.source, series.qualifier)
                if key in kinds and series.last_at is not None:
                    found[asset.key] = (series.last_at, kinds[key] or LONG_STEP)
        return found

    def _remembered(self) -> list[str]:
        with self.door.look() as session:
            row = session.scalar(self._query())
            names = list(row.content["assets"]) if row else []
            # A meter whose every measure was withdrawn with its import is not one to go on with.
            held = session.scalars(
                select(models.Asset.key)
                .join(models.Series, models.Series.asset_id == models.Asset.id)
                .where(
                    models.Asset.organisation_id == self.organisation,
                    models.Asset.key.in_(names),
                    models.Series.points > 0,
                )
            ).all()
            return [name for name in names if name in held]

    def _query(self) -> Select[models.Mapping]:
        return select(models.Mapping).where(
            models.Mapping.organisation_id == self.organisation,
            models.Mapping.fingerprint == self._key(),
        )

    def _key(self) -> str:
        return f"asset:{self.shape}"[:64]


def _follows(first: datetime, last: datetime, step: timedelta) -> bool:
    return -_EARLY <= first - last <= max(SHORTEST_GAP, STEPS_APART * step)


def _list(names: list[str]) -> Text:
    more = f" (+{len(names) - _SHOWN})" if len(names) > _SHOWN else ""
    shown = names[:_SHOWN]
    return Text(
        fr=", ".join(f"«\u00a0{name}\u00a0»" for name in shown) + more,
        en=", ".join(f"“{name}”" for name in shown) + more,
    )
