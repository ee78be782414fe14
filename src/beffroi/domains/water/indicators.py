"""The indicators of water, declared whole."""

from datetime import date

from beffroi.domains.contract import Indicator, Period, Reference
from beffroi.domains.water import formulas
from beffroi.domains.water.measured import INPUT
from beffroi.texts import Text

_REPORT = Reference(
    "Arrêté du 2 mai 2007 relatif aux rapports annuels sur le prix et la qualité des services "
    "publics d’eau potable et d’assainissement",
    "https://www.legifrance.gouv.fr/loda/id/JORFTEXT000000465710",
)
INDICATORS = (
    Indicator(
        "water.put_in",
        Text(fr="Volume mis en distribution", en="Volume put in"),
        "m3",
        "district",
        Period.MONTH,
        (INPUT,),
        formulas.volume,
        (_REPORT,),
        date(2007, 5, 2),
    ),
)
