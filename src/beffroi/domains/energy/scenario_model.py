"""The model of scenarios: what a building would use after a change, from its measures."""

from datetime import date

from beffroi.analysis.chance import COUNT
from beffroi.domains.cards import Automation, Card, Constant, Figure, Reference
from beffroi.domains.contract import Model
from beffroi.domains.energy.heated import COME, IRREGULAR, LEAST_ELECTRIC, LEAST_SHARE
from beffroi.domains.energy.seen import LEAST_DAYS
from beffroi.domains.energy.twinning import DRIFT
from beffroi.texts import Text

_BENCH, _DAY = "scenarios/run", date(2026, 11, 29)
_COVERED = Text(
    fr="Part des cas simulés où la vérité est dans l’intervalle à 90 %, {lever}",
    en="Share of simulated cases where the truth is within the 90% interval, {lever}",
)
_BIAS = Text(
    fr="Écart de l’économie annoncée à celle obtenue, cas simulés, {lever}",
    en="Gap of the promised saving to that obtained, simulated cases, {lever}",
)


def _judged(
    lever: Text, name: str, *, coverage: float, bias: float, cases: int
) -> tuple[Figure, ...]:
    path = f"levers/lever={name}"
    return tuple(
        Figure(text.fill(lever=lever), value, _BENCH, f"{path}/{key}", _DAY, cases)
        for text, value, key in ((_COVERED, coverage, "coverage"), (_BIAS, bias, "bias"))
    )


def _constant(french: str, english: str, value: float, unit: str = "") -> Constant:
    return Constant(Text(fr=french, en=english), value, unit)


_CARD = Card(
    automation=Automation.INFORMS,
    concerned=Text(
        fr="Des bâtiments publics ; aucune personne n’est jugée, aucun foyer n’est lu.",
        en="Public buildings; no person is judged, no household is read.",
    ),
    persons=False,
    constants=(
        _constant("Jours nécessaires", "Days needed", LEAST_DAYS, "d"),
        _constant("Tirages", "Draws", COUNT),
        _constant("Dérive des usages d’un an à l’autre", "Yearly drift of uses", DRIFT),
        _constant("Part de chauffage crue, combustible", "Least share, fuel", LEAST_SHARE),
        _constant("Part de chauffage crue, électricité", "Least share, power", LEAST_ELECTRIC),
        _constant("Usage irrégulier", "Irregular use", IRREGULAR),
        _constant("Jours ouverts vraiment utilisés", "Open days really used", COME[1]),
    ),
    legal_basis=(
        Reference("RGPD, article 6.1.e : mission d’intérêt public, gestion du patrimoine communal"),
    ),
    owner=Text(
        fr="Le code : le projet Beffroi. Son usage et ses suites : la collectivité qui l’exécute.",
        en="The code: the Beffroi project. Its use and what follows: the authority that runs it.",
    ),
    figures=(
        *_judged(
            Text(fr="consigne", en="setpoint"),
            "setpoint",
            coverage=1.0,
            bias=0.058,
            cases=69,
        ),
        *_judged(
            Text(fr="réduction de nuit", en="night setback"),
            "setback",
            coverage=0.986,
            bias=0.055,
            cases=69,
        ),
        *_judged(
            Text(fr="isolation", en="insulation"),
            "roof",
            coverage=1.0,
            bias=0.045,
            cases=69,
        ),
        *_judged(
            Text(fr="chaudière", en="boiler"),
            "boiler",
            coverage=1.0,
            bias=0.018,
            cases=28,
        ),
        *_judged(
            Text(fr="éclairage", en="lighting"),
            "led",
            coverage=0.937,
            bias=-0.017,
            cases=95,
        ),
        *_judged(
            Text(fr="arrêt hors occupation", en="stop when closed"),
            "schedule",
            coverage=0.63,
            bias=-0.24,
            cases=27,
        ),
        *_judged(
            Text(fr="trois leviers ensemble", en="three levers together"),
            "setpoint+roof+boiler",
            coverage=1.0,
            bias=0.024,
            cases=28,
        ),
    ),
)
SCENARIO = Model(
    key="energy.scenario",
    label=Text(fr="Scénarios de travaux", en="Scenarios of works"),
    purpose=Text(
        fr="Dire ce que des travaux changeraient à un bâtiment, avec un intervalle.",
        en="Say what works would change in a building, with an interval.",
    ),
    method=Text(
        fr="Un modèle à point de changement par bâtiment, dont toutes les formes pèsent selon ce "
        "qu’elles expliquent ; les leviers agissent l’un après l’autre sur ses tirages.",
        en="A change-point model for each building, whose shapes all weigh by what they explain; "
        "levers act one after another on its draws.",
    ),
    limits=Text(
        fr="Les effets et les coûts sont des ordres de grandeur. Une salle prêtée au hasard des "
        "jours se lit mal. La simulation qui mesure la méthode n’a ni dérive ni inertie.",
        en="Effects and costs are orders of magnitude. A hall lent on random days is read badly. "
        "The simulation that measures the method has neither drift nor inertia.",
    ),
    inputs=("electricity.active_energy", "gas.energy", "heat.energy"),
    references=(
        Reference("ASHRAE RP-1050 : modèles à point de changement"),
        Reference("ISO 52016-1:2017, chauffage intermittent"),
    ),
    modules=("beffroi.domains.energy.twinning", "beffroi.domains.energy.effects"),
    card=_CARD,
)
