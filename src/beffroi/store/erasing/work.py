"""Erasures, in order; see the package."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select

from beffroi.errors import BeffroiError
from beffroi.errors.store import HOME_BUSY, NOT_FOUND, OUT_OF_SCOPE
from beffroi.periods import utc_now
from beffroi.periods.civil import day_starts
from beffroi.store import facts
from beffroi.store.erased import note_erasure
from beffroi.store.erasing import forgetting
from beffroi.store.erasing.ending import ERASING, Erased, end, end_all
from beffroi.store.erasing.rewriting import Gone, Rewritten, left, rewrite, strays
from beffroi.store.lake import OBSERVATIONS, RECENT
from beffroi.store.leftovers import unlink, unnamed
from beffroi.store.manifest import hide, show
from beffroi.store.recovery import COMPACTION, forget, lock_of, mend, whole
from beffroi.store.rollups.roll import LOCK as ROLLUPS
from beffroi.store.state import models
from beffroi.store.state.flow import Message
from beffroi.store.state.many import blocks
from beffroi.store.stream.drain import Drain
from beffroi.store.write import Change, WriteDoor
from beffroi.texts import Text

#: Messages may come while others are drained.
_TRIES = 5
_NOT_ITS_OWN = Text(fr="elle n’est pas de cette collectivité", en="it is not of this authority")


def erase(door: WriteDoor, organisation: int, series: Sequence[int] | None = None) -> Erased:
    """Erase an organisation, or some of its series, and the files that brought them.

    Raises:
        BeffroiError: `store.not_found`; `store.out_of_scope` for a series of another organisation;
            `store.home_busy`, `store.lake_broken`.
    """
    wanted = None if series is None else sorted(set(series))
    _known(door, organisation)
    with _alone(door, organisation, drained=wanted is not None):
        rows = _series(door, organisation, wanted)
        gone = Gone(organisation, tuple(row.id for row in rows), whole=wanted is None)
        how = forgetting.organisation if wanted is None else forgetting.series
        if wanted is not None and not rows:
            return Erased()
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
    _known(door, organisation)
    with _alone(door, organisation, drained=True):
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


def _known(door: WriteDoor, organisation: int) -> None:
    with door.look() as session:
        if session.get(models.Organisation, organisation) is None:
            what = Text(fr="collectivité", en="authority")
            raise BeffroiError(NOT_FOUND, what=what, key=organisation, command="organisations")


@contextmanager
def _alone(door: WriteDoor, organisation: int, *, drained: bool) -> Iterator[None]:
    """Hold all that may write something of an organisation; its messages are in the lake."""
    for _ in range(_TRIES):
        while drained and _waiting(door, organisation) and Drain(door).run().messages:
            pass
        with door.hold(lock_of(organisation), lock_of(RECENT), ROLLUPS, COMPACTION):
            mend(door, organisation)
            mend(door, RECENT)
            mend(door, RECENT, COMPACTION)
            end_all(door)
            whole(door)
            if drained and _waiting(door, organisation):
                continue
            yield
            return
    raise BeffroiError(HOME_BUSY, home=door.home.root)


def _waiting(door: WriteDoor, organisation: int) -> bool:
    own = Message.organisation_id == organisation
    with door.look() as session:
        query = select(Message.id).where(own, Message.content.is_not(None)).limit(1)
        return session.scalar(query) is not None


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
    for one in found:
        if one.organisation_id != organisation:
            raise BeffroiError(OUT_OF_SCOPE, what=f"series {one.id}", reason=_NOT_ITS_OWN)
    return found


Forget = Callable[[Change, Rewritten], forgetting.Forgotten]


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
        _show(door, gone, batch, done, forgetter, replace(counted, bytes=size), rolled_again)
    except BaseException:
        _give_up(door, batch, gone)
        raise
    return end(door, batch)


def _begin(door: WriteDoor, gone: Gone) -> int:
    with door.change("store.erase.begin", "erasure", subject=_subject(gone)) as change:
        row = models.Batch(
            organisation_id=None,
            sha256="",
            name="",
            member="",
            bytes=0,
            reader=COMPACTION,
            mapping=None,
            status="reading",
            received_at=utc_now(),
            finished_at=None,
            report={},
            series_facts={},
            rolled=True,
            actor=door.actor,
        )
        change.session.add(row)
        change.session.flush()
        return row.id


def _send(door: WriteDoor, batch: int, done: Rewritten) -> None:
    """Bring new files to where other machines find them; what is named first can be taken back."""
    if door.home.mirror is None:
        return
    with door.change("store.erase.send", "erasure", subject=f"batch {batch}") as change:
        row = change.session.get_one(models.Batch, batch)
        row.files = [file.plain() for file in done.added]
    door.home.mirror.send((file.path, file.bytes) for file in done.added)


def _subject(gone: Gone) -> str:
    if gone.before is not None:
        return f"organisation {gone.organisation} before {gone.before:%Y-%m-%dT%H:%MZ}"
    some = "" if gone.whole else f", {len(gone.series)} series"
    return f"organisation {gone.organisation}{some}"


def _show(
    door: WriteDoor,
    gone: Gone,
    batch: int,
    done: Rewritten,
    forgetter: Forget,
    counted: Erased,
    rolled_again: Sequence[models.Series],
) -> None:
    """Let readers see the new files and nothing of what is erased, in one transaction."""
    with door.change("store.erase", "erasure", subject=_subject(gone)) as change:
        session = change.session
        before = _points(change, gone) if gone.before else 0
        forgotten = forgetter(change, done)
        after = _points(change, gone) if gone.before else 0
        note_erasure(session)
        hide(session, [file.path for file in done.removed])
        show(session, done.added)
        file = models.DataFile
        mine = file.organisation.in_((gone.organisation, RECENT))
        hidden = list(session.scalars(select(file.path).where(mine, file.removed_at.is_not(None))))
        told = replace(
            counted,
            observations=counted.observations + before - after,
            rows=done.rows,
            files=len(done.removed),
            originals=len(forgotten.originals),
            findings=forgotten.findings,
            messages=forgotten.messages,
        )
        row = session.get_one(models.Batch, batch)
        row.status, row.finished_at = ERASING, utc_now()
        row.files = [one.plain() for one in done.added]
        row.series_facts = {str(one.id): {} for one in rolled_again}
        row.rolled = not rolled_again
        row.report = {
            "organisation": gone.organisation,
            "subject": _subject(gone),
            "replaces": [one.path for one in done.removed],
            "removed": [one.plain() for one in done.removed if one.tier == OBSERVATIONS],
            "hidden": hidden,
            "originals": list(forgotten.originals),
            "done": asdict(told),
        }


def _points(change: Change, gone: Gone) -> int:
    row = models.Series
    own = row.organisation_id == gone.organisation
    return int(change.session.scalar(select(func.sum(row.points)).where(own)) or 0)


def _give_up(door: WriteDoor, batch: int, gone: Gone) -> None:
    """Take away the new files of an erasure that the state does not show."""
    with door.look() as session:
        if session.get_one(models.Batch, batch).status != "reading":
            return
    forget(door, batch, "failed")
    unlink(door, strays(gone, unnamed(door, timedelta(0))))
