"""Links that stop notices: they serve that and nothing else, without signing in, for as long as
their letter is kept.
"""

import hashlib
import hmac

from sqlalchemy import select

from beffroi.errors import BeffroiError
from beffroi.errors.notices import LINK_REFUSED
from beffroi.publish.notices.kinds import DIGEST, EVENTS
from beffroi.store.notices import secret
from beffroi.store.state.people import Person
from beffroi.store.write import WriteDoor

#: Where they lead, on the site.
STOP = "/avis/arret"
_GROUPS = (DIGEST, EVENTS)
_SIGNS = 32
_LONGEST = 120


def token(key: bytes, reference: str, group: str) -> str:
    """Return what a link bears: whose notices, which ones, and the proof that it was made here.

    >>> token(b"key", "p-0123", "digest").rpartition(".")[0]
    'p-0123.digest'
    """
    return f"{reference}.{group}.{_proof(key, reference, group)}"


def read(door: WriteDoor, given: str) -> tuple[Person, str]:
    """Return whose notices a link stops, and which ones.

    Raises:
        BeffroiError: `notices.link_refused`, the same for a person who was erased.
    """
    reference, _, rest = given[:_LONGEST].partition(".")
    group, _, proof = rest.partition(".")
    right = _proof(secret(door), reference, group)
    if group not in _GROUPS or not hmac.compare_digest(proof.encode(), right.encode()):
        raise BeffroiError(LINK_REFUSED)
    with door.look() as session:
        person = session.scalar(select(Person).where(Person.reference == reference))
    if person is None or person.closed_at is not None:
        raise BeffroiError(LINK_REFUSED)
    return person, group


def _proof(key: bytes, reference: str, group: str) -> str:
    said = f"stop|{reference}|{group}".encode("utf-8", "replace")
    return hmac.new(key, said, hashlib.sha256).hexdigest()[:_SIGNS]
