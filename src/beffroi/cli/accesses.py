"""Why somebody may or may not read a series: their roles, then ownership and agreements."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from beffroi.cli.context import Session
from beffroi.commons.agreements.explaining import Reason, explain
from beffroi.decide.catalogue import Listed
from beffroi.periods import utc_now
from beffroi.store.state.people import Person
from beffroi.store.write import WriteDoor
from beffroi.texts import Language
from beffroi.trust.people.accounts import spelled
from beffroi.trust.people.scoping import RoleReason, explain_roles

_REFERENCE = re.compile("p-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Explained:
    """What was looked at for a reader and a series, and what each answers."""

    reader: dict[str, Any]
    """The person or the organisation, as plain data."""
    series: int
    roles: Sequence[RoleReason] | None
    """Of a person; None for an organisation."""
    rules: Sequence[tuple[int, Reason]]
    """By organisation that they may act for."""

    @property
    def allowed(self) -> bool:
        """Whether something of it may be read."""
        return any(reason.allows for _, reason in self.rules)

    def to_dict(self, language: Language) -> dict[str, Any]:
        """Return it as plain data."""
        said: dict[str, Any] = {**self.reader, "series": self.series, "allowed": self.allowed}
        if self.roles is not None:
            said["roles"] = [
                {
                    "role": one.held.role if one.held else None,
                    "organisation": one.held.organisation if one.held else None,
                    "by_delegation": bool(one.held and one.held.lent),
                    "allows": one.allows,
                    "why": one.why.in_(language),
                }
                for one in self.roles
            ]
        said["reasons"] = [
            {
                "organisation": owner,
                "agreement": one.agreement,
                "allows": one.allows,
                "why": one.why.in_(language),
            }
            for owner, one in self.rules
        ]
        return said


def is_person(who: str) -> bool:
    """Tell whether a word names a person, not an organisation.

    >>> is_person("jeanne@exemple.fr"), is_person("Commune"), is_person("p-0123456789ab")
    (True, False, True)
    """
    return bool(spelled(who)) or _REFERENCE.fullmatch(who) is not None


def of_organisation(door: WriteDoor, reader: int, series: int) -> Explained:
    """Look at ownership and agreements for an organisation.

    Raises:
        BeffroiError: `store.not_found`.
    """
    rules = [(reader, one) for one in explain(door, reader, series)]
    return Explained({"organisation": reader}, series, None, rules)


def of_person(door: WriteDoor, person: Person, found: Listed) -> Explained:
    """Look at the roles of a person, then at what those that read measures may read.

    A role in all organisations acts for the owner of the series.

    Raises:
        BeffroiError: `store.not_found`.
    """
    roles = explain_roles(door, person, utc_now(), household=found.series.household)
    own, series = found.organisation.id, found.series.id
    acting = [one.held.organisation or own for one in roles if one.allows and one.held]
    rules = [
        (reader, one) for reader in dict.fromkeys(acting) for one in explain(door, reader, series)
    ]
    return Explained({"person": person.reference}, series, roles, rules)


def show_access(session: Session, told: Explained) -> None:
    """Print why somebody may or may not read a series."""
    names = session.names()
    for role in told.roles or ():
        where = names[role.held.organisation] if role.held and role.held.organisation else ""
        _line(session, where, session.say(role.why))
    for reader, reason in told.rules:
        place = names[reader] if told.roles is not None else ""
        number = f"n° {reason.agreement}" if reason.agreement else ""
        _line(session, place, number, session.say(reason.why))


def _line(session: Session, *words: str) -> None:
    session.console.print(" – ".join(filter(None, words)), soft_wrap=True)
