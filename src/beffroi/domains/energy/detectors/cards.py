"""What the public is told of the detectors of energy: common words, measured figures."""

from datetime import date

from beffroi.domains.cards import Automation, Card, Constant, Figure, Groups, Reference
from beffroi.domains.energy.detectors import groups
from beffroi.texts import Text

#: The benchmark of detection and the day of its run: benchmarks/detection/README.md.
_BENCH, _DAY = "detection/run", date(2026, 11, 24)
_CONCERNED = Text(
    fr="Des compteurs de bâtiments et d’équipements publics. Aucune personne n’est jugée ; le"
    " compteur d’un logement de fonction ou d’un petit local peut laisser deviner une présence.",
    en="Meters of public buildings and facilities. No person is judged; the meter of staff housing"
    " or of a small room may let a presence be guessed.",
)
_OWNER = Text(
    fr="Le code : le projet Beffroi. Son usage et ses suites : la collectivité qui l’exécute.",
    en="The code: the Beffroi project. Its use and what follows: the authority that runs it.",
)
_LEGAL_BASIS = (
    Reference("RGPD, article 6.1.e : mission d’intérêt public, gestion du patrimoine communal"),
    Reference("Code général des collectivités territoriales, article L2121-29"),
)
_UNMEASURED = Text(
    fr="Comparaison directe à un seuil : aucun jeu de données ouvert ne porte la vérité qui"
    " permettrait de compter ses erreurs. Les taux d’écart de la collectivité en tiennent lieu.",
    en="A direct comparison with a threshold: no open data set holds the truth by which to count"
    " its errors. The rates of dismissal of the authority stand for it.",
)
_ELECTRICITY = Text(fr="électricité", en="electricity")
_GAS = Text(fr="gaz", en="gas")
_SEEN = Text(
    fr="Part des défauts « {fault} » vus en {days} jours, {energy}",
    en="Share of faults “{fault}” seen within {days} days, {energy}",
)


def false_findings() -> Figure:
    """Return how many findings without a fault put in there were, all rises together."""
    label = Text(
        fr="Constats sans défaut introduit, par compteur et par an, toutes hausses confondues",
        en="Findings without a fault put in, a meter and a year, all rises together",
    )
    return Figure(label, 0.625, _BENCH, "a_meter_year", _DAY)


def seen(fault: str, label: Text, days: int, electricity: float, gas: float) -> tuple[Figure, ...]:
    """Return the share of faults of the benchmark that were seen, on both energies."""
    cases = {_ELECTRICITY: _CASES[fault][0], _GAS: _CASES[fault][1]}
    values = {_ELECTRICITY: electricity, _GAS: gas}
    return tuple(
        Figure(
            _SEEN.fill(fault=label, days=days, energy=energy),
            value,
            _BENCH,
            f"faults/{energy.en}/fault={fault}/recall_{days}",
            _DAY,
            cases[energy],
        )
        for energy, value in values.items()
    )


#: Cases of each fault, on electricity and gas.
_CASES = {
    "base load +15 %": (28, 10),
    "running at night": (11, 10),
    "heating in summer": (2, 14),
    "step of 20 %": (28, 16),
    "drift of 20 % a year": (28, 16),
    "dead": (28, 16),
    "stuck": (28, 16),
}


def card(
    constants: tuple[Constant, ...],
    figures: tuple[Figure, ...] = (),
    by_group: tuple[Groups, ...] = (),
) -> Card:
    """Return the card of a detector of energy; one without figures says why there are none."""
    return Card(
        automation=Automation.PROPOSES,
        concerned=_CONCERNED,
        persons=False,
        constants=constants,
        legal_basis=_LEGAL_BASIS,
        owner=_OWNER,
        figures=figures,
        by_group=by_group,
        unmeasured=None if figures else _UNMEASURED,
    )


def rises_by_group() -> tuple[Groups, ...]:
    """Return how rises put into simulated meters were seen, all rises and detectors together."""
    return groups.RISES


def silences_by_group() -> tuple[Groups, ...]:
    """Return how dead and stuck meters of a simulation were seen."""
    return groups.SILENCES


def constant(french: str, english: str, value: float, unit: str = "") -> Constant:
    """Return a threshold of the code with its name."""
    return Constant(Text(fr=french, en=english), value, unit)
