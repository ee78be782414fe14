"""What a map shows: where assets stand, and the findings about them, past ones too.

What says nothing of where it stands is where what it belongs to is, else in the middle of its
commune, told apart; else it is nowhere, and counted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from beffroi.decide.findings import unsure
from beffroi.decide.lending import lent_findings
from beffroi.decide.stakes import water_of
from beffroi.domains import asset_types
from beffroi.periods import PARIS
from beffroi.store.read import ReadDoor
from beffroi.store.sharing.catalogue import lent_series
from beffroi.store.state import models
from beffroi.store.state.loop import Decision, Finding
from beffroi.territory.points import LATITUDE, LONGITUDE, Point, point, point_of
from beffroi.texts import Language

_Parent = aliased(models.Asset)
#: The status of findings that nobody has before them any more, whatever their fault does.
_LEFT = ("dismissed", "closed")
MOST_LENT = 2_000


class How(IntEnum):
    """How well it is known where something stands."""

    NOWHERE = 0
    COMMUNE = 1
    EXACT = 2


@dataclass(frozen=True, slots=True)
class Ground:
    """Where to put what does not say where it stands: by code of commune, else the same for all."""

    centres: Mapping[str, Point]
    middle: Point | None = None

    def of(self, insee: object) -> Point | None:
        """Return the middle of a commune, or of the organisation where none is named."""
        return self.centres.get(str(insee)) if insee else self.middle


@dataclass(frozen=True, slots=True)
class Positions:
    """The assets of an organisation that stand somewhere, one entry each in every array."""

    number: NDArray[np.int64]
    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]
    kind: NDArray[np.int16]
    """Which of `kinds`."""
    exact: NDArray[np.bool_]
    kinds: tuple[str, ...]
    """Types of asset, in order."""
    nowhere: int = 0
    """How many more stand nowhere."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A finding on a map."""

    number: int
    place: str
    owner: str
    """The authority that lends it; empty where it is one's own."""
    domain: str
    severity: str
    status: str
    said: str
    eur: float
    """What it costs a year [EUR]; 0 without a stake in figures."""
    unsure: bool
    since: date
    left: date | None
    """The day from which nobody had it before them: it ended, or was dismissed."""
    point: Point | None
    how: How
    m3: float = 0.0
    """Water that it loses a year [m3]."""
    detector: str = ""

    def stands(self, day: date) -> bool:
        """Tell whether somebody had it before them on a day, or would have had."""
        return self.since <= day and (self.left is None or day < self.left)


def positions(session: Session, organisation: int, ground: Ground) -> Positions:
    """Return where the assets of an organisation stand; what is of a household is never shown."""
    asset, batch = models.Asset, models.Batch
    said = (asset.attributes[name].as_string() for name in (LATITUDE, LONGITUDE, "insee"))
    rows = session.execute(
        select(asset.id, asset.type, asset.parent_id, *said)
        .outerjoin(batch, asset.batch_id == batch.id)
        .where(
            asset.organisation_id == organisation,
            asset.household.is_(False),
            func.coalesce(batch.status, "") != "undone",
        )
        .order_by(asset.id)
    ).all()
    own = {row[0]: point(row[3], row[4]) for row in rows}
    kinds = tuple(sorted({row[1] for row in rows}))
    places = {kind: number for number, kind in enumerate(kinds)}
    # What nobody describes, such as a network of the sanitary control, is given no position either.
    asked = {key for key, one in asset_types().items() if one.described}
    found: list[tuple[int, float, float, int, bool]] = []
    nowhere = 0
    for number, kind, parent, _, _, insee in rows:
        exact = own[number] or own.get(parent)
        at = exact or ground.of(insee)
        if at is not None:
            here = (number, at.longitude, at.latitude, places[kind], exact is not None)
            found.append(here)
        else:
            nowhere += kind in asked
    columns = [np.array(one) for one in zip(*found, strict=True)] or [np.empty(0)] * 5
    return Positions(
        columns[0].astype(np.int64),
        columns[1].astype(np.float64),
        columns[2].astype(np.float64),
        columns[3].astype(np.int16),
        columns[4].astype(np.bool_),
        kinds,
        nowhere,
    )


def marked(
    door: ReadDoor, organisation: int, language: Language, today: date, ground: Ground
) -> list[Marked]:
    """List the findings of an organisation and those that are lent to it, whatever their status.

    The greatest stake comes first; one that may be nothing, after those that are something.

    Raises:
        BeffroiError: `store.home_unwritable` where the trace of what is lent cannot be kept.
    """
    lent = lent_findings(door, None, language, today)
    with door.session() as session:
        own = _own(session, organisation, language, today, ground)
    found = [*own, *(_lent(one, today) for one in lent)]
    return sorted(found, key=lambda one: (one.eur <= 0, one.unsure, -one.eur, one.number))


def lent_places(door: ReadDoor) -> list[tuple[str, str, Point]]:
    """List the names, owners and places of the assets that others lend measures of.

    Nothing of them is kept: an agreement that ends shows none the next time.
    """
    if door.scope.acting is None or not door.scope.measures:
        return []
    found: dict[int, tuple[str, str, Point]] = {}
    with door.session() as session:
        for _, asset, owner, _ in lent_series(session, door.scope.acting):
            at = point_of(asset.attributes)
            if at is not None and len(found) < MOST_LENT:
                found[asset.id] = (asset.name, owner.name, at)
    return list(found.values())


def _own(
    session: Session, organisation: int, language: Language, today: date, ground: Ground
) -> list[Marked]:
    asset, parent, row = models.Asset, _Parent, Finding
    dismissed = _dismissed(session, organisation)
    query = (
        select(
            *(row.id, row.domain, row.severity, row.status, row.explanation, row.stake),
            *(row.since, row.until, row.seen_at),
            *(asset.name, asset.attributes, parent.name, parent.attributes, row.detector),
        )
        .join(asset, row.asset_id == asset.id)
        .outerjoin(parent, asset.parent_id == parent.id)
        .where(row.organisation_id == organisation)
    )
    found = []
    for one in session.execute(query):
        own, served = one[10], one[12]
        exact = point_of(own) or point_of(served or {})
        at = exact or ground.of(own.get("insee"))
        how = How.EXACT if exact else How.COMMUNE if at else How.NOWHERE
        left = one.until or dismissed.get(one.id) or one.seen_at.astimezone(PARIS).date()
        found.append(
            Marked(
                one.id,
                one[11] or one[9],
                "",
                one.domain,
                one.severity,
                one.status,
                one.explanation[language],
                max(float(one.stake["eur_per_year"]["value"]), 0.0),
                unsure({"stake": one.stake}),
                one.since,
                min(left, today) if one.status in _LEFT else None,
                at,
                how,
                water_of(one.stake),
                one.detector,
            )
        )
    return found


def _dismissed(session: Session, organisation: int) -> dict[int, date]:
    """Return the day on which each finding was last dismissed."""
    query = (
        select(Decision.finding_id, Decision.at)
        .join(Finding, Decision.finding_id == Finding.id)
        .where(Finding.organisation_id == organisation, Decision.choice == "dismiss")
        .order_by(Decision.id)
    )
    return {number: at.astimezone(PARIS).date() for number, at in session.execute(query)}


def _lent(data: Mapping[str, Any], today: date) -> Marked:
    at = point(data[LATITUDE], data[LONGITUDE])
    until = date.fromisoformat(data["until"]) if data["until"] else None
    since = date.fromisoformat(data["since"])
    return Marked(
        data["id"],
        data["place"],
        data["organisation"],
        data["domain"],
        data["severity"],
        data["status"],
        data["explanation"],
        max(float(data["stake"]["eur_per_year"]["value"]), 0.0),
        unsure(data),
        since,
        min(until or since, today) if data["status"] in _LEFT else None,
        at,
        How.EXACT if at else How.NOWHERE,
        water_of(data["stake"]),
        data["detector"],
    )


def first_day(found: Iterable[Marked], today: date) -> date:
    """Return the day on which the oldest finding began; today where there is none."""
    return min((one.since for one in found), default=today)
