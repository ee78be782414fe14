"""Domains: declarations that do not hold together."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

DOMAIN_UNKNOWN = ErrorType(
    "domain.unknown",
    Text(fr="Domaine inconnu", en="Unknown domain"),
    Text(fr="Le domaine « {domain} » n’existe pas.", en="The domain “{domain}” does not exist."),
    Text(fr="Choisissez parmi : {known}.", en="Choose among: {known}."),
    status=404,
)
PARAMETER_INVALID = ErrorType(
    "domain.parameter_invalid",
    Text(fr="Paramètre invalide", en="Invalid parameter"),
    Text(fr="{place} : {problem}", en="{place}: {problem}"),
    Text(
        fr="Chaque valeur porte une unité, une date et une référence ; voir CONTRIBUTING.md.",
        en="Each value has a unit, a date and a reference; see CONTRIBUTING.md.",
    ),
    status=500,
)
PARAMETER_MISSING = ErrorType(
    "domain.parameter_missing",
    Text(fr="Paramètre absent", en="Missing parameter"),
    Text(
        fr="Le paramètre « {key} » n’a pas de valeur au {day}.",
        en="The parameter “{key}” has no value on {day}.",
    ),
    Text(
        fr="Ajoutez une valeur datée dans le dossier parameters/ du domaine.",
        en="Add a dated value to the parameters/ folder of the domain.",
    ),
    status=500,
)
DOMAIN_NAME_INVALID = ErrorType(
    "domain.name_invalid",
    Text(fr="Nom de domaine refusé", en="Domain name refused"),
    Text(fr="« {name} » ne peut pas nommer un domaine.", en="“{name}” cannot name a domain."),
    Text(
        fr="Prenez des minuscules sans accent, des chiffres et « _ », une lettre d’abord.",
        en="Use lower-case letters without accents, digits and “_”, a letter first.",
    ),
)
DOMAIN_EXISTS = ErrorType(
    "domain.exists",
    Text(fr="Domaine existant", en="Existing domain"),
    Text(fr="Le dossier « {name} » existe déjà.", en="The folder “{name}” already exists."),
    Text(fr="Choisissez un autre nom.", en="Choose another name."),
    status=409,
)
CARD_MISSING = ErrorType(
    "domain.card_missing",
    Text(fr="Fiche algorithme incomplète", en="Algorithm card not complete"),
    Text(
        fr="L’algorithme « {algorithm} » ne peut pas être chargé : {problem}.",
        en="The algorithm “{algorithm}” cannot be loaded: {problem}.",
    ),
    Text(
        fr="Dans son code, {todo} ; « beffroi dev check-domain {domain} » dit tout ce qui manque.",
        en="In its code, {todo}; “beffroi dev check-domain {domain}” says all that is missing.",
    ),
    status=500,
)
ALGORITHM_UNKNOWN = ErrorType(
    "domain.algorithm_unknown",
    Text(fr="Algorithme inconnu", en="Unknown algorithm"),
    Text(
        fr="L’algorithme « {algorithm} » n’existe pas.",
        en="The algorithm “{algorithm}” does not exist.",
    ),
    Text(fr="Choisissez parmi : {known}.", en="Choose among: {known}."),
    status=404,
)
ALGORITHM_UNSTOPPABLE = ErrorType(
    "domain.algorithm_unstoppable",
    Text(fr="Cet algorithme ne s’arrête pas", en="This algorithm is not stopped"),
    Text(
        fr="« {algorithm} » fait partie des imports ou des calculs communs : il ne propose aucun "
        "constat.",
        en="“{algorithm}” is a part of imports or of common computations: it proposes no finding.",
    ),
    Text(
        fr="Lisez les mesures telles que reçues : beffroi observations --view raw",
        en="Read the measures as received: beffroi observations --view raw",
    ),
    status=409,
)
CODE_CHANGED = ErrorType(
    "domain.code_changed",
    Text(fr="Code changé, version inchangée", en="Code changed, version unchanged"),
    Text(
        fr="Le code de {algorithms} n’est plus celui de sa version.",
        en="The code of {algorithms} is no longer that of its version.",
    ),
    Text(
        fr="Changez sa version, ou dites avec --same pourquoi ce qu’il voit ne change pas.",
        en="Change its version, or say with --same why what it sees does not change.",
    ),
    status=409,
)
HOUSEHOLD_IN_CLEAR = ErrorType(
    "household.in_clear",
    Text(fr="Numéro déjà connu en clair", en="Number known in clear already"),
    Text(
        fr="Points de ce fichier qui sont ici ceux d’équipements, sous leur numéro : {n}. Leurs "
        "mesures passées se lisent.",
        en="Points of this file that are assets here, under their number: {n}. Their past "
        "measures can be read.",
    ),
    Text(
        fr="Déclarez-les d’abord comme foyers (beffroi households declare NUMÉRO), puis importez "
        "de nouveau.",
        en="Declare them as households first (beffroi households declare NUMBER), then import "
        "again.",
    ),
    status=409,
)
HOUSEHOLD_UNKNOWN = ErrorType(
    "household.unknown",
    Text(fr="Foyer inconnu", en="Unknown household"),
    Text(
        fr="Ce numéro ou ce pseudonyme n’est pas celui d’un foyer de cette collectivité, ou son "
        "lien a été effacé.",
        en="This number or pseudonym is not that of a household of this authority, or its link "
        "was erased.",
    ),
    Text(
        fr="Vérifiez les quatorze chiffres et la collectivité (--organisation).",
        en="Check the fourteen digits and the authority (--organisation).",
    ),
    status=404,
)
