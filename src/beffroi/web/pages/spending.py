"""Where the money of a year goes: what costs most of a commune, one building beside another."""

from collections.abc import Iterable
from dataclasses import dataclass

from beffroi.decide.indicators import Value
from beffroi.texts import Text
from beffroi.web.pages.trends import LEAST_DAYS, trend

#: What is told, and as what: what buildings cost, what districts of water lose.
SPENT = {
    "energy.cost_year": Text(
        fr="Ce que coûte chaque bâtiment en {year}", en="What each building costs in {year}"
    ),
    "water.losses_eur": Text(
        fr="Ce que coûte l’eau perdue en {year}", en="What lost water costs in {year}"
    ),
}
#: How many are named; the others are summed.
NAMED = 5


@dataclass(frozen=True, slots=True)
class Part:
    """What one asset costs in the year [EUR], and its share of all of them."""

    asset: int
    name: str
    """Empty for all those that are not named."""
    eur: float
    share: float


@dataclass(frozen=True, slots=True)
class Spending:
    """The costs of a year, the largest first."""

    title: Text
    parts: tuple[Part, ...]


def spending(values: Iterable[Value]) -> tuple[Spending, ...]:
    """Return where the money of the last whole year goes, where two assets at least cost some."""
    known = tuple(values)
    told = ((label, *_costs(known, key)) for key, label in SPENT.items())
    return tuple(
        Spending(label.fill(year=year), _parts(costs))
        for label, year, costs in told
        if len(costs) > 1
    )


def _costs(values: tuple[Value, ...], key: str) -> tuple[int, dict[tuple[int, str], float]]:
    """Sum what each asset costs in the year of the trend, all that it uses together."""
    whole = trend(values, key)
    costs: dict[tuple[int, str], float] = {}
    for one in values:
        same = one.indicator.key == key and whole is not None and one.first.year == whole.year
        if same and one.known_days >= LEAST_DAYS and one.value > 0:
            place = (one.row.asset, one.row.name)
            costs[place] = costs.get(place, 0.0) + one.value
    return (whole.year if whole else 0), costs


def _parts(costs: dict[tuple[int, str], float]) -> tuple[Part, ...]:
    """Name the largest; sum the others, unless there is one only."""
    every = sum(costs.values())
    ranked = sorted(costs.items(), key=lambda one: (-one[1], one[0][1]))
    many = NAMED if len(ranked) > NAMED + 1 else len(ranked)
    named = [Part(asset, name, eur, eur / every) for (asset, name), eur in ranked[:many]]
    rest = sum(eur for _, eur in ranked[many:])
    return (*named, *([Part(0, "", rest, rest / every)] if rest else []))
