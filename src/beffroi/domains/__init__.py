"""Domains, one folder each, all alike, found by scanning this package.

A folder with a `domain.py` that declares `DOMAIN` is a domain; nothing else names it.
"""

import importlib
import pkgutil
from dataclasses import replace
from functools import cache
from pathlib import Path

from beffroi.domains.assets import COMMON
from beffroi.domains.contract import AssetType, Domain
from beffroi.domains.parameters import Parameters, load_parameters
from beffroi.errors import BeffroiError
from beffroi.errors.domains import DOMAIN_UNKNOWN
from beffroi.quantities import QUANTITIES, Quantity


@cache
def domains() -> dict[str, Domain]:
    """Return every domain by key."""
    found = {}
    for info in pkgutil.iter_modules(__path__):
        if info.ispkg:
            domain = importlib.import_module(f"{__name__}.{info.name}.domain").DOMAIN
            found[domain.key] = domain
    return dict(sorted(found.items()))


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
