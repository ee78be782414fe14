"""Files that wait to be imported: they may hold what is erased, and nobody knows them whole."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from beffroi.store.state.depositing import Deposit


def drop(session: Session, organisation: int) -> tuple[str, ...]:
    """Forget what people dropped for an organisation; return the folders to remove.

    All of it: what waits can be dropped again, what is left of a household cannot be taken back.
    """
    own = delete(Deposit).where(Deposit.organisation_id == organisation)
    return tuple(session.scalars(own.returning(Deposit.folder)))
