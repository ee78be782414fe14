"""What buildings are for, in the words of the register of assets."""

from collections.abc import Mapping
from typing import Any

from beffroi.domains import domains
from beffroi.domains.energy.uses import OTHER, registered
from beffroi.texts import Text


def uses() -> dict[str, Text]:
    """Return the label of each use that a building may have, whichever domain names it."""
    return {
        key: label
        for domain in domains().values()
        for kind in domain.asset_types
        for attribute in kind.attributes
        if attribute.key == "use"
        for key, label in attribute.choices
    }


def use_of(attributes: Mapping[str, Any], known: Mapping[str, Text]) -> str:
    """Return the use of a building; one that is not known is another one.

    >>> use_of({"use": "school"}, uses()), use_of({"use": "<script>"}, uses())
    ('ecole', 'autre')
    """
    use = registered(str(attributes.get("use", "")))
    return use if use in known else OTHER
