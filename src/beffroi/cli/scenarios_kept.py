"""Scenarios kept, on the screen of a terminal."""

from collections.abc import Callable, Sequence
from typing import Any

from beffroi.cli.context import Session
from beffroi.cli.scenarios import show, written
from beffroi.cli.tables import day, light
from beffroi.cli.tables import written as read_day
from beffroi.decide.scenarios.kept import Kept
from beffroi.decide.scenarios.told import Tried
from beffroi.decide.scenarios.words import of_unit, payback, units_of
from beffroi.domains.contract import Estimate
from beffroi.domains.levers import KWH, M3
from beffroi.texts import Text

_NONE = Text(
    fr="Aucun scénario gardé : essayez (« scenarios try »), puis gardez (« scenarios keep »).",
    en="No scenario kept: try one (“scenarios try”), then keep it (“scenarios keep”).",
)
_HEADS = (
    Text(fr="n°", en="no."),
    Text(fr="scénario", en="scenario"),
    Text(fr="€ par an", en="EUR a year"),
    Text(fr="coût", en="cost"),
    Text(fr="état", en="state"),
)
_A_YEAR = {
    KWH: Text(fr="kWh par an", en="kWh a year"),
    M3: Text(fr="m³ par an", en="m³ a year"),
}
_STATES = {
    "kept": Text(fr="gardé", en="kept"),
    "planned": Text(fr="décidé", en="decided"),
    "withdrawn": Text(fr="retiré", en="withdrawn"),
}
_TITLE = Text(
    fr="Scénario {id}, « {name} » : version {version} du {day}, par {actor}.",
    en="Scenario {id}, “{name}”: version {version} of {day}, by {actor}.",
)
_PLAN = Text(
    fr="Décidé : {who}, fin des travaux le {day} ({why}).",
    en="Decided: {who}, works end on {day} ({why}).",
)
_BACK = Text(fr="remboursé en", en="paid back in")
_NO_BACK = Text(fr="pas avant {year}", en="not before {year}")
_EUR_BY = Text(fr="€ à la fin de {year}", en="EUR at the end of {year}")
_CO2_BY = Text(fr="kgCO₂e évités à la fin de {year}", en="kgCO₂e avoided at the end of {year}")


def state(kept: Kept) -> str:
    """Return `withdrawn`, `planned` or `kept`."""
    if kept.withdrawn_at is not None:
        return "withdrawn"
    return "planned" if kept.plan is not None else "kept"


def to_dict(session: Session, kept: Kept) -> dict[str, Any]:
    """Return a scenario as plain data."""
    return {
        "id": kept.id,
        "name": kept.name,
        "state": state(kept),
        "version": kept.last.number,
        "at": kept.last.at.isoformat(),
        "actor": kept.last.actor,
        "address": kept.last.asked.address,
        "levers": kept.last.asked.to_dict(),
        "result": kept.last.tried.to_dict(session.language),
        "plans": [
            {
                "version": one.version,
                "done_on": one.done_on.isoformat(),
                "who": one.who,
                "why": one.why,
                "actor": one.actor,
                "live": one.withdrawn_at is None,
            }
            for one in kept.plans
        ],
    }


def show_list(session: Session, found: Sequence[Kept]) -> None:
    """Print scenarios, one a line."""
    if session.as_json:
        session.answer([to_dict(session, one) for one in found])
        return
    if not found:
        session.console.print(session.say(_NONE))
        return
    units = units_of([one.last.tried for one in found])
    heads = (*_HEADS[:2], *(_A_YEAR[unit] for unit in units), *_HEADS[2:])
    table = light(*map(session.say, heads), right=(0, *range(2, len(heads) - 1)))
    for one in found:
        tried = one.last.tried
        used = (of_unit(tried.saving, unit) for unit in units)
        amounts = (*used, tried.saving.eur, tried.cost)
        narrow = len(units) > 1
        cells = (written(amount, session.language, narrow=narrow) for amount in amounts)
        table.add_row(str(one.id), one.name, *cells, session.say(_STATES[state(one)]))
    session.console.print(table)


def show_one(session: Session, kept: Kept) -> None:
    """Print a scenario whole."""
    if session.as_json:
        session.answer(to_dict(session, kept))
        return
    last, plan = kept.last, kept.plan
    words = {"id": kept.id, "name": kept.name, "version": last.number, "actor": last.actor}
    session.console.print(session.say(_TITLE.fill(words, day=day(last.at))))
    if plan is not None:
        said = _PLAN.fill(who=plan.who, day=read_day(plan.done_on.isoformat()), why=plan.why)
        session.console.print(session.say(said))
    show(session, last.tried)


def show_compared(session: Session, found: Sequence[Kept]) -> None:
    """Print scenarios side by side, one a column."""
    if session.as_json:
        session.answer([to_dict(session, one) for one in found])
        return
    heads = [f"{one.id}. {one.name}" for one in found]
    table = light("", *heads, right=tuple(range(1, len(found) + 1)))
    tried = [one.last.tried for one in found]
    for unit in units_of(tried):
        used = (written(of_unit(one.saving, unit), session.language) for one in tried)
        table.add_row(session.say(_A_YEAR[unit]), *used)
    rows: list[tuple[Text, Callable[[Tried], Estimate | None]]] = [
        (_HEADS[2], lambda one: one.saving.eur),
        (_HEADS[3], lambda one: one.cost),
    ]
    for label, amount in rows:
        cells = (written(amount(one), session.language) for one in tried)
        table.add_row(session.say(label), *cells)
    table.add_row(session.say(_BACK), *(_back(session, one) for one in tried))
    for place, horizon in enumerate(tried[0].horizons):
        money = (written(one.horizons[place].eur, session.language) for one in tried)
        table.add_row(session.say(_EUR_BY.fill(year=horizon.year)), *money)
        avoided = (written(one.horizons[place].kgco2e, session.language) for one in tried)
        table.add_row(session.say(_CO2_BY.fill(year=horizon.year)), *avoided)
    session.console.print(table)


def _back(session: Session, tried: Tried) -> str:
    if tried.cost is None:
        return "–"
    return session.say(payback(tried) or _NO_BACK.fill(year=tried.last))


def answer(session: Session, text: Text, **values: object) -> None:
    """Say what a command did."""
    if session.as_json:
        session.answer(values)
        return
    if "day" in values:  # plain data in JSON, as on screens to a person
        values["day"] = read_day(str(values["day"]))
    session.console.print(session.say(text.fill(values)))
