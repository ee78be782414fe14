"""What the page of the nights of a district is handed."""

from dataclasses import dataclass
from datetime import date

from beffroi.texts import Text
from beffroi.web.pages.charts import Drawing, Tick
from beffroi.web.pages.declaring import Fault


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody contradicted."""

    since: date
    was: Text
    right: Text | None
    """What it is, where they know."""
    why: str
    at: date


@dataclass(frozen=True, slots=True)
class Change:
    """A change, what it was taken for, and what was said of it."""

    number: int
    since: date
    until: date | None
    kind: str
    taken_for: Text
    leak: bool
    why: Text
    finding: int
    """The number of its finding, 0 where there is none."""
    open: bool
    """Whether it may be contradicted."""
    said: Said | None


@dataclass(frozen=True, slots=True)
class Wrong:
    """A finding about a meter of the district."""

    finding: int
    name: str
    said: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed in a form that will not do."""

    since: str = ""
    right: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Nights:
    """The nights of a district."""

    base: str
    name: str
    asset: str
    findings: str
    """The address of findings."""
    closed: bool
    """Whether they are not shown to whoever does not read measures."""
    drawing: Drawing | None
    marks: tuple[Tick, ...]
    changes: tuple[Change, ...]
    others: tuple[Said, ...]
    """What was contradicted of what is no longer seen."""
    unread: tuple[Text, ...]
    meters: tuple[Wrong, ...]
    may: bool
    options: tuple[tuple[str, Text], ...]
    typed: Typed
    faults: tuple[Fault, ...]
