"""The value of an authority for a comparison, from its own measures."""

from collections import defaultdict
from collections.abc import Iterable

from beffroi.decide.indicators import Value, compute
from beffroi.domains import domains
from beffroi.domains.contract import Domain, Indicator, Period
from beffroi.errors import BeffroiError
from beffroi.errors.compare import NOT_COMPARED
from beffroi.store.read import ReadDoor

_BY_AREA = "/m2"


def comparable(key: str) -> tuple[Domain, Indicator]:
    """Return an indicator whose values can be compared between authorities of any size.

    Raises:
        BeffroiError: `compare.indicator`.
    """
    known = {
        one.key: (domain, one)
        for domain in domains().values()
        for one in domain.indicators
        if one.period is Period.YEAR and one.unit.endswith(_BY_AREA)
    }
    if key not in known:
        raise BeffroiError(NOT_COMPARED, indicator=key, known=", ".join(sorted(known)))
    return known[key]


def yearly(
    door: ReadDoor, authorities: Iterable[int], key: str, year: int, use: str
) -> dict[int, float]:
    """Return the value of each authority that has one: all its buildings of a use together.

    Raises:
        BeffroiError: `compare.indicator`.
    """
    domain, indicator = comparable(key)
    found = {}
    for one in authorities:
        values = compute(door, one, domain, (indicator.key,))
        value = together([v for v in values if v.first.year == year], use)
        if value is not None:
            found[one] = value
    return found


def together(values: Iterable[Value], use: str) -> float | None:
    """Return the value by m2 of buildings together: their energies added up over their areas."""
    totals: dict[int, float] = defaultdict(float)
    areas: dict[int, float] = {}
    for value in values:
        area = value.row.number("surface")
        if area and value.row.attributes.get("use") == use:
            totals[value.row.asset] += value.value * area
            areas[value.row.asset] = area
    whole = sum(areas.values())
    return sum(totals.values()) / whole if whole else None
