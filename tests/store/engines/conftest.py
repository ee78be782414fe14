"""Both engines, and one installation that holds a little of everything."""

import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from beffroi.decide.organisations import create_organisation
from beffroi.store.engines import Embedded, Engine, open_engine
from beffroi.store.store import Store
from tests.store.engines.holdings import fill
from tests.store.engines.server import TASKS, sail


@pytest.fixture(scope="session")
def cluster_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of Spark Connect: the one that `BEFFROI_SPARK` names, else a Sail of the tests."""
    with ExitStack() as stack:
        yield os.environ.get("BEFFROI_SPARK") or stack.enter_context(
            sail(tmp_path_factory.mktemp("sail") / "log")
        )


@pytest.fixture(scope="session")
def cluster(cluster_address: str) -> Iterator[Engine]:
    engine = open_engine(cluster_address, TASKS)
    yield engine
    engine.close()


@pytest.fixture(params=["embedded", "cluster"])
def engine(request: pytest.FixtureRequest, held: Store) -> Engine:
    """Each engine of the contract, over the installation `held`."""
    if request.param == "cluster":
        found: Engine = request.getfixturevalue("cluster")
        return found
    return Embedded(held.home.root, held.home.spool)


@pytest.fixture(scope="session")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """An installation, in a folder with a name that must be quoted."""
    with Store.create(tmp_path_factory.mktemp("engines") / "l'été") as store:
        create_organisation(store.writer("test"), "Essai")
        fill(store)
        yield store
