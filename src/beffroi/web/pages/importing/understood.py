"""The parts of what is shown of a file; `seen.py` fills them."""

from dataclasses import dataclass

from beffroi.texts import Text


@dataclass(frozen=True, slots=True)
class Fact:
    """Something said of a file, with its label."""

    label: Text
    value: Text


@dataclass(frozen=True, slots=True)
class Measure:
    """One of the first measures of a file, as it would be stored."""

    meter: str
    quantity: Text
    at: str
    value: Text


@dataclass(frozen=True, slots=True)
class Held:
    """A series of a file."""

    meter: str
    quantity: Text
    points: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not kept."""

    line: int
    why: Text
    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file is refused, and what to do."""

    title: Text
    what: Text
    todo: Text


@dataclass(frozen=True, slots=True)
class Seen:
    """A file, or a member of an archive."""

    name: str
    status: str
    status_said: Text
    badge: str
    facts: tuple[Fact, ...] = ()
    series: tuple[Held, ...] = ()
    more_series: int = 0
    rows: tuple[Measure, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    warnings: tuple[Text, ...] = ()
    doubts: tuple[Text, ...] = ()
    """What a person should confirm of how a table was read."""
    notes: tuple[Text, ...] = ()
    problem: Problem | None = None
    batch: int | None = None
