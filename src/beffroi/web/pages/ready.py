"""What all visits share, made ready once a server listens: the first visitor does not wait for it.

Calendars, definitions of units, templates and numerical modules take a second to read. A thread
reads them while the server answers already: whoever comes earlier waits for what their page needs.
"""

import threading
from datetime import timedelta
from functools import cache

import numpy as np

from beffroi import logs
from beffroi.analysis.baseline.prediction import quantile
from beffroi.decide.kept import code
from beffroi.domains import domains, parameters, quantities
from beffroi.errors import BeffroiError
from beffroi.figures import number
from beffroi.periods import SchoolZone, day_types, utc_now
from beffroi.texts import Language
from beffroi.units import conversion
from beffroi.web.pages.bundle import bundle
from beffroi.web.pages.rendering import environment
from beffroi.web.pages.writing import short

log = logs.logger(__name__)
#: Years of measures that pages read: their holidays are.
_YEARS = 4
_LANGUAGES: tuple[Language, ...] = ("fr", "en")


@cache
def ready(first: Language) -> threading.Thread:
    """Begin to make everything ready, once a process; templates in the usual language first."""
    thread = threading.Thread(target=_make, args=(first,), name="ready", daemon=True)
    thread.start()
    return thread


def _make(first: Language) -> None:
    today = np.datetime64(utc_now().date(), "D")
    days = np.array([today - np.timedelta64(timedelta(days=365 * _YEARS)), today], "M8[D]")
    for zone in SchoolZone:
        day_types(days, zone)
    for one in quantities().values():
        conversion(one.unit, one.display)
    for key in domains():
        parameters(key)
    quantile(0.9)
    code()
    for language in _LANGUAGES:
        short(days[0].astype(object), "yMMMd", language)
        number(1234.5, 1, language)
    try:
        bundle()
    except BeffroiError as error:  # each page says it
        log.warning("pages have no bundle", code=error.type.code)
    for language in sorted(_LANGUAGES, key=lambda one: one != first):
        made = environment(language)
        for name in made.list_templates(extensions=["html"]):
            made.get_template(name)
