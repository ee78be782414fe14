"""`/{organisation}/rapport`: what the council will be told, before it is printed."""

from dataclasses import dataclass

from beffroi.demo.place import is_demo
from beffroi.errors import BeffroiError
from beffroi.errors.report import FORM_UNKNOWN, NOTHING_MEASURED, SPAN_INVALID
from beffroi.publish.report import measures
from beffroi.publish.report.composing import compose
from beffroi.publish.report.content import Report
from beffroi.publish.report.document import Document
from beffroi.publish.report.gathering import gather, narrowed, needed, usual
from beffroi.publish.report.spans import Span, between, later, parse, whole_year
from beffroi.publish.report.written import KINDS, file_name, written
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Download, Fault, Page, View, Visit
from beffroi.web.pages.faults import fault_of
from beffroi.web.pages.trends import indicators

_TITLE = Text(fr="Rapport au conseil", en="Report to the council")
_TWELVE = Text(fr="12 derniers mois", en="last 12 months")
_WORDS = {
    "lead": Text(
        fr="Ce que le rapport dira, à relire avant de l’emporter. Il ne nomme personne et ne "
        "contient aucune mesure de foyer.",
        en="What the report will say, to be read before it is taken away. It names nobody and "
        "holds no measure of a household.",
    ),
    "period": Text(fr="Période", en="Period"),
    "show": Text(fr="Montrer", en="Show"),
    "other": Text(fr="Une autre période", en="Another period"),
    "first": Text(fr="Premier mois", en="First month"),
    "last": Text(fr="Dernier mois", en="Last month"),
    "hint": Text(
        fr="Année et mois, par exemple 2025-09. 36 mois au plus.",
        en="Year and month, such as 2025-09. 36 months at most.",
    ),
    "faults": Text(fr="Cette période ne convient pas", en="That period will not do"),
    "take": Text(fr="Emporter", en="Take away"),
    "pdf": Text(fr="PDF à imprimer", en="PDF to print"),
    "xlsx": Text(fr="Tableur", en="Spreadsheet"),
    "pdf_about": Text(fr="balisé pour les lecteurs d’écran", en="tagged for screen readers"),
    "xlsx_about": Text(fr="les mêmes chiffres", en="the same figures"),
    "contents": Text(fr="Dans ce rapport", en="In this report"),
    "same": Text(fr="Les mêmes chiffres, en tableau", en="The same figures, as a table"),
    "none": Text(
        fr="Aucune mesure n’est encore arrivée : il n’y a rien à rapporter.",
        en="No measure has come yet: there is nothing to report.",
    ),
    "none_do": Text(
        fr="Importez un fichier de votre distributeur ou de votre fournisseur ; le rapport se fera "
        "de lui-même.",
        en="Import a file of your distributor or supplier; the report will make itself.",
    ),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A period that is offered."""

    value: str
    label: Text
    chosen: bool


@dataclass(frozen=True, slots=True)
class ReportShown:
    """A report before it is taken away; None where nothing was measured."""

    base: str
    asked: str
    """The period, as addresses of files name it."""
    choices: tuple[Choice, ...]
    first: str
    last: str
    document: Document | None
    faults: tuple[Fault, ...] = ()


def _report(visit: Visit) -> View:
    base = f"/{visit.organisation}/rapport"
    faults: tuple[Fault, ...] = ()
    try:
        span = _asked(visit)
    except BeffroiError as error:
        if error.type is not SPAN_INVALID:
            raise
        faults, span = (fault_of(error, "du"),), None
    try:
        report, choices = _made(visit, span)
    except BeffroiError as error:
        if error.type is not NOTHING_MEASURED:
            raise
        return View("report.html", _TITLE, ReportShown(base, "", (), "", "", None), _WORDS)
    first, last = visit.query.get("du", ""), visit.query.get("au", "")
    if not faults:
        first, last = f"{report.first:%Y-%m}", f"{report.last:%Y-%m}"
    shown = ReportShown(
        base,
        f"du={report.first:%Y-%m}&au={report.last:%Y-%m}",
        choices,
        first[:20],
        last[:20],
        compose(report, visit.language),
        faults,
    )
    status = 422 if faults else 200
    return View("report.html", _TITLE, shown, _WORDS, status, faulty=bool(faults))


def _file(visit: Visit) -> Download:
    kind = visit.path["kind"]
    if kind not in KINDS:
        raise BeffroiError(FORM_UNKNOWN, given=kind[:20], known=", ".join(KINDS))
    report, _ = _made(visit, _asked(visit))
    name = file_name(report, kind, visit.language)
    return Download(name, KINDS[kind], written(report, kind, visit.language))


def _asked(visit: Visit) -> Span | None:
    """Return the period of an address: a choice of the list, or a first and a last month.

    Raises:
        BeffroiError: `report.span_invalid`.
    """
    chosen = visit.query.get("periode", "")
    first, _, last = chosen.partition("_") if chosen else (visit.query.get("du", ""), "", "")
    last = last or visit.query.get("au", "") * (not chosen)
    return parse(first, last) if first or last else None


def _made(visit: Visit, span: Span | None) -> tuple[Report, tuple[Choice, ...]]:
    door, number = narrowed(visit.reader("report")), visit.organisation
    keys = sorted(key for keys in needed().values() for key in keys)
    usually = usual(door, number)
    values = indicators(visit, keys, door)
    asked = span or usually
    report = gather(
        door, number, asked, visit.today, values, simulated=is_demo(visit.store.home.root)
    )
    return report, _choices(report, asked, measures.years(values))


def _choices(report: Report, asked: Span, years: tuple[int, ...]) -> tuple[Choice, ...]:
    spans = [(whole_year(year), whole_year(year).label) for year in years]
    if report.measured_to is not None:
        months = report.measured_to.replace(day=1)
        spans.insert(0, (between(later(months, -12), 12), _TWELVE))
    if asked not in [one for one, _ in spans]:
        spans.append((asked, asked.label))
    return tuple(
        Choice(f"{one.first:%Y-%m}_{one.last:%Y-%m}", label, one == asked) for one, label in spans
    )


PAGES = (
    Page(
        "GET",
        "/{organisation}/rapport",
        holder(Right.READ_INDICATORS),
        _report,
        context=ReportShown,
        asks=("periode", "du", "au"),
    ),
    Page("GET", "/{organisation}/rapport/{kind}", holder(Right.READ_INDICATORS), _file, slow=True),
)
