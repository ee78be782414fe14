"""An entry as bytes: what its leaf is the hash of.

What may be personal (who acted, on what, with which details) enters the leaf only as a commitment:
the SHA-256 of a random salt and of the text. Once text and salt are erased, the leaf still stands
and nobody can find out, even by trying every name, what the text was.
"""

import json
import os
from datetime import UTC, datetime
from hashlib import sha256
from json.encoder import encode_basestring_ascii as quoted
from typing import Any

from beffroi.store.journal import tree

#: Bytes of a salt. A seal of this length is a salt; one of 32 is a commitment, its text erased.
SALT = 16


def new_salt() -> bytes:
    """Return a salt that nobody can guess."""
    return os.urandom(SALT)


def instant(moment: datetime) -> str:
    """Write an instant as in leaves, in UTC, to the microsecond.

    >>> instant(datetime(2026, 1, 5, 8, tzinfo=UTC))
    '2026-01-05 08:00:00.000000'
    """
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"


def plain(detail: dict[str, Any]) -> str:
    """Write details as they are committed to, and kept: JSON in ASCII, keys sorted.

    Written again from what it holds, it is the same text.

    >>> plain({"b": (1, 2), "a": "é"})
    '{"a": "\\\\u00e9", "b": [1, 2]}'
    """
    return json.dumps(detail, sort_keys=True)


def who(actor: str) -> str:
    """Write the text whose commitment says who acted."""
    return quoted(actor)


def what(subject: str, detail: str) -> str:
    """Write the text whose commitment says on what, with details as `plain` writes them."""
    return f"[{quoted(subject)}, {detail}]"


#: What is left of a text that was erased.
_BLANK = frozenset({who(""), what("", plain({}))})


def sealed(seal: bytes, text: str) -> str:
    """Return the commitment to a text, in hexadecimal; `seal` is its salt, or it where erased.

    Nothing may stand where a text was erased: no commitment would tell it from a forged one.

    >>> kept = sealed(bytes(16), who("Jeanne"))
    >>> sealed(bytes.fromhex(kept), who("")) == kept, sealed(bytes.fromhex(kept), who("Jean"))
    (True, '')
    """
    if len(seal) == SALT:
        return sha256(seal + text.encode()).hexdigest()
    return seal.hex() if text in _BLANK else ""


def leaf(
    number: int,
    at: str,
    organisation: int | None,
    purpose: str,
    action: str,
    who_: str,
    what_: str,
) -> bytes:
    """Return the leaf of an entry: the hash of it as JSON in ASCII, keys sorted, without a space.

    >>> one = leaf(1, "2026-01-05 08:00:00.000000", None, "test", "made", "a0", "b1")
    >>> said = b'{"action":"made","at":"2026-01-05 08:00:00.000000","number":1,'
    >>> said += b'"organisation":null,"purpose":"test","what":"b1","who":"a0"}'
    >>> one == tree.leaf(said)
    True
    """
    owner = "null" if organisation is None else organisation
    said = (
        f'{{"action":{quoted(action)},"at":{quoted(at)},"number":{number},"organisation":{owner},'
        f'"purpose":{quoted(purpose)},"what":"{what_}","who":"{who_}"}}'
    )
    return tree.leaf(said.encode())
