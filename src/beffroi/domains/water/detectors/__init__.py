"""The detectors of water, one file a family."""

from beffroi.domains.contract import Detector

DETECTORS: tuple[Detector, ...] = ()

__all__ = ["DETECTORS"]
