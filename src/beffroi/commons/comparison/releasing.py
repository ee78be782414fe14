"""Release a year of an indicator to all groups at once, once."""

from collections.abc import Mapping

from beffroi.commons.comparison.groups import LEAST, Facts, partition
from beffroi.commons.comparison.quantiles import quantiles
from beffroi.errors import BeffroiError
from beffroi.errors.compare import ALREADY_RELEASED, TOO_FEW
from beffroi.periods import PARIS
from beffroi.store import comparisons
from beffroi.store.comparisons import Released
from beffroi.store.write import WriteDoor


def require_new(door: WriteDoor, indicator: str, year: int, use: str) -> None:
    """Refuse a year that was released.

    Raises:
        BeffroiError: `compare.released`.
    """
    before = comparisons.released_at(door, indicator, year, use)
    if before is not None:
        day = f"{before.astimezone(PARIS):%d/%m/%Y}"
        raise BeffroiError(ALREADY_RELEASED, indicator=indicator, year=year, use=use, day=day)


def release(
    door: WriteDoor, indicator: str, unit: str, year: int, use: str, values: Mapping[int, float]
) -> list[Released]:
    """Release the values of authorities [unit]; those that take no part are left out.

    Raises:
        BeffroiError: `compare.released`, `compare.too_few`, `store.home_busy`.
    """
    with door.hold(comparisons.LOCK):
        require_new(door, indicator, year, use)
        taking = comparisons.participants(door)
        facts = {one: Facts(*taking[one]) for one in values if one in taking}
        groups, _ = partition(facts)
        if not groups:
            raise BeffroiError(TOO_FEW, known=len(facts), least=LEAST)
        made = []
        for group, members in groups.items():
            own = {number: float(values[number]) for number in members}
            told = quantiles(list(own.values()))
            made.append(Released(group.population, group.zone, told, own))
        comparisons.keep(door, indicator, unit, year, use, made)
    return made
