"""What an export is proved by: the entry of the journal that tells it, in a head that is signed.

The entry names the hash of the manifest, the manifest that of every file: one signature, that of
the head, holds for all of them.
"""

import json
from typing import Any

from beffroi.errors import BeffroiError
from beffroi.errors.moving import EXPORT_UNREADABLE
from beffroi.store.journal import heads, keys, proof
from beffroi.store.journal.note import PublicKey
from beffroi.store.write import WriteDoor
from beffroi.texts import Text

#: The entry that tells an export.
LEAVE = "organisation.leave"
_OTHER = Text(
    fr="l’entrée signée n’est pas celle de ce manifeste",
    en="the signed entry is not that of this manifest",
)


def key_of(door: WriteDoor) -> PublicKey:
    """Return the key with which a home signs its journal, made where there is none."""
    found = keys.own_key(door.home)
    return found.public if found else PublicKey.parse(heads.sign(door).key)


def told(door: WriteDoor, organisation: int, manifest: str, detail: dict[str, Any]) -> str:
    """Tell an export in the journal, sign it, and return the proof as JSON.

    `manifest` is its SHA-256, in hexadecimal.
    """
    with door.change(LEAVE, "leaving", organisation, manifest) as change:
        change.detail = detail
    if change.receipt is None:
        raise LookupError("a change that is kept has its entry")
    heads.sign(door)
    with door.look() as session:
        found = proof.prove(session, change.receipt.number)
    return json.dumps(found, ensure_ascii=False, indent=1)


def check(text: str, key: PublicKey, manifest: str, place: str) -> proof.Proved:
    """Verify the proof of an export whose manifest has a SHA-256; `place` is where it is.

    Raises:
        BeffroiError: `journal.note_unreadable`, `journal.signature_wrong`, `journal.proof_wrong`;
            `move.export_unreadable` where it is the proof of something else.
    """
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        given = None
    found = proof.check(given, key, place)
    if (found.said.get("action"), found.said.get("subject")) != (LEAVE, manifest):
        raise BeffroiError(EXPORT_UNREADABLE, place=place, name="journal.json", reason=_OTHER)
    return found
