"""Registers: algorithms under control, personal data, requests of persons."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

REGISTER_INVALID = ErrorType(
    "register.invalid",
    Text(fr="Inscription refusée", en="Entry refused"),
    Text(fr="L’inscription ne tient pas : {problem}.", en="The entry does not hold: {problem}."),
    Text(fr="Complétez-la et recommencez.", en="Complete it and try again."),
)
NOT_STOPPED = ErrorType(
    "register.not_stopped",
    Text(fr="Algorithme en marche", en="Algorithm running"),
    Text(
        fr="L’algorithme « {algorithm} » n’est pas arrêté à cet endroit.",
        en="The algorithm “{algorithm}” is not stopped there.",
    ),
    Text(
        fr="Voyez où il l’est : beffroi algorithms show {algorithm}",
        en="See where it is: beffroi algorithms show {algorithm}",
    ),
    status=409,
)
ANSWERED = ErrorType(
    "register.answered",
    Text(fr="Demande déjà close", en="Request already closed"),
    Text(
        fr="La demande {request} a reçu sa réponse.",
        en="Request {request} was answered.",
    ),
    Text(fr="Ouvrez-en une nouvelle.", en="Open a new one."),
    status=409,
)
DOCUMENTS_MISSING = ErrorType(
    "register.documents_missing",
    Text(fr="Documents non installés", en="Documents not installed"),
    Text(fr="Il manque la bibliothèque {name}.", en="The library {name} is missing."),
    Text(
        fr="Installez-la : pip install 'beffroi[documents]' ; ou exportez en JSON.",
        en="Install it: pip install 'beffroi[documents]'; or export as JSON.",
    ),
    status=501,
)
RETENTION_FAILED = ErrorType(
    "register.retention_failed",
    Text(fr="Effacement inachevé", en="Erasure not complete"),
    Text(
        fr="{left} mesures d’avant le {day} sont encore là.",
        en="{left} measures of before {day} are still there.",
    ),
    Text(
        fr="Lancez « beffroi store check », puis relancez la tâche.",
        en="Run “beffroi store check”, then retry the job.",
    ),
    status=500,
    retryable=True,
)
