"""`/{organisation}/publication/presentation`: its address, its words, its colours."""

from collections.abc import Mapping
from dataclasses import dataclass

from beffroi.errors import BeffroiError
from beffroi.errors.site import SLUG_TAKEN
from beffroi.store import sites
from beffroi.store.state import models
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.trust.sites.describing import FIELDS, checked, suggested
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit
from beffroi.web.pages.publication.wording import PRESENT

_TITLE = Text(fr="Présentation du site", en="About the site")
_BOTH = Text(fr="{what} {do}", en="{what} {do}")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form."""

    name: str
    label: Text
    hint: str
    """The name of its hint among the words; empty where it has none."""
    value: str
    long: bool
    needed: bool


@dataclass(frozen=True, slots=True)
class Presentation:
    """The form."""

    base: str
    fields: tuple[Field, ...]
    faults: tuple[Fault, ...] = ()


def _present(visit: Visit) -> View:
    number = visit.organisation
    with visit.own().look(number) as session:
        row = sites.site_of(session, number)
        name = session.get_one(models.Organisation, number).name
        kept = {field: getattr(row, field) if row else "" for field in FIELDS}
    if row is None:
        kept |= {"name": name, "slug": suggested(name)}
    return _shown(visit, kept)


def _keep(visit: Visit) -> View | Move:
    given = {field: visit.said(field) for field in FIELDS}
    draft, wrong = checked(given)
    if draft is None:
        return _shown(visit, given, tuple(_fault(field, one) for field, one in wrong.items()))
    try:
        sites.describe(visit.writer(), visit.organisation, draft)
    except BeffroiError as error:
        if error.type is not SLUG_TAKEN:
            raise
        return _shown(visit, given, (_fault("slug", error),))
    return Move(f"/{visit.organisation}/publication?done=described")


def _fault(field: str, error: BeffroiError) -> Fault:
    """Say what is wrong with a field, and what would do in its place."""
    what, do = error.type.what.fill(error.details), error.type.do.fill(error.details)
    return Fault(_BOTH.fill(what=what, do=do), field)


def _shown(visit: Visit, values: Mapping[str, str], faults: tuple[Fault, ...] = ()) -> View:
    fields = tuple(
        Field(
            name,
            label,
            f"{name}_hint" if f"{name}_hint" in PRESENT else "",
            values[name],
            name in ("about", "contact", "host"),
            name in ("slug", "name", "contact", "director"),
        )
        for name, label in FIELDS.items()
    )
    context = Presentation(f"/{visit.organisation}/publication", fields, faults)
    status = 422 if faults else 200
    return View(
        "publication/presentation.html",
        _TITLE,
        context,
        PRESENT,
        status=status,
        faulty=bool(faults),
    )


_PATH = "/{organisation}/publication/presentation"
PAGES = (
    Page("GET", _PATH, holder(Right.PUBLISH), _present),
    Page("POST", _PATH, holder(Right.PUBLISH), _keep),
)
