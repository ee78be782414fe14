"""A witness: somebody else who remembers how a journal was, and signs that it only grew.

All it needs is a key, and a file beside it that holds the last head that it saw of each journal.
What it is asked is a request of c2sp.org/tlog-witness: the size from which it is shown that the
journal only grew, the proof, the head.
"""

import binascii
import fcntl
import json
import os
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from beffroi.errors import BeffroiError
from beffroi.errors.journal import (
    HEAD_CONTRADICTED,
    LOG_UNKNOWN,
    NOTE_UNREADABLE,
    SIGNATURE_WRONG,
    WITNESS_ELSEWHERE,
)
from beffroi.periods import utc_now
from beffroi.store.journal import note, tree
from beffroi.store.journal.checkpoint import Checkpoint
from beffroi.store.journal.note import PublicKey, SecretKey
from beffroi.texts import Text

_FORM = Text(fr="demande à un témoin", en="request to a witness")
_LINES = Text(
    fr="il y faut une taille, une preuve et une tête", en="it must hold a size, a proof and a head"
)
_HEAD = Text(fr="Cette tête", en="This head")
_OLD = re.compile(r"old (0|[1-9]\d{0,17})", re.ASCII)
#: Lines of a proof that a request may hold.
_MOST = 63
#: What a file is not, that should be the memory of a witness.
SEEN = Text(fr="mémoire d’un témoin", en="memory of a witness")
NOT_JSON = Text(
    fr="ce n’est pas du JSON, ou il y manque une tête", en="it is not JSON, or lacks a head"
)


def request(old: int, proof: Sequence[bytes], signed: str) -> str:
    """Write what a witness that saw `old` entries is asked to sign."""
    hashes = "".join(f"{b64encode(one).decode()}\n" for one in proof)
    return f"old {old}\n{hashes}\n{signed}"


def cosign(path: Path, asked: str, log_key: str = "") -> str:
    """Sign a head as a witness whose key is a file; remember it first.

    Args:
        path: The key; what was seen is kept in a file beside it, `.seen` added to its name.
        asked: The request.
        log_key: The public key of the journal: needed the first time, and when it changes.

    Returns:
        The head, with the line of the witness.

    Raises:
        BeffroiError: `journal.log_unknown`, `journal.signature_wrong`,
            `journal.witness_elsewhere`, `journal.head_contradicted` where entries were removed or
            changed, `journal.note_unreadable`, `journal.key_invalid`.
    """
    secret = SecretKey.parse(path.read_text("utf-8"))
    old, proof, signed = read(asked, str(path))
    body, lines = note.opened(signed, str(path))
    head = Checkpoint.parse(body, str(path))
    with _memory(path) as seen:
        known = seen.get(head.origin)
        if not known and not log_key:
            raise BeffroiError(LOG_UNKNOWN, origin=head.origin)
        key = PublicKey.parse(log_key or (known or {}).get("key", ""))
        if key.name != head.origin or not any(key.signed(body, one) for one in lines):
            raise BeffroiError(SIGNATURE_WRONG, what=_HEAD, key=key.name)
        before = Checkpoint.parse(note.opened(known["head"], "")[0], "") if known else None
        require_growth(before, old, proof, head)
        seen[head.origin] = {"key": str(key), "head": signed}
    return signed + secret.sign(body, utc_now())


def require_growth(
    known: Checkpoint | None, old: int, proof: Sequence[bytes], shown: Checkpoint
) -> None:
    """Refuse what does not begin with what was seen before.

    Raises:
        BeffroiError: `journal.head_contradicted`, `journal.witness_elsewhere`.
    """
    size = known.size if known else 0
    root = known.root if known else tree.EMPTY
    if shown.size < size or (shown.size == size and shown.root != root):
        raise BeffroiError(HEAD_CONTRADICTED, size=shown.size, known=size)
    if shown.size == size:
        if old == size and proof:  # a journal that did not grow has nothing to prove
            raise BeffroiError(HEAD_CONTRADICTED, size=size, known=size, proof=len(proof))
        return
    if old != size:
        raise BeffroiError(WITNESS_ELSEWHERE, old=old, known=size)
    if not tree.consistent(size, shown.size, root, shown.root, proof):
        raise BeffroiError(HEAD_CONTRADICTED, size=shown.size, known=size)


def read(asked: str, name: str) -> tuple[int, list[bytes], str]:
    """Return what a request holds: the size that it begins at, the proof, the head.

    Raises:
        BeffroiError: `journal.note_unreadable`.
    """
    first, _, signed = asked.partition("\n\n")
    old, *hashes = first.split("\n")
    try:
        if not _OLD.fullmatch(old) or len(hashes) > _MOST:
            raise ValueError
        proof = [b64decode(one, validate=True) for one in hashes]
        return int(old.removeprefix("old ")), proof, signed
    except (ValueError, binascii.Error) as error:
        raise BeffroiError(NOTE_UNREADABLE, name=name, form=_FORM, reason=_LINES) from error


@contextmanager
def _memory(path: Path) -> Iterator[dict[str, Any]]:
    """Hold what was seen, alone; what is changed is on the disk when this ends."""
    place = path.with_name(f"{path.name}.seen")
    with path.open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        seen: dict[str, Any] = {}
        if place.exists():
            try:
                seen = json.loads(place.read_text("utf-8"))
            except ValueError as error:  # begun anew, it would sign whatever it is shown
                raise BeffroiError(
                    NOTE_UNREADABLE, name=place, form=SEEN, reason=NOT_JSON
                ) from error
        yield seen
        partial = place.with_name(f"{place.name}.part")
        with partial.open("w", encoding="utf-8") as stream:
            json.dump(seen, stream, indent=1)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(place)
