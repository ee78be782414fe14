"""Figures of a period from indicators: the meters known all through it, compared like with like."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from beffroi.decide.indicators import Value
from beffroi.domains import domains, parameters
from beffroi.domains.contract import Domain, Indicator, Period
from beffroi.publish.report.content import Figure, Month, Place, Target
from beffroi.publish.report.spans import Span, between, civil_year
from beffroi.publish.report.wording import FIGURES, IN_DOMAIN

#: A year counts where at least this many of its days are known, here as on pages.
LEAST_DAYS = 330
#: Buildings that are named; the others are told together.
MOST_PLACES = 10
_YEARLY = "_year"
_GAP, _REDUCTION = "energy.tertiary_gap_2030", "energy.tertiary_reduction"

#: What a figure is of: an asset, and one of its quantities.
Row = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """An amount that a domain declares both by month and by year."""

    domain: Domain
    month: Indicator
    year: Indicator


def pairs() -> list[Pair]:
    """List the amounts that add up, over buildings and over months.

    >>> [one.month.key for one in pairs() if one.domain.key == "energy"]
    ['energy.consumption', 'energy.cost', 'energy.emissions']
    """
    found = []
    for domain in domains().values():
        known = {one.key: one for one in domain.indicators}
        for key, one in known.items():
            year = known.get(f"{key}{_YEARLY}")
            if year is not None and one.period is Period.MONTH and one.unit in FIGURES:
                found.append(Pair(domain, one, year))
    return found


def needed() -> dict[str, list[str]]:
    """Return the keys of the indicators that a report is made of, by domain."""
    found: dict[str, list[str]] = defaultdict(list)
    for pair in pairs():
        found[pair.domain.key] += [pair.month.key, pair.year.key]
    for key in (_GAP, _REDUCTION):
        found[key.partition(".")[0]].append(key)
    return dict(found)


def years(values: Iterable[Value]) -> tuple[int, ...]:
    """Return the civil years of which something can be told, the last one first."""
    keys = {pair.year.key for pair in pairs()}
    found = {one.first.year for one in values if one.indicator.key in keys}
    return tuple(sorted(found, reverse=True))


def amounts(values: Iterable[Value], pair: Pair, span: Span) -> dict[Row, float]:
    """Return what each row amounts to over a period; one that is not known all through has none."""
    if span.year:
        return {
            (one.row.asset, one.row.quantity): one.value
            for one in values
            if one.indicator.key == pair.year.key
            and one.first == span.first
            and one.known_days >= LEAST_DAYS
        }
    found: dict[Row, list[float]] = defaultdict(list)
    for one in values:
        if one.indicator.key == pair.month.key and span.first <= one.first <= span.last:
            found[one.row.asset, one.row.quantity].append(one.value)
    return {row: sum(own) for row, own in found.items() if len(own) == span.months}


def moved(now: Mapping[Row, float], before: Mapping[Row, float]) -> tuple[float | None, int]:
    """Return by which share the rows known in both periods moved together, and how many they are.

    >>> moved({(1, "e"): 110.0, (2, "e"): 50.0}, {(1, "e"): 100.0})
    (0.1, 1)
    """
    shared = now.keys() & before.keys()
    base = sum(before[one] for one in sorted(shared))
    if base <= 0:
        return None, 0
    return round(sum(now[one] for one in sorted(shared)) / base - 1, 6), len(shared)


def figures(values: Sequence[Value], span: Span) -> tuple[Figure, ...]:
    """Return the key figures of a period: those of which something is known."""
    told = [(pair, now) for pair in pairs() if (now := amounts(values, pair, span))]
    several = len({pair.domain.key for pair, _ in told}) > 1
    found = []
    for pair, now in told:
        before = amounts(values, pair, span.before())
        label = FIGURES[pair.month.unit]
        if several:
            label = IN_DOMAIN.fill(label=label, domain=pair.domain.label)
        change, compared = moved(now, before)
        buildings = len({asset for asset, _ in now})
        found.append(Figure(label, pair.month.unit, sum(now.values()), change, buildings, compared))
    return tuple(sorted(found, key=lambda one: list(FIGURES).index(one.unit)))


def months(values: Sequence[Value], span: Span) -> tuple[Month, ...]:
    """Return the energy of each month [kWh], over the meters known in all of both periods."""
    pair = next((one for one in pairs() if one.month.unit == "kWh"), None)
    if pair is None:
        return ()
    rows = amounts(values, pair, span)
    both = rows.keys() & amounts(values, pair, span.before()).keys() or rows.keys()
    by: dict[object, dict[Row, float]] = defaultdict(dict)
    for one in values:
        row = (one.row.asset, one.row.quantity)
        if one.indicator.key == pair.month.key and row in both:
            by[one.first][row] = one.value
    starts = [(first, between(first, 1).before().first) for first in span.starts]

    def whole(first: object) -> float | None:
        known = by.get(first, {})
        return sum(known[one] for one in sorted(both)) if known.keys() >= both and both else None

    found = tuple(Month(first, whole(first), whole(before)) for first, before in starts)
    return found if any(one.value is not None for one in found) else ()


def places(values: Sequence[Value], span: Span) -> tuple[tuple[Place, ...], Place | None]:
    """Return what buildings cost, the dearest first, and all those that are not named together."""
    known = {pair.month.unit: pair for pair in pairs() if pair.domain.key == "energy"}
    cost, use = known.get("EUR"), known.get("kWh")
    if cost is None or use is None:
        return (), None
    eur, kwh = amounts(values, cost, span), amounts(values, use, span)
    before = amounts(values, use, span.before())
    whole = sum(eur.values())
    names, surfaces = _described(values)
    found = []
    for asset in {asset for asset, _ in eur}:
        own = {row: kwh[row] for row in sorted(kwh) if row[0] == asset}
        used, area = sum(own.values()), surfaces.get(asset)
        spent = sum(eur[row] for row in sorted(eur) if row[0] == asset)
        change, compared = moved(own, before)
        found.append(
            Place(
                names[asset],
                spent,
                spent / whole if whole > 0 else 0.0,
                used,
                used / area if area else None,
                change if compared == len(own) else None,
            )
        )
    found.sort(key=lambda one: (-one.eur, one.name))
    few = found[:MOST_PLACES] if len(found) > MOST_PLACES + 1 else found
    return tuple(few), _together(found[len(few) :], whole)


def _together(rest: Sequence[Place], whole: float) -> Place | None:
    if not rest:
        return None
    eur = sum(one.eur for one in rest)
    share = eur / whole if whole > 0 else 0.0
    return Place(str(len(rest)), eur, share, sum(one.kwh for one in rest), None, None)


def _described(values: Iterable[Value]) -> tuple[dict[int, str], dict[int, float]]:
    names: dict[int, str] = {}
    surfaces: dict[int, float] = {}
    for one in values:
        names[one.row.asset] = one.row.name
        if (area := one.row.number("surface")) is not None and area > 0:
            surfaces[one.row.asset] = area
    return names, surfaces


def targets(values: Sequence[Value], span: Span) -> tuple[Target, ...]:
    """Return how far buildings are from what the tertiary decree asks for in 2030.

    It looks at the last civil year that ends within the period.
    """
    year = civil_year(span)
    found: dict[int, dict[str, float]] = defaultdict(dict)
    names: dict[int, str] = {}
    for one in values:
        if one.indicator.key in (_GAP, _REDUCTION) and one.first.year == year:
            found[one.row.asset][one.indicator.key] = one.value
            names[one.row.asset] = one.row.name
    made = []
    for asset, said in found.items():
        if _GAP in said and _REDUCTION in said:
            reached, gap = said[_REDUCTION], said[_GAP]
            asked = _asked(year)
            made.append(Target(names[asset], reached, asked, gap))
    return tuple(sorted(made, key=lambda one: (-one.gap, one.place)))


def _asked(year: int) -> float:
    return parameters("energy").at("tertiary.reduction_2030", date(year, 12, 31))
