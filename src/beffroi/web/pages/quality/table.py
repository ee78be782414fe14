"""`/{organisation}/qualite.csv`: the results of a period, one a row, as laboratories wrote them."""

import csv
from io import StringIO

from beffroi.decide.quality.summing import at
from beffroi.domains.water.quality.bounds import above
from beffroi.texts import cell
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Download, Page, Visit
from beffroi.web.pages.quality import words as said
from beffroi.web.pages.quality.looking import found, wanted


def _csv(visit: Visit) -> Download:
    asked, language = wanted(visit), visit.language
    seen = found(visit, asked.asked)
    seen = at(seen, asked.place) if asked.place else seen
    sink = StringIO()
    made = csv.writer(sink, delimiter=";", lineterminator="\r\n")
    made.writerow([one.in_(language) for one in said.COLUMNS.values()])
    for sample in seen:
        where = [", ".join(name for _, name in one) for one in (sample.communes, sample.networks)]
        for result in sample.results:
            how = said.BEYOND[above(result)].in_(language)
            head = (sample.code, sample.day.isoformat(), sample.clock, *where, result.parameter)
            tail = (result.name, result.text, result.unit, result.limit, result.reference, how)
            made.writerow([cell(one) for one in (*head, *tail, sample.conclusion)])
    content = "\ufeff" + sink.getvalue()
    name = f"qualite-eau-{visit.organisation}.csv"
    return Download(name, "text/csv; charset=utf-8", content.encode())


PAGES = (
    Page("GET", "/{organisation}/qualite.csv", holder(Right.READ_INDICATORS), _csv, slow=True),
)
