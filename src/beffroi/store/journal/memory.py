"""The last head that a home signed, in a file beside its key: what the state cannot take back.

Whoever writes in the database alone changes no file of the home. Backups leave this one, as the
key: what is restored has signed nothing yet.
"""

import os
from typing import Any

from beffroi.errors import BeffroiError
from beffroi.errors.reasons import reason_of
from beffroi.errors.store import HOME_UNWRITABLE
from beffroi.store.home import Home
from beffroi.store.journal import note
from beffroi.store.journal.checkpoint import Checkpoint
from beffroi.store.journal.reading import KeptTree
from beffroi.store.journal.verify import Claim

NAME = ".journal-head"


def remembered(home: Home) -> Claim | None:
    """Return what the home remembers to have signed; None before the first head.

    Raises:
        BeffroiError: `journal.note_unreadable`.
    """
    try:
        text = (home.root / NAME).read_text("utf-8", errors="replace")
    except FileNotFoundError:
        return None
    shown = Checkpoint.parse(note.opened(text, NAME)[0], NAME)
    return Claim(shown.size, shown.root, NAME)


def recalled(home: Home) -> dict[str, Any]:
    """Return what the home remembers as plain data: nothing where it cannot be read."""
    try:
        known = remembered(home)
    except BeffroiError:
        known = None
    return {"size": known.size, "root": known.root.hex()} if known else {}


def sees(home: Home, tree: KeptTree) -> bool:
    """Tell whether a journal begins with what the home remembers of it.

    Where it does not, what is remembered must stay: it is the proof.
    """
    try:
        known = remembered(home)
    except BeffroiError:
        return False
    return known is None or (known.size <= tree.size and tree.root(known.size) == known.root)


def remember(home: Home, signed: str) -> None:
    """Remember a head, on the disk when this returns.

    Raises:
        BeffroiError: `store.home_unwritable`.
    """
    path = home.root / NAME
    partial = path.with_name(f"{NAME}.part")
    try:
        with partial.open("w", encoding="utf-8") as stream:
            stream.write(signed)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(path)
    except OSError as error:
        raise BeffroiError(HOME_UNWRITABLE, home=home.root, reason=reason_of(error)) from error
