"""A leak that a watch sees is a finding: kept up to date, decided upon, ended with its saving."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from beffroi.decide.analyse import analyse
from beffroi.decide.decisions import act, decide
from beffroi.decide.findings import to_dicts
from beffroi.decide.leaks.following import Asked, Followed, follow
from beffroi.decide.verify import sentence, verify
from beffroi.domains import domains
from beffroi.errors import BeffroiError
from beffroi.store.scope import Scope
from beffroi.store.state.loop import Finding, Outcome
from beffroi.store.state.models import Asset, Organisation
from beffroi.store.state.registers import AlgorithmRun
from beffroi.store.state.watching import Leak
from beffroi.store.store import Store
from beffroi.store.switches import resume, stop
from tests.decide.leaks.town import place, put, text

#: m3/h, from the 65th day to the 72nd.
LEAK = ("h34", 64, 72, 5.0)


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ville.inp").write_text(text() + place())
    (tmp_path / "scada").mkdir()
    return tmp_path


def step(store: Store, folder: Path, days: int, first: date | None = None) -> Followed:
    put(folder / "scada", days, [LEAK])
    asked = Asked(1, "ville", folder / "ville.inp", folder / "scada", first, "EPSG:2154", 2.0)
    return follow(store.writer("agent"), asked)


def only(store: Store) -> tuple[Finding, Leak, Asset]:
    query = select(Finding, Leak, Asset).where(Leak.finding_id == Finding.id)
    with store.writer("test").look() as session:
        finding, leak, asset = session.execute(query.where(Asset.id == Finding.asset_id)).one()
        session.expunge_all()
    return finding, leak, asset


def test_a_leak_goes_through_the_whole_loop(store: Store, folder: Path) -> None:
    step(store, folder, 62, date(2018, 3, 2))
    step(store, folder, 68)
    finding, leak, asset = only(store)
    assert (finding.domain, finding.detector, finding.status) == ("water", "water.leaks", "open")
    assert (finding.since, finding.until) == (date(2018, 3, 6), None)
    assert 4.0 < leak.flow["low"] < 5.0 < leak.flow["high"] < 6.0
    year = finding.stake["m3_per_year"]
    assert year["value"] == pytest.approx(8766 * leak.flow["value"])
    assert finding.eur_per_year == pytest.approx(2.0 * year["value"])
    # From the 6th to the 9th; the pipe is less than a kilometre to the east of 3° east.
    assert leak.volume["value"] == pytest.approx(96 * leak.flow["value"])
    assert (asset.type, asset.key) == ("pipe", f"ville:{asset.name.removeprefix('Conduite ')}")
    assert 3.0 <= asset.attributes["longitude"] < 3.02
    assert leak.lines[0]["chance"] >= leak.lines[-1]["chance"]
    assert sum(line["chance"] for line in leak.lines) == pytest.approx(finding.confidence, abs=0.01)
    assert "h34" in [line["pipe"] for line in leak.lines]
    assert leak.zone is not None
    assert leak.zone["type"] == "Polygon"
    assert "60 m³" not in finding.explanation["fr"]
    # An analysis of the measures of others leaves it alone; no other finding is made by a day more.
    read = store.reader(Scope.of(1, "agent", "analysis"))
    analyse(read, store.writer("agent"), [1], list(domains().values()))
    decide(store.writer("maire"), finding.id, "act", "on creuse")
    act(store.writer("maire"), finding.id, date(2018, 3, 14), 900.0, "manchon posé")
    with pytest.raises(BeffroiError) as caught:
        verify(read, store.writer("maire"), finding.id)
    assert caught.value.type.code == "water.leak_running"
    step(store, folder, 71)
    later, grown, _ = only(store)
    assert later.id == finding.id
    assert grown.volume["value"] > leak.volume["value"]
    step(store, folder, 78)
    over, after, _ = only(store)
    assert (over.status, over.until) == ("done", date(2018, 3, 14))
    assert "terminée" in over.explanation["fr"]
    with store.writer("test").look() as session:
        outcome = session.scalars(select(Outcome)).one()
        assert outcome.proven
        saved = outcome.result["avoided_m3_per_hour"]
        assert saved["low"] < 5.0 < saved["high"]
        # From the 14th to the 19th: six days, at two euros a m3.
        assert outcome.result["reporting"]["days"] == 6
        assert outcome.result["avoided_eur"]["value"] == pytest.approx(288 * saved["value"])
        assert session.scalars(select(AlgorithmRun.seen).where(
            AlgorithmRun.algorithm == "water.leaks")).all() == [0, 1, 0, 0]  # fmt: skip
        owner = session.get_one(Organisation, 1)
        [row] = to_dicts(session, [(over, owner, session.get_one(Asset, over.asset_id))], "fr")
        assert row["past"] is False
    again = verify(read, store.writer("maire"), finding.id)
    assert "6 jours" in sentence(again).fr
    assert after.fall is not None


def test_a_search_that_somebody_stopped_finds_nothing(store: Store, folder: Path) -> None:
    step(store, folder, 62, date(2018, 3, 2))
    stop(store.writer("maire"), "water.leaks", 1, "modèle faux")
    with pytest.raises(BeffroiError) as caught:
        step(store, folder, 68)
    assert caught.value.type.code == "water.watch_stopped"
    resume(store.writer("maire"), "water.leaks", 1, "modèle refait")
    assert len(step(store, folder, 68).news.said) == 1
