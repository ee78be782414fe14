"""What compares the clocks of the loggers of a network: its card. It runs before each search."""

from beffroi.analysis.cusum import SURE
from beffroi.domains.cards import Automation, Card, Constant, Reference
from beffroi.domains.contract import Model
from beffroi.texts import Text

#: What is said of a clock: the evidence that it asks for leaves one chance in twenty to be wrong.
CONFIDENCE = 0.95

CLOCKS = Model(
    key="water.clock",
    label=Text(fr="Horloge d’un capteur décalée", en="Clock of a sensor that moved"),
    purpose=Text(
        fr="Faire remettre à l’heure un enregistreur, ou une supervision, dont l’horloge s’est "
        "décalée : ses mesures trompent qui les compare aux autres.",
        en="Have a logger, or a supervision, set right when its clock moved: its measures mislead "
        "whoever compares them with others.",
    ),
    method=Text(
        fr="Les pressions, les débits, les niveaux, la somme des abonnés et les rythmes du modèle "
        "du réseau sont comparés entre eux, jour après jour. Un décalage est dit quand ce qui le "
        "montre s’est assez accumulé ; quand presque tout un fichier bouge, c’est le fichier. Le "
        "constat se clôt quand l’horloge est de nouveau juste.",
        en="Pressures, flows, levels, the sum of customers and the rhythms of the model of the "
        "network are compared with one another, day after day. A shift is said once what shows it "
        "has gathered enough; when nearly all of a file moves, the file is what moved. The finding "
        "ends when the clock is right again.",
    ),
    limits=Text(
        fr="Un décalage de moins de dix minutes, ou d’un capteur qui ne bouge presque pas ou que "
        "rien n’accompagne, n’est pas vu. Ne vaut que pour un réseau suivi avec son modèle. Ce "
        "qu’il consomme est compté avec la recherche de fuites.",
        en="A shift under ten minutes, or of a sensor that hardly moves or has no neighbour, is "
        "not seen. Only of a network that is watched with its model. What it takes "
        "is counted with the search for leaks.",
    ),
    inputs=("water.volume",),
    references=(
        Reference("Knapp et Carter (1976), Generalized correlation for estimation of time delay"),
        Reference("Willsky et Jones (1976), A generalized likelihood ratio approach"),
    ),
    modules=("beffroi.domains.water.leaks.clocks",),
    card=Card(
        automation=Automation.INFORMS,
        concerned=Text(
            fr="Des capteurs d’un réseau. Les compteurs d’abonnés ne servent qu’ensemble ; aucune "
            "personne n’est jugée.",
            en="Sensors of a network. Meters of customers only serve together; no person is "
            "judged.",
        ),
        persons=False,
        constants=(
            Constant(Text(fr="Preuve nécessaire", en="Evidence needed"), SURE, ""),
            Constant(Text(fr="Confiance dite", en="Confidence that is said"), CONFIDENCE, ""),
        ),
        legal_basis=(Reference("Code général des collectivités territoriales, article L2224-7-1"),),
        owner=Text(
            fr="Le code : le projet Beffroi. Son usage : la collectivité qui l’exécute.",
            en="The code: the Beffroi project. Its use: the authority that runs it.",
        ),
        unmeasured=Text(
            fr="Mesurée sur un seul réseau, où des horloges ont été décalées à dessein : ce n’est "
            "pas assez pour promettre un taux ailleurs.",
            en="Measured on one network only, where clocks were moved on purpose: too little to "
            "promise a rate elsewhere.",
        ),
    ),
)
