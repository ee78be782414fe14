"""Nights of districts and readings of the meters that they are made of, looked at once."""

from dataclasses import dataclass

import numpy as np

from beffroi.analysis.nightflow import Calendar, Kind, Readings, Told, Watched, read_days, watch
from beffroi.domains.follows import contradicted
from beffroi.domains.panel import Floats, Panel
from beffroi.domains.water.measured import INPUT, VOLUME

#: Roles of meters whose faults make a district wrong. Meters of customers are looked at elsewhere.
_ROLES = ("inlet", "outlet")
#: What people contradicted of the nights of a district, among its attributes.
SAID = "nights_contradicted"


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of some rows of a panel: place k of each array is row `rows[k]`."""

    rows: tuple[int, ...]
    readings: Readings

    @property
    def night(self) -> Floats:
        """Believed night flows, (k, d), m3/h."""
        return self.readings.nights.night


@dataclass(frozen=True, slots=True)
class Look(Read):
    """What nights say of districts."""

    watched: Watched


def look(panel: Panel) -> tuple[Look, Read]:
    """Return what is seen of districts, and of the meters by which water enters and leaves them."""
    districts = [i for i, row in enumerate(panel.rows) if row.quantity == INPUT]
    meters = [
        i
        for i, row in enumerate(panel.rows)
        if row.quantity == VOLUME and row.attributes.get("role") in _ROLES
    ]
    readings = read_days(_hours(panel, districts))
    calendar = Calendar(panel.days, panel.day_types[districts], panel.temperature[districts])
    told = _told(panel, districts)
    seen = Look(tuple(districts), readings, watch(readings.nights, calendar, told=told))
    return seen, Read(tuple(meters), read_days(_hours(panel, meters)))


def _told(panel: Panel, rows: list[int]) -> list[Told]:
    """Return what people said of changes, by place among rows and day of the panel."""
    return [
        Told(
            place,
            int((np.datetime64(one.since, "D") - panel.days[0]).astype(np.int64)),
            Kind(one.was),
            Kind(one.is_) if one.is_ in list(Kind) else None,
        )
        for place, row in enumerate(rows)
        for one in contradicted(panel.rows[row].attributes.get(SAID))
        if one.was in list(Kind)
    ]


def _hours(panel: Panel, rows: list[int]) -> Floats:
    """Return the measured hours of rows (k, d, 24), m3/h: days that were filled tell nothing."""
    if panel.hourly is None:
        return np.full((len(rows), len(panel.days), 24), np.nan)
    hours = panel.hourly[rows].astype(np.float64)
    return np.where(panel.filled[rows][:, :, None], np.nan, hours)
