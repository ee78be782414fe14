"""What the comparison between authorities refuses."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

FACTS_INVALID = ErrorType(
    "compare.facts_invalid",
    Text(fr="Description impossible", en="Description not possible"),
    Text(fr="{reason}.", en="{reason}."),
    Text(
        fr="Donnez sa population municipale et sa zone climatique, ou d’abord son territoire.",
        en="Give its population and its climate zone, or say its territory first.",
    ),
)
NOT_COMPARED = ErrorType(
    "compare.indicator",
    Text(fr="Indicateur non comparable", en="Indicator not comparable"),
    Text(
        fr="« {indicator} » n’est pas un indicateur annuel par m².",
        en="“{indicator}” is not a yearly indicator by m².",
    ),
    Text(fr="Indicateurs comparables : {known}.", en="Comparable indicators: {known}."),
)
ALREADY_RELEASED = ErrorType(
    "compare.released",
    Text(fr="Année déjà comparée", en="Year already compared"),
    Text(
        fr="{indicator}, {year}, usage « {use} » : la comparaison a été établie le {day}.",
        en="{indicator}, {year}, use “{use}”: the comparison was made on {day}.",
    ),
    Text(
        fr="Elle n’est jamais refaite : la différence entre deux versions dirait la valeur de qui "
        "est entré ou sorti entre-temps.",
        en="It is never made again: the difference of two versions would tell the value of whoever "
        "came or left in between.",
    ),
    status=409,
)
NOT_TAKING_PART = ErrorType(
    "compare.apart",
    Text(fr="Collectivité hors comparaison", en="Authority that takes no part"),
    Text(
        fr="« {name} » ne participe pas à la comparaison, et n’en voit donc pas les résultats.",
        en="“{name}” takes no part in the comparison, hence does not see its results.",
    ),
    Text(
        fr="« beffroi compare join » la fait participer aux prochaines.",
        en="“beffroi compare join” lets it take part in the next ones.",
    ),
    status=403,
)
TOO_FEW = ErrorType(
    "compare.too_few",
    Text(fr="Trop peu de collectivités", en="Too few authorities"),
    Text(
        fr="{known} collectivités qui participent ont une valeur ; il en faut {least} semblables.",
        en="{known} authorities that take part have a value; {least} similar ones are needed.",
    ),
    Text(
        fr="Attendez que d’autres participent ou importent leurs mesures ; rien n’a été établi.",
        en="Wait until others take part or bring their measures; nothing was made.",
    ),
    status=409,
)
