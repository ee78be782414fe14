"""The one transaction after which an erasure is done, for every reader."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace

from sqlalchemy import func, select

from beffroi.periods import utc_now
from beffroi.store.erased import note_erasure
from beffroi.store.erasing.dropping import drop
from beffroi.store.erasing.ending import ERASING, Erased
from beffroi.store.erasing.forgetting import Forgotten
from beffroi.store.erasing.rewriting import Gone, Rewritten
from beffroi.store.lake import OBSERVATIONS, RECENT
from beffroi.store.manifest import hide, show
from beffroi.store.state import models
from beffroi.store.write import Change, WriteDoor

Forget = Callable[[Change, Rewritten], Forgotten]


def show_erasure(
    door: WriteDoor,
    gone: Gone,
    batch: int,
    done: Rewritten,
    forgetter: Forget,
    counted: Erased,
    rolled_again: Sequence[models.Series],
) -> None:
    """Let readers see the new files and nothing of what is erased, in one transaction."""
    with door.change("store.erase", "erasure", subject=subject(gone)) as change:
        session = change.session
        before = _points(change, gone) if gone.before else 0
        forgotten = forgetter(change, done)
        dropped = drop(session, gone.organisation) if gone.before is None else ()
        change.detail = {"entries": forgotten.entries}
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
            deposits=len(dropped),
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
            "subject": subject(gone),
            "replaces": [one.path for one in done.removed],
            "removed": [one.plain() for one in done.removed if one.tier == OBSERVATIONS],
            "hidden": hidden,
            "originals": list(forgotten.originals),
            "deposits": list(dropped),
            "done": asdict(told),
        }


def _points(change: Change, gone: Gone) -> int:
    row = models.Series
    own = row.organisation_id == gone.organisation
    return int(change.session.scalar(select(func.sum(row.points)).where(own)) or 0)


def subject(gone: Gone) -> str:
    """Say in the journal what is erased."""
    if gone.before is not None:
        return f"organisation {gone.organisation} before {gone.before:%Y-%m-%dT%H:%MZ}"
    some = "" if gone.whole else f", {len(gone.series)} series"
    return f"organisation {gone.organisation}{some}"
