"""Amounts over irregular periods that a domain asks for beside its measures, such as bills."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from beffroi.decide.grids import Calendar
from beffroi.domains import quantities
from beffroi.domains.contract import Domain
from beffroi.domains.panel import Amounts, Row
from beffroi.periods.civil import civil_date
from beffroi.store.read import ReadDoor, Selection
from beffroi.store.state import models
from beffroi.units import SeriesKind, conversion


def read_amounts(
    door: ReadDoor,
    domain: Domain,
    rows: Sequence[Row],
    calendar: Calendar,
) -> Mapping[str, tuple[Amounts | None, ...]]:
    """Read the amounts of each row by quantity, in display units.

    They are those that detectors name in their inputs beyond the domain's own.
    """
    wanted = {name for detector in domain.detectors for name in detector.inputs}
    wanted -= set(domain.inputs)
    known = quantities()
    with door.session() as session:
        found = session.scalars(
            select(models.Series)
            .where(
                models.Series.asset_id.in_({row.asset for row in rows}),
                models.Series.quantity.in_(wanted),
                models.Series.kind == SeriesKind.INTERVAL,
                models.Series.points > 0,
            )
            .order_by(models.Series.id)
        ).all()
    if not found:
        return {}
    selection = Selection(tuple(series.id for series in found), view="raw", as_of=calendar.as_of)
    table = door.observations(selection)
    numbers = table["series"].to_numpy()
    start = civil_date(table["start"].to_numpy().astype("datetime64[us]"))
    end = civil_date(table["end"].to_numpy().astype("datetime64[us]"))
    value = table["value"].to_numpy()
    result: dict[str, list[Amounts | None]] = {}
    for series in found:
        mine = numbers == series.id
        declared = known[series.quantity]
        factor, _ = conversion(declared.unit, declared.display)
        amounts = Amounts(start[mine], end[mine], value[mine] * factor)
        column = result.setdefault(series.quantity, [None] * len(rows))
        for index, row in enumerate(rows):
            # A bill of one energy belongs to the meter of that energy.
            same = row.quantity.split(".")[0] == series.quantity.split(".")[0]
            if row.asset == series.asset_id and same:
                column[index] = amounts
    return {quantity: tuple(column) for quantity, column in result.items()}
