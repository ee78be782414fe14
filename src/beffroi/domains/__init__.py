"""Domains, one folder each, all alike, found by scanning this package.

A folder with a `domain.py` that declares `DOMAIN` is a domain; nothing else names it.
"""

import importlib
import pkgutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from beffroi.domains.assets import COMMON
from beffroi.domains.cards import lacks
from beffroi.domains.contract import Algorithm, AssetType, Domain, Room
from beffroi.domains.methods import METHODS
from beffroi.domains.parameters import Parameters, load_parameters
from beffroi.domains.repairs import REPAIR
from beffroi.errors import BeffroiError
from beffroi.errors.domains import (
    ALGORITHM_UNKNOWN,
    ALGORITHM_UNSTOPPABLE,
    CARD_MISSING,
    DOMAIN_UNKNOWN,
)
from beffroi.quantities import QUANTITIES, Quantity

AnyRoom = TypeVar("AnyRoom", bound=Room)


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


def whole(room: AnyRoom) -> AnyRoom:
    """Return what holds algorithms, all of which have a whole card.

    Raises:
        BeffroiError: `domain.card_missing`.
    """
    for algorithm in room.algorithms:
        for problem, todo in lacks(algorithm.card):
            raise BeffroiError(
                CARD_MISSING, algorithm=algorithm.key, problem=problem, todo=todo, domain=room.key
            )
    return room


@cache
def rooms() -> dict[str, Room]:
    """Return what holds algorithms by key: domains, then what all of them rest on."""
    shared = (REPAIR, METHODS)
    return {**domains(), **{one.key: whole(one) for one in shared}}


def room(key: str) -> Room:
    """Return what holds an algorithm, by the first word of its key.

    >>> room("repair.spike").key, room("energy").key
    ('repair', 'energy')

    Raises:
        BeffroiError: `domain.unknown`.
    """
    known, name = rooms(), key.partition(".")[0]
    if name not in known:
        raise BeffroiError(DOMAIN_UNKNOWN, domain=name, known=", ".join(known))
    return known[name]


def algorithms() -> dict[str, Algorithm]:
    """Return every algorithm by key: detectors and models of domains, repair, common methods.

    >>> "energy.step" in algorithms(), "repair.spike" in algorithms()
    (True, True)
    """
    return {one.key: one for each in rooms().values() for one in each.algorithms}


def algorithm(key: str) -> Algorithm:
    """Return an algorithm.

    Raises:
        BeffroiError: `domain.algorithm_unknown`.
    """
    known = algorithms()
    if key not in known:
        raise BeffroiError(ALGORITHM_UNKNOWN, algorithm=key, known=", ".join(known))
    return known[key]


def stoppable(key: str) -> Algorithm:
    """Return an algorithm that people may stop: one of a domain.

    Raises:
        BeffroiError: `domain.algorithm_unknown`, `domain.algorithm_unstoppable`.
    """
    found = algorithm(key)
    if room(key).key not in domains():
        raise BeffroiError(ALGORITHM_UNSTOPPABLE, algorithm=key)
    return found


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
def asset_types(trade: str = "") -> dict[str, AssetType]:
    """Return the kinds of asset by key: the common ones and those of a domain, of all by default.

    What several declare is one kind, with the attributes of each.

    >>> [attribute.key for attribute in asset_types()["meter"].attributes][3:]
    ['holder', 'role', 'from_district', 'latitude', 'longitude']
    >>> [attribute.key for attribute in asset_types("water")["meter"].attributes]
    ['role', 'from_district', 'latitude', 'longitude']

    Raises:
        BeffroiError: `domain.unknown`.
    """
    found: dict[str, AssetType] = {}
    asked = (domain(trade),) if trade else domains().values()
    for declared in (*(kind for one in asked for kind in one.asset_types), *COMMON):
        known = found.get(declared.key, declared)
        merged = {one.key: one for one in (*known.attributes, *declared.attributes)}
        found[declared.key] = replace(known, attributes=tuple(merged.values()))
    return found
