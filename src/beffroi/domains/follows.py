"""What a domain follows day after day of what is above meters, and what it took each change for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from beffroi.domains.parameters import Parameters
from beffroi.texts import Text


@dataclass(frozen=True, slots=True)
class Seen:
    """A day: what was measured and the 90 % that were expected, None where that is not known."""

    day: date
    measured: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Taken:
    """A change, and what it was taken for.

    `kind` is one of those of `Follow`. `open` ones may be contradicted; the others are findings,
    which people decide about.
    """

    since: date
    until: date | None
    kind: str
    why: Text
    """What it was told by, in a sentence with its figures."""
    open: bool


@dataclass(frozen=True, slots=True)
class Followed:
    """A row that is followed."""

    asset: int
    unit: str
    days: tuple[Seen, ...]
    changes: tuple[Taken, ...]
    """The latest first."""
    unread: tuple[Text, ...] = ()
    """Which days could not be read, and for want of what."""


@dataclass(frozen=True, slots=True)
class Follow:
    """What is followed of rows above meters: `look` reads what `prepare` made of their panel.

    What people contradict stands in the attribute `said` of the asset (`contradicted`), and
    `prepare` heeds it. Only rows of `quantities` are needed.
    """

    quantities: tuple[str, ...]
    kinds: tuple[tuple[str, Text], ...]
    """What a change may be taken for."""
    known: tuple[str, ...]
    """Those of them that a person may say it is."""
    said: str
    look: Callable[[Any, Parameters], tuple[Followed, ...]]


@dataclass(frozen=True, slots=True)
class Contradicted:
    """What somebody who knows said of a change: what it is not, and what it is, where they know."""

    since: date
    was: str
    is_: str
    why: str
    at: date


def contradicted(value: object) -> tuple[Contradicted, ...]:
    """Read what stands in an attribute; what came from elsewhere and cannot be read says nothing.

    >>> given = {"since": "2026-03-12", "was": "tank", "is": "", "why": "", "at": "2026-04-01"}
    >>> [one.was for one in contradicted([given, {"since": "hier"}, 3])]
    ['tank']
    """
    found = []
    for one in value if isinstance(value, list) else ():
        try:
            said = {key: str(one[key]) for key in ("since", "was", "is", "why", "at")}
            since, at = (date.fromisoformat(said[key]) for key in ("since", "at"))
        except (KeyError, TypeError, ValueError):
            continue
        found.append(Contradicted(since, said["was"], said["is"], said["why"], at))
    return tuple(found)


def written(said: tuple[Contradicted, ...]) -> list[dict[str, str]]:
    """Write what `contradicted` reads."""
    return [
        {
            "since": one.since.isoformat(),
            "was": one.was,
            "is": one.is_,
            "why": one.why,
            "at": one.at.isoformat(),
        }
        for one in said
    ]
