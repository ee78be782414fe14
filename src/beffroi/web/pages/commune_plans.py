"""Plans of scenarios on the first page: those decided, and what they saved."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from beffroi.decide.scenarios.outcome import Followed, followed
from beffroi.decide.scenarios.telling import sentence
from beffroi.texts import Language, Text
from beffroi.web.pages.told import Decided, Obtained

_CHOICE = Text(fr="scénario décidé", en="scenario decided")
MOST = 3


def plans(session: Session, organisation: int) -> list[Followed]:
    """List the plans that stand, the last decided first."""
    return followed(session, organisation)


def obtained(found: Sequence[Followed], language: Language) -> tuple[Obtained, ...]:
    """Return what plans saved, the last verified first."""
    verified = [
        (one.computed_at, one, one.outcome)
        for one in found
        if one.outcome is not None and one.computed_at is not None
    ]
    verified.sort(key=lambda each: each[0], reverse=True)
    return tuple(
        Obtained(
            0,
            one.name,
            ", ".join(dict.fromkeys(each.label.in_(language) for each in one.notes if each.lever)),
            sentence(result),
            one.proven,
            one.scenario,
        )
        for _, one, result in verified[:MOST]
    )


def decided(found: Sequence[Followed], names: dict[str, str]) -> tuple[Decided, ...]:
    """Return the plans decided lately, the last first."""
    return tuple(
        Decided(0, one.name, one.decided_at, names[one.actor], _CHOICE, one.why, one.scenario)
        for one in found[:MOST]
    )
