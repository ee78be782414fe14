"""Whose the rows of a table are: each table says it where it is declared.

A server makes its policies from it (`access.py`), so that a table cannot be without.
"""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Owned:
    """Rows are of the organisation that a column names."""

    column: str = "organisation_id"
    everyone: int | None = None
    """The number that stands there for several organisations: all of them read such rows."""
    public: bool = False
    """Every organisation reads them: they say nothing that is not public."""


@dataclass(frozen=True, slots=True)
class Above:
    """Rows are seen with the row that they depend on, by the foreign key of a column."""

    column: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Rows are seen by the organisations that another table joins them to, by its column."""

    table: str
    column: str


@dataclass(frozen=True, slots=True)
class Inner:
    """Rows are of no organisation and none has any need of them: only the installation's work.

    What proves who somebody is stands there.
    """


@dataclass(frozen=True, slots=True)
class Told:
    """The installation alone writes rows; policies of `lending` say who sees what of them."""


@dataclass(frozen=True, slots=True)
class Nobody:
    """Rows say nothing of any organisation: every session reads and writes them."""

    why: str


Whose: TypeAlias = Owned | Above | Joined | Inner | Told | Nobody
