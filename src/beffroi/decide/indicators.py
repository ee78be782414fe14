"""The executor of indicators: every declared one, by asset and civil period."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from beffroi.decide.gathering import gathered
from beffroi.decide.panel import build_panel
from beffroi.decide.quality.tallying import counted
from beffroi.decide.sources import Meter, meters
from beffroi.decide.windows import by_end
from beffroi.domains import parameters
from beffroi.domains.contract import Domain, Indicator, Period
from beffroi.domains.panel import Panel, Row
from beffroi.domains.tallies import WHOLE, Tally
from beffroi.store.read import END, ReadDoor
from beffroi.store.state import models
from beffroi.texts import Language

BUILDING = "building"


@dataclass(frozen=True, slots=True)
class Value:
    """An indicator of one asset over one civil period; `last` is its last day.

    One that is counted from samples has their `tally`, and a row of the authority as a whole, which
    is asset 0.
    """

    indicator: Indicator
    row: Row
    first: date
    last: date
    value: float
    known_days: int
    tally: Tally | None = None

    def to_dict(self, language: Language) -> dict[str, Any]:
        """Return the value as plain data."""
        return {
            "indicator": self.indicator.key,
            "label": self.indicator.label.in_(language),
            "unit": self.indicator.unit,
            "level": self.indicator.level,
            "asset": self.row.name,
            "quantity": self.row.quantity,
            "period": str(self.indicator.period),
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "value": round(self.value, 4),
            "known_days": self.known_days,
            "samples": asdict(self.tally) if self.tally else None,
            "target": self.indicator.target,
            "references": [reference.title for reference in self.indicator.references],
        }


def compute(
    door: ReadDoor, organisation: int, domain: Domain, keys: Sequence[str] = ()
) -> list[Value]:
    """Compute the indicators of an organisation (those of `keys`, all when empty).

    Only whole periods count. A period of which nothing is known, or an indicator that lacks an
    attribute such as the surface of the building, gives no value. They are computed for whoever may
    read indicators, measures or not.

    Raises:
        BeffroiError: `store.out_of_scope`.
    """
    door.scope.require(organisation, f"organisation {organisation}")
    door = replace(door, scope=door.scope.deriving())
    wanted = [item for item in domain.indicators if not keys or item.key in keys]
    told = list(_counted(door, organisation, [item for item in wanted if item.tally]))
    wanted = [item for item in wanted if item.formula]
    if not wanted:
        return told
    with door.session() as session:
        found = meters(session, [organisation], domain.inputs)
    buildings: dict[int, list[Meter]] = {}
    for meter in found:
        buildings.setdefault(meter.asset.parent_id or -meter.asset.id, []).append(meter)
    above = [item for item in wanted if domain.gather and item.level == domain.gather.level]
    values = told + list(_of_gathered(door, found, above, domain))
    wanted = [item for item in wanted if item not in above]
    return values + [
        value
        for _, group in by_end(buildings.values() if wanted else (), END)
        for value in _of_panel(build_panel(door, group, domain, END), wanted, domain)
    ]


def _counted(door: ReadDoor, organisation: int, wanted: Sequence[Indicator]) -> Iterator[Value]:
    if not wanted:
        return
    with door.session() as session:
        known = counted(session, organisation, wanted)
        name = session.get_one(models.Organisation, organisation).name if known else ""
    for one in known:
        row = Row(-1, 0, WHOLE, name, one.indicator.inputs[0], {})
        days = (one.last - one.first).days + 1
        yield Value(one.indicator, row, one.first, one.last, one.percent, days, one.tally)


def _of_gathered(
    door: ReadDoor, found: Sequence[Meter], wanted: Sequence[Indicator], domain: Domain
) -> Iterator[Value]:
    panel = gathered(door, found, domain, END) if wanted else None
    if panel is not None:
        for item in wanted:
            yield from _values(panel, item, domain)


def _of_panel(panel: Panel | None, wanted: Sequence[Indicator], domain: Domain) -> Iterator[Value]:
    if panel is None:
        return
    levels = {BUILDING: by_building(panel)}
    for item in wanted:
        yield from _values(levels.get(item.level, panel), item, domain)


def _values(panel: Panel, item: Indicator, domain: Domain) -> Iterator[Value]:
    numbers, formula = parameters(domain.key), item.formula
    if formula is None:
        return
    for first, last in _periods(panel, item.period):
        if first < item.valid_from or (item.valid_to and first >= item.valid_to):
            continue
        cut = panel.cut(first, last)
        values = formula(cut, numbers)
        known = np.isfinite(cut.daily).sum(axis=1)
        for index, row in enumerate(panel.rows):
            if row.quantity in item.inputs and np.isfinite(values[index]):
                yield Value(item, row, first, last, float(values[index]), int(known[index]))


def _periods(panel: Panel, period: Period) -> Iterator[tuple[date, date]]:
    """List the whole civil periods of a panel: part of a year is not a year."""
    unit: Any = "M" if period is Period.MONTH else "Y"
    starts = np.unique(panel.days.astype(f"datetime64[{unit}]"))
    for start in starts:
        first: date = start.astype("datetime64[D]").astype(object)
        following: date = (start + np.timedelta64(1, unit)).astype("datetime64[D]").astype(object)
        last = following - timedelta(days=1)
        if (
            panel.days[0] <= np.datetime64(first, "D")
            and np.datetime64(last, "D") <= panel.days[-1]
        ):
            yield first, last


def by_building(panel: Panel) -> Panel:
    """Add up the meters of each building, energy by energy; a lone meter stands for itself.

    A day is known when every meter of the building knows it. The highest power of several meters
    is not the sum of theirs: it is left unknown.
    """
    groups: dict[tuple[object, str], list[int]] = {}
    for index, row in enumerate(panel.rows):
        building = row.attributes.get("building_id") or -row.asset
        groups.setdefault((building, row.quantity), []).append(index)
    members = list(groups.values())
    return replace(
        panel,
        rows=tuple(_building(panel.rows[m[0]], lone=len(m) == 1) for m in members),
        daily=_sum(panel.daily, members),
        filled=np.stack([np.logical_or.reduce(panel.filled[m]) for m in members]),
        day_types=panel.day_types[[m[0] for m in members]],
        temperature=panel.temperature[[m[0] for m in members]],
        hourly=None if panel.hourly is None else _sum(panel.hourly, members),
        power_max=None if panel.power_max is None else _lone(panel.power_max, members),
        amounts=None,
    )


def _building(row: Row, *, lone: bool) -> Row:
    """Return a row about the building that a meter serves, or the meter itself."""
    number = row.attributes.get("building_id")
    return replace(
        row,
        series=row.series if lone else -1,
        asset=row.asset if number is None else int(number),
        asset_type=row.asset_type if number is None else BUILDING,
    )


def _sum(values: NDArray[Any], members: list[list[int]]) -> NDArray[Any]:
    return np.stack([values[m].sum(axis=0) for m in members])


def _lone(values: NDArray[Any], members: list[list[int]]) -> NDArray[Any]:
    unknown = np.full(values.shape[1:], np.nan)
    return np.stack([values[m[0]] if len(m) == 1 else unknown for m in members])
