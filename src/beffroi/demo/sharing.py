"""What the communes of the demonstration lend, and what they are asked to lend."""

from collections.abc import Sequence
from datetime import timedelta

from beffroi.commons.agreements.drafting import draft, from_template
from beffroi.commons.agreements.proposing import propose
from beffroi.commons.agreements.stances import take
from beffroi.demo.place import LAST_DAY
from beffroi.store.store import Store

ACTOR = "simulation"
#: Agreements began so long before the last day, and last for three years.
_SINCE = timedelta(days=400)


def lend(store: Store, communes: Sequence[int], whole: int) -> None:
    """Each commune lends its energy to the intercommunality, which asks for yearly totals too.

    The second agreement waits for the commune to sign it: there is something to decide.
    """
    door = store.writer(ACTOR)
    first = (LAST_DAY - _SINCE).isoformat()
    for commune in communes:
        parties = {"provider": str(commune), "recipients": [str(whole)]}
        followed = draft(
            {**from_template("commune-syndicat"), **parties, "valid_from": first}, find=int
        )
        take(door, propose(door, followed, commune), whole, "accept")
        propose(door, draft({**from_template("open-data"), **parties}, find=int), whole)
