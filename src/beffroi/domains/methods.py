"""Methods of `beffroi.analysis` that no trade owns, with their cards."""

from beffroi.analysis.baseline.hourly import LEAST_HOURS, USABLE
from beffroi.analysis.baseline.options import DailyOptions
from beffroi.domains.cards import Automation, Card, Constant, Reference
from beffroi.domains.contract import Model, Shared
from beffroi.texts import Text

_OPTIONS = DailyOptions()
_HOURLY = Model(
    key="methods.hourly_baseline",
    label=Text(fr="Consommation attendue par heure", en="Expected consumption by hour"),
    purpose=Text(
        fr="Dire ce qu’un compteur aurait consommé chaque heure, selon temps et calendrier.",
        en="Say what a meter would have used each hour, given weather and calendar.",
    ),
    method=Text(
        fr="La consommation attendue de chaque jour est partagée entre ses heures par des profils, "
        "selon la sorte de jour et la température.",
        en="The expected consumption of each day is shared between its hours by profiles, after "
        "the kind of day and the temperature.",
    ),
    limits=Text(
        fr="Il faut un an de mesures horaires. Un usage sans horaire régulier se prédit mal.",
        en="One year of hourly measures is needed. Use without regular hours is badly predicted.",
    ),
    inputs=("electricity.active_energy", "gas.energy", "heat.energy"),
    references=(Reference("IPMVP Core Concepts 2022, option C", "https://evo-world.org"),),
    modules=("beffroi.analysis.baseline.hourly",),
    card=Card(
        automation=Automation.INFORMS,
        concerned=Text(
            fr="Des compteurs de bâtiments et d’équipements publics ; aucune personne n’est jugée.",
            en="Meters of public buildings and facilities; no person is judged.",
        ),
        persons=False,
        constants=(
            Constant(Text(fr="Heures connues d’un jour", en="Known hours of a day"), LEAST_HOURS),
            Constant(Text(fr="Jours hors profil", en="Days out of profiles"), USABLE),
            Constant(Text(fr="Mémoire", en="Memory"), _OPTIONS.memory_days, "d"),
        ),
        legal_basis=(
            Reference(
                "RGPD, article 6.1.e : mission d’intérêt public, gestion du patrimoine communal"
            ),
        ),
        owner=Text(
            fr="Le code : le projet Beffroi. Son usage : la collectivité qui l’exécute.",
            en="The code: the Beffroi project. Its use: the authority that runs it.",
        ),
        unmeasured=Text(
            fr="Le banc d’essai publié juge le modèle journalier, dont il reprend les totaux.",
            en="The published benchmark judges the daily model, whose totals this one keeps.",
        ),
    ),
)
METHODS = Shared(
    "methods",
    Text(fr="Méthodes communes", en="Common methods"),
    "beffroi.analysis",
    "model",
    (_HOURLY,),
)
