"""`/{organisation}/scenarios`: those that were kept, and up to four of them side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from beffroi.decide.scenarios.kept import Kept, listed
from beffroi.decide.scenarios.told import Horizon, Tried
from beffroi.decide.scenarios.words import of_unit, payback, units_of
from beffroi.domains.contract import Estimate
from beffroi.figures import shown_unit
from beffroi.texts import Language, Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Fault, Page, View, Visit, number_of
from beffroi.web.pages.scenario_charts import Whiskers, whiskers
from beffroi.web.pages.scenario_result import Used
from beffroi.web.pages.scenario_wording import LIST as WORDS
from beffroi.web.pages.scenario_wording import NEWS

MOST_COMPARED = 4
_TITLE = Text(fr="Scénarios", en="Scenarios")
_MANY = Text(fr="Cochez de deux à {most} scénarios à comparer.", en="Tick two to {most} scenarios.")


@dataclass(frozen=True, slots=True)
class Line:
    """A scenario of the list."""

    number: int
    name: str
    buildings: str
    levers: tuple[Text, ...]
    uses: tuple[Used, ...]
    """What is saved a year, in each unit."""
    eur: Estimate
    cost: Estimate | None
    payback: Text | None
    last: int
    """The last year that was looked at."""
    planned: bool
    ticked: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of a comparison: an estimate, or words."""

    amount: Estimate | None
    words: Text | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """A line of a comparison, one cell a scenario."""

    label: Text
    unit: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """The scenarios of an organisation, and those that are compared."""

    base: str
    lines: tuple[Line, ...]
    names: tuple[str, ...]
    compared: tuple[Compared, ...]
    drawing: Whiskers | None
    drawn: Text
    """What is drawn: euros where scenarios save in different units."""
    news: Text | None
    faults: tuple[Fault, ...] = ()


def _list(visit: Visit) -> View:
    with visit.reader("scenarios").session() as session:
        found = listed(session, visit.organisation)
    ticked = {number_of(key[2:]) for key in visit.query if key.startswith("c.")}
    chosen = [one for one in found if one.id in ticked]
    faults: tuple[Fault, ...] = ()
    if "compare" in visit.query and not 2 <= len(chosen) <= MOST_COMPARED:
        faults = (Fault(_MANY.fill(most=MOST_COMPARED), "list"),)
    shown = chosen if 2 <= len(chosen) <= MOST_COMPARED else []
    unit, drawing = _drawn(shown, visit.language)
    context = Listing(
        f"/{visit.organisation}/scenarios",
        tuple(_line(one, one.id in ticked) for one in found),
        tuple(one.name for one in shown),
        _compared([one.last.tried for one in shown]),
        drawing,
        WORDS[unit],
        NEWS.get(visit.query.get("news", "")),
        faults,
    )
    status = 422 if faults else 200
    return View("scenarios.html", _TITLE, context, WORDS, status, faulty=bool(faults))


def _line(kept: Kept, ticked: bool) -> Line:
    tried = kept.last.tried
    return Line(
        kept.id,
        kept.name,
        ", ".join(one.name for one in tried.buildings),
        tuple(one.label for one in tried.parts),
        tuple(Used(unit, of_unit(tried.saving, unit)) for unit in tried.units),
        tried.saving.eur,
        tried.cost,
        payback(tried),
        tried.last,
        kept.plan is not None,
        ticked,
    )


def _drawn(shown: Sequence[Kept], language: Language) -> tuple[str, Whiskers | None]:
    """Draw scenarios side by side, in the one unit in which they all save, or in euros."""
    tried = [one.last.tried for one in shown]
    firsts = {one.units[0] for one in tried}
    if len(firsts) == 1:
        (unit,) = firsts
        named = [(one.name, of_unit(one.last.tried.saving, unit)) for one in shown]
        return unit, whiskers(named, shown_unit(unit), language)
    named = [(one.name, one.last.tried.saving.eur) for one in shown]
    return "eur", whiskers(named, "€", language)


def _compared(found: Sequence[Tried]) -> tuple[Compared, ...]:
    if not found:
        return ()
    rows: list[tuple[Text, str, Callable[[Tried], Estimate | None]]] = [
        (WORDS["eur"], "EUR", lambda one: one.saving.eur),
        (WORDS["co2"], "kgCO2e", lambda one: one.saving.kgco2e),
        (WORDS["cost"], "EUR", lambda one: one.cost),
    ]
    lines = [
        Compared(WORDS[unit], unit, tuple(Cell(of_unit(one.saving, unit)) for one in found))
        for unit in units_of(found)
    ]
    lines += [
        Compared(label, unit, tuple(Cell(amount(one)) for one in found))
        for label, unit, amount in rows
    ]
    cells = tuple(Cell(None, _back(one)) for one in found)
    lines.append(Compared(WORDS["back"], "", cells))
    for place, horizon in enumerate(found[0].horizons):
        lines += _at(horizon, [one.horizons[place] for one in found])
    return tuple(lines)


def _back(tried: Tried) -> Text | None:
    if tried.cost is None:
        return None
    return payback(tried) or WORDS["no_back"].fill(year=tried.last)


def _at(horizon: Horizon, found: Sequence[Horizon]) -> list[Compared]:
    year = horizon.year
    money = tuple(Cell(one.eur) for one in found)
    avoided = tuple(Cell(one.kgco2e) for one in found)
    return [
        Compared(WORDS["net_by"].fill(year=year), "EUR", money),
        Compared(WORDS["co2_by"].fill(year=year), "kgCO2e", avoided),
    ]


PAGES = (
    Page("GET", "/{organisation}/scenarios", holder(Right.READ_INDICATORS), _list, context=Listing),
)
