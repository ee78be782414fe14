"""Organisations that were erased: nothing is written for them any more.

How many erasures there were is counted: what remembers series must then forget them, since the
number of one that is gone may be given to another one.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.store import NOT_FOUND
from beffroi.store.state import models
from beffroi.texts import Text

#: Kind of an organisation that was erased: its row stays, for the journal to name it.
ERASED = "erased"
_WHAT = Text(fr="collectivité", en="authority")

_NUMBER = "erasures"  # its row of `lake_version`


def require_standing(session: Session, organisation: int, *, writing: bool = False) -> None:
    """Refuse an organisation that is not there, or not any more.

    For a session that is `writing` on a server, it stays until the transaction ends: an erasure
    waits, and finds what was written.

    Raises:
        BeffroiError: `store.not_found`.
    """
    row = models.Organisation
    query = select(row.kind).where(row.id == organisation)
    if writing:
        query = query.with_for_update(read=True, key_share=True)
    if session.scalar(query) in (None, ERASED):
        raise BeffroiError(NOT_FOUND, what=_WHAT, key=organisation, command="organisations")


def erasures(session: Session) -> int:
    """Count them."""
    row = session.get(models.LakeVersion, _NUMBER)
    return row.version if row else 0


def note_erasure(session: Session) -> None:
    """Count one more."""
    session.merge(models.LakeVersion(name=_NUMBER, version=erasures(session) + 1))
