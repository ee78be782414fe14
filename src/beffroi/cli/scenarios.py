"""Scenarios on the screen of a terminal."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from beffroi.cli.context import Session
from beffroi.cli.tables import light
from beffroi.decide.scenarios.asked import Asked, asked
from beffroi.decide.scenarios.buildings import Candidate, simulated
from beffroi.decide.scenarios.told import Tried
from beffroi.decide.scenarios.words import CAUTION, sentences
from beffroi.domains import parameters
from beffroi.domains.contract import Estimate
from beffroi.domains.levers import Lever
from beffroi.errors import BeffroiError
from beffroi.errors.decide import SCENARIO_INVALID
from beffroi.figures import number, numbers
from beffroi.texts import Language, Text

_ENERGIES = {
    "electricity": Text(fr="électricité", en="electricity"),
    "gas": Text(fr="gaz", en="gas"),
    "heat": Text(fr="chaleur", en="heat"),
}
_NO_BUILDING = Text(
    fr="Aucun bâtiment mesuré : importez des relevés, puis rattachez les compteurs.",
    en="No measured building: import readings, then attach meters to their building.",
)
_REFUSED = Text(fr="{name} : non essayé, {why}.", en="{name}: not tried, {why}.")
_SKIPPED = Text(
    fr="{name}, « {lever} » : non essayé, {why}.", en="{name}, “{lever}”: not tried, {why}."
)
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
_COST_LABEL = Text(fr="coût de chaque bâtiment", en="cost of each building")


def levers_of(found: Iterable[Lever], today: date, language: Language) -> list[dict[str, Any]]:
    """Return levers as plain data, with their usual values and where these come from."""
    numbers_ = parameters(simulated().key)

    def entry(key: str) -> dict[str, Any]:
        known = numbers_.entry(key, today)
        low, value, high = known.interval
        return {"value": value, "low": low, "high": high, "reference": known.reference}

    return [
        {
            "lever": one.name,
            "label": one.label.in_(language),
            "about": one.about.in_(language),
            "method": one.method.in_(language),
            "limits": one.limits.in_(language),
            "settings": [
                {
                    "key": f"{one.name}.{dial.key}",
                    "label": dial.label.in_(language),
                    "unit": dial.unit,
                    **entry(dial.parameter),
                }
                for dial in one.dials
            ],
            "cost": {"per": one.per, **entry(one.cost)},
            "life_years": entry(one.life)["value"],
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
            unit = "" if one["unit"] == "1" else f"\u00a0{one['unit']}"
            table.add_row("", one["key"], one["label"], _span(one, session.language) + unit)
        per = {"m2": "\u00a0€/m²", "once": "\u00a0€"}.get(row["cost"]["per"], "\u00a0€/kWc")
        usual = _span(row["cost"], session.language) + per
        table.add_row("", f"{row['lever']}.cost", session.say(_COST_LABEL), usual)
    session.console.print(table)


def _span(one: dict[str, Any], language: Language) -> str:
    value = number(one["value"], 2, language)
    if one["low"] == one["high"]:
        return value
    return f"{value} ({number(one['low'], 2, language)}–{number(one['high'], 2, language)})"


def show_buildings(session: Session, found: Sequence[Candidate]) -> None:
    """Print what may be tried upon."""
    if not found:
        session.console.print(session.say(_NO_BUILDING))
        return
    heads = (
        Text(fr="n°", en="no."),
        Text(fr="bâtiment", en="building"),
        Text(fr="énergies mesurées", en="measured energies"),
    )
    table = light(*map(session.say, heads), right=(0,))
    for one in found:
        energies = ", ".join(session.say(_ENERGIES[energy]) for energy in one.energies)
        table.add_row(str(one.asset), one.name, energies)
    session.console.print(table)


def show(session: Session, tried: Tried) -> None:
    """Print a scenario: its sentences, its levers, what it comes to."""
    for sentence in sentences(tried):
        session.console.print(session.say(sentence))
    if tried.parts:
        heads = map(session.say, (_LEVER, _KWH, _EUR, _CO2, _COST))
        table = light(*heads, right=(1, 2, 3, 4))
        lines = [(session.say(one.label), one.saving, one.cost) for one in tried.parts]
        for label, saving, cost in [*lines, (session.say(_ALL), tried.saving, tried.cost)]:
            amounts = (saving.kwh, saving.eur, saving.kgco2e, cost)
            table.add_row(label, *(written(one, session.language) for one in amounts))
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
    _left_out(session, tried)
    session.console.print(session.say(CAUTION))


def _left_out(session: Session, tried: Tried) -> None:
    for refused in tried.refused:
        session.console.print(session.say(_REFUSED.fill(name=refused.name, why=refused.why)))
    for building in tried.buildings:
        for one in building.skipped:
            words = {"name": building.name, "lever": one.label, "why": one.why}
            session.console.print(session.say(_SKIPPED.fill(words)))


def written(one: Estimate | None, language: Language) -> str:
    """Write a value with its interval under it."""
    if one is None:
        return "–"
    low, high = number(one.low, 0, language), number(one.high, 0, language)
    return f"{number(one.value, 0, language)}\n{low} … {high}"


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
