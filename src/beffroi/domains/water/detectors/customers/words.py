"""The words of the customers' side: sentences for the agent of a water service."""

from beffroi.domains.contract import Idea
from beffroi.texts import Text

LEAK = Text(
    fr="Depuis le {first} ({days} jours), le compteur ne s’arrête plus : {litres} au moins passent"
    " à chaque heure, nuit comprise, soit {year} par an si rien ne change. Avant, il s’arrêtait"
    " {rested} % des jours. Une fuite après compteur (canalisation, chasse d’eau, groupe de"
    " sécurité) l’explique le plus souvent.",
    en="Since {first} ({days} days), the meter no longer stops: {litres} at least flow at every"
    " hour, at night too, that is {year} a year if nothing changes. Before, it stopped {rested}% of"
    " days. A leak behind the meter (pipe, flush, safety valve) is the usual reason.",
)
LEAK_NEW = Text(
    fr="Depuis le premier relevé horaire, le {first} ({days} jours), le compteur ne s’est jamais"
    " arrêté : {litres} passent à chaque heure, à débit régulier, soit {year} par an. Une fuite"
    " l’explique, ou un appareil qui prend de l’eau sans cesse ; rien ne dit depuis quand.",
    en="Since its first hourly reading, on {first} ({days} days), the meter has never stopped:"
    " {litres} flow at every hour, steadily, that is {year} a year. A leak explains it, or a device"
    " that takes water without end; nothing says since when.",
)
RISE = Text(
    fr="Depuis le {first}, chaque jour compte au moins {more} de plus que les jours creux ne l’ont"
    " fait en un an (au plus {level}), soit {year} par an. Une fuite l’explique, mais aussi une"
    " personne de plus ou un arrosage : des relevés par jour ne permettent pas d’en dire"
    " davantage.",
    en="Since {first}, each day counts at least {more} more than quiet days did within a year"
    " ({level} at most), that is {year} a year. A leak explains it, but so does one more person, or"
    " a garden: readings by day do not allow more to be said.",
)
STILL = Text(
    fr="Depuis le {first}, l’index n’a pas bougé ({days} jours), alors que l’usage était régulier"
    " ({usual} par jour). Un logement vide l’explique avec une chance d’environ {empty} %, d’après"
    " ses absences passées ; sinon, le compteur est bloqué et l’eau n’est plus comptée.",
    en="Since {first}, the index has not moved ({days} days), although use was steady ({usual} a"
    " day). An empty home explains it with a chance of about {empty}%, after its past absences;"
    " else the meter is stuck and water is no longer counted.",
)
MORE = Text(
    fr="Le mois qui finit le {last} a compté {volume}, contre {expected} attendus d’après l’année"
    " d’avant{alike}.",
    en="The month that ends on {last} counted {volume}, against {expected} expected from the year"
    " before{alike}.",
)
LESS = Text(
    fr="Le mois qui finit le {last} n’a compté que {volume}, contre {expected} attendus d’après"
    " l’année d’avant{alike}. Un logement qui se vide l’explique, ou un compteur qui compte mal.",
    en="The month that ends on {last} counted only {volume}, against {expected} expected from the"
    " year before{alike}. A home that empties explains it, or a meter that counts badly.",
)
ALIKE = Text(
    fr=" et ce qui a changé chez les autres abonnés", en=" and what changed for other customers"
)
ALONE = Text(
    fr=" (trop peu d’abonnés semblables pour tenir compte de ce qui a changé chez tous)",
    en=" (too few customers alike to allow for what changed for all)",
)
LAW = Text(
    fr="Entre les relevés du {last} et du {read}, ce logement a consommé {volume}, plus du double"
    " de sa moyenne sur la même période ({average}, {years}). L’augmentation est anormale au sens"
    " de l’article L2224-12-4, III bis, du CGCT : le service en informe l’abonné sans délai, au"
    " plus tard avec la facture. La part au-delà du double ({excess}) peut ne pas lui être due.",
    en="Between the readings of {last} and of {read}, this home used {volume}, more than twice its"
    " average over the same period ({average}, {years}). The increase is abnormal in the sense of"
    " article L2224-12-4, III bis, of the CGCT: the service informs the subscriber without delay,"
    " with the bill at the latest. What exceeds the double ({excess}) may not be owed.",
)
THREE = Text(fr="trois années connues", en="three years known")
FEWER = Text(fr="années connues : {n} sur trois", en="{n} of three years known")


def _idea(key: str, fr: str, en: str) -> Idea:
    return Idea(key, Text(fr=fr, en=en))


_INFORM = _idea("inform", "Informer l’abonné", "Inform the subscriber")
_VALVE = _idea(
    "valve",
    "Conseiller de fermer le robinet après compteur et de regarder si l’index s’arrête",
    "Advise to close the tap behind the meter and see whether the index stops",
)
_LETTER = _idea(
    "letter",
    "Envoyer le courrier prévu par le décret du 24 septembre 2012",
    "Send the letter that the decree of 24 September 2012 provides for",
)
_CHECK = _idea(
    "check", "Vérifier le compteur sur place, robinet ouvert", "Check the meter with a tap open"
)
_VACANT = _idea("vacant", "Regarder si le logement est vacant", "See whether the home is vacant")
_ASK = _idea("ask", "Demander à l’abonné ce qui a changé", "Ask the subscriber what changed")
LEAK_IDEAS = (_INFORM, _VALVE)
STILL_IDEAS = (_VACANT, _CHECK)
FAR_IDEAS = (_ASK, _CHECK)
LAW_IDEAS = (_LETTER, _VALVE)
