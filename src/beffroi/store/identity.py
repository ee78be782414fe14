"""Which installation a home and a state are of: both hold the same random identity.

A state on a server is not in the folder that it serves: two homes that wrote to one database, or
an old copy of a folder, would ruin each other's measures.
"""

from pathlib import Path
from uuid import uuid4

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.state import STATE_OTHER, STATE_TAKEN
from beffroi.store.home import Home
from beffroi.store.state import models
from beffroi.store.state.database import State, open_state
from beffroi.texts import Text

_NOBODYS = Text(fr="elle ne sert à aucune installation", en="it serves no installation")
_ANOTHERS = Text(
    fr="elle sert à une autre installation, ou à une autre copie de ce dossier",
    en="it serves another installation, or another copy of this folder",
)


def new() -> str:
    """Return an identity that no other installation has."""
    return str(uuid4())


def of(state: State) -> str:
    """Return the identity that a state holds; empty where it serves nobody yet."""
    with state.read() as session:
        return _held(session)


def served(root: Path, address: str) -> str:
    """Return which installation a database on a server is of.

    Raises:
        BeffroiError: `store.state_other` where it is of none; `store.state_unreachable`.
    """
    state = open_state(Home(root).state, address)
    try:
        held = of(state)
    finally:
        state.close()
    if not held:
        raise BeffroiError(STATE_OTHER, home=root, reason=_NOBODYS)
    return held


def require_free(state: State) -> None:
    """Refuse a database that serves an installation already.

    Raises:
        BeffroiError: `store.state_taken`.
    """
    if of(state):
        raise BeffroiError(STATE_TAKEN, server=state.server)


def claim(session: Session, identity: str, server: str) -> None:
    """Write in a new state whose it is; another process may have been quicker.

    Raises:
        BeffroiError: `store.state_taken`.
    """
    session.add(models.Installation(id=1, identity=identity))
    try:
        session.flush()
    except IntegrityError as error:
        raise BeffroiError(STATE_TAKEN, server=server) from error


def check(home: Home, state: State) -> None:
    """Refuse a state that is of another home.

    The file of a home that was made before homes had an identity is given one.

    Raises:
        BeffroiError: `store.state_other`.
    """
    held, own = of(state), home.identity()
    if held == own and held:
        return
    if not state.server and not (held and own):
        if state.writable:
            _give(home, state, held or own or new())
        return
    reason = _ANOTHERS if held else _NOBODYS
    raise BeffroiError(STATE_OTHER, home=home.root, reason=reason)


def rename(home: Home, identity: str) -> None:
    """Give a copy of a home, whose state is its own file, an identity that the other has not."""
    state = open_state(home.state)
    try:
        with state.write() as session:
            session.merge(models.Installation(id=1, identity=identity))
        home.identify(identity)
    finally:
        state.close()


def _give(home: Home, state: State, identity: str) -> None:
    with state.write() as session:
        if not _held(session):
            session.add(models.Installation(id=1, identity=identity))
            session.flush()
        identity = _held(session)
    home.identify(identity)


def _held(session: Session) -> str:
    row = session.get(models.Installation, 1)
    return row.identity if row else ""
