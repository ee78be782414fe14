"""The customers' side of water: what meters of homes and of public buildings say behind them."""

from beffroi.domains.water.detectors.customers.declared import CUSTOMERS

__all__ = ["CUSTOMERS"]
