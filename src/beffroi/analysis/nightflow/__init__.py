"""What a district of a water network loses, told from its nights: no hydraulic model is needed."""

from beffroi.analysis.nightflow.changes import Change, Kind, Told
from beffroi.analysis.nightflow.features import DAY_HOURS, NIGHT_HOURS, Nights, nights_of
from beffroi.analysis.nightflow.readings import Fault, FaultKind, Readings, read_days
from beffroi.analysis.nightflow.watching import Calendar, Rules, Watched, watch

__all__ = [
    "DAY_HOURS",
    "NIGHT_HOURS",
    "Calendar",
    "Change",
    "Fault",
    "FaultKind",
    "Kind",
    "Nights",
    "Readings",
    "Rules",
    "Told",
    "Watched",
    "nights_of",
    "read_days",
    "watch",
]
