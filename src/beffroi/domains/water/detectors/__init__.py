"""The detectors of water, one file a family."""

from beffroi.domains.contract import Detector
from beffroi.domains.water.detectors.balance import BALANCE
from beffroi.domains.water.detectors.customers import CUSTOMERS
from beffroi.domains.water.detectors.leaks import LEAKS
from beffroi.domains.water.detectors.meters import METERS

DETECTORS: tuple[Detector, ...] = (*LEAKS, *METERS, *BALANCE, *CUSTOMERS)

__all__ = ["DETECTORS"]
