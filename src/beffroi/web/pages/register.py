"""`/algorithmes`: the public register of algorithms, and the card of each; nobody signs in."""

from dataclasses import dataclass

from beffroi.domains import algorithms
from beffroi.texts import Text
from beffroi.trust.algorithms.card import public
from beffroi.web.access.demands import ANYONE
from beffroi.web.pages.cards import CardShown, card
from beffroi.web.pages.declaring import Page, View, Visit

_TITLE = Text(fr="Registre des algorithmes", en="Register of algorithms")
_KINDS = {
    "detector": Text(fr="Ce qui signale", en="What reports"),
    "model": Text(fr="Ce qui calcule", en="What computes"),
    "repair": Text(fr="Ce qui répare les mesures", en="What repairs measures"),
}
_ORDER = {kind: place for place, kind in enumerate(_KINDS)}
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
class Group:
    """Algorithms of a kind, by name."""

    title: Text
    algorithms: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """All algorithms, by kind."""

    groups: tuple[Group, ...]


def _register(visit: Visit) -> View:
    by: dict[str, list[Listed]] = {}
    for key, one in algorithms().items():
        told = public(one, visit.language)
        # Rules of repair are all for the same thing: what each does tells them apart.
        said = told["method" if told["kind"] == "repair" else "purpose"]
        by.setdefault(told["kind"], []).append(Listed(key, one.label, str(said)))
    groups = (
        Group(
            _KINDS.get(kind, Text(fr=kind, en=kind)),
            tuple(sorted(found, key=lambda one: one.label.in_(visit.language))),
        )
        for kind, found in sorted(by.items(), key=lambda one: _ORDER.get(one[0], len(_ORDER)))
    )
    return View("register.html", _TITLE, Register(tuple(groups)), _WORDS)


PAGES = (
    Page("GET", "/algorithmes", ANYONE, _register, context=Register),
    Page("GET", "/algorithmes/{algorithm}", ANYONE, card, context=CardShown),
)
