"""The report to the council."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

SPAN_INVALID = ErrorType(
    "report.span_invalid",
    Text(fr="Période refusée", en="Period refused"),
    Text(
        fr="« {given} » n’est pas une période de {most} mois au plus.",
        en="“{given}” is no period of {most} months at most.",
    ),
    Text(
        fr="Donnez une année (2025), ou un premier et un dernier mois (2025-09 et 2026-08).",
        en="Give a year (2025), or a first and a last month (2025-09 and 2026-08).",
    ),
)
NOTHING_MEASURED = ErrorType(
    "report.nothing_measured",
    Text(fr="Rien à rapporter", en="Nothing to report"),
    Text(
        fr="Aucun compteur de « {name} » n’a encore de mesure.",
        en="No meter of “{name}” has any measure yet.",
    ),
    Text(
        fr="Importez des mesures : beffroi import",
        en="Import measures: beffroi import",
    ),
    status=409,
)
FORM_UNKNOWN = ErrorType(
    "report.form_unknown",
    Text(fr="Forme inconnue", en="Form unknown"),
    Text(fr="Un rapport n’a pas la forme « {given} ».", en="A report has no form “{given}”."),
    Text(fr="Choisissez parmi : {known}.", en="Choose one of: {known}."),
    status=404,
)
