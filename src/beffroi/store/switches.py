"""The switches of algorithms: a person stops one, for an organisation or everywhere, at once.

An analysis looks before each detector and again in the transaction that stores what it saw: from
the moment that a stop is committed, nothing of that algorithm is stored any more.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.registers import NOT_STOPPED, REGISTER_INVALID
from beffroi.periods import utc_now
from beffroi.store.state.database import beyond
from beffroi.store.state.registers import AlgorithmSwitch
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

_WHY = Text(fr="le motif manque", en="the reason is missing")


@dataclass(frozen=True, slots=True)
class Stops:
    """The algorithms that are stopped, each with its organisation, none for everywhere.

    >>> stops = Stops(frozenset({("energy.step", 2), ("energy.drift", None)}))
    >>> stops.holds("energy.step", 1), stops.holds("energy.step", 2), stops.holds("energy.drift", 1)
    (False, True, True)
    """

    pairs: frozenset[tuple[str, int | None]]

    def holds(self, algorithm: str, organisation: int) -> bool:
        """Tell whether an algorithm is stopped for an organisation."""
        return not self.pairs.isdisjoint({(algorithm, None), (algorithm, organisation)})


def stops(session: Session) -> Stops:
    """Return what is stopped now."""
    row = AlgorithmSwitch
    with beyond(session):  # a stop for the installation is a row of no organisation
        query = select(row.algorithm, row.organisation_id).where(row.resumed_at.is_(None))
        found = session.execute(query).all()
    return Stops(frozenset((one.algorithm, one.organisation_id) for one in found))


def stop(door: WriteDoor, algorithm: str, organisation: int | None, reason: str) -> AlgorithmSwitch:
    """Stop an algorithm, everywhere where no organisation is given. Doing it twice is no error.

    Raises:
        BeffroiError: `register.invalid` without a reason.
    """
    if not reason.strip():
        raise BeffroiError(REGISTER_INVALID, problem=_WHY)
    with door.change("algorithm.stop", "oversight", organisation, algorithm) as change:
        change.session.expire_on_commit = False
        found = _active(change.session, algorithm, organisation)
        if found is not None:
            change.action = ""  # nothing changed
            return found
        row = AlgorithmSwitch(
            organisation_id=organisation,
            algorithm=algorithm,
            stopped_at=utc_now(),
            stopped_by=door.actor,
            reason=reason.strip(),
        )
        change.session.add(row)
        change.session.flush()
        change.detail = {"reason": row.reason}
    return row


def resume(door: WriteDoor, algorithm: str, organisation: int | None, why: str) -> AlgorithmSwitch:
    """Let an algorithm run again where it was stopped.

    Raises:
        BeffroiError: `register.invalid` without a reason, `register.not_stopped`.
    """
    if not why.strip():
        raise BeffroiError(REGISTER_INVALID, problem=_WHY)
    with door.change("algorithm.resume", "oversight", organisation, algorithm) as change:
        change.session.expire_on_commit = False
        row = _active(change.session, algorithm, organisation)
        if row is None:
            raise BeffroiError(NOT_STOPPED, algorithm=algorithm)
        row.resumed_at, row.resumed_by, row.resumed_why = utc_now(), door.actor, why.strip()
        change.detail = {"reason": row.resumed_why}
    return row


def _active(session: Session, algorithm: str, organisation: int | None) -> AlgorithmSwitch | None:
    row = AlgorithmSwitch
    return session.scalar(
        select(row)
        .where(row.algorithm == algorithm, row.resumed_at.is_(None))
        .where(row.organisation_id.is_not_distinct_from(organisation))
        .limit(1)
    )
