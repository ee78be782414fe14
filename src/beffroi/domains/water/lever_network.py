"""Levers that change the network itself: its pressure, its mains."""

from beffroi.domains.lever_form import dial_of, lever_of
from beffroi.domains.water.lever_sources import BREAKS, COMPONENTS, FAVAD, FOLKMAN, GUIDE
from beffroi.domains.water.scenario import effects
from beffroi.texts import Text

NETWORK = (
    lever_of(
        "water.pressure",
        82,
        Text(fr="Réduire la pression", en="Lower the pressure"),
        Text(
            fr="Poser un réducteur : moins de pression, moins de débit par chaque fuite, moins de "
            "casses.",
            en="Set a reducing valve: less pressure, less flow by each leak, fewer breaks.",
        ),
        Text(
            fr="Le débit d’une fuite suit la pression à la puissance N1 (FAVAD) : 0,5 sur des "
            "parois rigides, 1,5 sur du plastique et pour les plus petites fuites ; 1 pour les "
            "pertes inévitables. Les casses baissent avec la part de pression retirée.",
            en="The flow of a leak follows pressure to the power N1 (FAVAD): 0.5 on rigid walls, "
            "1.5 on plastic and for the smallest leaks; 1 for losses that cannot be avoided. "
            "Breaks fall with the share of pressure that is taken off.",
        ),
        Text(
            fr="La pression est une moyenne : celle du point le plus haut, et la défense contre "
            "l’incendie, se vérifient sur place. Les réparations évitées et la baisse de "
            "consommation ne sont pas comptées.",
            en="The pressure is a mean: that of the highest place, and fire fighting, are to be "
            "checked on the spot. Repairs avoided and lower use are not counted.",
        ),
        (
            dial_of(
                "pressure", "cut", Text(fr="Baisse de pression", en="Lower by"), "m", 0.0, 100.0
            ),
            dial_of(
                "pressure",
                "least",
                Text(fr="Sans descendre sous, en moyenne", en="Not under, on average"),
                "m",
                10.0,
                100.0,
            ),
            dial_of(
                "pressure",
                "breaks",
                Text(
                    fr="Baisse des casses, pour 1 % de pression en moins",
                    en="Fewer breaks, for 1% less pressure",
                ),
                "%",
                0.0,
                3.0,
            ),
            dial_of(
                "pressure",
                "valves",
                Text(fr="Réducteurs à poser", en="Valves to set"),
                "valve",
                1.0,
                50.0,
            ),
        ),
        "valve",
        effects.lower_pressure,
        effects.no_pressure,
        FAVAD,
        BREAKS,
        GUIDE,
    ),
    lever_of(
        "water.renewal",
        83,
        Text(fr="Renouveler des conduites", en="Renew mains"),
        Text(
            fr="Remplacer d’abord les conduites qui cassent le plus, selon leur matériau et leur "
            "âge.",
            en="Replace first the mains that break most, by their material and age.",
        ),
        Text(
            fr="Chaque matériau a un taux de casse à 50 ans, qui croît avec l’âge. Les fuites des "
            "conduites sont réparties comme les casses ; le reste, celles des branchements, ne "
            "change pas. Rien n’est gagné sous les pertes inévitables.",
            en="Each material has a break rate at 50 years, which grows with age. Leaks of mains "
            "are shared out as breaks are; the rest, those of service pipes, does not change. "
            "Nothing is gained under losses that cannot be avoided.",
        ),
        Text(
            fr="Les taux sont ceux d’autres réseaux : votre historique de casses vaut mieux. La "
            "valeur du patrimoine, la qualité de l’eau et les casses évitées ne comptent pas. Un "
            "renouvellement se rembourse rarement par l’eau seule.",
            en="Rates are those of other networks: your own record of breaks is better. The "
            "worth of assets, water quality and avoided breaks are not counted: renewing is seldom "
            "paid back by water alone.",
        ),
        (
            dial_of(
                "renewal",
                "km",
                Text(fr="Linéaire renouvelé", en="Length renewed"),
                "km",
                0.0,
                500.0,
            ),
            dial_of(
                "renewal",
                "share",
                Text(fr="Part des fuites sur les conduites", en="Share of leaks on mains"),
                "%",
                0.0,
                100.0,
            ),
        ),
        "km",
        effects.renew,
        effects.no_mains,
        FOLKMAN,
        COMPONENTS,
        GUIDE,
    ),
)
