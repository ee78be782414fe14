"""What watches limits of quality of tap water: its card. It reads samples, not measures."""

from beffroi.domains.cards import Automation, Card, Constant, Reference
from beffroi.domains.contract import Model
from beffroi.domains.water.quality.episodes import LEFT, RECENT
from beffroi.texts import Text

INPUT = "water.quality"
#: What is said of a laboratory: its result has an uncertainty, which files do not tell.
CONFIDENCE = 0.95


def _constant(french: str, english: str, value: float, unit: str = "") -> Constant:
    return Constant(Text(fr=french, en=english), value, unit)


QUALITY = Model(
    key=INPUT,
    label=Text(fr="Limite de qualité dépassée", en="Limit of quality exceeded"),
    purpose=Text(
        fr="Ne laisser passer aucun résultat du contrôle sanitaire de l’eau du robinet qui dépasse "
        "une limite de qualité, ni oublier de dire qu’il est revenu à la normale.",
        en="Let no result of the sanitary control of tap water above a limit of quality go "
        "unnoticed, nor its return below it untold.",
    ),
    method=Text(
        fr="Chaque résultat est comparé à la limite que le fichier écrit à côté de lui, dans la "
        "même unité. Un dépassement dure jusqu’au premier prélèvement suivant du même paramètre, "
        "au même réseau, qui respecte la limite. La conclusion de l’agence régionale de santé est "
        "montrée telle qu’elle est écrite, et n’est jamais rejugée.",
        en="Each result is compared with the limit that the file writes beside it, in the same "
        "unit. It lasts until the first later sample of the same parameter, at the same network, "
        "that keeps to the limit. The conclusion of the health agency is shown as it is written, "
        "and never judged again.",
    ),
    limits=Text(
        fr="Rien n’est su entre deux prélèvements, qui sont rares dans un petit réseau. Un "
        "résultat sans limite écrite, ou dans une autre unité, n’est pas comparé. Les références "
        "de qualité ne font pas de constat. Les fichiers sont ceux que l’on importe : ce n’est pas "
        "une alerte, que l’agence donne elle-même et plus vite.",
        en="Nothing is known between two samples, which are rare in a small network. A result "
        "without a written limit, or in another unit, is not compared. References of quality make "
        "no finding. Files are those that are imported: this is no alert, which the agency gives "
        "itself, and sooner.",
    ),
    inputs=(INPUT,),
    references=(
        Reference("Code de la santé publique, articles R1321-2 et R1321-3"),
        Reference(
            "Arrêté du 11 janvier 2007 relatif aux limites et références de qualité des eaux"
        ),
    ),
    modules=("beffroi.domains.water.quality.episodes",),
    card=Card(
        automation=Automation.INFORMS,
        concerned=Text(
            fr="Des réseaux d’eau potable. Aucune personne n’est jugée ni nommée.",
            en="Drinking water networks. No person is judged or named.",
        ),
        persons=False,
        constants=(
            _constant("Fin qui se dit encore", "End that is still told", RECENT.days, "d"),
            _constant("Réseau qui n’est plus suivi", "Network no longer watched", LEFT.days, "d"),
            _constant("Confiance dite", "Confidence that is said", CONFIDENCE),
        ),
        legal_basis=(
            Reference("Code de la santé publique, articles L1321-4 et D1321-104"),
            Reference("Code général des collectivités territoriales, article L2224-7"),
        ),
        owner=Text(
            fr="Le code : le projet Beffroi. Son usage : la collectivité qui l’exécute.",
            en="The code: the Beffroi project. Its use: the authority that runs it.",
        ),
        unmeasured=Text(
            fr="C’est une comparaison, pas une estimation : il n’y a pas de taux de réussite. Ses "
            "cas sont vérifiés à la main dans les tests.",
            en="It is a comparison, not an estimate: there is no rate of success. Its cases are "
            "checked by hand in the tests.",
        ),
    ),
)
