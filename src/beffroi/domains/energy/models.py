"""The model of energy: what each meter would have used, given weather and calendar."""

from datetime import date

from beffroi.domains.cards import Automation, Card, Constant, Figure, Reference
from beffroi.domains.contract import Model
from beffroi.domains.energy.expected import LEAST_HISTORY, OPTIONS
from beffroi.texts import Text

_METERED = ("electricity.active_energy", "gas.energy", "heat.energy")
_BENCH, _DAY = "baseline/quality", date(2026, 11, 24)
_ERROR = Text(
    fr="Erreur médiane un an plus tard (CVRMSE journalier), {energy}, compteurs jamais réglés",
    en="Median error one year later (daily CVRMSE), {energy}, meters never tuned on",
)


def _error(energy: Text, value: float, meters: int) -> Figure:
    path = f"row=train 2015,energy={energy.en},half=others/cvrmse"
    return Figure(_ERROR.fill(energy=energy), value, _BENCH, path, _DAY, meters)


def _constant(french: str, english: str, value: float, unit: str = "") -> Constant:
    return Constant(Text(fr=french, en=english), value, unit)


_CARD = Card(
    automation=Automation.INFORMS,
    concerned=Text(
        fr="Des compteurs de bâtiments et d’équipements publics ; aucune personne n’est jugée.",
        en="Meters of public buildings and facilities; no person is judged.",
    ),
    persons=False,
    constants=(
        _constant("Historique nécessaire", "History needed", LEAST_HISTORY, "d"),
        _constant("Mémoire", "Memory", OPTIONS.memory_days, "d"),
        _constant("A priori, température", "Prior, temperature", OPTIONS.temperature_belief),
        _constant("A priori, jour", "Prior, weekday", OPTIONS.weekday_belief),
        _constant("A priori, congés", "Prior, holidays", OPTIONS.holiday_belief),
        _constant("A priori, saison", "Prior, season", OPTIONS.season_belief),
        _constant("Valeurs aberrantes", "Outliers", OPTIONS.outlier_limit),
        _constant("Dérive annuelle", "Yearly drift", OPTIONS.yearly_drift),
    ),
    legal_basis=(
        Reference("RGPD, article 6.1.e : mission d’intérêt public, gestion du patrimoine communal"),
    ),
    owner=Text(
        fr="Le code : le projet Beffroi. Son usage et ses suites : la collectivité qui l’exécute.",
        en="The code: the Beffroi project. Its use and what follows: the authority that runs it.",
    ),
    figures=(
        _error(Text(fr="électricité", en="electricity"), 0.123, 14),
        _error(Text(fr="gaz", en="gas"), 0.337, 7),
    ),
)
MODELS = (
    Model(
        key="energy.baseline",
        label=Text(fr="Consommation attendue", en="Expected consumption"),
        purpose=Text(
            fr="Dire ce qu’un compteur aurait consommé sans anomalie ni travaux.",
            en="Say what a meter would have used without fault or works.",
        ),
        method=Text(
            fr="Une régression pénalisée par compteur, sur la température, le jour de la semaine,"
            " les jours fériés, les vacances scolaires et la saison ; les valeurs aberrantes"
            " pèsent moins.",
            en="A penalised regression for each meter, on temperature, day of the week, public and"
            " school holidays and season; outliers weigh less.",
        ),
        limits=Text(
            fr="Il faut un an de mesures. Un usage irrégulier se prédit mal, le gaz surtout.",
            en="One year of measures is needed. Irregular use is badly predicted, gas above all.",
        ),
        inputs=_METERED,
        references=(
            Reference("IPMVP Core Concepts 2022, option C", "https://evo-world.org"),
            Reference("ASHRAE Guideline 14-2014"),
        ),
        modules=("beffroi.domains.energy.prepare", "beffroi.analysis.baseline"),
        card=_CARD,
    ),
)
