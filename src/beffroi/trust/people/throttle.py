"""Guesses made slow: after some failures each one must wait, longer and longer, never for ever.

What is tried is counted before it is checked, so that many attempts at once gain nothing; a
success gives its count back. A wait has a ceiling, and does not grow by knocking: whoever is kept
waiting by the attempts of another gets in as soon as it ends.

Failures are counted by day, and those of two days hold: a place from which people come in every
day, with their honest mistakes, must not become slower each day.
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

#: Days that hold, the present one among them.
_DAYS = 2
#: Failures older than this are forgotten.
MEMORY = timedelta(days=_DAYS)


@dataclass(frozen=True, slots=True)
class Trial:
    """Something that may be tried in vain `free` times; then a wait of at most `most` seconds."""

    kind: str
    value: str
    free: int
    most: int

    def key(self, now: datetime, before: int = 0) -> str:
        """Its row of a day: a hash, since addresses and e-mails need not be read there."""
        said = f"{now.date() - timedelta(days=before)}\0{self.kind}\0{self.value}"
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()

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
    ordered = sorted(trials, key=lambda one: one.key(now))  # two that count at once take turns
    with door.keep() as session:
        _forget(session, now)
        rows = [_row(session, one, now) for one in ordered]
        left = max((_left(session, one, now) for one in ordered), default=0.0)
        if left > 0:
            raise BeffroiError(TOO_MANY_ATTEMPTS, seconds=math.ceil(left))
        for row in rows:
            row.failures += 1
            row.last_at = now


def succeed(
    door: WriteDoor, trials: Sequence[Trial], now: datetime, shared: Sequence[Trial] = ()
) -> None:
    """Forget the failures of what was proved; what others share gets only this count back.

    `now` is that of the attempt: its count is of that day.
    """
    with door.keep() as session:
        for one in sorted((*trials, *shared), key=lambda one: one.key(now)):
            rows = _rows(session, one, now, lock=True)
            for row in rows[:1] if one in shared else rows:
                row.failures = max(row.failures - 1, 0) if one in shared else 0


def failures(door: WriteDoor, trial: Trial, now: datetime) -> int:
    """Return how often something failed lately."""
    with door.look() as session:
        return sum(row.failures for row in _rows(session, trial, now))


def place(address: str) -> str:
    """Return what stands for a place on the network: one machine of IPv6 has a whole /64.

    >>> place("2001:db8::1") == place("2001:db8::2"), place("192.0.2.1")
    (True, '192.0.2.1')
    >>> place("::ffff:192.0.2.1")
    '192.0.2.1'
    """
    return network(address, 64) or _plain(address)


def network(address: str, bits: int) -> str:
    """Return a network of IPv6 that an address is of; nothing where it is of none.

    >>> network("2001:db8:0:7::1", 48), network("192.0.2.1", 48)
    ('2001:db8::/48', '')
    """
    try:
        known = ip_address(_plain(address))
    except ValueError:
        return ""
    if not isinstance(known, IPv6Address):
        return ""
    return str(ip_network((int(known), bits), strict=False))


def _plain(address: str) -> str:
    try:
        known = ip_address(address)
    except ValueError:
        return address[:80]
    mapped = known.ipv4_mapped if isinstance(known, IPv6Address) else None
    return str(mapped or known)  # as whoever listens to both versions sees the older one


def _forget(session: Session, now: datetime) -> None:
    session.execute(delete(Throttle).where(Throttle.last_at < now - MEMORY))


def _row(session: Session, trial: Trial, now: datetime) -> Throttle:
    """Return the row of a trial, made where it lacks: another process may make it meanwhile."""
    postgresql = session.get_bind().dialect.name == "postgresql"
    insert = (on_postgresql if postgresql else on_sqlite).insert
    new = insert(Throttle).values(key=trial.key(now), failures=0, last_at=now)
    session.execute(new.on_conflict_do_nothing())
    return session.get_one(Throttle, trial.key(now), with_for_update=True)


def _rows(session: Session, trial: Trial, now: datetime, *, lock: bool = False) -> list[Throttle]:
    """Return the rows of a trial that hold, that of today first."""
    found = (
        session.get(Throttle, trial.key(now, before), with_for_update=lock)
        for before in range(_DAYS)
    )
    return [row for row in found if row is not None]


def _left(session: Session, trial: Trial, now: datetime) -> float:
    rows = [row for row in _rows(session, trial, now) if row.failures]
    # A clock that was ahead must keep nobody out: the wait is never longer than its ceiling.
    since = min((max(0.0, (now - row.last_at).total_seconds()) for row in rows), default=0.0)
    return trial.wait(sum(row.failures for row in rows)) - since
