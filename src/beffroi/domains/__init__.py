"""Domains, one folder each, all alike, found by scanning this package.

A folder with a `domain.py` that declares `DOMAIN` is a domain; nothing else names it.
"""

import importlib
import pkgutil
from dataclasses import replace
from functools import cache
from pathlib import Path

from beffroi.domains.assets import COMMON
from beffroi.domains.cards import lacks
from beffroi.domains.contract import Algorithm, AssetType, Domain
from beffroi.domains.parameters import Parameters, load_parameters
from beffroi.errors import BeffroiError
from beffroi.errors.domains import ALGORITHM_UNKNOWN, CARD_MISSING, DOMAIN_UNKNOWN
from beffroi.quantities import QUANTITIES, Quantity


@cache
def domains() -> dict[str, Domain]:
    """Return every domain by key.

    Raises:
        BeffroiError: `domain.card_missing` for an algorithm whose card is not whole.
    """
    found = {}
    for info in pkgutil.iter_modules(__path__):
        if info.ispkg:
            domain = importlib.import_module(f"{__name__}.{info.name}.domain").DOMAIN
            found[domain.key] = whole(domain)
    return dict(sorted(found.items()))


def whole(domain: Domain) -> Domain:
    """Return a domain whose algorithms all have a whole card.

    Raises:
        BeffroiError: `domain.card_missing`.
    """
    for algorithm in domain.algorithms:
        for problem, todo in lacks(algorithm.card):
            raise BeffroiError(
                CARD_MISSING, algorithm=algorithm.key, problem=problem, todo=todo, domain=domain.key
            )
    return domain


def algorithms() -> dict[str, Algorithm]:
    """Return every algorithm of every domain by key: detectors and models.

    >>> "energy.step" in algorithms()
    True
    """
    return {one.key: one for domain in domains().values() for one in domain.algorithms}


def algorithm(key: str) -> Algorithm:
    """Return an algorithm.

    Raises:
        BeffroiError: `domain.algorithm_unknown`.
    """
    known = algorithms()
    if key not in known:
        raise BeffroiError(ALGORITHM_UNKNOWN, algorithm=key, known=", ".join(known))
    return known[key]


def domain(key: str) -> Domain:
    """Return a domain.

    Raises:
        BeffroiError: `domain.unknown`.
    """
    known = domains()
    if key not in known:
        raise BeffroiError(DOMAIN_UNKNOWN, domain=key, known=", ".join(known))
    return known[key]


@cache
def parameters(key: str) -> Parameters:
    """Return the dated numbers of a domain."""
    return load_parameters(Path(__file__).parent / domain(key).key / "parameters")


@cache
def quantities() -> dict[str, Quantity]:
    """Return the quantities of the ground and those that domains declare."""
    table = dict(QUANTITIES)
    for declared in domains().values():
        table |= {quantity.key: quantity for quantity in declared.quantities}
    return table


@cache
def asset_types() -> dict[str, AssetType]:
    """Return the kinds of asset by key: the common ones and those of all domains.

    What several declare is one kind, with the attributes of each.

    >>> [attribute.key for attribute in asset_types()["meter"].attributes]
    ['contracted_power', 'tariff', 'price']
    """
    found: dict[str, AssetType] = {}
    own = [kind for domain in domains().values() for kind in domain.asset_types]
    for declared in (*own, *COMMON):
        known = found.get(declared.key, declared)
        merged = {one.key: one for one in (*known.attributes, *declared.attributes)}
        found[declared.key] = replace(known, attributes=tuple(merged.values()))
    return found
