"""What leaves one home is the same in another, whatever the kind of either."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from sqlalchemy import select

from beffroi.decide.organisations import create_organisation
from beffroi.errors import BeffroiError
from beffroi.periods import Step
from beffroi.store.checking import check
from beffroi.store.moving import adopt, leave
from beffroi.store.moving.held import CARRIED
from beffroi.store.moving.left import LEFT
from beffroi.store.read import Selection
from beffroi.store.state import models
from beffroi.store.state.loop import Action, Decision, Finding, Outcome
from beffroi.store.store import Store
from tests.conftest import Create
from tests.store.checking.holdings import bring, curve, everything

SAVED = {"value": 12.5, "low": 9.0, "high": 16.0}
STAKE = dict.fromkeys(("eur_per_year", "kwh_per_year", "kgco2e_per_year"), SAVED)
RESULT = {"avoided_kwh": SAVED, "avoided_eur": SAVED, "reporting": {"days": 90}, "proven": True}


def test_every_table_and_column_is_carried_or_left_with_a_reason() -> None:
    carried = {held.table.name for held in CARRIED}
    assert carried | LEFT.keys() == set(models.Base.metadata.tables)
    assert not carried & LEFT.keys()
    for held in CARRIED:
        assert {*held.names, *held.left} == set(held.table.columns.keys()), held.table.name
        assert not {*held.names} & {*held.left}


def filled(store: Store) -> None:
    """Two organisations with some of everything; the second one's numbers are all others."""
    everything(store)
    bring(store, 2, curve("b", 500, 3))
    bring(store, 2, [("b", 2, 99.5)], "a correction")
    door = store.writer("test")
    with door.look() as session:
        series = models.Series
        found = session.scalars(select(series).where(series.organisation_id == 2)).first()
        assert found is not None
        assert found.first_at is not None
        asset, number, at = found.asset_id, found.id, found.first_at
    with door.change("test", "test") as change:
        finding = Finding(
            organisation_id=2, domain="energy", detector="night", version="1", asset_id=asset,
            series_id=number, quantity=found.quantity, since=at.date(), until=None,
            detected_at=at, seen_at=at, severity="high", confidence=0.5, eur_per_year=12.5,
            stake=STAKE,
            explanation={"fr": "à", "en": "é"}, chart={}, actions=[], status="acting",
        )  # fmt: skip
        change.session.add(finding)
        change.session.flush()
        action = Action(
            finding_id=finding.id, done_on=at.date(), cost_eur=10.0, what="horloge", actor="a",
            at=at, withdrawn_at=None, withdrawn_by=None, withdrawn_why=None,
        )  # fmt: skip
        change.session.add(action)
        change.session.add(
            Decision(finding_id=finding.id, choice="act", reason="oui", actor="a", at=at)
        )
        change.session.flush()
        change.session.add(
            Outcome(action_id=action.id, computed_at=at, proven=True, result=RESULT, actor="a")
        )


def told(store: Store, organisation: int) -> dict[str, object]:
    """All that a home says of an organisation, without a number of its own."""
    reader = store.reader(store.whole("test", "test"))
    with store.writer("test").look() as session:
        rows = session.execute(
            select(models.Series, models.Asset.key)
            .join(models.Asset, models.Series.asset_id == models.Asset.id)
            .where(models.Series.organisation_id == organisation)
        ).all()
        names = {one.id: (key, one.quantity, one.source, one.points) for one, key in rows}
        loop = [
            (f.domain, f.eur_per_year, f.explanation, f.since, d.reason, a.what, o.result)
            for f, d, a, o in session.execute(
                select(Finding, Decision, Action, Outcome)
                .join(Decision, Decision.finding_id == Finding.id)
                .join(Action, Action.finding_id == Finding.id)
                .join(Outcome, Outcome.action_id == Action.id)
                .where(Finding.organisation_id == organisation)
                .order_by(Outcome.id)
            )
        ]
        findings = [
            (f.detector, f.since, f.until, f.eur_per_year, f.status, f.stake, f.chart)
            for f in session.scalars(
                select(Finding).where(Finding.organisation_id == organisation).order_by(Finding.id)
            )
        ]
        batch = models.Batch
        batches = [
            (one.name, one.sha256, one.status, len(one.series_facts))
            for one in session.scalars(
                select(batch).where(batch.organisation_id == organisation).order_by(batch.id)
            )
        ]
    asked = Selection(tuple(names))
    raw = Selection(tuple(names), view="raw")

    def named(table: pa.Table) -> list[tuple[object, ...]]:
        plain = table.drop_columns([n for n in ("batch",) if n in table.column_names])
        rows = plain.to_pylist()
        return sorted((names[row.pop("series")], *map(repr, row.values())) for row in rows)

    return {
        "values": named(reader.observations(asked)),
        "raw": named(reader.observations(raw)),
        "days": named(reader.aggregate(asked, Step.DAY)),
        "months": named(reader.aggregate(asked, Step.MONTH)),
        "latest": named(reader.latest([organisation])),
        "findings": findings,
        "loop": loop,
        "batches": batches,
    }


@pytest.fixture
def away(store: Store, tmp_path: Path) -> Path:
    """The export of the second organisation of a home that is full."""
    filled(store)
    leave(store.writer("test"), 2, tmp_path / "export")
    return tmp_path / "export"


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    """Another home, on a file, whose numbers are taken."""
    with Store.create(tmp_path / "other") as made:
        create_organisation(made.writer("test"), "Déjà là")
        bring(made, 1, curve("z", 30, 1))
        yield made


def test_a_round_trip_says_the_same(store: Store, away: Path, other: Store) -> None:
    done = adopt(other.writer("test"), away)
    assert done.organisation == 2
    assert told(other, done.organisation) == told(store, 2)
    assert told(other, 2)["loop"] != []
    assert check(other, deep=True) == []
    assert check(store, deep=True) == []


def test_a_home_of_either_kind_adopts(tmp_path: Path, create: Create) -> None:
    with Store.create(tmp_path / "first") as first:
        create_organisation(first.writer("test"), "Essai")
        filled(first)
        leave(first.writer("test"), 2, tmp_path / "export.zip")
        before = told(first, 2)
    with create(tmp_path / "second") as second:
        create_organisation(second.writer("test"), "Déjà là")
        bring(second, 1, curve("z", 30, 1))
        mine = told(second, 1)
        done = adopt(second.writer("test"), tmp_path / "export.zip")
        assert told(second, done.organisation) == before
        assert told(second, 1) == mine
        assert check(second, deep=True) == []
        with pytest.raises(BeffroiError, match="organisation_taken"):
            adopt(second.writer("test"), tmp_path / "export.zip")
        assert bring(second, 1, curve("z", 40, 1))  # numbers given later are others'
        assert check(second, deep=True) == []
