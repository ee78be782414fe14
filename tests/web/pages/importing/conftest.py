"""Who imports, where no worker runs beside."""

import pytest

from beffroi.store.store import Store
from beffroi.web.pages.importing import dropping
from tests.web.pages.conftest import Visitor, entered


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker runs beside: pages wait for none."""
    monkeypatch.setattr(dropping, "PATIENCE", 0.0)


@pytest.fixture
def agent(visitor: Visitor, store: Store) -> Visitor:
    return entered(visitor, store, (1, "agent"))
