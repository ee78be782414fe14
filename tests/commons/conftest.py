"""What is kept of places is tried on both kinds of state."""

import pytest

from tests.conftest import KINDS


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of state."""
    found: str = request.param
    return found
