"""What the detectors of water share: a panel of days that were over."""

from dataclasses import dataclass

import numpy as np

from beffroi.domains.panel import Floats, Panel
from beffroi.domains.parameters import Parameters
from beffroi.domains.water.measured import DELIVERED, INPUT, TOTAL
from beffroi.domains.water.nights import Look, Read, look


@dataclass(frozen=True, slots=True)
class Prepared:
    """A panel without the days that were not over when it is looked at.

    Its rows are meters (`water.volume`), or districts with one row a quantity of their balance:
    the core shows the former and the latter one panel after the other.
    """

    panel: Panel
    nights: Look
    """Of districts."""
    meters: Read
    """Of the meters by which water enters and leaves districts."""

    def rows_of(self, quantity: str) -> list[int]:
        """Return the rows that are of a quantity: `water.volume`, `water.input`..."""
        return [i for i, row in enumerate(self.panel.rows) if row.quantity == quantity]

    @property
    def districts(self) -> list[int]:
        """The rows of what enters districts less what leaves them [m3 a day]."""
        return self.rows_of(INPUT)

    def delivered(self, district: int) -> int | None:
        """Return the row of what customers of a row's district use; None where it has none.

        The total that is given for a district comes before the sum of the meters of its customers.
        """
        found = {
            row.quantity: i
            for i, row in enumerate(self.panel.rows)
            if row.asset == self.panel.rows[district].asset
        }
        return found.get(TOTAL, found.get(DELIVERED))

    def hourly(self, row: int) -> Floats | None:
        """Return the hours of a row, shape (d, 24) in m3; None where no hour of it is known."""
        if self.panel.hourly is None:
            return None
        hours = self.panel.hourly[row].astype(np.float64)
        return hours if np.isfinite(hours).any() else None


def prepare(panel: Panel, parameters: Parameters) -> Prepared:  # noqa: ARG001 - the contract
    """Return what detectors look at."""
    count = int((panel.days < np.datetime64(panel.as_of, "D")).sum())
    if count and count < len(panel.days):
        first, last = (panel.days[i].astype(object) for i in (0, count - 1))
        panel = panel.cut(first, last)
    return Prepared(panel, *look(panel))
