"""The detectors of energy, one file a family."""

from beffroi.domains.energy.detectors.bills import BILLS
from beffroi.domains.energy.detectors.closed import CLOSED_DETECTORS
from beffroi.domains.energy.detectors.power import POWER
from beffroi.domains.energy.detectors.rises import RISES
from beffroi.domains.energy.detectors.silent import SILENT

DETECTORS = (*RISES, *SILENT, *CLOSED_DETECTORS, POWER, BILLS)

__all__ = ["DETECTORS"]
