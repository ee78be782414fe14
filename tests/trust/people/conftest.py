"""People on both kinds of state, with passwords that take no time."""

import pytest

from beffroi.store.store import Store
from beffroi.store.write import WriteDoor
from tests import people
from tests.conftest import KINDS


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of state."""
    found: str = request.param
    return found


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    people.cheap(monkeypatch)


@pytest.fixture
def door(store: Store) -> WriteDoor:
    """The write door of an installation for one commune."""
    return store.writer("test")
