"""What an earlier publication showed: nothing that is not public."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Guard:
    """A quantity that a release held back, and between which values it was then left [unit].

    Anybody can compute these two from what is public. No later release may bring them closer.
    """

    cells: tuple[str, ...]
    low: float
    high: float | None
    """None where nothing bounded it."""


@dataclass(frozen=True, slots=True)
class Release:
    """An earlier publication over a source."""

    id: int
    title: str
    shown: Mapping[str, float]
    """The value of each cell that was shown [unit of the measure], by name."""
    sums: tuple[tuple[str, tuple[str, ...]], ...] = ()
    made_of: Mapping[str, str] = field(default_factory=dict)
    guards: tuple[Guard, ...] = ()
    rounding: float = 0.0
    revises: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return what the state keeps of it beside its number and its title."""
        return {
            "shown": dict(self.shown),
            "sums": [[whole, list(parts)] for whole, parts in self.sums],
            "made_of": dict(self.made_of),
            "guards": [[list(one.cells), one.low, one.high] for one in self.guards],
            "rounding": self.rounding,
            "revises": self.revises,
        }

    @classmethod
    def from_dict(cls, id_: int, title: str, kept: Mapping[str, Any]) -> "Release":
        """Return a release as the state kept it.

        >>> one = Release(1, "Gaz", {"commune=1": 3.0}, (("", ("commune=1",)),))
        >>> Release.from_dict(1, "Gaz", one.to_dict()) == one
        True
        """
        return cls(
            id_,
            title,
            kept["shown"],
            tuple((whole, tuple(parts)) for whole, parts in kept["sums"]),
            kept["made_of"],
            tuple(Guard(tuple(cells), low, high) for cells, low, high in kept["guards"]),
            kept["rounding"],
            kept["revises"],
        )


def known_margins(releases: tuple[Release, ...]) -> dict[str, str]:
    """Return what margins are made of, as the oldest release that has them says.

    >>> known_margins((Release(1, "", {}, made_of={"*place": "a"}),
    ...                Release(2, "", {}, made_of={"*place": "b"})))
    {'*place': 'a'}
    """
    found: dict[str, str] = {}
    for release in releases:
        for key, digest in release.made_of.items():
            found.setdefault(key, digest)
    return found
