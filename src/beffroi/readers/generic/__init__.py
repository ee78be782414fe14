"""Any CSV, XLSX or ODS table of time series: detected, explained, corrected by a mapping."""

from beffroi.readers.generic.reader import read, understand
from beffroi.readers.generic.skeleton import skeleton
from beffroi.readers.generic.tomlfile import from_toml, to_toml
from beffroi.readers.generic.understanding import PreviewRow, Understanding, fingerprint

__all__ = [
    "PreviewRow",
    "Understanding",
    "fingerprint",
    "from_toml",
    "read",
    "skeleton",
    "to_toml",
    "understand",
]
