"""The meters that an analysis leaves out, and those that it judges in the past: which, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.decide.sources import Meter, meters
from beffroi.decide.windows import measured_day
from beffroi.domains import quantities
from beffroi.domains.contract import Domain
from beffroi.domains.panel import Panel
from beffroi.periods import PARIS
from beffroi.store.state import models
from beffroi.texts import Language, Text

#: Beyond this delay without a measure, what is found is of the past.
RECENT = timedelta(days=183)
#: Share of the days of the least history that must be measured, and not estimated.
ENOUGH = 0.74
_WEATHER = "weather."

REASONS: dict[str, Text] = {
    "short": Text(fr="moins d’un an de mesures", en="less than a year of measures"),
    "coarse": Text(
        fr="relevés trop espacés pour juger jour par jour",
        en="readings too far apart to judge day by day",
    ),
    "empty": Text(
        fr="aucune consommation lisible (un seul relevé, par exemple)",
        en="no consumption to be read (a single reading, for instance)",
    ),
    "later": Text(
        fr="rien n’était connu à cette date",
        en="nothing was known at that date",
    ),
    "unused": Text(
        fr="aucun usage dans l’analyse demandée (production, injection, autre grandeur)",
        en="no use in the analysis asked for (production, injection, another quantity)",
    ),
    "past": Text(
        fr="plus de mesure récente : jugés à la date de leur dernière mesure",
        en="no recent measure: judged as of the day of their last one",
    ),
}


@dataclass(frozen=True, slots=True)
class Left:
    """A meter that was not judged, or was in the past, with the reason."""

    organisation: int
    asset: str
    name: str
    quantity: str
    reason: str  # a key of REASONS
    first: date | None = None
    last: date | None = None

    def to_dict(self, language: Language) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "asset": self.asset,
            "asset_name": self.name,
            "quantity": self.quantity,
            "reason": self.reason,
            "why": REASONS[self.reason].in_(language),
            "from": self.first.isoformat() if self.first else None,
            "to": self.last.isoformat() if self.last else None,
        }


def left_of(meter: Meter, reason: str) -> Left:
    """Say of a meter why it was left out."""
    series = [item for group in meter.groups for item in group]
    firsts = [item.first_at for item in series if item.first_at]
    lasts = [item.last_at for item in series if item.last_at]
    first = min(firsts).astimezone(PARIS).date() if firsts else None
    last = measured_day(max(lasts)) if lasts else None
    return Left(
        meter.asset.organisation_id,
        meter.asset.key,
        meter.asset.name,
        meter.quantity,
        reason,
        first,
        max(first, last) if first and last else last,
    )


def sort_out(
    panel: Panel | None, block: Iterable[Meter], domain: Domain, today: date, *, replayed: bool
) -> tuple[list[Left], list[Left]]:
    """Return the meters of a block that could not be judged, and those judged in the past.

    `today` is the day at which the analysis is asked for.
    """
    places = {(r.asset, r.quantity): i for i, r in enumerate(panel.rows)} if panel else {}
    left: list[Left] = []
    past: list[Left] = []
    for meter in block:
        index = places.get((meter.asset.id, meter.quantity))
        if panel is None or index is None:
            left.append(left_of(meter, "later" if replayed else "empty"))
            continue
        reason = _judged(panel, index, domain.least_history)
        last: date = panel.days[np.flatnonzero(np.isfinite(panel.daily[index]))[-1]].astype(object)
        if reason:
            left.append(left_of(meter, reason))
        elif is_past(last, today):
            past.append(left_of(meter, "past"))
    return left, past


def is_past(last: date | None, today: date) -> bool:
    """Tell whether what ends with the measures of a day is of the past.

    >>> is_past(date(2015, 12, 31), date(2026, 1, 1)), is_past(date(2025, 12, 1), date(2026, 1, 1))
    (True, False)
    """
    return last is not None and today - last > RECENT


def _judged(panel: Panel, index: int, least: int) -> str:
    known = np.flatnonzero(np.isfinite(panel.daily[index]))
    if int(known[-1] - known[0]) + 1 < least:
        return "short"
    measured = int((np.isfinite(panel.daily[index]) & ~panel.filled[index]).sum())
    return "coarse" if measured < ENOUGH * least else ""


def unused(session: Session, organisations: Sequence[int], domains: Sequence[Domain]) -> list[Left]:
    """List the metered assets of organisations whose measures serve none of some domains."""
    inputs = sorted({name for domain in domains for name in domain.inputs})
    beside = {name for domain in domains for item in domain.detectors for name in item.inputs}
    known = quantities()
    # What bears the name of a trade serves it: levels and pressures, where to look for a leak.
    trades = {domain.key for domain in domains}
    beside |= {key for key in known if key.partition(".")[0] in trades}
    serving = {meter.asset.id for meter in meters(session, organisations, inputs)}
    rows = session.execute(
        select(models.Series, models.Asset)
        .join(models.Asset, models.Series.asset_id == models.Asset.id)
        .where(models.Series.organisation_id.in_(list(organisations)), models.Series.points > 0)
        .order_by(models.Series.id)
    )
    found: dict[int, Left] = {}
    for series, asset in rows:
        if series.quantity not in known:
            continue
        target = known[series.quantity].integral or series.quantity
        if asset.id in serving or asset.id in found or target.startswith(_WEATHER):
            continue
        if target in beside and target not in inputs:
            continue
        reason = "empty" if target in inputs and series.kind == "index" else "unused"
        lone = Meter(asset, target, [[series]])
        found[asset.id] = left_of(lone, reason)
    return list(found.values())
