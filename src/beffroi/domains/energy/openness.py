"""Of which buildings the energy tells of no person: those where the public is served."""

from collections.abc import Mapping, Sequence
from typing import Any

from beffroi.domains.energy.assets import USES
from beffroi.domains.energy.uses import LIVED_IN, OTHER, registered

#: Uses of which somebody lives in none: housing and care homes are left out, and what is not said.
PUBLIC = frozenset(key for key, *_ in USES) - LIVED_IN - {OTHER}


def public(chain: Sequence[tuple[str, Mapping[str, Any]]]) -> bool:
    """Tell whether a meter is an authority's own, in a building where nobody lives.

    `chain` has the types and attributes of the meter and of all that it is in, the nearest first.

    >>> school = ("building", {"use": "ecole"})
    >>> public([("delivery_point", {}), school]), public([("delivery_point", {})])
    (True, False)
    >>> public([("delivery_point", {"holder": "household"}), school])  # a caretaker's
    False
    """
    if any(said.get("holder", "authority") != "authority" for _, said in chain):
        return False
    uses = [registered(str(said.get("use"))) for kind, said in chain if kind == "building"]
    return bool(uses) and uses[0] in PUBLIC
