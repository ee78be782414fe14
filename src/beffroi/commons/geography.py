"""Files of the official geography that a user brings, kept whole, and the questions to them."""

import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping, Sized
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.commons.outlines import keep_outlines
from beffroi.errors import BeffroiError
from beffroi.errors.files import FILE_MISSING
from beffroi.errors.territory import FILE_UNKNOWN, NOT_LOADED, YEAR_UNCLEAR
from beffroi.periods import utc_now
from beffroi.readers import Limits, sources
from beffroi.settings import Settings
from beffroi.store.state.places import GeographyFile
from beffroi.store.write import WriteDoor
from beffroi.territory.communes import read_communes, read_moves
from beffroi.territory.density import read_density
from beffroi.territory.epci import Member, read_epci
from beffroi.territory.history import History
from beffroi.territory.outlines import read_outlines
from beffroi.territory.reading import Sort, Table, read_table, year_of
from beffroi.texts import Text

_READ: Mapping[Sort, Callable[[Table], Sized]] = {
    Sort.COMMUNES: read_communes,
    Sort.MOVES: read_moves,
    Sort.EPCI: read_epci,
    Sort.DENSITY: read_density,
}
#: The largest file of Insee is under 20 MB.
_LARGEST = 256 << 20
_NONE = Text(fr="aucune", en="none")
_WHAT = {
    Sort.COMMUNES: Text(fr="les communes", en="communes"),
    Sort.MOVES: Text(fr="les mouvements des communes", en="the movements of communes"),
    Sort.EPCI: Text(fr="les EPCI de {year}", en="the EPCI of {year}"),
    Sort.DENSITY: Text(fr="la grille de densité de {year}", en="the grid of density of {year}"),
}

_EPCI = Text(fr="les EPCI", en="the EPCI")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file that was brought: how many rows of it count, and whether it was there already."""

    name: str
    sort: Sort
    year: int
    rows: int
    status: Literal["loaded", "replaced", "already"]


def load(door: WriteDoor, settings: Settings, path: Path, year: int | None) -> list[Loaded]:
    """Load a file of Insee or of the DGCL, or those of an archive; each is checked whole first.

    Other files of an archive are passed over: Insee publishes a dozen together.

    Args:
        door: The write door.
        settings: What says how large a file may be.
        path: A CSV file, compressed or not, or an archive.
        year: The vintage, where the name of the file does not say it.

    Raises:
        BeffroiError: `territory.file_unknown`, `territory.row_refused`,
            `territory.outline_refused`, `territory.year_unclear`, `import.file_missing` or other
            errors of files.
    """
    if not path.is_file():
        raise BeffroiError(FILE_MISSING, name=path.name)
    limits = Limits(min(settings.max_file_bytes, _LARGEST), settings.max_compression_ratio)
    if {".geojson", ".json"} & {*path.suffixes}:
        return [_load_outlines(door, path, limits, year)]
    read = list(_tables(path, limits))
    found = []
    for table, data in read:
        vintage = year or year_of(Path(table.name).name) or year_of(path.name)
        if vintage is None:
            raise BeffroiError(YEAR_UNCLEAR, name=table.name)
        found.append((table, data, vintage, len(_READ[table.sort](table))))
    return [_keep(door, *one) for one in found]


def _load_outlines(door: WriteDoor, path: Path, limits: Limits, year: int | None) -> Loaded:
    """Add the communes of a file to the outlines that are known: files may be of a département."""
    vintage = year or year_of(path.name)
    if vintage is None:
        raise BeffroiError(YEAR_UNCLEAR, name=path.name)
    (source,) = sources(path, limits, path.name)
    with source.open() as stream:
        data = stream.read()
    outlines, sha256 = read_outlines(path.name, data), hashlib.sha256(data).hexdigest()
    with door.change("territory.load", "installation", subject=path.name) as change:
        row = _file(change.session, Sort.OUTLINES, vintage)
        status: Literal["loaded", "replaced"] = "replaced" if row else "loaded"
        if row is None:
            row = GeographyFile(sort=str(Sort.OUTLINES), year=vintage)
            change.session.add(row)
        row.name, row.sha256, row.rows, row.content = path.name, sha256, len(outlines), b""
        row.loaded_at, row.actor = utc_now(), door.actor
        keep_outlines(change.session, outlines)
        change.detail = {"sort": str(Sort.OUTLINES), "year": vintage, "rows": len(outlines)}
    return Loaded(path.name, Sort.OUTLINES, vintage, len(outlines), status)


def _tables(path: Path, limits: Limits) -> Iterator[tuple[Table, bytes]]:
    found = sources(path, limits, path.name)
    taken = 0
    for source in found:
        with source.open() as stream:
            data = stream.read()
        try:
            yield read_table(source.name, data), data
            taken += 1
        except BeffroiError as error:
            if error.type is not FILE_UNKNOWN or len(found) == 1:
                raise
    if not taken:
        raise BeffroiError(FILE_UNKNOWN, name=path.name)


def _keep(door: WriteDoor, table: Table, data: bytes, year: int, rows: int) -> Loaded:
    sha256 = hashlib.sha256(data).hexdigest()
    with door.look() as session:
        known = _file(session, table.sort, year)
        if known is not None and known.sha256 == sha256:
            return Loaded(table.name, table.sort, year, known.rows, "already")
    with door.change("territory.load", "installation", subject=table.name) as change:
        row = _file(change.session, table.sort, year)
        if row is None:
            row = GeographyFile(sort=str(table.sort), year=year)
            change.session.add(row)
        row.name, row.sha256, row.rows = table.name, sha256, rows
        row.content, row.loaded_at, row.actor = zlib.compress(data), utc_now(), door.actor
        change.detail = {"sort": str(table.sort), "year": year, "sha256": sha256, "rows": rows}
    return Loaded(table.name, table.sort, year, rows, "replaced" if known else "loaded")


def loaded(session: Session) -> list[GeographyFile]:
    """List the files that were loaded, by sort and year."""
    query = select(GeographyFile).order_by(GeographyFile.sort, GeographyFile.year)
    return list(session.scalars(query))


def history(session: Session) -> History:
    """Return the communes and their movements, from the newest files that go together.

    Raises:
        BeffroiError: `territory.not_loaded`.
    """
    years = {sort: _years(session, sort) for sort in (Sort.COMMUNES, Sort.MOVES)}
    if not years[Sort.MOVES]:
        raise _missing(session, Sort.MOVES)
    known_to = max(years[Sort.MOVES])
    # A list of communes that is newer than the movements cannot be joined to them.
    usable = [year for year in years[Sort.COMMUNES] if year <= known_to]
    if not usable:
        raise _missing(session, Sort.COMMUNES)
    communes = read_communes(_table(session, Sort.COMMUNES, max(usable)))
    return History(
        max(usable), communes, known_to, read_moves(_table(session, Sort.MOVES, known_to))
    )


def members(session: Session, year: int) -> list[Member]:
    """Return the communes of every EPCI on 1 January of a year.

    Raises:
        BeffroiError: `territory.not_loaded`.
    """
    return read_epci(_table(session, Sort.EPCI, year))


def newest_members(session: Session) -> list[Member]:
    """Return the communes of every EPCI, of the newest list that was loaded.

    Raises:
        BeffroiError: `territory.not_loaded`.
    """
    years = _years(session, Sort.EPCI)
    if not years:
        raise BeffroiError(NOT_LOADED, what=_EPCI, known=_NONE)
    return members(session, years[-1])


def newest_density(session: Session) -> dict[str, str]:
    """Return the level of density of every commune, of the newest grid; empty where none is."""
    years = _years(session, Sort.DENSITY)
    return read_density(_table(session, Sort.DENSITY, years[-1])) if years else {}


def _table(session: Session, sort: Sort, year: int) -> Table:
    row = _file(session, sort, year)
    if row is None:
        raise _missing(session, sort, year)
    return read_table(row.name, zlib.decompress(row.content))


def _file(session: Session, sort: Sort, year: int) -> GeographyFile | None:
    query = select(GeographyFile).where(GeographyFile.sort == sort, GeographyFile.year == year)
    return session.scalar(query)


def _years(session: Session, sort: Sort) -> list[int]:
    query = select(GeographyFile.year).where(GeographyFile.sort == sort)
    return sorted(session.scalars(query))


def _missing(session: Session, sort: Sort, year: int = 0) -> BeffroiError:
    known = ", ".join(map(str, _years(session, sort))) or _NONE
    return BeffroiError(NOT_LOADED, what=_WHAT[sort].fill(year=year), known=known)
