"""Civil time of France: days of 23 and 25 hours, gas days, school years, holidays."""

from beffroi.periods.calendars import SchoolZone, day_types, public_holidays, school_holidays
from beffroi.periods.civil import (
    PARIS,
    Instant,
    Step,
    civil_date,
    day_starts,
    gas_day,
    localise,
    parse_day,
    parse_instant,
    school_year,
    utc_now,
)

__all__ = [
    "PARIS",
    "Instant",
    "SchoolZone",
    "Step",
    "civil_date",
    "day_starts",
    "day_types",
    "gas_day",
    "localise",
    "parse_day",
    "parse_instant",
    "public_holidays",
    "school_holidays",
    "school_year",
    "utc_now",
]
