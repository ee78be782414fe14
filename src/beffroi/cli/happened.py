"""What happened with each algorithm, beside what is known of the places where it did."""

from collections.abc import Collection
from typing import Any

from beffroi.cli.context import Session
from beffroi.commons.profiles import profiles
from beffroi.trust.algorithms.facts import facts


def happened(session: Session, organisations: Collection[int]) -> dict[str, dict[str, Any]]:
    """Return what `facts` tells of each algorithm, compared by kind of territory."""
    door = session.read("oversight")
    with door.session() as looked:
        places = profiles(looked, organisations, session.today)
    return facts(door, organisations, places)
