"""`/{organisation}/couts`: what each member owes and why, what another key would change."""

from dataclasses import dataclass, replace
from io import StringIO

from beffroi.commons.costs import Plan, Statement, read_plan, statement
from beffroi.commons.costs.model import BASES
from beffroi.commons.costs.writing import euros, rows
from beffroi.errors import BeffroiError
from beffroi.errors.commons import COSTS_INVALID, COSTS_UNSHAREABLE
from beffroi.figures import number
from beffroi.texts import Language, Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.costs.form import Typed, of_visit, place_of, plan_of
from beffroi.web.pages.costs.words import EXAMPLE, WORDS
from beffroi.web.pages.declaring import Download, Fault, Page, View, Visit
from beffroi.web.pages.faults import fault_of
from beffroi.web.pages.findings import Option

TITLE = Text(fr="Coûts partagés", en="Shared costs")


@dataclass(frozen=True, slots=True)
class Owed:
    """What a member owes, and why; amounts are written in euros."""

    member: str
    due: str
    paid: str
    balance: str
    why: tuple[Text, ...]
    tried: str = ""
    """What it would owe by the other key."""
    difference: str = ""


@dataclass(frozen=True, slots=True)
class Shared:
    """A statement."""

    title: str
    year: int
    total: str
    members: tuple[Owed, ...]
    tried: Text | None
    """The other key, where one is tried."""


@dataclass(frozen=True, slots=True)
class Costs:
    """The form, and the statement that it makes."""

    base: str
    typed: Typed
    keys: tuple[Option, ...]
    shared: Shared | None = None
    faults: tuple[Fault, ...] = ()


def _form(visit: Visit) -> View:
    typed = Typed(**EXAMPLE) if visit.query.get("exemple") else Typed()
    return _page(visit, typed)


def _page(
    visit: Visit, typed: Typed, shared: Shared | None = None, faults: tuple[Fault, ...] = ()
) -> View:
    keys = (("", WORDS["no_key"]), *BASES.items())
    options = tuple(Option(key, label, key == typed.key) for key, label in keys)
    context = Costs(f"/{visit.organisation}/couts", typed, options, shared, faults)
    status = 422 if faults else 200
    return View("costs/sharing.html", TITLE, context, WORDS, status, faulty=bool(faults))


def _compute(visit: Visit) -> View | Download:
    typed = of_visit(visit)
    plan = plan_of(typed)
    try:
        read = read_plan(plan)
        found = statement(read)
        tried = statement(_by(read, typed.key)) if typed.key else None
    except BeffroiError as error:
        if error.type not in (COSTS_INVALID, COSTS_UNSHAREABLE):
            raise
        return _page(visit, typed, faults=(_fault(error),))
    if visit.said("do") == "csv":
        out = StringIO()
        rows(out, found)
        # The mark of order lets a spreadsheet know that accents are UTF-8.
        content = f"\ufeff{out.getvalue()}".encode()
        return Download(f"couts-{read.year}.csv", "text/csv; charset=utf-8", content)
    if visit.said("do") == "toml":
        return Download(f"couts-{read.year}.toml", "application/toml", plan.encode())
    return _page(visit, typed, _shared(found, tried, typed.key, visit.language))


def _by(plan: Plan, key: str) -> Plan:
    return replace(plan, costs=tuple(replace(one, key=key) for one in plan.costs))


def _fault(error: BeffroiError) -> Fault:
    if error.type is not COSTS_INVALID:
        return fault_of(error)
    field, line = place_of(str(error.details["place"]))
    reason = error.details["reason"]
    said = WORDS["wrong_line"].fill(line=line, reason=reason) if line else fault_of(error).text
    return Fault(said, field)


def _shared(found: Statement, tried: Statement | None, key: str, language: Language) -> Shared:
    other = {one.member: one.due for one in tried.dues} if tried else {}
    owed = []
    for one in found.dues:
        why = [
            WORDS["portion"].fill(
                key=BASES[part.key],
                share=number(float(100 * part.share), 2, language),
                total=euros(part.total, language),
                amount=euros(part.amount, language),
            )
            for part in one.portions
        ]
        due, paid, left = (euros(cents, language) for cents in (one.due, one.paid, one.balance))
        row = Owed(one.member, due, paid, left, tuple(why))
        if tried:
            there = other[one.member]
            row = replace(
                row, tried=euros(there, language), difference=euros(there - one.due, language)
            )
        owed.append(row)
    plan = found.plan
    total = euros(found.total, language)
    return Shared(plan.title, plan.year, total, tuple(owed), BASES[key] if tried else None)


_PATH = "/{organisation}/couts"
PAGES = (
    Page("GET", _PATH, holder(Right.READ_INDICATORS), _form, context=Costs),
    Page("POST", _PATH, holder(Right.READ_INDICATORS), _compute),
)
