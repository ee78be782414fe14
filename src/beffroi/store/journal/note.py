"""Signed notes: a text, and lines by which keys sign it (c2sp.org/signed-note).

Heads of the journal are checkpoints of that family (c2sp.org/tlog-checkpoint) and witnesses sign
them as c2sp.org/tlog-cosignature says, with Ed25519: their programs and ours read each other.
"""

import binascii
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from beffroi.errors import BeffroiError
from beffroi.errors.journal import KEY_INVALID, NOTE_UNREADABLE
from beffroi.texts import Text

#: What a key signs as: a journal, or a witness.
LOG, WITNESS = b"\x01", b"\x04"
_NAME = re.compile(r"[^\s+]{1,100}")
_SECRET = "PRIVATE+KEY+"  # noqa: S105 - what a secret key begins with
_DASH = "\u2014 "
#: No note holds more lines of signatures than this.
_MOST = 64
_SHAPE = Text(fr="elle n’a pas la forme attendue", en="it has not the expected form")
_PRINT = Text(fr="son empreinte n’est pas la sienne", en="its fingerprint is not its own")
_FORM = Text(fr="note signée", en="signed note")
_UNSIGNED = Text(fr="il n’y a pas de signature", en="there is no signature")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What verifies signatures: `str` gives it as one line, NAME+FINGERPRINT+KEY."""

    name: str
    kind: bytes
    raw: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that tell it from the other keys of the same name."""
        return sha256(self.name.encode() + b"\n" + self.kind + self.raw).digest()[:4]

    def __str__(self) -> str:
        """Return it as one line."""
        return f"{self.name}+{self.id.hex()}+{b64encode(self.kind + self.raw).decode()}"

    @classmethod
    def parse(cls, text: str) -> "PublicKey":
        """Read a key from its line.

        Raises:
            BeffroiError: `journal.key_invalid`.
        """
        name, id_, material = _parts(text.strip(), text)
        key = cls(name, material[:1], material[1:])
        if key.id.hex() != id_:
            raise BeffroiError(KEY_INVALID, key=text[:80], reason=_PRINT)
        return key

    def signed(self, body: str, line: str) -> datetime | None:
        """Tell when this key signed a text, from a line; None where it did not.

        The lines of a journal do not say when: the text does, and the beginning of time is
        returned.
        """
        name, _, coded = line.removeprefix(_DASH).rstrip("\n").rpartition(" ")
        try:
            data = b64decode(coded, validate=True)
        except (binascii.Error, ValueError):
            return None
        if name != self.name or data[:4] != self.id:
            return None
        at, message, signature = 0, body.encode(), data[4:]
        if self.kind == WITNESS:
            at, signature = int.from_bytes(signature[:8], "big"), signature[8:]
            message = _cosigned(at, body)
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
            return datetime.fromtimestamp(at, UTC)
        except (InvalidSignature, ValueError, OverflowError, OSError):
            return None


@dataclass(frozen=True, slots=True)
class SecretKey:
    """What signs; `text` is to be kept from everybody."""

    name: str
    kind: bytes
    seed: bytes

    @classmethod
    def new(cls, name: str, kind: bytes) -> "SecretKey":
        """Make a key; spaces of its name become hyphens.

        Raises:
            BeffroiError: `journal.key_invalid` for a name without a letter, or too long.
        """
        name = "-".join(name.replace("+", " ").split())
        if not (_NAME.fullmatch(name) and name.isprintable()):
            raise BeffroiError(KEY_INVALID, key=name[:80], reason=_SHAPE)
        return cls(name, kind, Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def parse(cls, text: str) -> "SecretKey":
        """Read a key from what `text` gave.

        Raises:
            BeffroiError: `journal.key_invalid`; nothing of the key is told.
        """
        shown = f"{_SECRET}…"
        name, id_, material = _parts(text.strip().removeprefix(_SECRET), shown)
        key = cls(name, material[:1], material[1:])
        if not text.startswith(_SECRET) or key.public.id.hex() != id_:
            raise BeffroiError(KEY_INVALID, key=shown, reason=_PRINT)
        return key

    @property
    def text(self) -> str:
        """The key as one line."""
        material = b64encode(self.kind + self.seed).decode()
        return f"{_SECRET}{self.name}+{self.public.id.hex()}+{material}"

    @property
    def public(self) -> PublicKey:
        """What verifies what it signs."""
        raw = self._key().public_key().public_bytes_raw()
        return PublicKey(self.name, self.kind, raw)

    def sign(self, body: str, at: datetime) -> str:
        """Sign a text; return the line that says so."""
        seconds = int(at.timestamp())
        if self.kind == WITNESS:
            signature = seconds.to_bytes(8, "big") + self._key().sign(_cosigned(seconds, body))
        else:
            signature = self._key().sign(body.encode())
        return f"{_DASH}{self.name} {b64encode(self.public.id + signature).decode()}\n"

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def opened(note: str, name: str) -> tuple[str, list[str]]:
    """Return the text of a note and the lines that sign it; `name` is where it comes from.

    Raises:
        BeffroiError: `journal.note_unreadable`.
    """
    body, gap, rest = note.rpartition("\n\n")
    lines = rest.splitlines(keepends=True)
    if not gap or not 0 < len(lines) <= _MOST or not all(one.startswith(_DASH) for one in lines):
        raise BeffroiError(NOTE_UNREADABLE, name=name, form=_FORM, reason=_UNSIGNED)
    return f"{body}\n", lines


def _cosigned(seconds: int, body: str) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{body}".encode()


def _parts(line: str, shown: str) -> tuple[str, str, bytes]:
    name, _, rest = line.partition("+")
    id_, _, coded = rest.partition("+")
    try:
        material = b64decode(coded, validate=True)
    except (binascii.Error, ValueError):
        material = b""
    known = material[:1] in (LOG, WITNESS) and len(material) == 33
    if not known or not _NAME.fullmatch(name) or not name.isprintable():
        raise BeffroiError(KEY_INVALID, key=shown[:80], reason=_SHAPE)
    return name, id_, material
