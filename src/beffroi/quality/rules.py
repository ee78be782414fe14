"""Repair rules: what each one does to a series, in words that a reader of a chart can follow.

The codes are stored beside the repaired values: a code is never reused or renumbered.
"""

from dataclasses import dataclass

from beffroi.texts import Text


@dataclass(frozen=True, slots=True)
class Rule:
    """A repair rule.

    `fills`: a value given under this rule is an estimate, to be kept out of model fits.
    `removes`: the value may be null, because nothing trustworthy can be said.
    `derives`: the rule turns readings of an index into consumption.
    """

    code: int
    key: str
    label: Text
    sentence: Text
    fills: bool = False
    removes: bool = False
    derives: bool = False


INDEX_DIFFERENCE = Rule(
    1,
    "index_difference",
    Text(fr="Différence d’index", en="Index difference"),
    Text(
        fr="La consommation est la différence de deux relevés d’index successifs.",
        en="Consumption is the difference of two successive index readings.",
    ),
    derives=True,
)
INDEX_SPREAD = Rule(
    2,
    "index_spread",
    Text(fr="Relevés manquants : répartition", en="Missing readings: spread"),
    Text(
        fr="Des relevés manquent : la consommation entre les deux relevés connus, exacte au total, "
        "est répartie uniformément sur la durée.",
        en="Readings are missing: consumption between the two known readings, exact in total, is "
        "spread uniformly over the time between them.",
    ),
    fills=True,
    derives=True,
)
INDEX_ROUNDING = Rule(
    3,
    "index_rounding",
    Text(fr="Arrondi d’index", en="Index rounding"),
    Text(
        fr="L’index recule de sa plus petite unité, par arrondi : le recul est ignoré.",
        en="The index goes back by its smallest unit, through rounding: the step back is ignored.",
    ),
    derives=True,
)
INDEX_ROLLOVER = Rule(
    4,
    "index_rollover",
    Text(fr="Passage par zéro du compteur", en="Meter roll-over"),
    Text(
        fr="Le compteur a atteint son maximum et repart de zéro : la consommation est comptée "
        "à travers ce passage.",
        en="The meter reached its maximum and starts again from zero: consumption is counted "
        "across it.",
    ),
    derives=True,
)
INDEX_RESET = Rule(
    5,
    "index_reset",
    Text(fr="Index remis à zéro", en="Index reset"),
    Text(
        fr="L’index est retombé près de zéro : la consommation de cet intervalle est inconnue, "
        "aucune n’est inventée.",
        en="The index fell back near zero: consumption over this interval is unknown, none is "
        "invented.",
    ),
    removes=True,
    derives=True,
)
METER_REPLACEMENT = Rule(
    6,
    "meter_replacement",
    Text(fr="Changement de compteur", en="Meter replacement"),
    Text(
        fr="L’index saute à un niveau sans rapport, comme après un changement de compteur : la "
        "consommation de cet intervalle est inconnue, aucune n’est inventée.",
        en="The index jumps to an unrelated level, as when a meter is replaced: consumption over "
        "this interval is unknown, none is invented.",
    ),
    removes=True,
    derives=True,
)
INDEX_MISREAD = Rule(
    7,
    "index_misread",
    Text(fr="Relevé d’index aberrant", en="Misread index"),
    Text(
        fr="Un relevé isolé contredit le précédent et le suivant : il est écarté, et la "
        "consommation entre ces deux-là, exacte au total, est répartie uniformément.",
        en="A single reading contradicts the one before and the one after: it is set aside, and "
        "consumption between those two, exact in total, is spread uniformly.",
    ),
    fills=True,
    derives=True,
)
NOT_FINITE = Rule(
    10,
    "not_finite",
    Text(fr="Valeur non numérique", en="Not a number"),
    Text(
        fr="La valeur n’est pas un nombre fini : elle est retirée, ou estimée entre ses voisines.",
        en="The value is not a finite number: it is removed, or estimated between its neighbours.",
    ),
    fills=True,
    removes=True,
)
DUPLICATE = Rule(
    11,
    "duplicate",
    Text(fr="Doublon", en="Duplicate"),
    Text(
        fr="Une autre mesure couvre déjà cet instant : la mesure sans durée est retirée.",
        en="Another observation already covers this instant: the one without duration is removed.",
    ),
    removes=True,
)
OVERLAP = Rule(
    12,
    "overlap",
    Text(fr="Chevauchement", en="Overlap"),
    Text(
        fr="Deux mesures couvrent le même moment : le pas le plus fin est gardé dès qu’il couvre "
        "au moins la moitié de l’autre, sinon le plus large ; le reste est retiré pour ne rien "
        "compter deux fois.",
        en="Two observations cover the same time: the finer step is kept where it covers at least "
        "half of the other, else the coarser one; the rest is removed so that nothing counts "
        "twice.",
    ),
    removes=True,
)
CLOCK_CHANGE = Rule(
    13,
    "clock_change",
    Text(fr="Passage à l’heure d’hiver", en="Clock going back"),
    Text(
        fr="L’heure doublée en octobre n’a qu’une mesure : l’énergie cumulée est partagée en deux, "
        "ou l’heure manquante est estimée entre ses voisines.",
        en="The hour repeated in October has one observation only: the energy put together is "
        "split in two, or the missing hour is estimated between its neighbours.",
    ),
    fills=True,
)
GAP_FILLED_SHORT = Rule(
    14,
    "gap_filled_short",
    Text(fr="Trou court comblé", en="Short gap filled"),
    Text(
        fr="Trois heures au plus manquent : elles sont estimées en ligne droite entre les mesures "
        "voisines.",
        en="At most three hours are missing: they are estimated on a straight line between the "
        "neighbouring observations.",
    ),
    fills=True,
)
STUCK = Rule(
    15,
    "stuck",
    Text(fr="Valeur figée", en="Stuck value"),
    Text(
        fr="La même valeur se répète bien plus longtemps que cette série ne le fait "
        "d’ordinaire : ces mesures sont retirées.",
        en="The same value repeats for much longer than this series usually does: these "
        "observations are removed.",
    ),
    removes=True,
)
ZERO_MISSING = Rule(
    16,
    "zero_missing",
    Text(fr="Zéro mis pour une absence", en="Zero written for missing"),
    Text(
        fr="Cette série ne descend jamais près de zéro : un zéro y tient lieu de mesure "
        "manquante. Il est retiré, ou estimé si l’absence dure trois heures au plus.",
        en="This series never comes near zero: a zero stands for a missing observation. It is "
        "removed, or estimated when at most three hours are missing.",
    ),
    fills=True,
    removes=True,
)
SPIKE = Rule(
    17,
    "spike",
    Text(fr="Valeur impossible", en="Impossible value"),
    Text(
        fr="La valeur est hors de ce que la physique permet, ou isolée et très loin de tout ce que "
        "la série connaît : elle est retirée, ou estimée entre ses voisines.",
        en="The value is beyond what physics allows, or isolated and very far from all that the "
        "series knows: it is removed, or estimated between its neighbours.",
    ),
    fills=True,
    removes=True,
)
UNIT_1000 = Rule(
    18,
    "unit_1000",
    Text(fr="Unité mille fois trop grande ou trop petite", en="Unit off by a thousand"),
    Text(
        fr="Un bloc de valeurs est mille fois plus haut ou plus bas que le reste de la série, "
        "avec la même forme : il est ramené à l’unité du reste.",
        en="A block of values is a thousand times higher or lower than the rest of the series, "
        "with the same shape: it is brought back to the unit of the rest.",
    ),
)

RULES: dict[int, Rule] = {
    rule.code: rule
    for rule in (
        INDEX_DIFFERENCE,
        INDEX_SPREAD,
        INDEX_ROUNDING,
        INDEX_ROLLOVER,
        INDEX_RESET,
        METER_REPLACEMENT,
        INDEX_MISREAD,
        NOT_FINITE,
        DUPLICATE,
        OVERLAP,
        CLOCK_CHANGE,
        GAP_FILLED_SHORT,
        STUCK,
        ZERO_MISSING,
        SPIKE,
        UNIT_1000,
    )
}
