"""`/{organisation}/conventions/nouvelle`: from a template, with what it will show."""

from dataclasses import dataclass

from sqlalchemy import select

from beffroi.commons.agreements.drafting import bases, draft, templates
from beffroi.commons.agreements.listing import listed
from beffroi.commons.agreements.proposing import Draft, propose
from beffroi.domains import domains
from beffroi.errors import BeffroiError
from beffroi.errors.federation import KEPT_ELSEWHERE
from beffroi.errors.sharing import TERMS_INVALID
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import Step
from beffroi.store.state import models
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.agreements.form import Typed, faults_of, of_template, of_visit, said_of
from beffroi.web.pages.agreements.form_words import FORM
from beffroi.web.pages.agreements.lending import Shown, shown_of
from beffroi.web.pages.agreements.telling import Term, step_of, terms_of
from beffroi.web.pages.agreements.words import SHOWN
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit
from beffroi.web.pages.faults import fault_of
from beffroi.web.pages.findings import Option
from beffroi.web.reading.agreements import by_siren

TITLE = Text(fr="Proposer une convention", en="Propose an agreement")
WORDS = {**SHOWN, **FORM}
_FIELDS = {TERMS_INVALID: "", NOT_FOUND: "others", KEPT_ELSEWHERE: "others"}


@dataclass(frozen=True, slots=True)
class Model:
    """A template that one may begin from."""

    key: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation with which there is an agreement already."""

    siren: str
    name: str


@dataclass(frozen=True, slots=True)
class Choosing:
    """The templates."""

    base: str
    models: tuple[Model, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What the agreement would say and show, before it is proposed."""

    terms: tuple[Term, ...]
    shown: Shown | None
    """None where another one lends: nothing of it is shown before it accepts."""


@dataclass(frozen=True, slots=True)
class New:
    """The form of a new agreement."""

    base: str
    typed: Typed
    domains: tuple[Option, ...]
    steps: tuple[Option, ...]
    bases: tuple[Option, ...]
    partners: tuple[Partner, ...]
    preview: Preview | None = None
    faults: tuple[Fault, ...] = ()


def _form(visit: Visit) -> View:
    visit.reader("agreements")
    asked = visit.query.get("modele", "")
    if asked in templates():
        return _page(visit, of_template(asked))
    if asked == "aucun":
        return _page(visit, Typed())
    found = [Model(key, said["title"], said["about"]) for key, said in templates().items()]
    base = f"/{visit.organisation}/conventions"
    return View("agreements/choose.html", TITLE, Choosing(base, tuple(found)), FORM)


def _page(
    visit: Visit, typed: Typed, preview: Preview | None = None, faults: tuple[Fault, ...] = ()
) -> View:
    context = New(
        f"/{visit.organisation}/conventions",
        typed,
        tuple(
            Option(key, one.label, key in typed.domains) for key, one in sorted(domains().items())
        ),
        tuple(Option(step, step_of(step), step == typed.granularity) for step in Step),
        tuple(Option(key, one.label, key == typed.legal_basis) for key, one in bases().items()),
        _partners(visit),
        preview,
        faults,
    )
    status = 422 if faults else 200
    return View("agreements/new.html", TITLE, context, WORDS, status, faulty=bool(faults))


def _partners(visit: Visit) -> tuple[Partner, ...]:
    own = visit.organisation
    sides: set[int] = set()
    for one in listed(visit.own(), [own]):
        seen = one.seen_by(own)
        sides |= {seen.row.organisation_id, *(each.organisation_id for each in seen.parties)}
    row = models.Organisation
    with visit.own().look() as session:
        query = select(row.key, row.name).where(row.id.in_(sides - {own})).order_by(row.name)
        return tuple(Partner(key, name) for key, name in session.execute(query))


def _send(visit: Visit) -> View | Move:
    visit.reader("agreements")
    typed, own = of_visit(visit), visit.organisation
    faults = faults_of(typed)
    if faults:
        return _page(visit, typed, faults=faults)
    try:
        made = _draft(visit, typed)
        if visit.said("do") != "propose":
            return _page(visit, typed, _preview(visit, made))
        number = propose(visit.writer(), made, own)
    except BeffroiError as error:
        if error.type not in _FIELDS:
            raise
        return _page(visit, typed, faults=(_told(error),))
    return Move(f"/{own}/conventions/{number}?done=agreement_propose")


def _told(error: BeffroiError) -> Fault:
    if error.type is NOT_FOUND:
        return Fault(FORM["wrong_unknown"].fill(siren=error.details["key"]), "others")
    return fault_of(error, _FIELDS[error.type])


def _draft(visit: Visit, typed: Typed) -> Draft:
    own = visit.organisation
    with visit.own().look() as session:
        key = session.get_one(models.Organisation, own).key

    def find(siren: str) -> int:
        return own if siren == key else by_siren(visit.store, siren)

    return draft(said_of(typed, key), find)


def _preview(visit: Visit, made: Draft) -> Preview:
    shown = None
    if made.provider == visit.organisation:
        with visit.reader("agreements").session() as session:
            shown = shown_of(session, made.provider, made.terms, own=True)
    return Preview(terms_of(made.terms), shown)


_PATH = "/{organisation}/conventions/nouvelle"
PAGES = (
    Page("GET", _PATH, holder(Right.AGREE, recent=True), _form),
    Page("POST", _PATH, holder(Right.AGREE, recent=True), _send),
)
