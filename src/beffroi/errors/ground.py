"""The ground: units, quantities, periods, settings."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

UNIT_UNKNOWN = ErrorType(
    "unit.unknown",
    Text(fr="Unité inconnue", en="Unknown unit"),
    Text(fr="L’unité « {unit} » n’est pas connue.", en="The unit “{unit}” is not known."),
    Text(
        fr="Indiquez une unité courante (kWh, W, m3, °C…) dans la correspondance.",
        en="Give a usual unit (kWh, W, m3, °C...) in the mapping.",
    ),
    status=422,
)
UNIT_INCOMPATIBLE = ErrorType(
    "unit.incompatible",
    Text(fr="Unités incompatibles", en="Incompatible units"),
    Text(
        fr="« {unit} » ne se convertit pas en « {target} ».",
        en="“{unit}” does not convert to “{target}”.",
    ),
    Text(
        fr="Vérifiez la grandeur mesurée et son unité.",
        en="Check the measured quantity and its unit.",
    ),
    status=422,
)
DATE_INVALID = ErrorType(
    "period.date_invalid",
    Text(fr="Date invalide", en="Invalid date"),
    Text(fr="« {text} » n’est pas une date.", en="“{text}” is not a date."),
    Text(
        fr="Écrivez JJ/MM/AAAA ou AAAA-MM-JJ, avec l’heure si besoin : AAAA-MM-JJTHH:MM.",
        en="Write YYYY-MM-DD or DD/MM/YYYY, with the time where needed: YYYY-MM-DDTHH:MM.",
    ),
)
PERIOD_EMPTY = ErrorType(
    "period.empty",
    Text(fr="Période vide", en="Empty period"),
    Text(fr="La période {start} – {end} est vide.", en="The period {start} – {end} is empty."),
    Text(fr="La fin doit suivre le début.", en="The end must come after the start."),
)
PERIOD_LONG = ErrorType(
    "period.too_long",
    Text(fr="Période trop longue", en="Period too long"),
    Text(
        fr="Une question au pas « {step} » lit {most} jours au plus.",
        en="A question by the step “{step}” reads {most} days at most.",
    ),
    Text(
        fr="Demandez une période plus courte, ou un pas plus long.",
        en="Ask for a shorter period, or a longer step.",
    ),
)
SETTING_INVALID = ErrorType(
    "settings.invalid",
    Text(fr="Réglage invalide", en="Invalid setting"),
    Text(
        fr="Le réglage {name} ne peut pas valoir « {value} » : {reason}.",
        en="The setting {name} cannot be “{value}”: {reason}.",
    ),
    Text(
        fr="Corrigez-le dans {origin} ; « beffroi settings » en donne la liste.",
        en="Mend it in {origin}; “beffroi settings” lists them all.",
    ),
)
