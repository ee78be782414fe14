"""What is signed of an answer: by whom, to whom, about what, in answer to which question.

A signed note (c2sp.org/signed-note) under the key that signs the journal. Its first line names the
use: heads of the journal begin with the name of their key and have four lines, countersignatures of
witnesses begin with `cosignature/v1`, so that no signature of one use holds for another.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from beffroi.errors import BeffroiError
from beffroi.errors.federation import SEAL_WRONG
from beffroi.periods import utc_now
from beffroi.store.federation.cursors import Cursor
from beffroi.store.journal import note
from beffroi.store.journal.note import LOG, PublicKey, SecretKey
from beffroi.texts import Text

CATALOGUE, CHANGES = "catalogue", "changes"
_MARK = "beffroi.federation/v1 "
_LONGEST = 4096
_FORM = Text(fr="elle n’est pas signée comme il faut", en="it is not signed as it must be")
_KEY = Text(fr="elle n’est pas signée avec la clé connue", en="it is not signed with the known key")
_OTHER = Text(
    fr="elle répond à une autre question, à quelqu’un d’autre, ou une fois de plus",
    en="it answers another question, somebody else, or once more",
)
_BACK = Text(fr="elle ramène en arrière", en="it leads back")
_CONTENT = Text(fr="son contenu a été changé ou coupé", en="its content was changed or cut")


@dataclass(frozen=True, slots=True)
class Seal:
    """Who answers whom, what, from where to where; `digest` is of the content."""

    use: str
    subscriber: str
    """The key of the organisation that the token is of: its SIREN where it has one."""
    agreement: int
    nonce: str
    """Chosen by who asks, for this one question: an old answer is no answer."""
    since: str = "-"
    until: str = "-"
    last: bool = True
    digest: str = ""

    def body(self, issuer: str) -> str:
        """Return the text that is signed; `issuer` is the name of the key."""
        return (
            f"{_MARK}{self.use}\nissuer {issuer}\nsubscriber {self.subscriber}\n"
            f"agreement {self.agreement}\nnonce {self.nonce}\nfrom {self.since}\n"
            f"to {self.until}\nlast {int(self.last)}\nsha256 {self.digest}\n"
        )


def digest(content: Sequence[bytes | memoryview]) -> str:
    """Return the hash of parts: of each with its length, so that no two contents are alike."""
    found = hashlib.sha256()
    for part in content:
        found.update(len(part).to_bytes(8, "big"))
        found.update(part)
    return found.hexdigest()


def sealed(seal: Seal, content: Sequence[bytes | memoryview], secret: SecretKey) -> str:
    """Sign an answer; return the note that goes with its content."""
    body = replace(seal, digest=digest(content)).body(secret.name)
    return f"{body}\n{secret.sign(body, utc_now())}"


def opened(
    text: str, asked: Seal, content: Sequence[bytes | memoryview], key: PublicKey
) -> tuple[Cursor | None, bool]:
    """Check that an answer is the one to what was asked; return where it leads, and if it ends.

    Raises:
        BeffroiError: `federation.seal_wrong`.
    """
    if len(text) > _LONGEST:
        raise _wrong(key, _FORM)
    try:
        body, lines = note.opened(text, key.name)
    except BeffroiError as error:
        raise _wrong(key, _FORM) from error
    if key.kind != LOG or not any(key.signed(body, line) is not None for line in lines):
        raise _wrong(key, _KEY)
    until, last = _said(body, "to"), _said(body, "last") == "1"
    answer = replace(asked, until=until, last=last, digest=_said(body, "sha256"))
    if answer.body(key.name) != body:
        raise _wrong(key, _OTHER)
    if answer.digest != digest(content):
        raise _wrong(key, _CONTENT)
    if asked.use == CATALOGUE:
        return None, last
    try:
        cursor = Cursor.parse(until)
    except ValueError as error:
        raise _wrong(key, _FORM) from error
    if not cursor > Cursor.parse(asked.since) or last != (cursor.place is None):
        raise _wrong(key, _BACK)
    return cursor, last


def _said(body: str, name: str) -> str:
    begin = f"{name} "
    return next((x.removeprefix(begin) for x in body.splitlines() if x.startswith(begin)), "")


def _wrong(key: PublicKey, reason: Text) -> BeffroiError:
    return BeffroiError(SEAL_WRONG, issuer=key.name, reason=reason)
