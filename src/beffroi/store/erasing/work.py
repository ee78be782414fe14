"""Erasures, in order; see the package."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from beffroi.errors import BeffroiError
from beffroi.errors.store import NOT_FOUND, OUT_OF_SCOPE
from beffroi.periods.civil import day_starts
from beffroi.store import facts
from beffroi.store.erasing import forgetting
from beffroi.store.erasing.alone import alone, require_known
from beffroi.store.erasing.ending import Erased, end
from beffroi.store.erasing.remains import left
from beffroi.store.erasing.rewriting import Gone, Rewritten, rewrite, strays
from beffroi.store.erasing.showing import Forget, show_erasure, subject
from beffroi.store.erasing.veiling import veil
from beffroi.store.leftovers import unlink, unnamed
from beffroi.store.own_work import begin
from beffroi.store.recovery import COMPACTION, forget
from beffroi.store.state import models
from beffroi.store.state.many import blocks
from beffroi.store.write import Change, WriteDoor
from beffroi.texts import Text

#: Messages may come while others are drained.
_TRIES = 5
_SERIES = Text(fr="série", en="series")
_NOT_ITS_OWN = Text(fr="elle n’est pas de cette collectivité", en="it is not of this authority")


def erase(door: WriteDoor, organisation: int, series: Sequence[int] | None = None) -> Erased:
    """Erase an organisation, or some of its series, and the files that brought them.

    Raises:
        BeffroiError: `store.not_found` for an organisation or a series that is not there;
            `store.out_of_scope` for a series of another organisation; `store.home_busy`,
            `store.lake_broken`.
    """
    wanted = None if series is None else sorted(set(series))
    require_known(door, organisation)
    with alone(door, organisation, drained=wanted is not None):
        rows = _series(door, organisation, wanted)
        gone = Gone(organisation, tuple(row.id for row in rows), whole=wanted is None)
        how = forgetting.organisation if wanted is None else forgetting.series
        points = sum(row.points for row in rows)
        return _work(
            door,
            gone,
            lambda change, _: how(change.session, gone),
            Erased(series=len(rows), observations=points),
        )


def retain(door: WriteDoor, organisation: int, before: date) -> Erased:
    """Erase the measures that began before a day of Europe/Paris, and the files that brought them.

    Rollups of the series that lose some are made anew by the next roll.

    Raises:
        BeffroiError: `store.not_found`, `store.home_busy`, `store.lake_broken`.
    """
    edge: datetime = day_starts(before, before)[0].astype("M8[us]").astype(datetime)
    instant = edge.replace(tzinfo=UTC)
    require_known(door, organisation)
    with alone(door, organisation, drained=True):
        rows = [
            row
            for row in _series(door, organisation, None)
            if row.first_at is not None and row.first_at < instant
        ]
        gone = Gone(organisation, tuple(row.id for row in rows), before=instant)
        if not rows:
            return Erased()

        def past(change: Change, done: Rewritten) -> forgetting.Forgotten:
            found = left(door, gone, done, rows)
            facts.bring(change.session, found)
            return forgetting.past(change.session, gone)

        return _work(door, gone, past, Erased(series=len(rows)), rows)


def veil_assets(door: WriteDoor, organisation: int, assets: Sequence[int]) -> Erased:
    """Make households of assets that were not known to be: their numbers go, their measures stay.

    Raises:
        BeffroiError: `store.not_found`, `store.home_busy`, `store.lake_broken`.
    """
    require_known(door, organisation)
    with alone(door, organisation, drained=True):
        gone = Gone(organisation, ())
        return _work(
            door,
            gone,
            lambda change, _: veil(change.session, organisation, sorted(assets)),
            Erased(),
        )


def _series(
    door: WriteDoor, organisation: int, wanted: Sequence[int] | None
) -> list[models.Series]:
    row = models.Series
    with door.look() as session:
        if wanted is None:
            own = select(row).where(row.organisation_id == organisation).order_by(row.id)
            found = list(session.scalars(own))
        else:
            found = [
                one
                for some in blocks(wanted)
                for one in session.scalars(select(row).where(row.id.in_(some)).order_by(row.id))
            ]
        session.expunge_all()
    known = {one.id for one in found}
    for number in wanted or ():
        if number not in known:
            raise BeffroiError(NOT_FOUND, what=_SERIES, key=number, command="series")
    for one in found:
        if one.organisation_id != organisation:
            raise BeffroiError(OUT_OF_SCOPE, what=f"series {one.id}", reason=_NOT_ITS_OWN)
    return found


def _work(
    door: WriteDoor,
    gone: Gone,
    forgetter: Forget,
    counted: Erased,
    rolled_again: Sequence[models.Series] = (),
) -> Erased:
    batch = _begin(door, gone)
    try:
        done = rewrite(door, gone, batch)
        _send(door, batch, done)
        size = unlink(door, strays(gone, unnamed(door, timedelta(0))))
        show_erasure(door, gone, batch, done, forgetter, replace(counted, bytes=size), rolled_again)
    except BaseException:
        _give_up(door, batch, gone)
        raise
    return end(door, batch)


def _begin(door: WriteDoor, gone: Gone) -> int:
    with door.change("store.erase.begin", "erasure", subject=subject(gone)) as change:
        row = begin(change, COMPACTION, door.actor, rolled=True)
        return row.id


def _send(door: WriteDoor, batch: int, done: Rewritten) -> None:
    """Bring new files to where other machines find them; what is named first can be taken back."""
    if door.home.mirror is None:
        return
    with door.change("store.erase.send", "erasure", subject=f"batch {batch}") as change:
        row = change.session.get_one(models.Batch, batch)
        row.files = [file.plain() for file in done.added]
    door.home.mirror.send((file.path, file.bytes) for file in done.added)


def _give_up(door: WriteDoor, batch: int, gone: Gone) -> None:
    """Take away the new files of an erasure that the state does not show."""
    with door.look() as session:
        if session.get_one(models.Batch, batch).status != "reading":
            return
    forget(door, batch, "failed")
    unlink(door, strays(gone, unnamed(door, timedelta(0))))
