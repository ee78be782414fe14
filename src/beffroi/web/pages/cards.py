"""`/{organisation}/algorithmes/{algorithm}`: the public card of an algorithm."""

from dataclasses import dataclass

from beffroi.domains import algorithms
from beffroi.errors import BeffroiError
from beffroi.errors.store import NOT_FOUND
from beffroi.texts import Text
from beffroi.trust.algorithms.card import WORDS as FIELDS
from beffroi.trust.algorithms.card import public
from beffroi.trust.algorithms.register import line
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Page, View, Visit

_WHAT = Text(fr="algorithme", en="algorithm")
_WORDS = {
    "where": Text(fr="Vous êtes ici", en="You are here"),
    "back": Text(fr="Tous les algorithmes", en="All algorithms"),
    "about": Text(
        fr="Fiche établie par le logiciel lui-même, à partir du code qui s’exécute (CRPA, article "
        "L312-1-3). Cet algorithme ne décide rien : une personne nommée le fait.",
        en="A card made by the software itself, from the code that runs (CRPA, article L312-1-3). "
        "This algorithm decides nothing: a named person does.",
    ),
    "ask": Text(
        fr="Vous pouvez demander les règles qui le définissent et la façon dont elles vous ont été "
        "appliquées (CRPA, article L311-3-1). Sans réponse sous un mois, la CADA peut être saisie.",
        en="You may ask for the rules that define it and how they were applied to you (CRPA, "
        "article L311-3-1). Without an answer within a month, the CADA may be seized.",
    ),
}


@dataclass(frozen=True, slots=True)
class CardShown:
    """The fields of a card, in order."""

    fields: tuple[tuple[Text, str], ...]


def card(visit: Visit) -> View:
    """Show the card of the algorithm that the address names.

    Raises:
        BeffroiError: `store.not_found`.
    """
    key = visit.path["algorithm"]
    if key not in algorithms():
        raise BeffroiError(NOT_FOUND, what=_WHAT, key=key[:80], command="algorithms")
    told = public(algorithms()[key], visit.language)
    fields = tuple((word, line(told, name, visit.language)) for name, word in FIELDS.items())
    return View("card.html", algorithms()[key].label, CardShown(fields), _WORDS)


PAGES = (
    Page(
        "GET",
        "/{organisation}/algorithmes/{algorithm}",
        holder(Right.READ_INDICATORS),
        card,
        context=CardShown,
    ),
)
