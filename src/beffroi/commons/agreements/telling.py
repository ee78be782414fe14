"""Totals that an agreement lends, in the units that people read."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from beffroi.domains import quantities
from beffroi.store.read import BEGINNING, END, ReadDoor
from beffroi.store.sharing.totalling import Total, totals
from beffroi.units import conversion


@dataclass(frozen=True, slots=True)
class Told:
    """A total with its quantity and unit; power was integrated to energy."""

    total: Total
    quantity: str
    value: float
    unit: str

    def to_dict(self) -> dict[str, Any]:
        """Return the total as plain data."""
        return {
            **asdict(self.total),
            "start": self.total.start.isoformat(),
            "end": self.total.end.isoformat(),
            "quantity": self.quantity,
            "value": self.value,
            "unit": self.unit,
        }


def tell(
    door: ReadDoor, agreement: int, since: datetime = BEGINNING, until: datetime = END
) -> list[Told]:
    """Read the totals of an agreement for the organisation that the door acts for.

    Raises:
        BeffroiError: `store.out_of_scope`.
    """
    return [_told(one) for one in totals(door, agreement, since, until)]


def _told(total: Total) -> Told:
    declared = quantities()[total.quantity]
    if declared.integral:
        declared = quantities()[declared.integral]
    factor, offset = conversion(declared.unit, declared.display)
    return Told(total, declared.key, total.value * factor + offset, declared.display)
