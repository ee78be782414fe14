"""Recovery codes: ten on paper, each good once in place of a second factor that was lost."""

import base64
import secrets
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from beffroi.store.state.people import RecoveryCode
from beffroi.store.tokens import digest
from beffroi.trust.people.spelling import compact

COUNT = 10
_BYTES = 10  # 80 random bits: what is kept of them needs no slow hash


def renew(session: Session, person: int) -> list[str]:
    """Make new codes, shown once; earlier ones no longer serve."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person))
    codes = [base64.b32encode(secrets.token_bytes(_BYTES)).decode() for _ in range(COUNT)]
    session.add_all(RecoveryCode(person_id=person, hash=_kept(person, one)) for one in codes)
    return ["-".join(one[place : place + 4] for place in range(0, 16, 4)) for one in codes]


def use(session: Session, person: int, code: str, now: datetime) -> bool:
    """Use a code up; tell whether it was one."""
    query = select(RecoveryCode).where(
        RecoveryCode.person_id == person,
        RecoveryCode.hash == _kept(person, compact(code)),
        RecoveryCode.used_at.is_(None),
    )
    row = session.scalar(query.with_for_update())
    if row is None:
        return False
    row.used_at = now
    return True


def left(session: Session, person: int) -> int:
    """Return how many codes are left."""
    query = select(func.count()).where(
        RecoveryCode.person_id == person, RecoveryCode.used_at.is_(None)
    )
    return session.scalar(query) or 0


def _kept(person: int, code: str) -> str:
    return digest(f"recovery {person} {code}")
