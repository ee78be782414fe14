"""Scenarios on the screen of a terminal."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from beffroi.cli.context import Session
from beffroi.cli.tables import light
from beffroi.decide.scenarios.asked import Asked, asked
from beffroi.decide.scenarios.assets import Candidate, labels, simulator_of
from beffroi.decide.scenarios.told import Tried
from beffroi.decide.scenarios.words import CAUTION, PER, of_unit, sentences, unit_of
from beffroi.domains import parameters
from beffroi.domains.contract import Estimate
from beffroi.domains.levers import M3, Lever
from beffroi.errors import BeffroiError
from beffroi.errors.decide import SCENARIO_INVALID
from beffroi.figures import number, numbers
from beffroi.texts import Language, Text

_NO_ASSET = Text(
    fr="Rien de mesuré : importez des relevés, puis rattachez les compteurs à leur bâtiment, ou à "
    "leur secteur de distribution.",
    en="Nothing is measured: import readings, then attach meters to their building, or to their "
    "district metered area.",
)
_REFUSED = Text(fr="{name} : non essayé, {why}.", en="{name}: not tried, {why}.")
_SKIPPED = Text(
    fr="{name}, « {lever} » : non essayé, {why}.", en="{name}, “{lever}”: not tried, {why}."
)
_IDLE = Text(fr="« {lever} » : non essayé, {why}.", en="“{lever}”: not tried, {why}.")
_NO_EQUAL = Text(
    fr="« {text} » n’est pas de la forme levier.réglage=valeur",
    en="“{text}” is not of the form lever.dial=value",
)
_LEVER = Text(fr="levier", en="lever")
_KWH = Text(fr="kWh par an", en="kWh a year")
_EUR = Text(fr="€ par an", en="EUR a year")
_CO2 = Text(fr="kgCO₂e par an", en="kgCO₂e a year")
_COST = Text(fr="coût", en="cost")
_ALL = Text(fr="en tout", en="in all")
_UNTIL = Text(
    fr="De {first} à {year} : {eur} € une fois les travaux payés (entre {low} et {high}), "
    "{kg} kg de CO₂e évités.",
    en="From {first} to {year}: {eur} EUR once works are paid (between {low} and {high}), "
    "{kg} kg of CO₂e avoided.",
)
_SETTING = Text(fr="réglage", en="setting")
_MEANS = Text(fr="ce que c’est", en="what it is")
_USUAL = Text(fr="usuel (à 90 %)", en="usual (at 90%)")
_COST_LABEL = Text(fr="coût de chaque équipement", en="cost of each asset")
_M3 = Text(fr="m³ par an", en="m³ a year")


def levers_of(found: Iterable[Lever], today: date, language: Language) -> list[dict[str, Any]]:
    """Return levers as plain data, with their usual values and where these come from."""

    def entry(lever: Lever, key: str) -> dict[str, Any]:
        known = parameters(lever.domain).entry(key, today)
        low, value, high = known.interval
        return {"value": value, "low": low, "high": high, "reference": known.reference}

    return [
        {
            "lever": one.name,
            "asset": simulator_of(one.domain).asset,
            "label": one.label.in_(language),
            "about": one.about.in_(language),
            "method": one.method.in_(language),
            "limits": one.limits.in_(language),
            "settings": [
                {
                    "key": f"{one.name}.{dial.key}",
                    "label": dial.label.in_(language),
                    "unit": dial.unit,
                    **entry(one, dial.parameter),
                }
                for dial in one.dials
            ],
            "cost": {"per": one.per, **entry(one, one.cost)},
            "life_years": entry(one, one.life)["value"],
            "references": [reference.title for reference in one.references],
        }
        for one in found
    ]


def show_levers(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Print levers, and what can be set of each."""
    heads = map(session.say, (_LEVER, _SETTING, _MEANS, _USUAL))
    table = light(*heads, right=(3,))
    for row in rows:
        table.add_row(row["lever"], "", row["label"], "")
        for one in row["settings"]:
            unit = unit_of(one["unit"]).in_(session.language)
            unit = f"\u00a0{unit}" if unit else ""
            table.add_row("", one["key"], one["label"], _span(one, session.language) + unit)
        usual = (
            f"{_span(row['cost'], session.language)}\u00a0{session.say(PER[row['cost']['per']])}"
        )
        table.add_row("", f"{row['lever']}.cost", session.say(_COST_LABEL), usual)
    session.console.print(table)


def _span(one: dict[str, Any], language: Language) -> str:
    value = number(one["value"], 2, language)
    if one["low"] == one["high"]:
        return value
    return f"{value} ({number(one['low'], 2, language)}–{number(one['high'], 2, language)})"


def show_assets(session: Session, found: Sequence[Candidate]) -> None:
    """Print what may be tried upon."""
    if not found:
        session.console.print(session.say(_NO_ASSET))
        return
    heads = (
        Text(fr="n°", en="no."),
        Text(fr="équipement", en="asset"),
        Text(fr="ce que c’est", en="what it is"),
        Text(fr="mesuré", en="measured"),
    )
    table = light(*map(session.say, heads), right=(0,))
    for one in found:
        simulator = simulator_of(one.domain)
        goods = ", ".join(session.say(label) for label in labels(one))
        table.add_row(str(one.asset), one.name, session.say(simulator.asset_words[0]), goods)
    session.console.print(table)


def show(session: Session, tried: Tried) -> None:
    """Print a scenario: its sentences, its levers, what it comes to."""
    for sentence in sentences(tried):
        session.console.print(session.say(sentence))
    if tried.parts:
        units = [(unit, _M3 if unit == M3 else _KWH) for unit in tried.units]
        heads = (_LEVER, *(head for _, head in units), _EUR, _CO2, _COST)
        table = light(*map(session.say, heads), right=tuple(range(1, len(heads))))
        lines = [(session.say(one.label), one.saving, one.cost) for one in tried.parts]
        for label, saving, cost in [*lines, (session.say(_ALL), tried.saving, tried.cost)]:
            used = (of_unit(saving, unit) for unit, _ in units)
            amounts = (*used, saving.eur, saving.kgco2e, cost)
            narrow = len(units) > 1
            cells = (written(one, session.language, narrow=narrow) for one in amounts)
            table.add_row(label, *cells)
        session.console.print(table)
    for horizon in tried.horizons if tried.parts else ():
        if horizon.eur is not None:
            words = {
                "first": tried.first,
                "year": horizon.year,
                "eur": numbers(horizon.eur.value),
                "low": numbers(horizon.eur.low),
                "high": numbers(horizon.eur.high),
                "kg": numbers(horizon.kgco2e.value),
            }
            session.console.print(session.say(_UNTIL.fill(words)))
    for building in tried.buildings:
        for told in building.said:
            session.console.print(f"{building.name}\u00a0: {session.say(told)}")
    _left_out(session, tried)
    session.console.print(session.say(CAUTION))


def _left_out(session: Session, tried: Tried) -> None:
    for idle in tried.idle:
        session.console.print(session.say(_IDLE.fill(lever=idle.label, why=idle.why)))
    for refused in tried.refused:
        session.console.print(session.say(_REFUSED.fill(name=refused.name, why=refused.why)))
    for building in tried.buildings:
        for one in building.skipped:
            words = {"name": building.name, "lever": one.label, "why": one.why}
            session.console.print(session.say(_SKIPPED.fill(words)))


def written(one: Estimate | None, language: Language, *, narrow: bool = False) -> str:
    """Write a value with its interval under it, on two lines where columns are many."""
    if one is None:
        return "–"
    low, high = number(one.low, 0, language), number(one.high, 0, language)
    between = "\n" if narrow else " "
    return f"{number(one.value, 0, language)}\n{low} …{between}{high}"


def wanted(building: list[int] | None, lever: list[str] | None, given: list[str] | None) -> Asked:
    """Return what options ask for.

    Raises:
        BeffroiError: `decide.scenario_invalid`.
    """
    texts = {}
    for one in given or []:
        key, equal, value = one.partition("=")
        if not equal:
            raise BeffroiError(SCENARIO_INVALID, problem=_NO_EQUAL.fill(text=one[:60]))
        texts[key.strip()] = value
    return asked(building or [], lever or [], texts)
