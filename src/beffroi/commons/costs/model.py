"""What a sharing is made of. Amounts are whole cents of a euro."""

from calendar import isleap
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from beffroi.texts import Text

#: What a share may be in proportion to; a key of distribution weighs one of them or several.
BASES: dict[str, Text] = {
    "equal": Text(fr="parts égales", en="equal shares"),
    "population": Text(fr="population", en="population"),
    "meters": Text(fr="nombre de compteurs", en="number of meters"),
    "tax_base": Text(fr="potentiel fiscal", en="tax base"),
}


@dataclass(frozen=True, slots=True)
class Member:
    """A member and what its shares depend on; it is one during `[since, until)`.

    `least` and `most` bound what it pays for the year [cents]; `paid` is what it paid on account.
    """

    name: str
    bases: Mapping[str, Fraction] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    least: int = 0
    most: int | None = None
    paid: int = 0

    def presence(self, year: int) -> Fraction:
        """Return the share of the days of a year during which it is a member.

        >>> Member("A", since=date(2026, 7, 2)).presence(2026)
        Fraction(183, 365)
        """
        first, after = date(year, 1, 1), date(year + 1, 1, 1)
        days = (min(self.until or after, after) - max(self.since or first, first)).days
        return Fraction(max(days, 0), 366 if isleap(year) else 365)

    def basis(self, name: str, year: int) -> Fraction:
        """Return what it counts for in a year, in proportion to the days of its presence."""
        whole = Fraction(1) if name == "equal" else self.bases.get(name, Fraction(0))
        return whole * self.presence(year)


@dataclass(frozen=True, slots=True)
class Cost:
    """What is spent for all in the year, and the key by which it is shared."""

    label: str
    amount: int
    key: str


@dataclass(frozen=True, slots=True)
class Subsidy:
    """What somebody else pays: a rate of an eligible base, up to a ceiling [cents].

    `costs` are the labels of those that it is for, all of them where there is none; `base` is
    what is eligible of them where it is not the whole.
    """

    label: str
    rate: Fraction
    costs: tuple[str, ...] = ()
    base: int | None = None
    ceiling: int | None = None
    received: bool = True


@dataclass(frozen=True, slots=True)
class Reserve:
    """What is put aside in the year, by a key, and what is taken from what was put before."""

    put: int = 0
    key: str = "equal"
    taken: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A year of shared costs. `keys` weigh bases; each base alone is a key too.

    Subsidies that are only awaited are deducted where `awaited` says so.
    """

    title: str
    year: int
    members: tuple[Member, ...]
    costs: tuple[Cost, ...]
    keys: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)
    subsidies: tuple[Subsidy, ...] = ()
    reserve: Reserve = Reserve()
    awaited: bool = False

    def weights(self, key: str) -> Mapping[str, Fraction]:
        """Return how much each base weighs in a key; they add up to one."""
        return self.keys.get(key) or {key: Fraction(1)}
