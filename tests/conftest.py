"""Fixtures that every test may use."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from beffroi.decide.organisations import create_organisation
from beffroi.store.store import Store

# The same examples at each run; a slow machine is no failure.
settings.register_profile("house", derandomize=True, deadline=None, max_examples=60)
settings.load_profile("house")

SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture
def shared_data() -> Path:
    """The folder of real files beside the repository; the test skips where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the real files of ../shared/data are not on this machine")
    return SHARED_DATA


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new installation for one commune, whose identifier is 1."""
    with Store.create(tmp_path / "l'essai") as made:
        assert create_organisation(made.writer("test"), "Essai") == 1
        yield made
