"""The detectors of the customers' side, declared: what they are for, how, with which limits."""

from datetime import date

from beffroi.analysis.customers import doubling, flowing, frozen, unusual
from beffroi.domains.cards import Automation, Card, Constant, Figure, Reference
from beffroi.domains.contract import Detector
from beffroi.domains.water.detectors.customers import seen
from beffroi.domains.water.measured import VOLUME
from beffroi.texts import Text

_BENCH, _DAY = "water/customers", date(2026, 11, 29)
_LAW = Reference(
    "Code général des collectivités territoriales, article L2224-12-4, III bis (loi n° 2011-525 du"
    " 17 mai 2011)",
    "https://www.legifrance.gouv.fr",
)
_DECREE = Reference(
    "Décret n° 2012-1078 du 24 septembre 2012 (CGCT, article R2224-20-1)",
    "https://www.legifrance.gouv.fr",
)
_CONCERNED = Text(
    fr="Les compteurs d’abonnés : ceux des bâtiments publics, et ceux des foyers, qui disent quand"
    " un logement est occupé et combien on y vit. Un foyer n’est jugé que sous son pseudonyme, à"
    " part de tous les constats ; seuls les agents du service qui lisent les foyers voient ce qui"
    " est vu, et rien n’en est compté ni publié. L’abonné est informé par une personne, jamais par"
    " le programme, et rien n’est décidé contre lui.",
    en="Customers’ meters: those of public buildings, and those of households, which tell when a"
    " home is lived in and by how many. A household is judged under its pseudonym only, apart from"
    " all findings; only agents of the service who read households see what is seen, and nothing of"
    " it is counted or published. The subscriber is informed by a person, never by the program, and"
    " nothing is decided against them.",
)
_OWNER = Text(
    fr="Le code : le projet Beffroi. Son usage et ses suites : le service d’eau qui l’exécute.",
    en="The code: the Beffroi project. Its use and what follows: the water service that runs it.",
)
_BASIS = (
    Reference("RGPD, article 6.1.e : mission d’intérêt public, service public d’eau potable"),
    _LAW,
)


def _c(fr: str, en: str, value: float, unit: str = "") -> Constant:
    return Constant(Text(fr=fr, en=en), value, unit)


def _figures(rule: str, seen_: float, cases: int, false: float) -> tuple[Figure, ...]:
    place = f"rules/rule={rule}"
    return (
        Figure(
            Text(
                fr="Part des défauts simulés qui sont vus",
                en="Share of simulated faults that are seen",
            ),
            seen_,
            _BENCH,
            f"{place}/recall",
            _DAY,
            cases,
        ),
        Figure(
            Text(
                fr="Constats sans défaut, pour 1 000 compteurs et par an, en simulation",
                en="Findings without a fault, for 1,000 meters a year, in a simulation",
            ),
            false,
            _BENCH,
            f"{place}/false",
            _DAY,
        ),
    )


def _card(constants: tuple[Constant, ...], figures: tuple[Figure, ...]) -> Card:
    return Card(
        automation=Automation.PROPOSES,
        concerned=_CONCERNED,
        persons=True,
        constants=constants,
        legal_basis=_BASIS,
        owner=_OWNER,
        figures=figures,
    )


LEAK = Detector(
    key="water.customer_leak",
    label=Text(fr="Fuite après compteur", en="Leak behind the meter"),
    purpose=Text(
        fr="Prévenir un abonné que de l’eau coule chez lui sans arrêt.",
        en="Warn a customer that water flows without end behind the meter.",
    ),
    method=Text(
        fr="Par heure : aucun repos plusieurs jours de suite, chez qui en prenait la plupart des"
        " jours ; le débit est celui des heures les plus basses. Par jour : quatorze jours qui"
        " comptent tous plus que les jours creux ne l’ont fait en un an.",
        en="By the hour: no rest for several days in a row, where most days had one; the flow is"
        " that of the lowest hours. By the day: fourteen days that all count more than quiet days"
        " did within a year.",
    ),
    limits=Text(
        fr="Un adoucisseur ou une machine à glaçons peut ne jamais se reposer. Un compteur à dix"
        " litres par impulsion cache les petites fuites. Par jour, une personne de plus ressemble à"
        " une fuite. Des relevés plus rares que le jour ne permettent rien de dire ici.",
        en="A water softener or an ice machine may never rest. A meter of ten litres a pulse hides"
        " small leaks. By the day, one more person looks like a leak. Readings that are rarer than"
        " daily allow nothing to be said here.",
    ),
    inputs=(VOLUME,),
    references=(
        Reference(
            "Britton, Cole, Stewart, Wiskar (2008), Remote diagnosis of leakage in residential"
            " households, Water 35(6), 89-93"
        ),
    ),
    detect=seen.leaks,
    card=_card(
        (
            _c("Repos d’une heure, au plus", "Rest of an hour, at most", flowing.LEAST_FLOW, "m3"),
            _c("Jours sans repos", "Days without rest", flowing.LEAST_DAYS, "d"),
            _c("Même, sans passé", "Same, without a past", flowing.LEAST_DAYS_NEW, "d"),
            _c("Part des jours avec repos, avant", "Share of days with rest", flowing.RESTED),
            _c("Par jour, jours de suite", "By the day, days in a row", flowing.WINDOW, "d"),
            _c("Par jour, hausse", "By the day, rise", flowing.LEAST_RISE, "m3"),
        ),
        (
            *_figures("by the hour", 0.956, 364, 12.13),
            *_figures("by the day", 0.635, 364, 26.53),
        ),
    ),
)
STILL = Detector(
    key="water.customer_stopped",
    label=Text(fr="Compteur d’abonné arrêté", en="Customer’s meter that stopped"),
    purpose=Text(
        fr="Signaler un compteur qui ne compte plus chez qui consommait régulièrement.",
        en="Report a meter that no longer counts where use was steady.",
    ),
    method=Text(
        fr="L’index ne bouge pas depuis un mois, et depuis deux fois plus longtemps que jamais dans"
        " l’année. La chance d’un logement vide suit la règle de Bayes : ses absences passées"
        " contre la fréquence des compteurs bloqués.",
        en="The index has not moved for a month, nor for twice as long as ever within the year. The"
        " chance of an empty home follows Bayes’ rule: its past absences against how often meters"
        " stop.",
    ),
    limits=Text(
        fr="La fréquence des compteurs bloqués et des départs sont des hypothèses, données avec les"
        " paramètres. Un logement vendu ou une résidence secondaire ressemblent à un compteur"
        " bloqué : la chance dite le rappelle.",
        en="How often meters stop and people move are assumptions, given with the parameters. A"
        " home that was sold or a second home looks like a stuck meter: the chance that is told"
        " recalls it.",
    ),
    inputs=(VOLUME,),
    references=(
        Reference(
            "Pasanisi, Parent (2004), Modélisation bayésienne du vieillissement des compteurs"
            " d’eau, Revue de statistique appliquée 52(1), 39-65"
        ),
    ),
    detect=seen.still,
    card=_card(
        (
            _c("Jours sans compter", "Days without a count", frozen.LEAST_DAYS, "d"),
            _c("Fois le plus long repos", "Times the longest rest", frozen.TIMES_LONGEST),
            _c("Part des jours avec usage, avant", "Share of days with use", frozen.STEADY),
            _c("Compteurs bloqués par an (hypothèse)", "Meters that stop (assumed)", frozen.STOPS),
            _c("Absences qui durent (hypothèse)", "Absences that last (assumed)", frozen.LASTING),
        ),
        _figures("stands still", 0.978, 138, 34.02),
    ),
)
FAR = Detector(
    key="water.customer_unusual",
    label=Text(fr="Consommation d’abonné inhabituelle", en="Unusual use of a customer"),
    purpose=Text(
        fr="Signaler un abonné dont l’usage s’écarte de son passé sans que celui des autres"
        " change.",
        en="Report a customer whose use leaves its own past while that of others does not.",
    ),
    method=Text(
        fr="Un mois, rapporté au même mois de l’année d’avant, est comparé à ce rapport chez les"
        " abonnés semblables (médiane et écart absolu médian), puis aux mois de sa propre année.",
        en="A month over the same month of the year before is compared with that ratio for"
        " customers alike (median and median absolute deviation), then with the months of its own"
        " year.",
    ),
    limits=Text(
        fr="Treize mois de relevés par jour sont nécessaires. Une naissance, un déménagement ou une"
        " piscine sont des changements réels, que le constat ne distingue pas d’un défaut. Sous dix"
        " abonnés semblables, une canicule n’est pas mise à part.",
        en="Thirteen months of daily readings are needed. A birth, a removal or a pool are real"
        " changes, which the finding does not tell from a fault. Under ten customers alike, a heat"
        " wave is not set apart.",
    ),
    inputs=(VOLUME,),
    references=(
        Reference(
            "Leys, Ley, Klein, Bernard, Licata (2013), Detecting outliers, Journal of Experimental"
            " Social Psychology 49(4), 764-766"
        ),
    ),
    detect=seen.far,
    card=_card(
        (
            _c("Jours comparés", "Days compared", unusual.MONTH, "d"),
            _c("Écarts robustes", "Robust deviations", unusual.FAR),
            _c("Fois l’attendu", "Times what is expected", unusual.TIMES),
            _c("Fois ses propres mois", "Times its own months", unusual.TIMES_OWN),
            _c("Abonnés semblables, au moins", "Customers alike, at least", unusual.LEAST_ALIKE),
        ),
        _figures("unusual", 0.717, 187, 40.45),
    ),
)
LAW = Detector(
    key="water.customer_doubled",
    label=Text(fr="Consommation anormale (loi Warsmann)", en="Abnormal use (law of 2011)"),
    purpose=Text(
        fr="Dire au service quels abonnés il doit informer : plus du double de leur moyenne.",
        en="Tell the service whom it must inform: more than twice their own average.",
    ),
    method=Text(
        fr="La règle de la loi : le volume depuis le dernier relevé excède le double de la moyenne"
        " de la même période des trois années d’avant, aux mêmes dates. Entre deux relevés l’usage"
        " est réparti également. Relevé chaque jour, un compteur est jugé au premier de chaque"
        " mois.",
        en="The rule of law: the volume since the last reading exceeds twice the average of the"
        " same period of the three years before, on the same dates. Between two readings use is"
        " spread evenly. A meter that is read every day is judged on the first of each month.",
    ),
    limits=Text(
        fr="Les années inconnues sont laissées et comptées ; sans aucune, la loi renvoie à la"
        " moyenne de logements comparables, ce que rien ici ne permet de dire. Un dépassement de"
        " moins d’un mètre cube n’est pas signalé. Les fuites d’appareils ne donnent pas droit à"
        " écrêtement : le constat ne les distingue pas.",
        en="Unknown years are left out and counted; without any, the law refers to the average of"
        " comparable homes, which nothing here allows to be said. An excess under a cubic metre is"
        " not reported. Leaks of appliances give no right to a reduction: the finding does not tell"
        " them apart.",
    ),
    inputs=(VOLUME,),
    references=(_LAW, _DECREE),
    detect=seen.law,
    card=_card(
        (
            _c("Fois la moyenne", "Times the average", doubling.TIMES),
            _c("Années d’avant", "Years before", doubling.YEARS, "a"),
            _c("Dépassement, au moins", "Excess, at least", doubling.LEAST_EXCESS, "m3"),
        ),
        _figures("law", 0.712, 364, 83.63),
    ),
)
CUSTOMERS = (LEAK, STILL, FAR, LAW)
