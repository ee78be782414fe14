"""`/{organisation}/scenarios/nouveau`: a scenario in the address, tried at once, kept if wanted."""

from collections.abc import Mapping
from dataclasses import dataclass

from beffroi.decide.scenarios import keeping
from beffroi.decide.scenarios.asked import Asked, of_address, typed
from beffroi.decide.scenarios.assets import candidates
from beffroi.decide.scenarios.keeping import LONGEST_NAME
from beffroi.decide.scenarios.kept import get
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit, number_of
from beffroi.web.pages.scenario_form import Group, groups
from beffroi.web.pages.scenario_result import Result, answer, result_of
from beffroi.web.pages.scenario_wording import TRY as WORDS

_TITLE = Text(fr="Essayer un scénario", en="Try a scenario")
_NO_NAME = Text(
    fr="Donnez un nom au scénario, de {most} caractères au plus.",
    en="Give the scenario a name, of {most} characters at most.",
)


@dataclass(frozen=True, slots=True)
class Trying:
    """The form, and the answer where something was asked."""

    base: str
    groups: tuple[Group, ...]
    result: Result | None
    sent: tuple[tuple[str, str], ...]
    """What was asked, to be sent again by the form that keeps it."""
    may_keep: bool
    name: str
    scenario: int
    """The scenario of which this is to be a new version, 0 for none."""
    version_of: str
    faults: tuple[Fault, ...] = ()


def _try(visit: Visit) -> View:
    return _page(visit, visit.query)


def _page(visit: Visit, given: Mapping[str, str], *faults: Fault, name: str = "") -> View:
    asks = any(key.startswith("l.") for key in given) or "essai" in given
    asked, wrong = of_address(given)
    found = tuple(Fault(_sentence(text), field) for field, text in wrong) if asks else ()
    result = None
    if asks and not found:
        result = result_of(answer(visit, asked), visit.language)
    number, base = number_of(given.get("version", "")), f"/{visit.organisation}/scenarios"
    of = _version_of(visit, number)
    chosen = {one.lever for one in asked.choices}
    measured = candidates(visit.reader("scenarios"), visit.organisation)
    context = Trying(
        base,
        groups(measured, asked.buildings, chosen, given, visit.today),
        result,
        _sent(asked) if result else (),
        visit.may(Right.DECIDE),
        name or of,
        number if of else 0,
        of,
        (*found, *faults),
    )
    status = 422 if context.faults else 200
    return View("scenario_try.html", _TITLE, context, WORDS, status, faulty=bool(context.faults))


def _sentence(text: Text) -> Text:
    """Write what is wrong as a sentence."""
    return Text(
        fr=f"{text.fr[:1].upper()}{text.fr[1:]}.", en=f"{text.en[:1].upper()}{text.en[1:]}."
    )


def _sent(asked: Asked) -> tuple[tuple[str, str], ...]:
    pairs = [(f"b.{one}", "1") for one in asked.buildings]
    for one in asked.choices:
        pairs.append((f"l.{one.lever}", "1"))
        pairs += [(f"{one.lever}.{key}", typed(value)) for key, value in one.given.items()]
    return tuple(pairs)


def _version_of(visit: Visit, number: int) -> str:
    """Return the name of the scenario that is being changed; empty for a new one."""
    if number < 1:
        return ""
    with visit.reader("scenarios").session() as session:
        kept = get(session, visit.organisation, number)
    return kept.name if kept.withdrawn_at is None else ""


def _keep(visit: Visit) -> View | Move:
    given = {name: values[-1] for name, values in visit.form.items() if values}
    name, own = visit.said("name"), visit.organisation
    asked, wrong = of_address(given)
    said = " ".join(name.split())
    if wrong:
        return _page(visit, {**given, "essai": "1"}, name=name)
    if not 1 <= len(said) <= LONGEST_NAME:
        fault = Fault(_NO_NAME.fill(most=LONGEST_NAME), "name")
        return _page(visit, given, fault, name=name)
    number = number_of(given.get("version", ""))
    if number > 0 and not _version_of(visit, number):
        number = 0
    tried, door = answer(visit, asked), visit.writer()
    if number > 0:
        keeping.change(door, own, number, said, asked, tried)
    else:
        number = keeping.keep(door, own, said, asked, tried)
    return Move(f"/{own}/scenarios/{number}?news=kept")


_PATH = "/{organisation}/scenarios/nouveau"
PAGES = (
    Page("GET", _PATH, holder(Right.READ_INDICATORS), _try, context=Trying),
    Page("POST", _PATH, holder(Right.DECIDE), _keep),
)
