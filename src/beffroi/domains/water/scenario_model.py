"""The model of scenarios of water: what a district would lose after works, from its measures."""

from beffroi.analysis.chance import COUNT
from beffroi.domains.cards import Automation, Card, Constant, Reference
from beffroi.domains.contract import Model
from beffroi.domains.water.lever_sources import COMPONENTS, FAVAD, FOLKMAN, GUIDE, LAMBERT
from beffroi.domains.water.measured import DELIVERED, INPUT, TOTAL
from beffroi.domains.water.scenario.building import LEAST_DAYS
from beffroi.domains.water.scenario.effects import BACKGROUND
from beffroi.texts import Text


def _constant(french: str, english: str, value: float, unit: str = "") -> Constant:
    return Constant(Text(fr=french, en=english), value, unit)


SCENARIO = Model(
    key="water.scenario",
    label=Text(fr="Scénarios de travaux sur l’eau", en="Scenarios of works on water"),
    purpose=Text(
        fr="Dire ce que des travaux changeraient aux pertes d’un secteur, avec un intervalle.",
        en="Say what works would change in the losses of a district, with an interval.",
    ),
    method=Text(
        fr="Les fuites de la dernière année viennent du bilan du secteur, ou de ses nuits. Elles "
        "sont partagées en pertes inévitables, fuites que l’on peut chercher et fuites diffuses ; "
        "les leviers agissent l’un après l’autre sur les tirages de chaque part.",
        en="Leaks of the last year come from the balance of the district, or from its nights. They "
        "are shared into losses that cannot be avoided, leaks that may be searched for and "
        "scattered ones; levers act one after another on the draws of each part.",
    ),
    limits=Text(
        fr="Le partage des fuites, leur retour, les taux de casse et les coûts sont des ordres de "
        "grandeur venus d’autres réseaux. La pression est une moyenne. Les compteurs des foyers ne "
        "sont jamais lus : il faut le total des abonnés, ou des mesures horaires à l’entrée.",
        en="How leaks are shared out, their return, break rates and costs are orders of magnitude "
        "from other networks. Pressure is a mean. Meters of households are never read: the total "
        "of customers is needed, or hourly measures at the inlet.",
    ),
    inputs=(INPUT, DELIVERED, TOTAL),
    references=(COMPONENTS, LAMBERT, FAVAD, FOLKMAN, GUIDE),
    modules=(
        "beffroi.domains.water.scenario.building",
        "beffroi.domains.water.scenario.effects",
    ),
    card=Card(
        automation=Automation.INFORMS,
        concerned=Text(
            fr="Des secteurs d’un réseau d’eau ; aucune personne n’est jugée, aucun foyer n’est "
            "lu.",
            en="Districts of a water network; no person is judged, no household is read.",
        ),
        persons=False,
        constants=(
            _constant("Jours nécessaires", "Days needed", LEAST_DAYS, "d"),
            _constant("Tirages", "Draws", COUNT),
            _constant("N1 des fuites diffuses", "N1 of scattered leaks", BACKGROUND),
        ),
        legal_basis=(
            Reference("Code général des collectivités territoriales, article L2224-7-1"),
            Reference("RGPD, article 6.1.e : mission d’intérêt public, service de l’eau potable"),
        ),
        owner=Text(
            fr="Le code : le projet Beffroi. Son usage et ses suites : la collectivité qui "
            "l’exécute.",
            en="The code: the Beffroi project. Its use and what follows: the authority that runs "
            "it.",
        ),
        unmeasured=Text(
            fr="Aucun jeu de données ouvert ne porte les pertes d’un secteur avant et après des "
            "travaux : rien ne permet encore de compter ses erreurs. Un plan vérifié les montrera.",
            en="No open data set holds the losses of a district before and after works: nothing "
            "lets its errors be counted yet. A plan that is verified will show them.",
        ),
    ),
)
