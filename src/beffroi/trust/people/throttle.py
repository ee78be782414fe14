"""Guesses made slow: after some failures each one must wait, longer and longer, never for ever.

What is tried is counted before it is checked, so that many attempts at once gain nothing; a
success gives its count back. A wait has a ceiling, and does not grow by knocking: whoever is kept
waiting by the attempts of another gets in as soon as it ends.
"""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql as on_postgresql
from sqlalchemy.dialects import sqlite as on_sqlite
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.people import TOO_MANY_ATTEMPTS
from beffroi.store.state.people import Throttle
from beffroi.store.write import WriteDoor

#: Failures older than this are forgotten.
MEMORY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Trial:
    """Something that may be tried in vain `free` times; then a wait of at most `most` seconds."""

    kind: str
    value: str
    free: int
    most: int

    @property
    def key(self) -> str:
        """Its row: a hash, since addresses and e-mails need not be read there."""
        return hashlib.sha256(f"{self.kind}\0{self.value}".encode("utf-8", "replace")).hexdigest()

    def wait(self, failures: int) -> float:
        """Return how long to wait after so many failures [s].

        >>> trial = Trial("pair", "a", free=5, most=900)
        >>> [trial.wait(n) for n in (0, 4, 5, 6, 9, 99)]
        [0.0, 0.0, 1.0, 2.0, 16.0, 900.0]
        """
        over = failures - self.free
        return 0.0 if over < 0 else float(min(2 ** min(over, 30), self.most))


def count(door: WriteDoor, trials: Sequence[Trial], now: datetime) -> None:
    """Count an attempt as failed until it succeeds.

    Raises:
        BeffroiError: `people.too_many_attempts`; the attempt is then neither made nor counted.
    """
    ordered = sorted(trials, key=lambda one: one.key)  # two that count at once take turns
    with door.keep() as session:
        _forget(session, now)
        rows = [_row(session, one, now) for one in ordered]
        pairs = zip(ordered, rows, strict=True)
        left = max((_left(trial, row, now) for trial, row in pairs), default=0.0)
        if left > 0:
            raise BeffroiError(TOO_MANY_ATTEMPTS, seconds=math.ceil(left))
        for row in rows:
            row.failures += 1
            row.last_at = now


def succeed(door: WriteDoor, trials: Sequence[Trial], shared: Sequence[Trial] = ()) -> None:
    """Forget the failures of what was proved; what others share gets only this count back."""
    with door.keep() as session:
        for one in sorted((*trials, *shared), key=lambda one: one.key):
            row = session.get(Throttle, one.key, with_for_update=True)
            if row is not None:
                row.failures = row.failures - 1 if one in shared else 0


def failures(door: WriteDoor, trial: Trial, now: datetime) -> int:
    """Return how often something failed lately."""
    with door.look() as session:
        row = session.get(Throttle, trial.key)
    return 0 if row is None or row.last_at < now - MEMORY else row.failures


def place(address: str) -> str:
    """Return what stands for a place on the network: one machine of IPv6 has a whole /64.

    >>> place("2001:db8::1") == place("2001:db8::2"), place("192.0.2.1")
    (True, '192.0.2.1')
    """
    try:
        known = ip_address(address)
    except ValueError:
        return address[:80]
    if isinstance(known, IPv6Address):
        return str(ip_network((int(known), 64), strict=False))
    return str(known)


def _forget(session: Session, now: datetime) -> None:
    session.execute(delete(Throttle).where(Throttle.last_at < now - MEMORY))


def _row(session: Session, trial: Trial, now: datetime) -> Throttle:
    """Return the row of a trial, made where it lacks: another process may make it meanwhile."""
    postgresql = session.get_bind().dialect.name == "postgresql"
    insert = (on_postgresql if postgresql else on_sqlite).insert
    new = insert(Throttle).values(key=trial.key, failures=0, last_at=now)
    session.execute(new.on_conflict_do_nothing())
    return session.get_one(Throttle, trial.key, with_for_update=True)


def _left(trial: Trial, row: Throttle, now: datetime) -> float:
    # A clock that was ahead must keep nobody out: the wait is never longer than its ceiling.
    since = max(0.0, (now - row.last_at).total_seconds())
    return trial.wait(row.failures) - since
