"""A model of a water network, as assets: pipes, valves, pumps, tanks, each where it stands.

The same model twice changes nothing; a newer one completes and corrects what the former declared.
It is an import like others: undoing it hides what only it declared.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.territory import CRS_ELSEWHERE
from beffroi.ingest.report import Report
from beffroi.readers.water.epanet import Link, WaterModel, read_model
from beffroi.store.intake import Received, intake
from beffroi.store.state import models
from beffroi.store.write import WriteDoor
from beffroi.territory.points import LATITUDE, LONGITUDE, in_france
from beffroi.territory.projections import epsg_of, to_degrees
from beffroi.texts import Text

READER = "water.epanet"
_LABEL = Text(fr="Modèle EPANET", en="EPANET model")
_UNPLACED = Text(
    fr="Le système de coordonnées n’a pas été dit (--crs) : le réseau n’est pas sur la carte, ses "
    "positions restent dans les unités du modèle.",
    en="The reference system was not given (--crs): the network is not on the map, its positions "
    "stay in the units of the model.",
)
_SOME_UNPLACED = Text(
    fr="{n} ouvrages n’ont pas de position dans le modèle.",
    en="{n} assets have no position in the model.",
)
_VALVES = frozenset({"PRV", "PSV", "PBV", "FCV", "TCV", "GPV"})


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What a model says of one asset."""

    type: str
    key: str
    attributes: dict[str, Any]


def import_network(
    door: WriteDoor, organisation: int, content: bytes, name: str, crs: str = "", prefix: str = ""
) -> Report:
    """Declare what a model describes; `prefix` tells apart networks whose names are alike.

    Raises:
        BeffroiError: `water.model_broken`, `water.model_unsupported`, `territory.crs_unknown`,
            `territory.crs_elsewhere`.
    """
    model = read_model(content, name)
    drawn = list(_drawn(model, crs))
    report = Report(name, sha256=hashlib.sha256(content).hexdigest(), reader=READER)
    report.reader_label, report.rows_read = _LABEL, len(drawn)
    said = {"model": report.sha256, "crs": crs, "prefix": prefix}
    _tell(report, drawn, placed=bool(crs))
    with door.look(organisation) as session:
        report.batch = _already(session, organisation, said)
    if report.batch is not None:
        report.status, report.unchanged = "already", len(drawn)
        return report
    received = Received(organisation, "", name, len(content), READER, mapping=said)
    with intake(door, received) as way_in:
        report.batch = way_in.batch
        with door.change(
            "network.declare", "import", organisation, f"batch {way_in.batch}"
        ) as change:
            _declare(change.session, organisation, way_in.batch, drawn, prefix, report)
            change.detail = {"assets": len(drawn), "new": report.kept}
        way_in.seal()
        report.status = "stored"
        way_in.commit(report.to_dict("en"))
    return report


def _tell(report: Report, drawn: list[_Drawn], *, placed: bool) -> None:
    nowhere = sum(LATITUDE not in one.attributes for one in drawn)
    if not placed:
        report.warn(_UNPLACED)
    elif nowhere:
        report.note((_SOME_UNPLACED.fill(n=nowhere),))


def _already(session: Session, organisation: int, said: Mapping[str, str]) -> int | None:
    """Return the import of the same model, unless another one of its network came since."""
    batch = models.Batch
    rows = session.scalars(
        select(batch)
        .where(
            batch.organisation_id == organisation, batch.reader == READER, batch.status == "done"
        )
        .order_by(batch.id.desc())
    )
    same = (row for row in rows if (row.mapping or {}).get("prefix") == said["prefix"])
    last = next(same, None)
    return last.id if last is not None and last.mapping == said else None


def _declare(
    session: Session,
    organisation: int,
    batch: int,
    drawn: list[_Drawn],
    prefix: str,
    report: Report,
) -> None:
    """Create or complete assets; what an import that was undone had declared is declared anew."""
    types = {one.type for one in drawn}
    rows = session.execute(
        select(models.Asset, models.Batch.status)
        .outerjoin(models.Batch, models.Asset.batch_id == models.Batch.id)
        .where(models.Asset.organisation_id == organisation, models.Asset.type.in_(types))
    )
    known = {(asset.type, asset.key): (asset, status) for asset, status in rows}
    for one in drawn:
        key = f"{prefix}{one.key}"
        asset, status = known.get((one.type, key), (None, None))
        if asset is None:
            session.add(
                models.Asset(
                    organisation_id=organisation,
                    type=one.type,
                    key=key,
                    name=key,
                    attributes=one.attributes,
                    batch_id=batch,
                )
            )
            report.kept += 1
            continue
        merged = {**asset.attributes, **one.attributes}
        if merged == asset.attributes and status != "undone":
            report.unchanged += 1
            continue
        asset.attributes = merged
        report.changed += 1
        if status == "undone":
            asset.batch_id = batch


def _drawn(model: WaterModel, crs: str) -> Iterator[_Drawn]:
    places = _degrees(model, crs)
    for link in model.links:
        yield _Drawn(_type(link), link.name, {**_said(link), **_line(link, model, places)})
    for name, tank in model.tanks.items():
        said = {"bottom_m": tank.bottom, "tank_diameter_m": tank.diameter}
        yield _Drawn("tank", name, {**said, **_spot(name, model, places)})
    for name, head in model.reservoirs.items():
        yield _Drawn("water_source", name, {"head_m": head, **_spot(name, model, places)})


def _type(link: Link) -> str:
    if link.kind == "PUMP":
        return "pump"
    return "valve" if link.kind in _VALVES else "pipe"


def _said(link: Link) -> dict[str, Any]:
    said: dict[str, Any] = {"from_node": link.start, "to_node": link.end}
    if link.diameter:
        said["diameter"] = round(1000.0 * link.diameter, 3)
    if link.length:
        said |= {"length": round(link.length, 3), "roughness": link.roughness}
    return said | ({"closed": "yes"} if link.kind == "SHUT" else {})


def _degrees(model: WaterModel, crs: str) -> dict[str, tuple[float, float]]:
    """Return where nodes stand [°], longitude first; nothing where the system is not said.

    Raises:
        BeffroiError: `territory.crs_unknown`, `territory.crs_elsewhere`.
    """
    if not crs or not model.places:
        return {}
    metres = np.array(list(model.places.values()), dtype=np.float64)
    east, north = to_degrees(epsg_of(crs), metres[:, 0], metres[:, 1])
    middle = (float(np.median(east)), float(np.median(north)))
    if not in_france(*middle):
        place = f"{middle[1]:.2f}, {middle[0]:.2f}"
        raise BeffroiError(CRS_ELSEWHERE, crs=crs, place=place)
    pairs = zip(np.round(east, 7).tolist(), np.round(north, 7).tolist(), strict=True)
    return dict(zip(model.places, pairs, strict=True))


def _line(
    link: Link, model: WaterModel, places: Mapping[str, tuple[float, float]]
) -> dict[str, Any]:
    """Say where a link runs, and stands for a map: in its middle."""
    ends = [places[node] for node in (link.start, link.end) if node in places]
    if len(ends) == 2:
        (west, south), (east, north) = ends
        return {
            "line": [list(one) for one in ends],
            LONGITUDE: round((west + east) / 2, 7),
            LATITUDE: round((south + north) / 2, 7),
        }
    drawn = [list(model.places[n]) for n in (link.start, link.end) if n in model.places]
    return {"model_line": drawn} if len(drawn) == 2 and not places else {}


def _spot(
    name: str, model: WaterModel, places: Mapping[str, tuple[float, float]]
) -> dict[str, Any]:
    if name in places:
        return {LONGITUDE: places[name][0], LATITUDE: places[name][1]}
    return {"model_place": list(model.places[name])} if name in model.places and not places else {}
