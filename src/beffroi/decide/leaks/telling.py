"""A leak as people read it: a sentence with its figures, what it costs, the flow of its zone."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from beffroi.analysis.metrics import Floats
from beffroi.domains.contract import Estimate, Idea, Severity, Stake
from beffroi.figures import numbers, percent, written_day
from beffroi.texts import Text

_HOURS, _YEAR = 24.0, 8766.0
#: m3/h from which a leak is grave, or less so.
_HIGH, _MEDIUM = 10.0, 4.0
_NOTHING = Estimate(0.0, 0.0, 0.0)
_UNIT = "m³/h"

_RUNS = Text(
    fr="Depuis le {since}, le réseau {network} perd {flow} m³/h (entre {low} et {high}) : {volume} "
    "m³ déjà, {daily} m³ et {eur} € par jour. Commencez à écouter par la conduite {pipe} : "
    "{chance} de chances que la fuite soit à moins de 300 m.",
    en="Since {since}, the network {network} loses {flow} m³/h (between {low} and {high}): "
    "{volume} m³ already, {daily} m³ and {eur} EUR a day. Begin listening at pipe {pipe}: {chance} "
    "of chance that the leak is within 300 m.",
)
_ENDED = Text(
    fr="Du {since} au {until}, le réseau {network} a perdu {volume} m³ près de la conduite {pipe}. "
    "Le débit a baissé de {fall} m³/h (entre {low} et {high}) : la fuite est terminée.",
    en="From {since} to {until}, the network {network} lost {volume} m³ near pipe {pipe}. The flow "
    "fell by {fall} m³/h (between {low} and {high}): the leak ended.",
)
_CAPTION = Text(
    fr="Débit de la zone que rien n’explique, par jour. Trait bleu : mesuré. Fond orange : le "
    "constat.",
    en="Flow of the zone that nothing explains, by day. Blue line: measured. Orange ground: the "
    "finding.",
)
IDEAS = (
    Idea(
        "listen",
        Text(
            fr="Écouter la zone, conduite par conduite, dans l’ordre de la liste",
            en="Listen along the zone, pipe by pipe, in the order of the list",
        ),
    ),
    Idea(
        "valves",
        Text(
            fr="Fermer une vanne de la zone la nuit, et voir si le débit baisse",
            en="Close a valve of the zone at night, and see whether the flow falls",
        ),
    ),
    Idea("repair", Text(fr="Réparer la fuite trouvée", en="Mend the leak that was found")),
)


@dataclass(frozen=True, slots=True)
class Water:
    """What a m3 that is lost costs [EUR], the energy that it took [kWh], what a kWh emits [kg]."""

    cost: float
    energy: float
    emission: float


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a leak: flows in m3/h, volumes in m3, each between its bounds at 90 %."""

    network: str
    pipe: str
    since: date
    flow: Estimate
    volume: Estimate
    chance: float
    until: date | None = None
    fall: Estimate = _NOTHING

    @property
    def severity(self) -> Severity:
        """How grave it is."""
        if self.flow.value >= _HIGH:
            return Severity.HIGH
        return Severity.MEDIUM if self.flow.value >= _MEDIUM else Severity.LOW

    def stake(self, water: Water) -> Stake:
        """Return what a year of it costs.

        >>> one = Estimate(1.0, 0.5, 1.5)
        >>> told = Told("ville", "p1", date(2024, 1, 1), one, one, 0.5)
        >>> told.stake(Water(2.0, 0.5, 0.1)).eur_per_year
        Estimate(value=17532.0, low=8766.0, high=26298.0)
        """
        lost = times(self.flow, _YEAR)
        energy = times(lost, water.energy)
        return Stake(times(lost, water.cost), energy, times(energy, water.emission), lost)

    def explanation(self, water: Water) -> Text:
        """Say it in a sentence."""
        since, volume = written_day(self.since), numbers(self.volume.value)
        named = {"network": self.network, "pipe": self.pipe, "since": since, "volume": volume}
        if self.until is not None:
            fall = {"fall": numbers(self.fall.value, 1), **_bounds(self.fall)}
            return _ENDED.fill(named, until=written_day(self.until), **fall)
        daily = self.flow.value * _HOURS
        return _RUNS.fill(
            named,
            flow=numbers(self.flow.value, 1),
            daily=numbers(daily),
            eur=numbers(daily * water.cost),
            chance=percent(self.chance),
            **_bounds(self.flow),
        )


def times(one: Estimate, by: float) -> Estimate:
    """Return an estimate in another unit."""
    return Estimate(one.value * by, one.low * by, one.high * by)


def actions() -> list[dict[str, str]]:
    """Return what could be done, as a finding keeps it."""
    return [{"key": one.key, **asdict(one.label)} for one in IDEAS]


def chart(days: Sequence[date], lost: Floats, since: date) -> dict[str, Any]:
    """Return the daily flow of a zone [m3/h] that nothing explains, as Vega-Lite, (d,)."""
    if not days:
        return {}
    values = [
        {"d": day.isoformat(), "m": round(float(flow), 2)}
        for day, flow in zip(days, lost, strict=True)
    ]
    fault = {"s": max(since, days[0]).isoformat(), "e": (days[-1] + _DAY).isoformat()}
    ground = {
        "data": {"values": [fault]},
        "mark": {"type": "rect", "color": "#E69F00", "opacity": 0.25},
        "encoding": {
            "x": {"field": "s", "type": "temporal", "title": None},
            "x2": {"field": "e"},
        },
    }
    line = {
        "mark": {"type": "line", "color": "#0072B2", "strokeWidth": 1.5},
        "encoding": {"y": {"field": "m", "type": "quantitative", "title": _UNIT}},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": "container",
        "height": 220,
        "data": {"values": values},
        "encoding": {"x": {"field": "d", "type": "temporal", "title": None}},
        "layer": [ground, line],
        "config": {"axis": {"grid": False}, "view": {"stroke": None}},
        "usermeta": {"caption": asdict(_CAPTION)},
    }


_DAY = timedelta(days=1)


def _bounds(one: Estimate) -> dict[str, Text]:
    return {"low": numbers(one.low, 1), "high": numbers(one.high, 1)}
