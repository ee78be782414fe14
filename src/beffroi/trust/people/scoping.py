"""What a person may read, acting for an organisation, and why: from the roles in force there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from beffroi.errors import BeffroiError
from beffroi.errors.people import RIGHT_MISSING
from beffroi.store.scope import Scope
from beffroi.store.state.people import Person
from beffroi.store.write import WriteDoor
from beffroi.texts import Text
from beffroi.trust.people import memberships
from beffroi.trust.people.memberships import Held, rights
from beffroi.trust.people.roles import Right, roles

_READS = Text(
    fr="oui : le rôle « {role} »{lent} lit les mesures{proof}",
    en="yes: the role “{role}”{lent} reads measures{proof}",
)
_READS_NONE = Text(
    fr="non : le rôle « {role} »{lent} ne lit pas les mesures",
    en="no: the role “{role}”{lent} reads no measures",
)
_READS_HOME = Text(
    fr="oui : le rôle « {role} »{lent} lit les mesures des foyers{proof}",
    en="yes: the role “{role}”{lent} reads the measures of households{proof}",
)
_READS_NO_HOME = Text(
    fr="non : ce sont les mesures d’un foyer, et le rôle « {role} »{lent} n’en lit que des totaux "
    "d’au moins dix",
    en="no: these are the measures of a household, and the role “{role}”{lent} reads totals of ten "
    "at least",
)
_NO_ROLE = Text(
    fr="non : cette personne n’a aucun rôle en vigueur", en="no: this person has no role in force"
)
_CLOSED = Text(fr="non : ce compte est fermé", en="no: this account is closed")
_LENT = Text(fr=", reçu par délégation,", en=", received by delegation,")
_PROOF = Text(
    fr=", une fois la seconde preuve donnée", en=", once the second proof of identity is given"
)
_NOTHING = Text(fr="", en="")


@dataclass(frozen=True, slots=True)
class RoleReason:
    """What a role in force says of reading measures; without role, why there is none."""

    held: Held | None
    allows: bool
    why: Text


def scope_of(
    person: str, held: Sequence[Held], organisation: int, purpose: str, *, second_factor: bool
) -> Scope:
    """Return what a person reads for an organisation; the read door holds to it.

    Whoever reads indicators only, as elected officials do, gets a scope without measures.

    Args:
        person: The reference of the person.
        held: The roles in force (`memberships.held`).
        organisation: The one that they act for.
        purpose: What for.
        second_factor: Whether a second proof was given.

    Raises:
        BeffroiError: `people.right_missing`.
    """
    had = rights(held, organisation, second_factor=second_factor)
    if not had & {Right.READ_MEASURES, Right.READ_INDICATORS}:
        raise BeffroiError(RIGHT_MISSING, right=Right.READ_INDICATORS)
    return Scope.of(
        organisation,
        person,
        purpose,
        measures=Right.READ_MEASURES in had,
        households=Right.READ_HOUSEHOLDS in had,
    )


def explain_roles(
    door: WriteDoor, person: Person, now: datetime, *, household: bool = False
) -> list[RoleReason]:
    """Say of each role in force, own ones first, whether it reads measures, or a `household`."""
    if person.closed_at is not None:
        return [RoleReason(None, False, _CLOSED)]
    held = memberships.of(door, person, now)
    return [_reason(one, household=household) for one in held] or [
        RoleReason(None, False, _NO_ROLE)
    ]


def _reason(held: Held, *, household: bool) -> RoleReason:
    role = roles()[held.role]
    wanted = {Right.READ_MEASURES} | ({Right.READ_HOUSEHOLDS} if household else set())
    allows = wanted <= role.rights
    reads, reads_none = (_READS_HOME, _READS_NO_HOME) if household else (_READS, _READS_NONE)
    words = {
        "role": role.label,
        "lent": _LENT if held.lent else _NOTHING,
        "proof": _PROOF if role.second_factor else _NOTHING,
    }
    return RoleReason(held, allows, (reads if allows else reads_none).fill(words))
