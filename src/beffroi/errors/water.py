"""Models of water networks and the measures that go with them."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

MODEL_BROKEN = ErrorType(
    "water.model_broken",
    Text(fr="Modèle de réseau illisible", en="Unreadable network model"),
    Text(
        fr="Le modèle « {name} » ne peut pas être lu, ligne {line} : {found}.",
        en="The model “{name}” cannot be read, line {line}: {found}.",
    ),
    Text(
        fr="Exportez-le de nouveau depuis EPANET (Fichier, Exporter, Réseau), en texte.",
        en="Export it again from EPANET (File, Export, Network), as text.",
    ),
    status=422,
)
MODEL_UNSUPPORTED = ErrorType(
    "water.model_unsupported",
    Text(fr="Modèle non pris en charge", en="Model not supported"),
    Text(
        fr="Le modèle « {name} » emploie {found}, qui n’est pas encore compris.",
        en="The model “{name}” uses {found}, which is not understood yet.",
    ),
    Text(
        fr="Exportez-le avec la formule de Hazen-Williams (H-W) et une unité de débit d’EPANET.",
        en="Export it with the Hazen-Williams formula (H-W) and a flow unit of EPANET.",
    ),
    status=422,
)
