"""Shares of samples that conform: indicators P101.1 and P102.1 of the annual report.

Definition: arrêté du 2 mai 2007, annexe I; Observatoire national des services d'eau (SISPEA),
sheets P101.1 (microbiology) and P102.1 (physico-chemistry): the share of the samples of the
sanitary control taken for such analyses that conform to the limits of quality. A sample in which
nothing of the kind was looked for (S) counts neither above nor below; one that conforms by
derogation (D) is conforming under the rules in force, and is told.

Services of less than 5,000 inhabitants and 1,000 m3 a day report the two numbers, not their ratio.
"""

from collections.abc import Iterable
from typing import Literal, TypeAlias

from beffroi.domains.contract import Reference
from beffroi.domains.tallies import Tally
from beffroi.domains.water.quality.samples import Sample
from beffroi.texts import Text

Side: TypeAlias = Literal["bact_limits", "pc_limits", "bact_references", "pc_references"]
CONFORMING, NOT, DEROGATED = "C", "N", "D"
LABELS: dict[Side, Text] = {
    "bact_limits": Text(
        fr="Conformité microbiologique (P101.1)", en="Microbiological conformity (P101.1)"
    ),
    "pc_limits": Text(
        fr="Conformité physico-chimique (P102.1)", en="Physico-chemical conformity (P102.1)"
    ),
}
REFERENCES = (
    Reference("Arrêté du 2 mai 2007, annexe I"),
    Reference("SISPEA, fiche P101.1", "https://services.eaufrance.fr/indicateurs/P101.1"),
    Reference("SISPEA, fiche P102.1", "https://services.eaufrance.fr/indicateurs/P102.1"),
)


def rate(samples: Iterable[Sample], side: Side) -> Tally:
    """Count the samples of one side of the control; each sample counts once.

    >>> from datetime import date
    >>> one = Sample("1", date(2026, 1, 1), bact_limits="C")
    >>> two = Sample("2", date(2026, 1, 2), bact_limits="N")
    >>> rate((one, two, two, Sample("3", date(2026, 1, 3), bact_limits="S")), "bact_limits")
    Tally(judged=2, failing=1, derogated=0)
    """
    letters = [getattr(one, side) for one in {one.code: one for one in samples}.values()]
    judged = [letter for letter in letters if letter in (CONFORMING, NOT, DEROGATED)]
    return Tally(len(judged), judged.count(NOT), judged.count(DEROGATED))
