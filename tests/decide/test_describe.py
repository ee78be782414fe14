"""The table of assets: written, completed in a spreadsheet, given back."""

import csv
import importlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from beffroi.decide.catalogue import list_assets
from beffroi.decide.describe import describe_from_csv, template
from beffroi.domains import asset_types
from beffroi.readers import readers
from beffroi.store.drafts import SeriesKey, declare
from beffroi.store.state import models
from beffroi.store.store import Store
from tests.ingest.bring import EVERYONE, bring

MADE = {"delivery_point", "meter", "counter", "weather_station"}
PASSAGES = b"Date;Passages\n" + b"".join(b"2024-01-%02d;%d\n" % (k, k) for k in range(1, 20))
ROOMS = Path(__file__).parents[1] / "readers"


def samples() -> list[bytes]:
    """Return a file of every format."""
    found: list[bytes] = []
    for path in sorted(ROOMS.glob("*/samples.py")):
        module = importlib.import_module(f"tests.readers.{path.parent.name}.samples")
        found += [file for files in module.SAMPLES.values() for file in files]
    assert len(found) > len(readers())
    return found


def written(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)
    return path


def held(store: Store) -> dict[tuple[str, str], tuple[str, dict[str, object]]]:
    """Return the asset that each serves, and its attributes."""
    rows = list_assets(store.reader(EVERYONE))
    return {
        (a.type, a.key): (parent.key if parent else "", dict(a.attributes)) for a, _, parent in rows
    }


def test_a_template_is_taken_back_whatever_readers_made(store: Store, tmp_path: Path) -> None:
    for number, data in enumerate([*samples(), PASSAGES]):
        path = tmp_path / f"fichier {number}.dat"
        path.write_bytes(data)
        bring(store, path)
    before = held(store)
    assert {type_ for type_, _ in before} == MADE
    rows = template(store.reader(EVERYONE), 1)
    described = [key for (type_, key) in before if type_ != "weather_station"]
    path = written(tmp_path / "t.csv", rows)
    assert describe_from_csv(store.writer("test"), 1, path) == len(described)
    assert held(store) == before


@pytest.mark.parametrize("type_", [t.key for t in asset_types().values() if t.described])
def test_every_type_can_be_attached_to_a_building(store: Store, tmp_path: Path, type_: str) -> None:
    with store.writer("test").change("series.declare", "test", 1) as change:
        key = SeriesKey("a1", type_, "electricity.active_energy", "interval", "file")
        declare(change.session, 1, None, [key])
    path = tmp_path / "t.csv"
    path.write_text(f"type;key;name;parent\nbuilding;b1;École;\n{type_};a1;;b1\n", "utf-8")
    describe_from_csv(store.writer("test"), 1, path)
    with store.reader(EVERYONE).session() as session:
        assets = {row.key: row for row in session.scalars(select(models.Asset))}
        assert assets["a1"].parent_id == assets["b1"].id
