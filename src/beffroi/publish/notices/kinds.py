"""What people may be told of, how often, and who is told unless they choose otherwise."""

from dataclasses import dataclass

from beffroi.texts import Text
from beffroi.trust.people.roles import Right

NEVER, NOW, WEEK, MONTH = "never", "now", "week", "month"
DIGEST = "digest"
#: What a link of a letter stops: the digests, or what is told as it happens.
EVENTS = "events"


@dataclass(frozen=True, slots=True)
class Kind:
    """Something to be told of."""

    key: str
    label: Text
    paces: tuple[str, ...]
    right: Right
    """What its reader needs to hold."""
    usual: str
    """How often those are told who may decide, or import, and did not choose."""
    given_to: Right
    """Who is told at the usual pace; the others choose it if they wish."""


KINDS = {
    one.key: one
    for one in (
        Kind(
            DIGEST,
            Text(fr="Le point sur la collectivité", en="How the authority stands"),
            (NEVER, WEEK, MONTH),
            Right.READ_INDICATORS,
            MONTH,
            Right.DECIDE,
        ),
        Kind(
            "grave",
            Text(fr="Un constat fort est apparu", en="A grave finding appeared"),
            (NEVER, NOW),
            Right.READ_INDICATORS,
            NOW,
            Right.DECIDE,
        ),
        Kind(
            "assigned",
            Text(
                fr="Un constat m’est confié, ou je le suis", en="A finding is mine, or I follow it"
            ),
            (NEVER, NOW),
            Right.READ_INDICATORS,
            NOW,
            Right.READ_INDICATORS,
        ),
        Kind(
            "jobs",
            Text(fr="Un import ou une tâche a échoué", en="An import or a job failed"),
            (NEVER, NOW),
            Right.IMPORT,
            NOW,
            Right.IMPORT,
        ),
    )
}
PACES = {
    NEVER: Text(fr="jamais", en="never"),
    NOW: Text(fr="aussitôt", en="at once"),
    WEEK: Text(fr="chaque semaine", en="every week"),
    MONTH: Text(fr="chaque mois", en="every month"),
}


def group_of(kind: str) -> str:
    """Return what a link that stops a kind stops with it.

    >>> group_of("grave"), group_of("digest")
    ('events', 'digest')
    """
    return DIGEST if kind == DIGEST else EVENTS


def members(group: str) -> tuple[str, ...]:
    """Return the kinds that a link stops together.

    >>> members("events")
    ('grave', 'assigned', 'jobs')
    """
    return tuple(key for key in KINDS if group_of(key) == group)
