"""Sums shared to the cent: in proportion, by largest remainder, within bounds."""

from bisect import bisect_right
from collections.abc import Mapping
from fractions import Fraction
from math import floor

from beffroi.errors import BeffroiError
from beffroi.errors.commons import COSTS_UNSHAREABLE
from beffroi.texts import Text

_NO_BASE = Text(
    fr="personne ne compte pour la clé « {key} »", en="nobody counts for the key “{key}”"
)
_FLOORS = Text(
    fr="les planchers des membres dépassent la somme", en="the floors of members exceed the sum"
)
_CEILINGS = Text(
    fr="les plafonds des membres ne couvrent pas la somme",
    en="the ceilings of members do not cover the sum",
)


def rounded(shares: Mapping[str, Fraction]) -> dict[str, int]:
    """Round exact shares of a whole number of cents, so that they still add up to it.

    Each is cut to the cent; the cents that are left go to the largest remainders (Hamilton), names
    in alphabetical order where remainders are equal.

    >>> rounded({"B": Fraction(100, 3), "A": Fraction(100, 3), "C": Fraction(100, 3)})
    {'B': 33, 'A': 34, 'C': 33}
    """
    found = {name: floor(share) for name, share in shares.items()}
    left = int(sum(shares.values()) - sum(found.values()))
    for name in sorted(shares, key=lambda one: (found[one] - shares[one], one))[:left]:
        found[name] += 1
    return found


def proportional(total: int, weights: Mapping[str, Fraction], key: str = "") -> dict[str, Fraction]:
    """Share a sum exactly in proportion to weights.

    Raises:
        BeffroiError: `costs.unshareable` where a sum is shared and nobody weighs anything.
    """
    whole = sum(weights.values())
    if not whole and total:
        raise BeffroiError(COSTS_UNSHAREABLE, reason=_NO_BASE.fill(key=key))
    return {name: Fraction(total) * one / (whole or 1) for name, one in weights.items()}


def bounded(
    shares: Mapping[str, Fraction], least: Mapping[str, int], most: Mapping[str, int | None]
) -> dict[str, Fraction]:
    """Bring shares within bounds; what one does not pay, the others pay in proportion.

    All shares are multiplied by one scale, then cut to their bounds; the scale is the one for which
    they add up to the same sum, whatever the order of members.

    Raises:
        BeffroiError: `costs.unshareable` where no scale does.
    """
    total = sum(shares.values(), Fraction(0))

    def cut(scale: Fraction) -> dict[str, Fraction]:
        found = {name: max(share * scale, Fraction(least[name])) for name, share in shares.items()}
        return {
            name: one if (top := most[name]) is None else min(one, Fraction(top))
            for name, one in found.items()
        }

    bounds = (
        Fraction(bound) / share
        for name, share in shares.items()
        if share
        for bound in (least[name], most[name])
        if bound is not None
    )
    scales = sorted({Fraction(0), *bounds})
    place = bisect_right(scales, total, key=lambda scale: sum(cut(scale).values(), Fraction(0))) - 1
    if place < 0:
        raise BeffroiError(COSTS_UNSHAREABLE, reason=_FLOORS)
    found = cut(scales[place])
    rest = total - sum(found.values())
    if not rest:
        return found
    free = Fraction(0)  # how fast the sum grows from there on, until the next bound
    for name, share in shares.items():
        here, top = share * scales[place], most[name]
        if here >= least[name] and (top is None or here < top):
            free += share
    if not free:
        raise BeffroiError(COSTS_UNSHAREABLE, reason=_CEILINGS)
    return cut(scales[place] + rest / free)
