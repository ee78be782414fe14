"""Repair of series: what a caller can get wrong."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

TRAITS_MISSING = ErrorType(
    "quality.traits_missing",
    Text(fr="Série non décrite", en="Series not described"),
    Text(
        fr="La série {series} a des mesures mais ni nature ni unité.",
        en="Series {series} has observations but neither kind nor unit.",
    ),
    Text(
        fr="Décrivez la série avant de demander sa réparation.",
        en="Describe the series before asking for its repair.",
    ),
    status=422,
)
