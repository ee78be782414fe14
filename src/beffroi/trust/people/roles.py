"""Rights and roles: a small closed set of each, read from `roles.toml`."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from beffroi.errors import BeffroiError
from beffroi.errors.people import ROLE_UNKNOWN
from beffroi.texts import Text

_FILE = Path(__file__).with_name("roles.toml")


class Right(StrEnum):
    """What may be allowed to somebody in an organisation."""

    READ_INDICATORS = "read_indicators"  # indicators, findings, outcomes: never a single household
    READ_MEASURES = "read_measures"  # measures one by one
    READ_HOUSEHOLDS = "read_households"  # those of a household, under its pseudonym
    IMPORT = "import"
    DECIDE = "decide"
    MANAGE_DATA = "manage_data"
    MANAGE_TOKENS = "manage_tokens"
    AGREE = "agree"
    PUBLISH = "publish"  # on the public site of the authority
    SEE_JOURNAL = "see_journal"
    HANDLE_REQUESTS = "handle_requests"  # those of persons about their own data
    HANDLE_INCIDENTS = "handle_incidents"
    ADMINISTER_PEOPLE = "administer_people"


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody is in an organisation, and what that allows."""

    key: str
    label: Text
    about: Text
    rights: frozenset[Right]
    second_factor: bool
    """Whether its rights count only once a second proof was given."""
    delegable: bool


@cache
def roles() -> dict[str, Role]:
    """Return every role by key.

    >>> Right.READ_MEASURES in roles()["elected"].rights
    False
    """
    content = tomllib.loads(_FILE.read_text("utf-8"))
    return {
        key: Role(
            key,
            Text(**entry["label"]),
            Text(**entry["about"]),
            frozenset(Right(right) for right in entry["rights"]),
            entry["second_factor"],
            entry["delegable"],
        )
        for key, entry in content.items()
    }


def role(key: str) -> Role:
    """Return a role.

    Raises:
        BeffroiError: `people.role_unknown`, with those that exist.
    """
    if key not in roles():
        raise BeffroiError(ROLE_UNKNOWN, role=key[:40], known=", ".join(roles()))
    return roles()[key]
