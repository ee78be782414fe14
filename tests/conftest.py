"""Fixtures that every test may use."""

from pathlib import Path

import pytest
from hypothesis import settings

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
