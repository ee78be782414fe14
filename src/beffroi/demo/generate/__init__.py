"""A seeded generator of simulated communes with their measures and the truth about them."""

from beffroi.demo.generate.blocks import blocks
from beffroi.demo.generate.model import (
    GENERATED_SCHEMA,
    SOURCE,
    AssetDraft,
    CommuneData,
    FaultKind,
    Measures,
    Organisation,
    Station,
    Suggestion,
    Truth,
    Work,
    WorkKind,
)
from beffroi.demo.generate.territory import COMMUNES, END, SEED, YEARS, commune, territory

__all__ = [
    "COMMUNES",
    "END",
    "GENERATED_SCHEMA",
    "SEED",
    "SOURCE",
    "YEARS",
    "AssetDraft",
    "CommuneData",
    "FaultKind",
    "Measures",
    "Organisation",
    "Station",
    "Suggestion",
    "Truth",
    "Work",
    "WorkKind",
    "blocks",
    "commune",
    "territory",
]
