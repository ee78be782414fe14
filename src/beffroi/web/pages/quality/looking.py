"""What the address of a page of quality asks for, and the samples that answer it."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from beffroi.decide.quality.reading import Asked, communes_of, samples
from beffroi.domains.water.quality.followed import FOLLOWED, Followed
from beffroi.domains.water.quality.samples import Sample
from beffroi.web.pages.declaring import Fault, Visit
from beffroi.web.pages.forms import day_of
from beffroi.web.pages.quality.words import DAY_WRONG, ORDER_WRONG

#: What is shown where nobody asks for a period.
USUAL = timedelta(days=3 * 365)
#: Codes of communes in an address of Hub'Eau.
_MOST_CODES = 20
_LONGEST = 32
_QUERY = "https://hubeau.eaufrance.fr/api/v1/qualite_eau_potable/resultats_dis"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A period as it was typed, and as it is understood; a parameter."""

    since: str
    until: str
    parameter: Followed
    place: str
    """The code of a network; empty for all of them."""
    asked: Asked
    faults: tuple[Fault, ...] = ()

    @property
    def address(self) -> str:
        """The same, as an address says it."""
        said = {"du": self.since, "au": self.until, "reseau": self.place}
        said |= {"parametre": self.parameter.key}
        return urlencode({name: value for name, value in said.items() if value})


def wanted(visit: Visit) -> Wanted:
    """Return what an address asks for; what means nothing is told, and the usual shown instead."""
    query, today = visit.query, visit.today
    since, until = query.get("du", ""), query.get("au", "")
    faults = [Fault(DAY_WRONG, n) for n, v in (("du", since), ("au", until)) if v and not day_of(v)]
    first, last = day_of(since), day_of(until)
    if first and last and last < first:
        faults.append(Fault(ORDER_WRONG, "au"))
        first = last = None
    if not since or first is None:
        first = (last or today) - USUAL
    named = query.get("parametre", "")
    parameter = next((one for one in FOLLOWED if one.key == named), FOLLOWED[0])
    asked = Asked(visit.organisation, first, last)
    # What was typed stays; what was not is said, so that a form shows its own answer.
    place = query.get("reseau", "")[:_LONGEST]
    return Wanted(since or first.isoformat(), until, parameter, place, asked, tuple(faults))


def found(visit: Visit, asked: Asked) -> list[Sample]:
    """List the samples of a period, the last ones first."""
    with visit.reader("water quality").session() as session:
        return samples(session, asked)


def hubeau(visit: Visit, since: date) -> tuple[str, bool]:
    """Return the address that gives the results of the communes, and whether these are known."""
    with visit.reader("water quality").session() as session:
        codes = communes_of(session, visit.organisation)[:_MOST_CODES]
    listed = ",".join(codes or ["01001"])
    day = since.isoformat()
    return f"{_QUERY}?code_commune={listed}&date_min_prelevement={day}&size=20000", bool(codes)
