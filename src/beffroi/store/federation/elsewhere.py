"""Organisations whose measures are kept elsewhere: nobody here adds anything to them.

Nor does anybody act for them: what is read of them here is read under the agreement that lends it.
"""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.federation import KEPT_ELSEWHERE
from beffroi.store.state import models

#: Kind of an organisation that stands for a provider of another installation.
ELSEWHERE = "elsewhere"
#: Reader of the batches that bring what came from there.
READER = "federation"


def require_kept_here(session: Session, organisation: int) -> None:
    """Refuse to write for an organisation whose measures are kept elsewhere, or to act for it.

    Raises:
        BeffroiError: `federation.kept_elsewhere`.
    """
    row = session.get(models.Organisation, organisation)
    if row is not None and row.kind == ELSEWHERE:
        raise BeffroiError(KEPT_ELSEWHERE, name=row.name)


def kept_here(session: Session, organisations: Collection[int]) -> list[int]:
    """Keep the organisations whose measures are kept here: a copy is read, and not analysed."""
    row = models.Organisation
    elsewhere = set(session.scalars(select(row.id).where(row.kind == ELSEWHERE)))
    return [one for one in organisations if one not in elsewhere]
