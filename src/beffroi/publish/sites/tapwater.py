"""Samples of tap water that conform, year by year, as the public site may tell them.

Nothing is protected, so that the gate of figures has nothing to hold back: samples are of networks,
not of persons, and the State publishes each of them. What is told is counted from them alone, with
their number, for a share of four samples says little.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from beffroi.decide.indicators import Value, compute
from beffroi.domains import domains
from beffroi.domains.tallies import Tally
from beffroi.errors import BeffroiError
from beffroi.errors.site import NOTHING_TO_PUBLISH
from beffroi.figures import numbers
from beffroi.publish.sites.panels import MOST_YEARS
from beffroi.publish.sites.prepared import Prepared, said
from beffroi.store.read import ReadDoor
from beffroi.texts import Text
from beffroi.trust.gate.answer import Status

KEY = "eau-conforme"
LABEL = Text(fr="Eau du robinet : prélèvements conformes", en="Tap water: samples that conform")
MEASURE = "prelevements"
_NONE = Text(
    fr="aucune année de prélèvements n’est connue en entier",
    en="no year of samples is known all through",
)
_SENTENCE = Text(
    fr="En {year}, prélèvements conformes aux limites de qualité : {parts}.",
    en="In {year}, samples that conformed to the limits of quality: {parts}.",
)
_PART = Text(fr="{good} sur {n} pour {what}", en="{good} of {n} for {what}")
#: The controls by their name in the annual report: what they are of, and in a sentence.
_CONTROLS = {
    "P101.1": (
        Text(fr="Microbiologie (P101.1)", en="Microbiology (P101.1)"),
        Text(fr="la microbiologie (P101.1)", en="microbiology (P101.1)"),
    ),
    "P102.1": (
        Text(fr="Physico-chimie (P102.1)", en="Chemistry (P102.1)"),
        Text(fr="la physico-chimie (P102.1)", en="chemistry (P102.1)"),
    ),
}
_OF = {"water.conformity_microbiology": "P101.1", "water.conformity_chemistry": "P102.1"}
_METHOD = Text(
    fr="Prélèvements du contrôle sanitaire de l’eau du robinet (agence régionale de santé, publiés "
    "par Hub’Eau), comptés une fois chacun, d’après la conformité que l’agence a dite. Ceux où "
    "rien n’a été cherché de cette sorte ne comptent pas. Une année connue en partie n’est pas "
    "montrée.",
    en="Samples of the sanitary control of tap water (health agency, published by Hub’Eau), each "
    "counted once, by the conformity that the agency told. Those in which nothing of the kind was "
    "looked for do not count. A year known in part is not shown.",
)
_COLUMNS = (
    ("controle", Text(fr="Contrôle", en="Control")),
    ("resultat", Text(fr="Résultat", en="Result")),
    ("annee", Text(fr="Année", en="Year")),
)
_RESULTS = {
    "conforme": Text(fr="conforme", en="conforming"),
    "derogation": Text(fr="conforme par dérogation", en="conforming by derogation"),
    "non-conforme": Text(fr="non conforme", en="not conforming"),
}


def known(door: ReadDoor, organisation: int) -> list[Value]:
    """Count the samples that an authority may show, for each whole year.

    Raises:
        BeffroiError: `store.out_of_scope`.
    """
    return [
        value
        for domain in domains().values()
        if (keys := [one.key for one in domain.indicators if one.key in _OF])
        for value in compute(door, organisation, domain, keys)
    ]


def prepare(found: Sequence[Value], *, simulated: bool) -> Prepared:
    """Return what would be published of the last years.

    Raises:
        BeffroiError: `site.nothing`, where no year is whole.
    """
    years = sorted({one.first.year for one in found})[-MOST_YEARS:]
    if not years:
        raise BeffroiError(NOTHING_TO_PUBLISH, reason=_NONE)
    kept = [one for one in found if one.first.year in years]
    tallies = {
        (_OF[one.indicator.key], one.first.year): one.tally for one in kept if one.tally is not None
    }
    content: dict[str, Any] = {
        "kind": "table",
        "label": said(LABEL),
        "sentence": said(_sentence(tallies, years[-1])),
        "unit": "1",
        "measure": MEASURE,
        "method": said(_METHOD),
        "columns": [{"name": name, "label": said(label)} for name, label in _COLUMNS],
        "codes": {
            "controle": {key: said(label) for key, (label, _) in _CONTROLS.items()},
            "resultat": {key: said(label) for key, label in _RESULTS.items()},
        },
        "rows": list(_rows(tallies, years)),
        "totals": [],
        "held_back": False,
        "references": list(
            dict.fromkeys(each.title for one in kept for each in one.indicator.references)
        ),
        "simulated": simulated,
    }
    return Prepared(KEY, LABEL, Status.OPEN, content=content, members={"years": years})


def _rows(tallies: Mapping[tuple[str, int], Tally], years: Sequence[int]) -> Iterator[list[Any]]:
    """Yield a count for each control, result and year: 0 where no sample was of that kind."""
    for control in sorted({control for control, _ in tallies}):
        own = [(str(year), tallies.get((control, year), Tally(0, 0))) for year in years]
        for year, one in own:
            yield [control, "conforme", year, one.good - one.derogated]
        if any(one.derogated for _, one in own):
            for year, one in own:
                yield [control, "derogation", year, one.derogated]
        for year, one in own:
            yield [control, "non-conforme", year, one.failing]


def _sentence(tallies: Mapping[tuple[str, int], Tally], year: int) -> Text:
    """Say the last year, with its numbers."""
    parts = [
        _PART.fill(good=numbers(one.good), n=numbers(one.judged), what=what)
        for control, (_, what) in _CONTROLS.items()
        for one in [tallies.get((control, year))]
        if one is not None
    ]
    told = Text(fr=", ".join(one.fr for one in parts), en=", ".join(one.en for one in parts))
    return _SENTENCE.fill(year=year, parts=told)
