"""Which files readers see, as the state says: what is asked is pruned before any file is opened."""

from collections.abc import Iterable, Sequence
from dataclasses import fields

from sqlalchemy import Select, func, insert, or_, select, update
from sqlalchemy.orm import Session

from beffroi.periods import utc_now
from beffroi.store.home import Home
from beffroi.store.lake import OBSERVATIONS, RECENT, Lake, Written
from beffroi.store.state import models
from beffroi.store.state.many import blocks
from beffroi.store.write import WriteDoor

_FIELDS = [getattr(models.DataFile, item.name) for item in fields(Written)]
#: Organisations above which it is cheaper to list all and keep some.
_MANY = 1000


def show(session: Session, files: Sequence[Written]) -> None:
    """Let readers see new files."""
    if files:
        session.execute(insert(models.DataFile), [file.plain() for file in files])


def hide(session: Session, replaced: Iterable[str]) -> None:
    """Take replaced files, by their paths, out of what readers see; they are swept later."""
    for some in blocks(replaced):
        session.execute(
            update(models.DataFile)
            .where(models.DataFile.path.in_(some))
            .values(removed_at=utc_now())
        )


def seen(
    session: Session,
    organisations: Iterable[int],
    years: tuple[int, int] | None = None,
    series: Sequence[int] | None = None,
) -> list[Written]:
    """List the files of observations that may hold what is asked, those just come among them."""
    wanted = {*organisations, RECENT}
    query = _seen(OBSERVATIONS, years, series)
    if len(wanted) <= _MANY:
        query = query.where(models.DataFile.organisation.in_(wanted))
    return [file for file in _written(session, query) if file.organisation in wanted]


def rolled(
    session: Session,
    tier: str,
    years: tuple[int, int] | None = None,
    series: Sequence[int] | None = None,
) -> list[Written]:
    """List the files of a rollup that may hold what is asked."""
    return _written(session, _seen(tier, years, series))


def everything(session: Session, tier: str) -> list[Written]:
    """List all the files of a tier."""
    return _written(session, _seen(tier, None, None))


def crowded(session: Session, least: int) -> list[Written]:
    """List the files of the partitions of observations that have many, and what just came."""
    file = models.DataFile
    seen_now = (file.tier == OBSERVATIONS, file.removed_at.is_(None))
    many = (
        select(file.organisation, file.year)
        .where(*seen_now)
        .group_by(file.organisation, file.year)
        .having(or_(func.count() >= least, file.organisation == RECENT))
    )
    return [
        found
        for organisation, year in session.execute(many)
        for found in _written(
            session,
            _seen(OBSERVATIONS, (year, year), None).where(file.organisation == organisation),
        )
    ]


def paths(home: Home, files: Iterable[Written]) -> list[str]:
    """Return the places of files, for an engine; what lives far away is brought first.

    Raises:
        BeffroiError: `store.lake_unreachable`, `store.lake_broken` where it cannot be brought.
    """
    asked = list(files)
    if home.mirror is not None:
        home.mirror.bring((file.path, file.bytes) for file in asked)
    return [str(home.root / file.path) for file in asked]


def adopt(door: WriteDoor, lake: Lake) -> None:
    """Name in the state the files of a lake of before the state named them."""
    with door.change("lake.adopt", "installation") as change:
        home = door.home.root
        known = set(change.session.scalars(select(models.DataFile.path)))
        found = [
            Written.measure(home, path, organisation, year)
            for path, organisation, year in lake.listing()
            if path.relative_to(home).as_posix() not in known
        ]
        show(change.session, found)
        change.detail = {"files": len(found)}


def _seen(
    tier: str, years: tuple[int, int] | None, series: Sequence[int] | None
) -> Select[tuple[object, ...]]:
    file = models.DataFile
    query = select(*_FIELDS).where(file.tier == tier, file.removed_at.is_(None))
    if years is not None:
        query = query.where(file.year.between(*years))
    if series:
        low, high = min(series), max(series)
        query = query.where(file.series_high >= low, file.series_low <= high)
    return query.order_by(file.batch_low, file.path)


def _written(session: Session, query: Select[tuple[object, ...]]) -> list[Written]:
    return [Written(**row._mapping) for row in session.execute(query)]
