"""The search for leaks with a model: its card. It runs apart from panels, on files of its own."""

from beffroi.analysis.cusum import SURE
from beffroi.analysis.hydraulics.rules import DOUBT, MEMORY, REACH, USUAL, Rules
from beffroi.domains.cards import Automation, Card, Constant, Reference
from beffroi.domains.contract import Model
from beffroi.texts import Text

_RULES = Rules()


def _constant(french: str, english: str, value: float, unit: str = "") -> Constant:
    return Constant(Text(fr=french, en=english), value, unit)


LEAKS = Model(
    key="water.leaks",
    version="3",
    label=Text(fr="Fuite vue par le modèle du réseau", en="Leak seen by the model of the network"),
    purpose=Text(
        fr="Dire où commencer à écouter quand un réseau d’eau potable se met à perdre.",
        en="Say where to begin listening when a drinking water network begins to lose.",
    ),
    method=Text(
        fr="Le modèle hydraulique du réseau est accordé à ses mesures sur un passé dont les fuites "
        "sont connues. Chaque jour, ce qui a changé aux capteurs de pression et aux débitmètres "
        "depuis les jours d’avant est expliqué par une fuite à chaque endroit tour à tour ; la "
        "zone la plus vraisemblable est dite quand elle tient dans 300 m. Les horloges des "
        "enregistreurs sont d’abord comparées entre elles, et les mesures remises à leur heure.",
        en="The hydraulic model of the network is made to agree with its measures over a past "
        "whose leaks are known. Each day, what changed at pressure sensors and flow meters since "
        "the days before is explained by one leak at each place in turn; the likeliest zone is "
        "said when it holds within 300 m. Clocks of loggers are compared first, and measures put "
        "back to their time.",
    ),
    limits=Text(
        fr="Il faut un modèle EPANET, des débitmètres en entrée, des pressions, des compteurs "
        "d’abonnés relevés chaque heure et deux mois de passé. Une fuite de moins de 2 m³/h, ou "
        "qui grandit en plusieurs mois, échappe souvent ; deux fuites du même jour sont "
        "confondues.",
        en="An EPANET model, flow meters at inlets, pressures, hourly meters of customers and two "
        "months of past are needed. A leak below 2 m³/h, or that grows over months, is often "
        "missed; two leaks of one day are taken for one.",
    ),
    inputs=("water.volume",),
    references=(
        Reference("Vrachimis et al. (2022), Battle of the Leakage Detection and Isolation Methods"),
        Reference("Todini et Pilati (1988), A gradient algorithm for the analysis of networks"),
        Reference("Willsky et Jones (1976), A generalized likelihood ratio approach"),
        Reference("Knapp et Carter (1976), Generalized correlation for estimation of time delay"),
    ),
    modules=("beffroi.domains.water.leaks.searching",),
    card=Card(
        automation=Automation.INFORMS,
        concerned=Text(
            fr="Des conduites d’un réseau. Les compteurs d’abonnés ne servent qu’ensemble, à "
            "connaître le rythme de la consommation ; aucune personne n’est jugée.",
            en="Pipes of a network. Meters of customers only serve together, to know the rhythm of "
            "consumption; no person is judged.",
        ),
        persons=False,
        constants=(
            _constant("Preuve nécessaire", "Evidence needed", _RULES.evidence),
            _constant("Plus petite fuite dite", "Least leak that is said", _RULES.amount, "m3/h"),
            _constant("Chances nécessaires", "Chance needed", _RULES.chance),
            _constant("Étendue d’une zone", "Reach of a zone", REACH, "m"),
            _constant(
                "Preuve nécessaire d’une horloge décalée", "Evidence needed of a moved clock", SURE
            ),
            _constant("Erreur du modèle", "Error of the model", DOUBT),
            _constant("Mémoire des erreurs", "Memory of errors", MEMORY),
            _constant("Taille usuelle d’une fuite", "Usual size of a leak", USUAL, "m3/h"),
        ),
        legal_basis=(
            Reference("Code général des collectivités territoriales, article L2224-7-1"),
            Reference("RGPD, article 6.1.e : mission d’intérêt public, service de l’eau potable"),
        ),
        owner=Text(
            fr="Le code : le projet Beffroi. Son usage : la collectivité qui l’exécute.",
            en="The code: the Beffroi project. Its use: the authority that runs it.",
        ),
        unmeasured=Text(
            fr="Mesurée sur un seul réseau, dont le banc d’essai publie le score : ce n’est pas "
            "assez pour promettre un taux ailleurs.",
            en="Measured on one network only, whose benchmark publishes the score: too little to "
            "promise a rate elsewhere.",
        ),
    ),
)
