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
COMPETENCE_UNKNOWN = ErrorType(
    "competence.unknown",
    Text(fr="Compétence inconnue", en="Unknown competence"),
    Text(fr="« {code} » n’est pas une compétence connue.", en="“{code}” is no known competence."),
    Text(fr="Choisissez parmi : {known}.", en="Choose among: {known}."),
)
COMPETENCE_TRANSFERRED = ErrorType(
    "competence.transferred",
    Text(fr="Compétence transférée", en="Competence transferred"),
    Text(
        fr="La compétence « {service} » est à {holder} depuis le {day} ({act}) : {n} mesures de "
        "cette période, ou de séries nouvelles, sont refusées. Celles d’avant restent.",
        en="The competence “{service}” is {holder}’s since {day} ({act}): {n} measures of that "
        "time, or of new series, are refused. Those of before stay.",
    ),
    Text(
        fr="Apportez-les pour {holder}. Si c’est une consommation de la collectivité, rattachez le "
        "compteur à son bâtiment (beffroi assets). Si la compétence est revenue : beffroi "
        "organisations competence declare.",
        en="Bring them for {holder}. If the authority consumes it, tie the meter to its building "
        "(beffroi assets). If the competence came back: beffroi organisations competence declare.",
    ),
    status=409,
)
COSTS_INVALID = ErrorType(
    "costs.invalid",
    Text(fr="Répartition refusée", en="Sharing refused"),
    Text(fr="{place} : {reason}.", en="{place}: {reason}."),
    Text(
        fr="Corrigez le fichier de la répartition et relancez la commande.",
        en="Mend the file of the sharing and run the command again.",
    ),
    status=422,
)
COSTS_UNSHAREABLE = ErrorType(
    "costs.unshareable",
    Text(fr="Répartition impossible", en="Impossible sharing"),
    Text(fr="La somme ne se répartit pas : {reason}.", en="The sum cannot be shared: {reason}."),
    Text(
        fr="Revoyez les montants, les clés, les planchers et les plafonds du fichier.",
        en="Look again at the amounts, keys, floors and ceilings of the file.",
    ),
    status=422,
)
