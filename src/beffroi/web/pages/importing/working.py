"""Work that a worker does for a page: how far it is, and why it stopped."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.figures import numbers
from beffroi.periods import utc_now
from beffroi.store.jobs.queue import ACTIVE
from beffroi.store.state.flow import Job
from beffroi.texts import Text

#: After this, somebody should look whether a worker runs at all.
_LONG = timedelta(minutes=2)
_WAITS = Text(fr="En attente : le travail va commencer.", en="Waiting: the work is about to begin.")
_NOBODY = Text(
    fr="Le travail n’a pas commencé. Prévenez qui administre Beffroi : le service qui traite les "
    "fichiers ne tourne peut-être pas (beffroi worker).",
    en="The work has not begun. Tell whoever administers Beffroi: the service that treats files "
    "may not be running (beffroi worker).",
)
_RUNS = Text(fr="Le travail est en cours.", en="The work goes on.")
_FILE = Text(fr="Fichier {n} sur {of}", en="File {n} of {of}")
_ROWS = Text(fr="{file} : {n} lignes lues.", en="{file}: {n} rows read.")
_REPAIR = Text(fr="{file} : vérification des mesures.", en="{file}: measures are being checked.")
_SHARE = Text(fr="Fait à {n} %.", en="{n}% done.")
_ENDED = Text(fr="Le travail a été arrêté.", en="The work was stopped.")


@dataclass(frozen=True, slots=True)
class Work:
    """A job under way (`said`), or one that failed (`failed`)."""

    said: Text | None = None
    failed: Text | None = None


def work_of(session: Session, job: int | None) -> Work | None:
    """Return how far a job is; None where there is none, or it is done."""
    row = session.get(Job, job) if job is not None else None
    if row is None or row.status == "done":
        return None
    if row.status not in ACTIVE:
        return Work(failed=_why(row.result))
    return Work(said=_said(row))


def last_of(session: Session, key: str) -> Job | None:
    """Return the last job of a key, if any is kept."""
    query = select(Job).where(Job.unique_key == key).order_by(Job.id.desc()).limit(1)
    return session.scalar(query)


def _said(row: Job) -> Text:
    if row.status == "waiting":
        late = utc_now() - max(row.created_at, row.not_before) > _LONG
        return _NOBODY if late else _WAITS
    progress: Mapping[str, Any] = row.progress
    step, done, whole = (progress.get(name) for name in ("step", "done", "whole"))
    if "files" in progress:
        file = _FILE.fill(n=progress["file"] + 1, of=progress["files"])
        return (_ROWS if step == "read" else _REPAIR).fill(file=file, n=numbers(done or 0))
    return _SHARE.fill(n=int(100 * done / whole)) if done and whole else _RUNS


def _why(result: Mapping[str, Any]) -> Text:
    """Return what an error of a job says; it is kept in the language of the installation."""
    error = result.get("error")
    if not error:
        return _ENDED
    said = f"{error['what']} {error['do']}"
    return Text(fr=said, en=said)
