"""The statement of a year: what each member owes, and each step that leads there."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from beffroi.commons.costs.model import Plan, Subsidy
from beffroi.commons.costs.sharing import bounded, proportional, rounded
from beffroi.errors import BeffroiError
from beffroi.errors.commons import COSTS_UNSHAREABLE
from beffroi.texts import Text

_OVER = Text(
    fr="les aides dépassent la dépense « {label} »", en="subsidies exceed the cost “{label}”"
)
_BASE = Text(
    fr="l’assiette de l’aide « {label} » dépasse les dépenses qu’elle concerne",
    en="the eligible base of the subsidy “{label}” exceeds the costs that it is for",
)
_TAKEN = Text(
    fr="la reprise sur réserve dépasse ce qui reste à payer",
    en="what is taken from the reserve exceeds what is left to pay",
)


@dataclass(frozen=True, slots=True)
class Granted:
    """A subsidy as computed: its eligible base, its amount, what is deducted now [cents]."""

    subsidy: Subsidy
    base: int
    amount: int
    deducted: int


@dataclass(frozen=True, slots=True)
class Line:
    """A cost, what subsidies and the reserve take off it, what is left to share [cents]."""

    label: str
    key: str
    amount: int
    subsidies: int
    reserve: int

    @property
    def net(self) -> int:
        """What is left to share [cents]."""
        return self.amount - self.subsidies - self.reserve


@dataclass(frozen=True, slots=True)
class Portion:
    """What a member owes by one key [cents]: its share of the sum, and what it counts for."""

    key: str
    total: int
    share: Fraction
    amount: int


@dataclass(frozen=True, slots=True)
class Due:
    """What a member owes for the year, with its steps [cents]."""

    member: str
    days: Fraction
    portions: tuple[Portion, ...]
    shared: int
    due: int
    paid: int

    @property
    def correction(self) -> int:
        """What floors and ceilings, its own or those of others, change for it [cents]."""
        return self.due - self.shared

    @property
    def balance(self) -> int:
        """What is left to pay; negative where it paid too much [cents]."""
        return self.due - self.paid


@dataclass(frozen=True, slots=True)
class Statement:
    """A year: costs, subsidies, and what is owed by each member, in order of name."""

    plan: Plan
    lines: tuple[Line, ...]
    granted: tuple[Granted, ...]
    dues: tuple[Due, ...]

    @property
    def total(self) -> int:
        """What all members owe together [cents]."""
        return sum(line.net for line in self.lines)


def statement(plan: Plan) -> Statement:
    """Compute what each member owes for a year.

    1. Each subsidy: its rate of its eligible base, to the nearest cent, up to its ceiling.
    2. What is deducted of a cost: subsidies, then its part of what the reserve gives.
    3. What is left is shared by key, in proportion to the days of presence, to the cent.
    4. Floors and ceilings: see `sharing.bounded`. Those of a member are of its whole year.

    Raises:
        BeffroiError: `costs.unshareable`.
    """
    granted = tuple(_granted(plan, one) for one in plan.subsidies)
    lines = _lines(plan, granted)
    members = sorted(plan.members, key=lambda one: one.name)
    shares: dict[str, dict[str, Fraction]] = {}
    portions: dict[str, list[Portion]] = {one.name: [] for one in members}
    for key in sorted({line.key for line in lines}):
        total = sum(line.net for line in lines if line.key == key)
        shares[key] = _shares(plan, key, total)
        amounts = rounded({name: total * one for name, one in shares[key].items()})
        for name, amount in amounts.items():
            portions[name].append(Portion(key, total, shares[key][name], amount))
    shared = {name: sum(one.amount for one in some) for name, some in portions.items()}
    dues = dict(shared)
    if any(one.least or one.most is not None for one in members):
        least = {one.name: one.least for one in members}
        most = {one.name: one.most for one in members}
        exact = {name: Fraction(amount) for name, amount in shared.items()}
        dues = rounded(bounded(exact, least, most))
    return Statement(
        plan,
        lines,
        granted,
        tuple(
            Due(
                one.name,
                one.presence(plan.year),
                tuple(portions[one.name]),
                shared[one.name],
                dues[one.name],
                one.paid,
            )
            for one in members
        ),
    )


def _shares(plan: Plan, key: str, total: int) -> dict[str, Fraction]:
    """Return the share of each member in a key; they add up to one where a sum is shared."""
    found = {one.name: Fraction(0) for one in plan.members}
    for basis, weight in plan.weights(key).items():
        own = {one.name: one.basis(basis, plan.year) for one in plan.members}
        for name, share in proportional(1 if total else 0, own, basis).items():
            found[name] += weight * share
    return found


def _granted(plan: Plan, subsidy: Subsidy) -> Granted:
    whole = sum(_eligible(plan, subsidy).values())
    base = whole if subsidy.base is None else subsidy.base
    if base > whole:
        raise BeffroiError(COSTS_UNSHAREABLE, reason=_BASE.fill(label=subsidy.label))
    amount = floor(subsidy.rate * base + Fraction(1, 2))
    if subsidy.ceiling is not None:
        amount = min(amount, subsidy.ceiling)
    counted = subsidy.received or plan.awaited
    return Granted(subsidy, base, amount, amount if counted else 0)


def _eligible(plan: Plan, subsidy: Subsidy) -> dict[str, int]:
    """Return the costs that a subsidy is for."""
    return {
        one.label: one.amount
        for one in plan.costs
        if not subsidy.costs or one.label in subsidy.costs
    }


def _lines(plan: Plan, granted: tuple[Granted, ...]) -> tuple[Line, ...]:
    taken_off = {one.label: 0 for one in plan.costs}
    for one in granted:
        for label, part in _spread(one.deducted, _eligible(plan, one.subsidy)).items():
            taken_off[label] += part
    left = {}
    for cost in plan.costs:
        left[cost.label] = cost.amount - taken_off[cost.label]
        if left[cost.label] < 0:
            raise BeffroiError(COSTS_UNSHAREABLE, reason=_OVER.fill(label=cost.label))
    if plan.reserve.taken > sum(left.values()):
        raise BeffroiError(COSTS_UNSHAREABLE, reason=_TAKEN)
    reserve = _spread(plan.reserve.taken, left)
    lines = [
        Line(cost.label, cost.key, cost.amount, taken_off[cost.label], reserve[cost.label])
        for cost in plan.costs
    ]
    if plan.reserve.put:
        lines.append(Line("", plan.reserve.key, plan.reserve.put, 0, 0))
    return tuple(lines)


def _spread(amount: int, over: Mapping[str, int]) -> dict[str, int]:
    """Spread a sum over costs in proportion to them, to the cent."""
    return rounded(proportional(amount, {label: Fraction(one) for label, one in over.items()}))
