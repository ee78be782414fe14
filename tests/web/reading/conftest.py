"""An application over three authorities, on both kinds of state."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from beffroi.store.store import Store
from beffroi.web.app import make_app
from tests.conftest import KINDS
from tests.people import SITE
from tests.store.sharing.build import organisation


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of state."""
    found: str = request.param
    return found


@pytest.fixture
def client(store: Store) -> Iterator[TestClient]:
    """The application of Essai (1), Voisine (2) and Syndicat (3)."""
    for number, name in enumerate(("Voisine", "Syndicat"), 2):
        assert organisation(store, name) == number
    with TestClient(make_app(store.home.root), SITE, raise_server_exceptions=False) as found:
        yield found
