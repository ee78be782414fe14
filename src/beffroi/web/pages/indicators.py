"""`/{organisation}/indicateurs`: one indicator at a time, building by building, with its trend."""

from collections.abc import Mapping
from dataclasses import dataclass

from beffroi.decide.indicators import Value
from beffroi.domains import domains, quantities
from beffroi.domains.contract import Indicator, Period
from beffroi.domains.tallies import Tally
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Page, View, Visit
from beffroi.web.pages.findings import Option
from beffroi.web.pages.trends import LEAST_DAYS, Trend, indicators, offered, trend
from beffroi.web.pages.wording import TALLIES

_TITLE = Text(fr="Indicateurs", en="Indicators")
#: What is shown first: that of the first trade that has something to say.
_FIRST = ("energy.cost_year", "water.efficiency")
_WORDS = {
    "which": Text(fr="Indicateur", en="Indicator"),
    "show": Text(fr="Montrer", en="Show"),
    "asset": Text(fr="Équipement", en="Asset"),
    "energy": Text(fr="Mesure", en="Measure"),
    "period": Text(fr="Période", en="Period"),
    "value": Text(fr="Valeur", en="Value"),
    "change": Text(fr="Par rapport à l’an d’avant", en="Against the year before"),
    "none": Text(fr="Aucune valeur", en="No value"),
    "none_why": Text(
        fr="Il faut une période entière de mesures, et parfois la surface du bâtiment ou ce que la "
        "page du secteur d’eau dit manquer.",
        en="It takes a whole period of measures, and at times the floor area of the building or "
        "what the page of the district of water says is missing.",
    ),
    "total": Text(fr="En {year}, en tout : {value}", en="In {year}, in all: {value}"),
    "same": Text(
        fr=", {change} par rapport à {before} sur les mêmes compteurs",
        en=", {change} against {before} over the same meters",
    ),
    "references": Text(fr="Références", en="References"),
    "caption": Text(
        fr="{label} : dernière période entière de chacun, du plus grand au plus petit",
        en="{label}: last whole period of each, the largest first",
    ),
    "target": Text(fr="Objectif : {value}.", en="Target: {value}."),
    **TALLIES,
    "counted_why": Text(
        fr="Une valeur se dit année par année, quand les résultats du contrôle sanitaire d’une "
        "année entière sont importés, avec au moins un prélèvement de l’année suivante.",
        en="A value is told year by year, once the results of the sanitary control of a whole "
        "year are imported, with at least one sample of the year that follows.",
    ),
    "small": Text(
        fr="Au-dessous de 5 000 habitants et de 1 000 m³ par jour, le rapport annuel demande les "
        "deux nombres, pas leur rapport.",
        en="Below 5,000 inhabitants and 1,000 m³ a day, the annual report asks for the two "
        "numbers, not their ratio.",
    ),
    "by_network": Text(fr="Voir réseau par réseau", en="See network by network"),
    "partial": Text(fr="{n} jours connus", en="{n} known days"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """The last value of an indicator for one asset, and how it moved in a year.

    What is in % moved by `points`, the rest by the share `change`. `tally` is that of samples.
    """

    name: str
    quantity: Text
    period: str
    value: float
    known_days: int
    partial: bool
    change: float | None
    points: float | None
    tally: Tally | None


@dataclass(frozen=True, slots=True)
class Indicators:
    """One indicator of an organisation."""

    base: str
    options: tuple[Option, ...]
    label: Text
    unit: str
    lines: tuple[Line, ...]
    total: Trend | None
    target: float | None
    counted: bool
    """Whether it is counted from samples of tap water."""
    samples_at: str
    """Where these are told network by network; empty where it is not counted from any."""
    references: tuple[str, ...]


def _indicators(visit: Visit) -> View:
    known = offered(visit)
    asked = visit.query.get("key") or _first(visit, known)
    every = {one.key: one for room in domains().values() for one in room.indicators}
    chosen = known.get(asked) or every.get(asked) or next(iter(known.values()))
    values = indicators(visit, [chosen.key])
    yearly = chosen.period is Period.YEAR
    adds = chosen.unit in ("EUR", "kWh", "kgCO2e", "m3")
    context = Indicators(
        f"/{visit.organisation}/indicateurs",
        tuple(Option(key, one.label, key == chosen.key) for key, one in known.items()),
        chosen.label,
        chosen.unit,
        lines_of(values, chosen),
        trend(values, chosen.key) if yearly and adds else None,
        chosen.target,
        chosen.tally is not None,
        f"/{visit.organisation}/qualite" if chosen.tally else "",
        tuple(one.title for one in chosen.references),
    )
    return View("indicators.html", _TITLE, context, _WORDS)


def _first(visit: Visit, known: Mapping[str, Indicator]) -> str:
    """Return what is shown unasked: never an empty one while another has a value."""
    told = (key for key in (*_FIRST, *known) if indicators(visit, [key]))
    return next(told, next(iter(known)))


def lines_of(values: tuple[Value, ...], chosen: Indicator) -> tuple[Line, ...]:
    """Return the last value of each asset, the largest first."""
    by: dict[tuple[int, str], list[Value]] = {}
    for value in values:
        by.setdefault((value.row.asset, value.row.quantity), []).append(value)
    yearly = chosen.period is Period.YEAR
    lines = [_line(sorted(own, key=lambda one: one.first), yearly=yearly) for own in by.values()]
    return tuple(sorted(lines, key=lambda one: (-one.value, one.name)))


def _line(own: list[Value], *, yearly: bool) -> Line:
    last = own[-1]
    year_before = last.first.replace(year=last.first.year - 1)
    before = next((one for one in own if one.first == year_before), None)
    span = (last.last - last.first).days + 1
    least = LEAST_DAYS / 365 * span
    alike = before is not None and min(last.known_days, before.known_days) >= least
    declared = quantities().get(last.row.quantity)
    share = last.indicator.unit == "%"
    known = before if alike else None
    return Line(
        last.row.name,
        declared.label if declared else Text(fr=last.row.quantity, en=last.row.quantity),
        f"{last.first:%Y}" if yearly else f"{last.first:%m/%Y}",
        last.value,
        last.known_days,
        last.known_days < least,
        last.value / known.value - 1 if known and known.value > 0 and not share else None,
        last.value - known.value if known and share else None,
        last.tally,
    )


PAGES = (
    Page(
        "GET",
        "/{organisation}/indicateurs",
        holder(Right.READ_INDICATORS),
        _indicators,
        context=Indicators,
        asks=("key",),
    ),
)
