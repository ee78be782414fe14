"""The communes of an organisation, as declared: its own, those of its EPCI, of its département."""

import zlib
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from beffroi.store.state.places import CommuneOutline, GeographyFile, Ground
from beffroi.store.write import WriteDoor
from beffroi.territory.communes import Commune, read_communes
from beffroi.territory.epci import read_epci
from beffroi.territory.kinds import Level
from beffroi.territory.reading import Sort, Table, read_table


@dataclass(slots=True)
class Grounds:
    """What is of the territory of an organisation on a day; looked up at the first question."""

    door: WriteDoor
    organisation: int
    today: date
    communes: set[str] = field(default_factory=set)
    departements: tuple[str, ...] = ()
    undeclared: bool = False
    _listed: list[Commune] | None = None
    _outlined: set[str] = field(default_factory=set)
    _known: bool = False

    def holds(self, commune: str) -> bool:
        """Tell whether a commune is of the territory; each is where none was declared."""
        self._look()
        if self.undeclared:
            return self.exists(commune)
        return commune in self.communes or commune.startswith(self.departements or ("-",))

    def exists(self, commune: str) -> bool:
        """Tell whether a code is that of a commune, as far as the loaded geography knows."""
        self._look()
        if commune in self.communes or commune in self._outlined or self._listed is None:
            return True
        return any(one.code == commune for one in self._listed)

    def _look(self) -> None:
        if self._known:
            return
        self._known = True
        with self.door.look(self.organisation) as session:
            stands = or_(Ground.until.is_(None), Ground.until > self.today)
            rows = session.scalars(
                select(Ground).where(Ground.organisation_id == self.organisation, stands)
            ).all()
            self.communes = {row.code for row in rows if row.level == Level.COMMUNE}
            epci = {row.code for row in rows if row.level == Level.EPCI}
            table = _newest(session, Sort.EPCI) if epci else None
            members = read_epci(table) if table is not None else []
            self.communes |= {one.commune for one in members if one.epci in epci}
            self.departements = tuple(row.code for row in rows if row.level == Level.DEPARTEMENT)
            listed = _newest(session, Sort.COMMUNES)
            self._listed = read_communes(listed) if listed is not None else None
            regions = {row.code for row in rows if row.level == Level.REGION}
            known = self._listed or []
            self.communes |= {one.code for one in known if one.region in regions}
            self._outlined = set(session.scalars(select(CommuneOutline.code)))
        # What no loaded file tells of is not declared either: an EPCI whose members are unknown.
        self.undeclared = not (self.communes or self.departements)


def _newest(session: Session, sort: Sort) -> Table | None:
    row = session.scalar(
        select(GeographyFile)
        .where(GeographyFile.sort == str(sort))
        .order_by(GeographyFile.year.desc())
        .limit(1)
    )
    return None if row is None else read_table(row.name, zlib.decompress(row.content))
