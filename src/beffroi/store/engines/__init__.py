"""Engines: they run the queries of the lake and map kernels, in this process or over a cluster."""

from beffroi.store.engines.address import open_engine
from beffroi.store.engines.contract import Engine, Kernel, Run
from beffroi.store.engines.embedded import Embedded

__all__ = ["Embedded", "Engine", "Kernel", "Run", "open_engine"]
