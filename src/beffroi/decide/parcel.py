"""A block of meters judged somewhere else: the task, the kernel that does it, and its answer.

Tasks and answers are JSON. A task holds what the state knows of its meters and where the files are;
the kernel reads the files where it runs and does what the analysis does in one process.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from importlib.metadata import version
from typing import Any

from sqlalchemy import select

from beffroi.decide import weather
from beffroi.decide.findings import Seen
from beffroi.decide.judge import Detected, Judged, Ran, judge
from beffroi.decide.left import Left
from beffroi.decide.sources import Meter
from beffroi.decide.stocks import gauges_of
from beffroi.domains import domain
from beffroi.domains.contract import Domain, Estimate, Idea, Severity, Sighting, Stake
from beffroi.errors import BeffroiError, catalogue
from beffroi.errors.engines import ENGINE_FAILED
from beffroi.store.part import opened, take
from beffroi.store.read import ReadDoor
from beffroi.store.state import models
from beffroi.texts import Text


def parcel(
    read: ReadDoor,
    block: Sequence[Meter],
    domain: Domain,
    as_of: datetime,
    today: date,
    *,
    above: bool = False,
) -> str:
    """Write the task of judging a block: see `judge`."""
    assets = {meter.asset.id for meter in block}
    owners = {meter.asset.organisation_id for meter in block}
    with read.session() as session:
        series = set(session.scalars(select(models.Series.id).where(_of(assets))))
        if above and domain.gather:
            assets |= set(session.scalars(_districts(owners, domain.gather.level)))
    if above and domain.gather:
        series |= gauges_of(read, owners, domain.gather)
    series |= weather.near(read, owners)
    return json.dumps(
        {
            "version": version("beffroi"),
            "domain": domain.key,
            "as_of": as_of.isoformat(),
            "today": today.isoformat(),
            "above": above,
            "meters": [
                [m.asset.id, m.quantity, [[s.id for s in group] for group in m.groups]]
                for m in block
            ],
            "part": take(read, assets, series),
        }
    )


def judge_parcel(task: str) -> str:
    """Judge the block of a task, and answer as `answered` reads; this is the kernel."""
    given = json.loads(task)
    try:
        if given["version"] != version("beffroi"):
            raise BeffroiError(ENGINE_FAILED, reason=_VERSION.fill(here=version("beffroi")))
        with opened(given["part"]) as read:
            judged = judge(
                read,
                _meters(read, given["meters"]),
                domain(given["domain"]),
                datetime.fromisoformat(given["as_of"]),
                date.fromisoformat(given["today"]),
                above=given["above"],
            )
    except BeffroiError as error:
        return json.dumps({"error": error.type.code, "details": _plain(error)})
    return json.dumps(
        {
            "left": [asdict(item) for item in judged.left],
            "past": [asdict(item) for item in judged.past],
            "detected": [_written(item) for item in judged.detected],
        },
        default=date.isoformat,
    )


def answered(answer: str, domain: Domain) -> Judged:
    """Read what the kernel answered.

    Raises:
        BeffroiError: whatever the kernel met.
    """
    given = json.loads(answer)
    if "error" in given:
        details = {k: Text(**v) if isinstance(v, dict) else v for k, v in given["details"].items()}
        raise BeffroiError(catalogue()[given["error"]], **details)
    return Judged(
        [_left(item) for item in given["left"]],
        [_left(item) for item in given["past"]],
        [_read(item, domain) for item in given["detected"]],
    )


_VERSION = Text(
    fr="un exécuteur a la version {here} de Beffroi, pas celle d’ici",
    en="an executor has version {here} of Beffroi, not the one here",
)


def _of(assets: set[int]) -> Any:
    return models.Series.asset_id.in_(assets)


def _districts(owners: set[int], level: str) -> Any:
    asset = models.Asset
    return select(asset.id).where(asset.organisation_id.in_(owners), asset.type == level)


def _meters(read: ReadDoor, given: list[Any]) -> list[Meter]:
    with read.session() as session:
        assets = {row.id: row for row in session.scalars(select(models.Asset))}
        series = {row.id: row for row in session.scalars(select(models.Series))}
    return [
        Meter(assets[asset], quantity, [[series[number] for number in group] for group in groups])
        for asset, quantity, groups in given
    ]


def _plain(error: BeffroiError) -> dict[str, object]:
    return {
        key: asdict(value) if isinstance(value, Text) else str(value)
        for key, value in error.details.items()
    }


def _written(found: Detected) -> dict[str, Any]:
    return {
        "organisation": found.organisation,
        "day": found.day,
        "rows": sorted(found.rows),
        "ran": [asdict(one) for one in found.ran],
        "seen": [
            {
                "detector": item.detector.key,
                "asset": item.asset,
                "series": item.series,
                "quantity": item.quantity,
                "sighting": {**asdict(item.sighting), "row": int(item.sighting.row)},
            }
            for item in found.seen
        ],
    }


def _read(given: dict[str, Any], domain: Domain) -> Detected:
    detectors = {detector.key: detector for detector in domain.detectors}
    return Detected(
        given["organisation"],
        date.fromisoformat(given["day"]),
        frozenset((asset, quantity) for asset, quantity in given["rows"]),
        [
            Seen(
                detectors[item["detector"]],
                _sighting(item["sighting"]),
                item["asset"],
                item["series"],
                item["quantity"],
            )
            for item in given["seen"]
        ],
        [Ran(**one) for one in given["ran"]],
    )


def _sighting(given: dict[str, Any]) -> Sighting:
    return Sighting(
        given["row"],
        date.fromisoformat(given["since"]),
        Severity(given["severity"]),
        given["confidence"],
        Stake(**{name: Estimate(**value) for name, value in given["stake"].items()}),
        Text(**given["explanation"]),
        given["chart"],
        tuple(Idea(item["key"], Text(**item["label"])) for item in given["actions"]),
        _day(given["until"]),
    )


def _left(given: dict[str, Any]) -> Left:
    return Left(**{**given, "first": _day(given["first"]), "last": _day(given["last"])})


def _day(given: str | None) -> date | None:
    return date.fromisoformat(given) if given else None
