"""The card of an algorithm: what the public is told of it, declared beside its code.

A card holds what code alone does not say: who is concerned, on which legal basis, who answers for
it, how well it was measured to work. Its constants are those of the code itself, and its version
stands for a fingerprint of the code (`fingerprints.py`), so that neither can drift from what runs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from beffroi.texts import Text


@dataclass(frozen=True, slots=True)
class Reference:
    """A standard, a law or a paper; `url` where it is public."""

    title: str
    url: str = ""


class Automation(StrEnum):
    """How far an algorithm goes. There is no member that decides: a named person does."""

    INFORMS = "informs"  # gives a figure that people and other algorithms read
    PROPOSES = "proposes"  # proposes a finding, which a person acts upon, watches or dismisses


AUTOMATION: dict[Automation, Text] = {
    Automation.INFORMS: Text(
        fr="calcule une valeur de référence ; ne propose ni ne décide rien",
        en="computes a reference value; proposes and decides nothing",
    ),
    Automation.PROPOSES: Text(
        fr="propose un constat ; une personne nommée décide d’agir, de surveiller ou d’écarter",
        en="proposes a finding; a named person decides to act, to watch or to dismiss",
    ),
}


@dataclass(frozen=True, slots=True)
class Constant:
    """A parameter or a weight; `value` is the constant that the code itself uses."""

    label: Text
    value: float
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured performance: `value` stands at `path` of `benchmark` in `benchmarks/figures.json`.

    A house test compares the two. Steps of the path are keys, or `key=value` of a list.
    """

    label: Text
    value: float
    benchmark: str
    path: str
    on: date
    cases: int = 0  # how many were judged, 0 where the figure is no share of cases


@dataclass(frozen=True, slots=True)
class Group:
    """What a benchmark counted in one group of meters."""

    key: str
    label: Text
    cases: int  # faults put in
    seen: int  # of these, those that were said
    delay: float | None  # median days to the first word [d]
    said: int  # distinct findings
    true: int  # of these, those that are of a fault


@dataclass(frozen=True, slots=True)
class Groups:
    """The same on several groups: they stand in `groups` of `benchmark` in `figures.json`.

    Each is the line of that family, of that way to group and of its own key; a house test compares.
    """

    label: Text
    benchmark: str
    family: str
    by: str
    on: date
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What the public is told of an algorithm beyond its purpose, method and limits."""

    automation: Automation
    concerned: Text
    """What is judged, and which persons it may say something of."""
    persons: bool
    """Whether a natural person is judged, or can be told from what is judged."""
    constants: tuple[Constant, ...]
    legal_basis: tuple[Reference, ...]
    owner: Text
    """Who answers for the algorithm."""
    figures: tuple[Figure, ...] = ()
    by_group: tuple[Groups, ...] = ()
    """How well it works for some and for others, where faults are known: in a simulation."""
    unmeasured: Text | None = None
    """Why its performance has no figure; said on the card as a lack."""


def lacks(card: Card | None) -> Iterator[tuple[Text, Text]]:
    """Say what a card lacks, and what to write; a whole card lacks nothing.

    >>> [problem.en for problem, _ in lacks(None)]
    ['no card']
    """
    if card is None:
        yield (
            Text(fr="sans fiche", en="no card"),
            Text(fr="déclarez card=Card(…)", en="declare card=Card(...)"),
        )
        return
    texts = [card.concerned, card.owner]
    texts += [one.label for one in card.constants] + [one.label for one in card.figures]
    texts += [card.unmeasured] if card.unmeasured else []
    if any(not text.fr.strip() or not text.en.strip() for text in texts):
        yield (
            Text(fr="fiche avec un texte vide", en="a text of the card is empty"),
            Text(fr="écrivez-le en français et en anglais", en="write it in French and in English"),
        )
    if not card.constants:
        yield (
            Text(fr="fiche sans paramètre", en="no parameter on the card"),
            Text(
                fr="montrez dans `constants` les seuils du code",
                en="show the thresholds of the code in `constants`",
            ),
        )
    if not card.legal_basis or any(not one.title.strip() for one in card.legal_basis):
        yield (
            Text(fr="fiche sans base légale", en="no legal basis on the card"),
            Text(fr="citez le texte dans `legal_basis`", en="cite the text in `legal_basis`"),
        )
    if bool(card.figures) == (card.unmeasured is not None):
        yield (
            Text(fr="fiche sans performance", en="no performance on the card"),
            Text(
                fr="donnez `figures`, ou la raison de leur absence dans `unmeasured`",
                en="give `figures`, or why there are none in `unmeasured`",
            ),
        )
