"""Agreements: what may be lent, and what may be read of what is lent."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

TERMS_INVALID = ErrorType(
    "agreement.terms_invalid",
    Text(fr="Convention impossible", en="Agreement not possible"),
    Text(fr="Les termes ne conviennent pas : {reason}.", en="The terms do not hold: {reason}."),
    Text(
        fr="Corrigez le fichier ; « beffroi agreements templates » montre des modèles.",
        en="Mend the file; “beffroi agreements templates” shows models.",
    ),
)
TOO_FINE = ErrorType(
    "agreement.too_fine",
    Text(fr="Lecture plus fine que la convention", en="Finer than the agreement"),
    Text(
        fr="La série {series} est prêtée par {steps} (côté {views}), vous la demandez par {asked} "
        "(côté {view}).",
        en="Series {series} is lent by {steps} (side {views}), you ask for it by {asked} "
        "(side {view}).",
    ),
    Text(
        fr="Demandez un pas plus long, avec l’agrégation usuelle et ce qui est connu aujourd’hui.",
        en="Ask for a longer step, with the usual aggregation and what is known today.",
    ),
    status=403,
)
STEP_REFUSED = ErrorType(
    "agreement.step_refused",
    Text(fr="Étape impossible", en="Step not possible"),
    Text(
        fr="{party} ne peut pas faire « {step} » : sa position sur la convention n° {agreement} "
        "est « {stance} ».",
        en="{party} cannot “{step}”: its stance on agreement {agreement} is “{stance}”.",
    ),
    Text(
        fr="« beffroi agreements show {agreement} » montre où elle en est.",
        en="“beffroi agreements show {agreement}” shows where it stands.",
    ),
    status=409,
)
