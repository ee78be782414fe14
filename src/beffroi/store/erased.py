"""How many erasures an installation went through: what remembers series must then forget them.

The number of a series that is gone may be given to another one.
"""

from sqlalchemy.orm import Session

from beffroi.store.state import models

_NUMBER = "erasures"  # its row of `lake_version`


def erasures(session: Session) -> int:
    """Count them."""
    row = session.get(models.LakeVersion, _NUMBER)
    return row.version if row else 0


def note_erasure(session: Session) -> None:
    """Count one more."""
    session.merge(models.LakeVersion(name=_NUMBER, version=erasures(session) + 1))
