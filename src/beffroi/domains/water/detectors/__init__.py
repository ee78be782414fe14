"""The detectors of water, one file a family."""

from beffroi.domains.contract import Detector
from beffroi.domains.water.detectors.customers import CUSTOMERS

DETECTORS: tuple[Detector, ...] = (*CUSTOMERS,)

__all__ = ["DETECTORS"]
