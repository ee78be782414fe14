"""Where an authority stands among similar ones, from releases that were made once for all."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.domains import domains
from beffroi.publish.report.content import Peer
from beffroi.publish.report.spans import Span
from beffroi.publish.report.wording import PEER
from beffroi.store.state.publishing import Compared, Comparison, Participation
from beffroi.texts import Text


def peers(session: Session, organisation: int, span: Span) -> tuple[Peer, ...]:
    """Return the newest release of each use of buildings until the end of a period.

    An authority that takes part no more sees none.
    """
    part = session.get(Participation, organisation)
    if part is None or part.left_at is not None:
        return ()
    rows = session.execute(
        select(Comparison, Compared.value)
        .join(Compared, Compared.comparison == Comparison.key)
        .where(Compared.organisation_id == organisation, Comparison.year <= span.last.year)
        .order_by(Comparison.indicator, Comparison.use, Comparison.year)
    )
    newest = {(row.indicator, row.use): (row, value) for row, value in rows}
    return tuple(_peer(row, value) for row, value in newest.values())


def _peer(row: Comparison, value: float) -> Peer:
    low, middle, high = (float(row.quantiles[level]) for level in ("25", "50", "75"))
    place = sum(value >= edge for edge in (low, middle, high))
    use = _use(row.use)
    return Peer(use, row.year, row.unit, value, row.members, low, middle, high, PEER[place])


def _use(key: str) -> Text:
    return next((label for known, label in _uses() if known == key), Text(fr=key, en=key))


def _uses() -> Iterable[tuple[str, Text]]:
    for domain in domains().values():
        for asset in domain.asset_types:
            for attribute in asset.attributes:
                if attribute.key == "use":
                    yield from attribute.choices
