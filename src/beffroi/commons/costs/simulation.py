"""What changes for each when a member joins or leaves, the costs being the same."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from beffroi.commons.costs.model import Member, Plan
from beffroi.commons.costs.statement import statement
from beffroi.errors import BeffroiError
from beffroi.errors.commons import COSTS_INVALID
from beffroi.texts import Text

_KNOWN = Text(fr="il est déjà membre", en="it is a member already")
_UNKNOWN = Text(fr="il n’est pas membre", en="it is no member")


@dataclass(frozen=True, slots=True)
class Change:
    """What a member owes before and after [cents]; None where it is no member."""

    member: str
    before: int | None
    after: int | None

    @property
    def difference(self) -> int:
        """What it pays more [cents]."""
        return (self.after or 0) - (self.before or 0)


def simulate(
    plan: Plan, join: Sequence[Member] = (), leave: Sequence[str] = (), on: date | None = None
) -> list[Change]:
    """Say what each member owes before and after some join or leave, in order of name.

    Those that leave `on` a day owe what is due for the days before it. Costs stay the same: what
    a member costs or spares by itself is for the plan to say.

    Raises:
        BeffroiError: `costs.invalid`, `costs.unshareable`.
    """
    names = {one.name for one in plan.members}
    for one in join:
        if one.name in names:
            raise BeffroiError(COSTS_INVALID, place=one.name, reason=_KNOWN)
        names.add(one.name)
    for name in leave:
        if name not in names:
            raise BeffroiError(COSTS_INVALID, place=name, reason=_UNKNOWN)
    stay = [one for one in plan.members if one.name not in leave]
    partly = [replace(one, until=on) for one in plan.members if one.name in leave and on]
    new = replace(plan, members=(*stay, *partly, *join))
    before, after = ({due.member: due.due for due in statement(one).dues} for one in (plan, new))
    return [Change(name, before.get(name), after.get(name)) for name in sorted({*before, *after})]
