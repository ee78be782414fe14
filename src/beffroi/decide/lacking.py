"""What keeps indicators of what meters add up to from being said."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from beffroi.decide.above import above_of, members_of
from beffroi.decide.sources import attributes, meters
from beffroi.decide.stocks import holders
from beffroi.decide.windows import measured_day
from beffroi.domains.contract import Domain, Gather, Holder
from beffroi.store.read import ReadDoor
from beffroi.store.state import models
from beffroi.texts import Text

#: After how long without a measure, while others go on, something is said to be silent.
_SILENT = timedelta(days=2)


def lacking(door: ReadDoor, asset: models.Asset, domain: Domain) -> tuple[Text, ...]:
    """Say what keeps indicators of an asset of the level gathered from being said."""
    if domain.gather is None or asset.type != domain.gather.level:
        return ()
    with door.session() as session:
        found = meters(session, [asset.organisation_id], domain.inputs)
        members = members_of(session, found, domain.gather)
        merged = attributes(session, [asset])[asset.id]
        own = [(m, share) for m, shares in members for at, share in shares if at == asset.id]
        lasts = [_last(meter.groups) for meter, _ in own]
        below = _below(session, asset, domain.gather, max(filter(None, lasts), default=None))
    return domain.gather.lacks(merged, {share.quantity for _, share in own}, below)


def _last(groups: Sequence[Sequence[models.Series]]) -> datetime | None:
    return max((one.last_at for group in groups for one in group if one.last_at), default=None)


def _below(
    session: Session, asset: models.Asset, gather: Gather, last: datetime | None
) -> list[Holder]:
    """List what may hold stocks below an asset, of which meters measured until `last`."""
    above = above_of(session, {asset.organisation_id}, gather.level)
    every = holders(session, {asset.organisation_id}, gather)
    held = [one for one in every if above.found(session, one.asset.organisation_id, one.asset.id)
            == asset.id]  # fmt: skip
    merged = attributes(session, [one.asset for one in held])
    return [
        Holder(
            one.asset.name,
            merged[one.asset.id],
            tuple(dict.fromkeys(gauge.quantity for gauge in one.gauges)),
            _silent(_last([one.gauges]), last),
        )
        for one in held
    ]


def _silent(own: datetime | None, others: datetime | None) -> date | None:
    """Return the first day without a measure of what stopped, while others went on."""
    if own is None or others is None or others - own < _SILENT:
        return None
    return measured_day(own) + timedelta(days=1)
