"""Values that pages were asked for, made again by a worker before the next visit."""

from collections.abc import Callable
from typing import Any

from beffroi import logs
from beffroi.decide.computing import FIGURES, figures, nights
from beffroi.decide.equipment import one_asset
from beffroi.decide.kept import Keeper, today
from beffroi.decide.weather import lineage
from beffroi.errors import BeffroiError
from beffroi.store import computed
from beffroi.store.jobs.kinds import kind
from beffroi.store.jobs.queue import Held, enqueue
from beffroi.store.jobs.worker import Duty
from beffroi.store.scope import Scope
from beffroi.store.store import Store

RENEW = "computed.renew"
_EVERY = 60.0
log = logs.logger(__name__)


def duty(store: Store) -> Duty:
    """Return what asks to make again what changed, of what pages were asked for lately."""
    return Duty("computed", _EVERY, schedule(store))


def schedule(store: Store) -> Callable[[], object]:
    """Return what adds a job for each organisation of which something changed."""
    door = store.writer("worker")

    def run() -> None:
        with door.look() as session:
            asked, last = computed.asked(session, today()), computed.heard(session)
            old = computed.expired(session, today() - computed.STAYS)
            stale = {own for own, seen in asked.items()
                     if computed.changed(session, lineage(session, own), seen)}  # fmt: skip
        far = {own: seen for own, seen in asked.items() if last - seen > computed.LATER}
        if stale or far or old:
            with door.keep() as session:
                computed.expire(session, today() - computed.STAYS)
                for own in stale:
                    name = f"{RENEW}-{own}"
                    enqueue(session, RENEW, {}, name, organisation=own, actor=door.actor)
                for own in far.keys() - stale:
                    computed.hold(session, own, far[own], last)

    return run


@kind(RENEW)
def renew(store: Store, job: Held) -> dict[str, Any]:
    """Make again what pages of an organisation were asked for lately, where something changed.

    It is made for those who read no household: nobody else's values are in the state.
    """
    own = job.organisation
    if own is None:
        return {}
    door = store.writer("worker")
    with door.look(own) as session:
        places = computed.places(session, own, today())
    reader = store.reader(Scope.of(own, "worker", "indicators"))
    keeper = Keeper(door, reader, own, asking=False)
    for what, place in places:
        try:
            _make(keeper, what, place)
        except BeffroiError as error:  # such as an asset that is gone
            log.info("a computed value is forgotten", what=what, code=error.type.code)
            with door.keep(own) as session:
                computed.forget(session, own, what=what, place=place)
    return {"values": len(places)}


def _make(keeper: Keeper, what: str, place: str) -> None:
    if what == FIGURES:
        figures(keeper, place.split())
        return
    with keeper.door.session() as session:
        asset = one_asset(session, keeper.organisation, int(place))
        session.expunge_all()
    nights(keeper, asset)
