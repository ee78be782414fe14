"""The clock of the program, set by a test: what it proves does not depend on the day it runs."""

import sys
from datetime import datetime

import pytest

from beffroi.periods import utc_now


def stop(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Make it one moment for every module that is loaded, in this process, until the test ends."""
    for name, module in list(sys.modules.items()):
        if name.startswith("beffroi.") and getattr(module, "utc_now", None) is utc_now:
            monkeypatch.setattr(module, "utc_now", lambda: moment)
