"""Of which buildings the energy tells of no person: those where the public is served."""

from collections.abc import Mapping, Sequence
from typing import Any

from beffroi.domains.energy.uses import registered

#: Uses of which somebody lives in none: housing and care homes are left out, and what is not said.
PUBLIC = frozenset(
    (
        *("mairie", "ecole", "college_lycee", "creche", "gymnase", "piscine", "salle_des_fetes"),
        *("mediatheque", "culture", "centre_technique", "lieu_de_culte", "eclairage_public"),
        "eau_assainissement",
    )
)


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
