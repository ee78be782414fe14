"""What all visits share is there before the first one asks."""

import subprocess
import sys

from beffroi.periods import calendars
from beffroi.web.pages.ready import ready
from beffroi.web.pages.rendering import environment

#: What a page of a district needs, and what only demonstrations do.
COMPUTED = """
import sys
import numpy as np
import beffroi.web.app
from beffroi.analysis.nightflow import Calendar, watch
from beffroi.analysis.nightflow.features import Nights
days = np.arange("2024-01-01", "2024-03-31", dtype="M8[D]")
flows = np.ones((1, 90)) + np.arange(90) % 7 / 10
watch(Nights(flows, 4 * flows), Calendar(days, np.zeros(90, np.int8), np.full(90, 9.0)))
print(*(name for name in ("scipy.signal", "scipy.stats", "pandas") if name in sys.modules))
"""


def test_what_is_shared_is_read_once_before_it_is_asked_for() -> None:
    thread = ready("fr")
    thread.join(120)
    assert ready("fr") is thread
    assert calendars._source.cache_info().currsize == 1
    for made in (environment("fr"), environment("en")):
        kept = made.cache
        assert kept is not None
        assert len(kept) >= len(made.list_templates(extensions=["html"])) > 50


def test_a_page_of_a_district_imports_nothing_that_takes_long() -> None:
    done = subprocess.run(
        [sys.executable, "-c", COMPUTED], capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) <= {"pandas"}  # pyarrow imports it where it is installed
