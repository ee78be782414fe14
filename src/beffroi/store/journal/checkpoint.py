"""A checkpoint of any log (c2sp.org/tlog-checkpoint): whose, how many leaves, their root."""

import binascii
import re
from base64 import b64decode
from dataclasses import dataclass

from beffroi.errors import BeffroiError
from beffroi.errors.journal import NOTE_UNREADABLE
from beffroi.store.journal import tree
from beffroi.store.journal.rows import LAST
from beffroi.texts import Text

_SIZE = re.compile(r"0|[1-9]\d{0,9}", re.ASCII)
_FORM = Text(fr="tête de journal", en="head of a journal")
_LINES = Text(fr="il y faut un nom, une taille et une racine", en="it must hold a name, size, root")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a witness looks at; lines that follow are signed with it and say nothing to it."""

    origin: str
    size: int
    root: bytes

    @classmethod
    def parse(cls, body: str, name: str) -> "Checkpoint":
        """Read one from its text; `name` is where it comes from.

        >>> root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
        >>> Checkpoint.parse(f"example.com/log\\n20852163\\n{root}\\n", "test").size
        20852163

        Raises:
            BeffroiError: `journal.note_unreadable`.
        """
        origin, size, root, *_ = [*body.split("\n"), "", "", ""]
        try:
            hashed = b64decode(root, validate=True)
        except (ValueError, binascii.Error):
            hashed = b""
        known = int(size) if _SIZE.fullmatch(size) else LAST + 1
        if not origin or known > LAST or len(hashed) != tree.WIDTH:
            raise BeffroiError(NOTE_UNREADABLE, name=name, form=_FORM, reason=_LINES)
        return cls(origin, known, hashed)
