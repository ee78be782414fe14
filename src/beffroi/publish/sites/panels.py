"""Buildings that may be compared over years: the same ones, with the same meters, in each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from beffroi.decide.indicators import Value
from beffroi.publish.sites.uses import use_of
from beffroi.texts import Text

#: A year of a building counts where at least this many of its days are known.
LEAST_DAYS = 330
MOST_YEARS = 5
#: Share of the last year that the buildings known in all years must make up.
ENOUGH = 0.8


@dataclass(frozen=True, slots=True)
class Building:
    """A building, what it is for, and its yearly figure [unit of the indicator]."""

    asset: int
    use: str
    years: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Panel:
    """The same buildings over the same years."""

    years: tuple[int, ...] = ()
    buildings: tuple[Building, ...] = ()
    left_out: tuple[int, ...] = ()
    """Buildings with measures, of which some year is not whole."""


def panel(values: Iterable[Value], known: Mapping[str, Text]) -> Panel:
    """Choose the years and the buildings of which everything is known.

    As many years as leave four fifths of the last one, five at most: a building that came or left
    in between would be taken for a rise or a saving.
    """
    figures: dict[int, dict[str, dict[int, float]]] = {}
    use: dict[int, str] = {}
    for value in values:
        row = value.row
        meters = figures.setdefault(row.asset, {}).setdefault(row.quantity, {})
        use[row.asset] = use_of(row.attributes, known)
        if value.known_days >= LEAST_DAYS and value.value >= 0:
            meters[value.first.year] = value.value
    every = {year for meters in figures.values() for years in meters.values() for year in years}
    if not every:
        return Panel(left_out=tuple(sorted(figures)))
    last = max(every)
    chosen: tuple[int, ...] = ()
    whole: list[int] = []
    for first in range(last, last - MOST_YEARS, -1):
        years = tuple(range(first, last + 1))
        kept = [asset for asset, meters in figures.items() if _whole(meters, years)]
        if chosen and _sum(figures, kept, last) < ENOUGH * _sum(figures, whole, last):
            break
        if not chosen:
            whole = kept
        chosen, found = years, kept
    buildings = tuple(
        Building(
            asset,
            use[asset],
            {year: sum(one[year] for one in figures[asset].values()) for year in chosen},
        )
        for asset in sorted(found)
    )
    return Panel(chosen, buildings, tuple(sorted(figures.keys() - set(found))))


def _whole(meters: Mapping[str, Mapping[int, float]], years: Sequence[int]) -> bool:
    """Tell whether every meter of a building is known in every year."""
    return all(year in known for known in meters.values() for year in years)


def _sum(
    figures: Mapping[int, Mapping[str, Mapping[int, float]]], assets: Iterable[int], year: int
) -> float:
    return sum(known.get(year, 0.0) for one in assets for known in figures[one].values())
