"""The homes of the demonstration: what befell them is seen by the service, and by nobody else."""

from pathlib import Path

import pytest
from sqlalchemy import select

from beffroi.decide.analyse import analyse
from beffroi.decide.customers.telling import told
from beffroi.decide.organisations import create_organisation
from beffroi.demo.build import _put
from beffroi.demo.generate import END
from beffroi.demo.generate.homes import DAILY, HOURLY, homes
from beffroi.demo.place import LAST_DAY
from beffroi.demo.service import housed
from beffroi.domains import domain
from beffroi.store.scope import Scope
from beffroi.store.state.loop import Finding
from beffroi.store.state.models import Asset, Series
from beffroi.store.store import Store


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation where the homes were read, and looked at."""
    folder = tmp_path_factory.mktemp("homes") / "home"
    with Store.create(folder) as store:
        service = create_organisation(store.writer("test"), "Syndicat", kind="syndicat")
        _put(store, service, housed(store, service, homes(676, 2, END)), None)
        read = store.reader(store.whole("test", "analysis"))
        analyse(read, store.writer("test"), [service], [domain("water")], today=LAST_DAY)
    return folder


def test_the_service_sees_a_leak_a_stopped_meter_and_an_unusual_use(home: Path) -> None:
    with Store.open(home) as store:
        service = store.reader(Scope.of(1, "agent", "water service", households=True))
        seen = told(service, 1)
        lasting = {one.detector for one in seen if one.until is None}
        assert lasting >= {"water.customer_leak", "water.customer_stopped"}
        stopped = {one.home for one in seen if one.detector == "water.customer_stopped"}
        leaks = {one.home for one in seen if one.detector == "water.customer_leak"}
        unusual = {one.home for one in seen if one.detector == "water.customer_unusual"}
        assert unusual - stopped - leaks
        assert len({one.home for one in seen}) <= 5  # the others live as homes do
        with service.session() as session:
            assert len(session.scalars(select(Series)).all()) == HOURLY + DAILY
            names = {one.key for one in session.scalars(select(Asset))}
        assert not any(name.startswith("FICTIF") for name in names)


def test_the_council_and_agents_of_anything_else_see_nothing_of_them(home: Path) -> None:
    with Store.open(home) as store:
        for scope in (
            Scope.of(1, "élue", "findings", measures=False),
            Scope.of(1, "agent", "findings"),
            store.whole("beffroi", "analysis"),
        ):
            door = store.reader(scope)
            with door.session() as session:
                assert session.scalars(select(Series)).all() == []
                assert session.scalars(select(Asset)).all() == []
                assert session.scalars(select(Finding)).all() == []
