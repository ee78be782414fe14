"""Levers that end leaks sooner: search and repair, meters of districts."""

from beffroi.domains.lever_form import dial_of, lever_of
from beffroi.domains.water.lever_sources import COMPONENTS, GUIDE, LAMBERT
from beffroi.domains.water.scenario import effects
from beffroi.texts import Text

_EVERY = Text(fr="Une recherche tous les", en="A search every")
SEARCHING = (
    lever_of(
        "water.repair",
        80,
        Text(fr="Chercher et réparer les fuites", en="Search for leaks and repair them"),
        Text(
            fr="Parcourir le réseau, trouver les fuites qui coulent, les réparer, et recommencer.",
            en="Go over the network, find the leaks that run, repair them, and begin again.",
        ),
        Text(
            fr="Ce qui dépasse les pertes inévitables (méthode de l’IWA) se trouve en partie ; ce "
            "que les nuits montrent se trouve toujours. De nouvelles fuites reviennent : celles "
            "d’entre deux recherches coulent la moitié de l’intervalle.",
            en="What is beyond losses that cannot be avoided (method of the IWA) is found in part; "
            "what nights show is always found. New leaks come back: those between two searches "
            "run for half of the interval.",
        ),
        Text(
            fr="La part trouvable et la vitesse de retour ne sont pas mesurées : ce sont des "
            "hypothèses larges. L’eau perdue dans les réservoirs n’est pas concernée.",
            en="The share that is found and the speed of return are not measured: these are wide "
            "hypotheses. Water lost in tanks is not concerned.",
        ),
        (
            dial_of("repair", "interval", _EVERY, "year", 1.0, 10.0, "life"),
            dial_of(
                "repair",
                "rise",
                Text(fr="Fuites qui reviennent chaque année", en="Leaks that come back a year"),
                "m3/km/d",
                0.0,
                10.0,
            ),
        ),
        "km",
        effects.repair,
        effects.nothing_lacks,
        COMPONENTS,
        LAMBERT,
        GUIDE,
        running=True,
    ),
    lever_of(
        "water.sectors",
        81,
        Text(fr="Sectoriser et suivre les nuits", en="Divide into districts and watch nights"),
        Text(
            fr="Poser des compteurs de secteur pour savoir en jours, et non en mois, qu’une fuite "
            "a commencé.",
            en="Set meters of districts to know within days, not months, that a leak began.",
        ),
        Text(
            fr="Une fuite perd son débit fois le temps qu’elle coule. Ce temps passe de celui "
            "d’aujourd’hui à celui que les nuits laissent.",
            en="A leak loses its flow times how long it runs. That time goes from that of today to "
            "that which nights leave.",
        ),
        Text(
            fr="Il faut une personne qui regarde les nuits et une équipe qui répare. Le temps "
            "qu’une fuite coule aujourd’hui est rarement connu.",
            en="It takes somebody who looks at nights and a team that repairs. How long a leak "
            "runs today is seldom known.",
        ),
        (
            dial_of(
                "sectors",
                "meters",
                Text(fr="Compteurs à poser", en="Meters to set"),
                "meter",
                1.0,
                100.0,
            ),
            dial_of(
                "sectors",
                "before",
                Text(fr="Une fuite coule aujourd’hui", en="A leak runs today for"),
                "d",
                1.0,
                1000.0,
            ),
            dial_of(
                "sectors",
                "after",
                Text(fr="Elle coulera, réparation comprise", en="It will run, with repair, for"),
                "d",
                1.0,
                1000.0,
            ),
        ),
        "meter",
        effects.sectorise,
        effects.nothing_lacks,
        COMPONENTS,
        GUIDE,
    ),
)
