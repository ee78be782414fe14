"""Organisations over time, what they answer for, and the costs that they share."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

ORGANISATION_KNOWN = ErrorType(
    "organisation.known",
    Text(fr="Déjà connue", en="Known already"),
    Text(
        fr="« {key} » désigne déjà « {name} ».",
        en="“{key}” already names “{name}”.",
    ),
    Text(
        fr="Pour un changement de nom ou de nature : beffroi organisations change.",
        en="For a change of name or of kind: beffroi organisations change.",
    ),
    status=409,
)
DAY_REFUSED = ErrorType(
    "organisation.day_refused",
    Text(fr="Date refusée", en="Date refused"),
    Text(fr="Le {day} ne convient pas : {reason}.", en="{day} is not possible: {reason}."),
    Text(
        fr="Donnez la date d’effet que dit l’acte (délibération, arrêté).",
        en="Give the date of effect that the act says (deliberation, order).",
    ),
)
PLACE_REFUSED = ErrorType(
    "organisation.place_refused",
    Text(fr="Territoire refusé", en="Territory refused"),
    Text(fr="« {code} » : {reason}.", en="“{code}”: {reason}."),
    Text(
        fr="Codes attendus : commune, code Insee (38185) ; EPCI, SIREN ; département, 38 ou 2A ; "
        "région, 84. « beffroi organisations territory » montre ce qui est connu.",
        en="Codes expected: commune, Insee code (38185); EPCI, SIREN; département, 38 or 2A; "
        "region, 84. “beffroi organisations territory” shows what is known.",
    ),
)
