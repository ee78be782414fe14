"""What is followed of an asset above meters, and what people contradict of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from beffroi.decide.equipment import one_asset
from beffroi.decide.gathering import gathered
from beffroi.decide.sources import meters
from beffroi.domains import domains, parameters
from beffroi.domains.contract import Domain
from beffroi.domains.follows import Contradicted, Follow, Followed, contradicted, written
from beffroi.errors import BeffroiError
from beffroi.errors.decide import CHANGE_UNKNOWN
from beffroi.store.read import END, ReadDoor
from beffroi.store.state import models
from beffroi.store.write import WriteDoor

#: What is said about a change is short: what it is, and how that is known.
LONGEST_WHY = 500
#: Days by which the beginning of what was contradicted may be found elsewhere afterwards.
SAME = 7


def follows(kind: str) -> Domain | None:
    """Return the domain that follows assets of a kind, None where none does."""
    return next(
        (
            one
            for one in domains().values()
            if one.follow and one.gather and one.gather.level == kind
        ),
        None,
    )


def followed(door: ReadDoor, asset: models.Asset) -> Followed | None:
    """Return what is followed of an asset; None where nothing of it is known.

    It is computed for whoever may read indicators, from measures that they may not read one by one.

    Raises:
        BeffroiError: `store.out_of_scope`.
    """
    domain = follows(asset.type)
    if domain is None or domain.follow is None:
        return None
    door.scope.require(asset.organisation_id, f"organisation {asset.organisation_id}")
    door = replace(door, scope=door.scope.deriving())
    wanted = domain.follow.quantities
    with door.session() as session:
        found = meters(session, [asset.organisation_id], domain.inputs)
    panel = gathered(
        door, found, domain, END, lambda at, share: at == asset.id and share.quantity in wanted
    )
    if panel is None:
        return None
    numbers = parameters(domain.key)
    seen = domain.follow.look(domain.prepare(panel, numbers), numbers)
    return next((one for one in seen if one.asset == asset.id), None)


def said_of(asset: models.Asset) -> tuple[Contradicted, ...]:
    """Return what people contradicted of an asset, the first one first."""
    domain = follows(asset.type)
    follow = domain.follow if domain else None
    return contradicted(asset.attributes.get(follow.said)) if follow else ()


def contradict(door: WriteDoor, organisation: int, asset: int, said: Contradicted) -> None:
    """Keep what somebody says that a change is not: the next look and analysis heed it.

    What was said before of a change of the same days is replaced.

    Raises:
        BeffroiError: `store.not_found`, `decide.change_unknown`.
    """

    def told(follow: Follow, before: tuple[Contradicted, ...]) -> tuple[Contradicted, ...]:
        kinds = {key for key, _ in follow.kinds}
        if said.was not in kinds or said.is_ not in ("", *follow.known) or said.is_ == said.was:
            raise BeffroiError(CHANGE_UNKNOWN, day=said.since.isoformat())
        kept = tuple(one for one in before if abs((one.since - said.since).days) > SAME)
        return (*kept, replace(said, why=said.why.strip()[:LONGEST_WHY]))

    _change(door, organisation, asset, "asset.contradict", told)


def retract(door: WriteDoor, organisation: int, asset: int, since: date) -> None:
    """Take back what was contradicted of a change.

    Raises:
        BeffroiError: `store.not_found`, `decide.change_unknown`.
    """

    def told(_: Follow, before: tuple[Contradicted, ...]) -> tuple[Contradicted, ...]:
        kept = tuple(one for one in before if one.since != since)
        if len(kept) == len(before):
            raise BeffroiError(CHANGE_UNKNOWN, day=since.isoformat())
        return kept

    _change(door, organisation, asset, "asset.retract", told)


def _change(
    door: WriteDoor,
    organisation: int,
    asset: int,
    action: str,
    told: Callable[[Follow, tuple[Contradicted, ...]], tuple[Contradicted, ...]],
) -> None:
    with door.change(action, "description", organisation, f"asset {asset}") as change:
        row, follow = _one(change.session, organisation, asset)
        after = told(follow, contradicted(row.attributes.get(follow.said)))
        rest: dict[str, Any] = {k: v for k, v in row.attributes.items() if k != follow.said}
        row.attributes = {**rest, follow.said: written(after)} if after else rest


def _one(session: Session, organisation: int, asset: int) -> tuple[models.Asset, Follow]:
    row = one_asset(session, organisation, asset)
    domain = follows(row.type)
    if domain is None or domain.follow is None:
        raise BeffroiError(CHANGE_UNKNOWN, day="")
    return row, domain.follow
