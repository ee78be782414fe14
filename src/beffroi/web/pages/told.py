"""What was decided and obtained, as the first page tells it."""

from dataclasses import dataclass
from datetime import datetime

from beffroi.texts import Text


@dataclass(frozen=True, slots=True)
class Obtained:
    """What an action really saved."""

    finding: int
    place: str
    what: str
    said: Text
    proven: bool
    scenario: int = 0
    """The scenario that was carried out, where it is no finding."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was taken lately."""

    finding: int
    place: str
    at: datetime
    who: str
    choice: Text
    reason: str
    scenario: int = 0
    """The scenario that is to be carried out, where it is no finding."""
