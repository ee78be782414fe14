"""Numerical methods: what their arrays must be."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

SHAPE_MISMATCH = ErrorType(
    "analysis.shape_mismatch",
    Text(fr="Tableaux de tailles différentes", en="Arrays of different sizes"),
    Text(
        fr="« {name} » a la forme {found}, au lieu de {expected}.",
        en="“{name}” has the shape {found} instead of {expected}.",
    ),
    Text(
        fr="Alignez les séries sur les mêmes instants avant le calcul.",
        en="Align the series on the same instants before computing.",
    ),
    status=422,
)
VALUE_UNKNOWN = ErrorType(
    "analysis.value_unknown",
    Text(fr="Valeurs manquantes", en="Missing values"),
    Text(
        fr="« {name} » contient {count} valeurs manquantes ou infinies.",
        en="“{name}” holds {count} missing or infinite values.",
    ),
    Text(
        fr="Complétez-les (par une station voisine, par exemple) avant le calcul.",
        en="Fill them (from a nearby station, for example) before computing.",
    ),
    status=422,
)
