"""What the law asks of an algorithm, from its card and dated rules (`rules.toml`).

A rule that says `check` moves still: whoever reads the answer sees when its text was last read.
This is help to those who decide, not legal advice.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from beffroi.domains.contract import Algorithm
from beffroi.texts import Language, Text
from beffroi.trust.algorithms.card import card_of

_REASONS = {
    ("always", True): Text(fr="vaut pour tout algorithme", en="holds for every algorithm"),
    ("persons", True): Text(fr="des personnes sont jugées", en="persons are judged"),
    ("persons", False): Text(fr="aucune personne n’est jugée", en="no person is judged"),
    ("decides", False): Text(
        fr="l’algorithme propose, une personne nommée décide",
        en="the algorithm proposes, a named person decides",
    ),
    ("talks", False): Text(
        fr="l’algorithme ne parle à personne et ne fabrique aucun contenu",
        en="the algorithm speaks with nobody and makes no content",
    ),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of law: what it asks, what makes it apply, from when, and where it is written."""

    key: str
    label: Text
    asks: Text
    applies: str
    since: date
    source: str
    noted: date
    check: bool


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules of `rules.toml`.

    >>> [rule.key for rule in rules() if rule.source.startswith("RGPD")]
    ['gdpr_22']
    """
    read = tomllib.loads(Path(__file__).with_name("rules.toml").read_text("utf-8"))
    return tuple(
        Rule(
            key,
            Text(**given["label"]),
            Text(**given["asks"]),
            given["applies"],
            given["from"],
            given["source"],
            given["noted"],
            given["check"],
        )
        for key, given in read.items()
    )


def applies(rule: Rule, algorithm: Algorithm) -> bool:
    """Tell whether a rule applies to an algorithm: no algorithm here decides, or talks."""
    return rule.applies == "always" or (rule.applies == "persons" and card_of(algorithm).persons)


def record(algorithm: Algorithm, on: date, language: Language) -> list[dict[str, Any]]:
    """Return what each rule says of an algorithm on a day: whether it applies, why, since when."""
    found = []
    for rule in rules():
        holds = applies(rule, algorithm)
        found.append(
            {
                "rule": rule.key,
                "name": rule.label.in_(language),
                "asks": rule.asks.in_(language),
                "applies": holds,
                "why": _REASONS[rule.applies, holds].in_(language),
                "since": rule.since.isoformat(),
                "in_force": on >= rule.since,
                "source": rule.source,
                "noted_on": rule.noted.isoformat(),
                "to_be_checked": rule.check,
            }
        )
    return found
