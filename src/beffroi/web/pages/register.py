"""`/algorithmes`: the public register of algorithms, and the card of each; nobody signs in."""

from dataclasses import dataclass

from beffroi.domains import algorithms
from beffroi.texts import Text
from beffroi.trust.algorithms.card import public
from beffroi.web.access.demands import ANYONE
from beffroi.web.pages.cards import CardShown, card
from beffroi.web.pages.declaring import Page, View, Visit

_TITLE = Text(fr="Registre des algorithmes", en="Register of algorithms")
_WORDS = {
    "about": Text(
        fr="Ce que le logiciel calcule seul, et comment : chaque fiche vient du code qui "
        "s’exécute. Aucun de ces algorithmes ne décide rien : une personne nommée le fait, et "
        "peut être contredite.",
        en="What the software computes by itself, and how: each card comes from the code that "
        "runs. None of these algorithms decides anything: a named person does, and may be "
        "contradicted.",
    ),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """An algorithm: its card and what it is for."""

    key: str
    label: Text
    purpose: str


@dataclass(frozen=True, slots=True)
class Register:
    """The algorithms, by name."""

    algorithms: tuple[Listed, ...]


def _register(visit: Visit) -> View:
    found = [
        Listed(key, one.label, str(public(one, visit.language)["purpose"]))
        for key, one in algorithms().items()
    ]
    found.sort(key=lambda one: one.label.in_(visit.language))
    return View("register.html", _TITLE, Register(tuple(found)), _WORDS)


PAGES = (
    Page("GET", "/algorithmes", ANYONE, _register, context=Register),
    Page("GET", "/algorithmes/{algorithm}", ANYONE, card, context=CardShown),
)
