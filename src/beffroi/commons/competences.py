"""What an organisation answers for: declared, and transferred by an act, never rewritten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.commons import COMPETENCE_UNKNOWN, DAY_REFUSED
from beffroi.periods import utc_now
from beffroi.store.federation.elsewhere import require_kept_here
from beffroi.store.state.places import Competence
from beffroi.store.write import WriteDoor
from beffroi.territory.competences import competences
from beffroi.texts import Text

_HELD = Text(
    fr="la compétence est déjà exercée à cette date", en="the competence is held by then already"
)
_GONE = Text(
    fr="la compétence n’est plus exercée depuis le {day}", en="the competence is gone since {day}"
)
_EARLY = Text(
    fr="la compétence n’est exercée que depuis le {day}", en="the competence is held since {day}"
)
_ITSELF = Text(
    fr="une collectivité ne se transfère rien à elle-même",
    en="an authority transfers nothing to itself",
)


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who answers for a competence after its transfer; `id` where it is of this installation."""

    name: str
    siren: str = ""
    id: int | None = None


def listed(session: Session, organisation: int) -> Sequence[Competence]:
    """List the competences that an organisation has and had, by code and time."""
    query = select(Competence).where(Competence.organisation_id == organisation)
    return session.scalars(query.order_by(Competence.code, Competence.id)).all()


def declare(door: WriteDoor, organisation: int, code: str, since: date | None, act: str) -> None:
    """Say that an organisation has a competence from a day on, or since ever.

    Raises:
        BeffroiError: `competence.unknown`, `organisation.day_refused`.
    """
    _require(code)
    with door.change("competence.declare", "installation", organisation, code) as change:
        require_kept_here(change.session, organisation)
        for row in listed(change.session, organisation):
            if row.code == code and (row.until is None or since is None or since < row.until):
                raise _refused(since, _HELD)
        change.session.add(_row(door, organisation, code, since, act))
        change.detail = {"since": since.isoformat() if since else None, "act": act}


def transfer(
    door: WriteDoor, organisation: int, code: str, on: date, receiver: Receiver, act: str
) -> None:
    """Say that a competence goes to another body on a day; the past stays where it was.

    The body that receives it is declared to have it where it is of this installation. An
    organisation of which nothing was said is taken to have had the competence since ever.

    Raises:
        BeffroiError: `competence.unknown`, `organisation.day_refused`.
    """
    _require(code)
    if receiver.id == organisation:
        raise _refused(on, _ITSELF)
    # One change of two organisations, or of none: it is the installation's own work.
    with door.change("competence.transfer", "installation", subject=code) as change:
        session = change.session
        rows = [row for row in listed(session, organisation) if row.code == code]
        row = next((row for row in rows if row.until is None), None)
        if row is None:
            ended = [one.until for one in rows if one.until is not None]
            if ended:
                raise _refused(on, _GONE.fill(day=max(ended).isoformat()))
            row = _row(door, organisation, code, None, "")
            session.add(row)
        if row.since is not None and on <= row.since:
            raise _refused(on, _EARLY.fill(day=row.since.isoformat()))
        row.until, row.act = on, act
        row.holder, row.holder_siren = receiver.name, receiver.siren
        if receiver.id is not None:
            theirs = [one for one in listed(session, receiver.id) if one.code == code]
            if not any(one.until is None or on < one.until for one in theirs):
                session.add(_row(door, receiver.id, code, on, act))
        change.detail = {
            "from": organisation,
            "to": receiver.id or receiver.name,
            "on": on.isoformat(),
            "act": act,
        }


def _row(door: WriteDoor, organisation: int, code: str, since: date | None, act: str) -> Competence:
    return Competence(
        organisation_id=organisation,
        code=code,
        since=since,
        until=None,
        holder="",
        holder_siren="",
        act=act,
        recorded_at=utc_now(),
        actor=door.actor,
    )


def _require(code: str) -> None:
    if code not in competences():
        raise BeffroiError(COMPETENCE_UNKNOWN, code=code[:40], known=", ".join(competences()))


def _refused(day: date | None, reason: Text) -> BeffroiError:
    return BeffroiError(DAY_REFUSED, day=day.isoformat() if day else "–", reason=reason)
