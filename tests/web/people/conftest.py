"""An application whose people are tested, over a commune and its neighbour."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from beffroi.decide.organisations import create_organisation
from beffroi.settings import Settings
from beffroi.store.store import Store
from beffroi.web.app import make_app
from tests import people


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    people.cheap(monkeypatch)


@contextmanager
def opened(root: Path) -> Iterator[TestClient]:
    """Make a home with organisations 1 and 2, and open its application."""
    with Store.create(root) as store:
        for name in ("Essai", "Voisine"):
            create_organisation(store.writer("test"), name)
    app = make_app(root, Settings())
    with TestClient(app, people.SITE, raise_server_exceptions=False) as found:
        yield found


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    """The application of a home with organisations 1 and 2."""
    with opened(tmp_path / "home") as found:
        yield found


@pytest.fixture
def store(client: TestClient) -> Store:
    """The installation behind the application."""
    found: Store = client.app.state.store  # type: ignore[attr-defined]
    return found
