"""The cards of repair: one a rule, one for the order in which they work.

Purpose and words are those of the rules themselves (`quality/rules.py`), thresholds the constants
of their code: what the public is told cannot drift from what repairs a series.
"""

from beffroi.domains.cards import Automation, Card, Constant, Reference
from beffroi.domains.contract import Model, Shared
from beffroi.quality import (
    fills,
    index,
    index_steps,
    overlaps,
    rules,
    spikes,
    stuck,
    thousand,
    zeros,
)
from beffroi.quality.block import HOUR
from beffroi.quality.repair import MAX_PASSES
from beffroi.quality.rules import Rule
from beffroi.texts import Text

_LEGAL_BASIS = (
    Reference("RGPD, article 5.1.d : exactitude des données"),
    Reference("RGPD, article 6.1.e : mission d’intérêt public, gestion du patrimoine communal"),
)
_OWNER = Text(
    fr="Le code : le projet Beffroi. Ses suites : la collectivité qui importe.",
    en="The code: the Beffroi project. What follows: the authority that imports.",
)
_CONCERNED = Text(
    fr="Toute série de mesures, celles de foyers comprises ; aucune personne n’est jugée. La "
    "mesure reçue reste, à côté de la valeur réparée.",
    en="Any series of measures, those of households included; no person is judged. The measure as "
    "received stays beside the repaired value.",
)
_UNMEASURED = Text(
    fr="Aucun chiffre publié : benchmarks/quality/repair_truth.py mesure précision et rappel sur "
    "des compteurs réels où des fautes sont mises, qui ne sont pas tous publics.",
    en="No published figure: benchmarks/quality/repair_truth.py measures precision and recall on "
    "real meters with faults put in, not all of which are public.",
)
_LIMITS = Text(
    fr="Une règle se tait dans le doute : une faute qui ressemble à un usage reste. Une estimation "
    "n’est pas une mesure : elle est marquée, et tenue hors des modèles.",
    en="A rule is silent in doubt: a fault that looks like use stays. An estimate is no measure: "
    "it is marked, and kept out of models.",
)
_SERIES = (
    "electricity.active_power",
    "electricity.active_energy",
    "gas.energy",
    "heat.energy",
    "water.volume",
    "weather.air_temperature",
)


def _c(french: str, english: str, value: float, unit: str = "") -> Constant:
    return Constant(Text(fr=french, en=english), value, unit)


_INDEX = (
    _c("Hausse impossible, en débits usuels", "Impossible rise, in usual rates", index.JUMP_FACTOR),
    _c("Débits nécessaires pour la juger", "Rates needed to judge it", index.MIN_RATES_JUMP),
    _c("Consommation ordinaire", "Ordinary consumption", index.ORDINARY_FACTOR),
    _c("Débits nécessaires", "Rates needed", index.MIN_RATES_ORDINARY),
    _c("Débits d’une série courte", "Rates of a short series", index.MIN_RATES_NEAR),
    _c("Capacité d’un totalisateur", "Capacity of a register", index.MIN_COUNTS),
    _c("Près de zéro", "Near zero", index.NEAR_ZERO),
)
_SPREAD = (
    _c("Pas d’une répartition", "Steps of a spread", index_steps.MAX_PIECES),
    _c("Part des pas usuels", "Share of usual steps", index_steps.REGULAR_SHARE),
)
_FILLS = (
    _c("Plus long trou comblé", "Longest gap filled", fills.LONGEST_GAP / HOUR, "h"),
    _c("Plus long pas", "Longest step", fills.LONGEST_STEP / HOUR, "h"),
    _c("Heure doublée", "Doubled hour", fills.DOUBLED),
)
_OVERLAPS = (_c("Couverture du pas plus fin", "Cover of the finer step", overlaps.ENOUGH),)
_PASSES = (_c("Passages", "Passes", MAX_PASSES),)
_STUCK = (
    _c("Durée minimale", "Least time", stuck.MIN_TIME / HOUR, "h"),
    _c("Mesures minimales", "Least observations", stuck.MIN_POINTS),
    _c("Fois la longueur usuelle", "Times the usual length", stuck.USUAL_FACTOR),
    _c("Part usuelle", "Usual share", stuck.USUAL_SHARE),
    _c("Hasard admis", "Chance allowed", stuck.CHANCE),
    _c("Pas au-dessus de zéro", "Steps above zero", stuck.MIN_QUANTA),
)
_ZEROS = (
    _c("Mesures minimales", "Least observations", zeros.MIN_POINTS),
    _c("Talon, part de la médiane", "Base, share of the median", zeros.MIN_BASE),
    _c("Plancher, part du talon", "Floor, share of the base", zeros.MIN_FLOOR),
    _c("Talon, en résolutions", "Base, in resolutions", zeros.MIN_BASE_QUANTA),
    _c("Part de zéros", "Share of zeros", zeros.MAX_ZEROS),
    _c("Plus longue absence", "Longest absence", zeros.MAX_RUN / HOUR, "h"),
)
_SPIKES = (
    _c("Mesures minimales", "Least observations", spikes.MIN_POINTS),
    _c("Plus longue suite", "Longest run", spikes.MAX_RUN),
    _c("Quantile", "Quantile", spikes.SHARE),
    _c("Fois le quantile", "Times the quantile", spikes.FACTOR),
    _c("Fois le quantile, eau", "Times the quantile, water", spikes.WATER_FACTOR),
    _c("Voisines ordinaires", "Ordinary neighbours", spikes.NEIGHBOUR_FACTOR),
    _c("Saut d’un niveau", "Jump of a level", spikes.JUMP_FACTOR),
)
_THOUSAND = (
    _c("Mesures minimales", "Least observations", thousand.MIN_POINTS),
    _c("Décade vide", "Empty decade", thousand.EMPTY),
    _c("Plus petit bloc", "Smallest block", thousand.MIN_BLOCK),
    _c("Blocs", "Blocks", thousand.MAX_BLOCKS),
    _c("Part de la série", "Share of the series", thousand.MAX_SHARE),
    _c("Voisinage", "Surroundings", thousand.CONTEXT),
)


def _card(constants: tuple[Constant, ...]) -> Card:
    return Card(
        automation=Automation.INFORMS,
        concerned=_CONCERNED,
        persons=False,
        constants=constants,
        legal_basis=_LEGAL_BASIS,
        owner=_OWNER,
        unmeasured=_UNMEASURED,
    )


def _model(rule: Rule, constants: tuple[Constant, ...], *modules: str) -> Model:
    """Return what the public is told of a rule, in the words of the rule."""
    return Model(
        key=f"repair.{rule.key}",
        label=rule.label,
        purpose=Text(
            fr="Donner des séries justes aux analyses, sans rien changer à ce qui a été reçu.",
            en="Give right series to analyses, without changing what was received.",
        ),
        method=rule.sentence,
        limits=_LIMITS,
        inputs=_SERIES,
        references=(Reference("src/beffroi/quality/README.md"),),
        modules=tuple(f"beffroi.quality.{name}" for name in modules),
        card=_card(constants),
    )


_WHOLE = Model(
    key="repair.series",
    label=Text(fr="Réparation des séries", en="Repair of series"),
    purpose=Text(
        fr="Appliquer les règles dans leur ordre, jusqu’à ce qu’aucune ne trouve plus rien.",
        en="Apply the rules in their order, until none of them finds anything more.",
    ),
    method=Text(
        fr="Chaque série touchée est reprise en entier ; chaque valeur réparée nomme sa règle.",
        en="Each touched series is gone through whole; each repaired value names its rule.",
    ),
    limits=_LIMITS,
    inputs=_SERIES,
    references=(Reference("src/beffroi/quality/README.md"),),
    modules=("beffroi.quality.repair",),
    card=_card(_PASSES),
)
REPAIR = Shared(
    "repair",
    Text(fr="Réparation des mesures", en="Repair of measures"),
    "beffroi.quality",
    "repair",
    (
        _WHOLE,
        _model(rules.INDEX_DIFFERENCE, _INDEX, "index", "index_steps"),
        _model(rules.INDEX_SPREAD, _SPREAD, "index_steps"),
        _model(rules.INDEX_ROUNDING, _INDEX, "index"),
        _model(rules.INDEX_ROLLOVER, _INDEX, "index"),
        _model(rules.INDEX_RESET, _INDEX, "index"),
        _model(rules.METER_REPLACEMENT, _INDEX, "index"),
        _model(rules.INDEX_MISREAD, _INDEX, "index", "index_steps"),
        _model(rules.NOT_FINITE, _PASSES, "repair", "index"),
        _model(rules.DUPLICATE, _OVERLAPS, "overlaps", "index"),
        _model(rules.OVERLAP, _OVERLAPS, "overlaps"),
        _model(rules.CLOCK_CHANGE, _FILLS, "fills"),
        _model(rules.GAP_FILLED_SHORT, _FILLS, "fills"),
        _model(rules.STUCK, _STUCK, "stuck"),
        _model(rules.ZERO_MISSING, _ZEROS, "zeros"),
        _model(rules.SPIKE, _SPIKES, "spikes"),
        _model(rules.UNIT_1000, _THOUSAND, "thousand", "repair"),
    ),
)
