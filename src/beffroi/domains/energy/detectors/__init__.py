"""The detectors of energy, one file a family."""

from beffroi.domains.energy.detectors.rises import RISES
from beffroi.domains.energy.detectors.silent import SILENT

DETECTORS = (*RISES, *SILENT)

__all__ = ["DETECTORS"]
