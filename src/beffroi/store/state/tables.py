"""Every table of the state, whichever module declares it."""

from sqlalchemy import Table

# Importing a module declares its tables; a test finds the one that is missing here.
from beffroi.store.state import (  # noqa: F401 - for what they declare
    computing,
    customers,
    depositing,
    discussing,
    documents,
    federation,
    flow,
    households,
    loop,
    merkle,
    notices,
    people,
    places,
    publishing,
    registers,
    sampling,
    scenarios,
    sharing,
    sites,
    watching,
    witnessing,
)
from beffroi.store.state.models import Base


def tables() -> list[Table]:
    """List them, those that others depend on first.

    >>> tables()[-1].name == "organisation"
    False
    """
    return Base.metadata.sorted_tables
