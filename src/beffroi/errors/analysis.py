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
FLOW_UNSOLVED = ErrorType(
    "analysis.flow_unsolved",
    Text(fr="Réseau sans solution", en="Network without a solution"),
    Text(
        fr="Le calcul des débits du réseau n’a pas abouti après {steps} pas.",
        en="The flows of the network were not found after {steps} steps.",
    ),
    Text(
        fr="Vérifiez le modèle : une partie sans réservoir ni vanne de régulation, un diamètre ou "
        "une rugosité nuls, des demandes sans commune mesure avec les conduites.",
        en="Check the model: a part without any reservoir or regulating valve, a diameter or a "
        "roughness of zero, demands out of proportion with the pipes.",
    ),
    status=422,
)
