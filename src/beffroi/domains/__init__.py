"""Domains, one folder each, all alike, found by scanning this package.

A folder with a `domain.py` that declares `DOMAIN` is a domain; nothing else names it.
"""

import importlib
import pkgutil
from functools import cache
from pathlib import Path

from beffroi.domains.contract import Domain
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
