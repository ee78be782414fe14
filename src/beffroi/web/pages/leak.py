"""Where to search for the leak of a finding: a plan, and the pipes of it in the order to listen to.

The plan is in the coordinates of the model: it needs no map, and no script.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from beffroi.decide.leaks.standing import leak_shown
from beffroi.texts import Text
from beffroi.web.pages.declaring import Visit

WIDTH, HEIGHT = 720, 420
_MARGIN = 26
#: Pipes told one by one; the rest of a zone, together.
MOST = 12
#: A share of the likeliest pipe's chance from which a pipe is drawn as likely too.
_LIKELY = 0.5

WORDS: dict[str, Text] = {
    "leak_where": Text(fr="Où chercher", en="Where to search"),
    "leak_plan": Text(
        fr="Plan de la zone : {count} conduites à moins de 300 m, commencer par {pipe}",
        en="Plan of the zone: {count} pipes within 300 m, begin at {pipe}",
    ),
    "leak_first": Text(fr="commencer ici", en="begin here"),
    "leak_likely": Text(fr="probable", en="likely"),
    "leak_other": Text(fr="possible", en="possible"),
    "leak_pipe": Text(fr="Conduite", en="Pipe"),
    "leak_chance": Text(fr="Chances", en="Chance"),
    "leak_rest": Text(fr="{count} autres conduites", en="{count} other pipes"),
    "leak_outside": Text(fr="Plus de 300 m", en="Beyond 300 m"),
    "leak_order": Text(
        fr="Dans l’ordre où écouter. Les chances des conduites d’un même tronçon se ressemblent : "
        "ce sont des capteurs de pression qui les départagent, pas une écoute.",
        en="In the order to listen. Pipes next to each other have chances alike: pressure sensors "
        "tell them apart, no listening does.",
    ),
    "leak_lost": Text(fr="Perdu jusqu’ici", en="Lost so far"),
    "leak_flow": Text(fr="Débit", en="Flow"),
    "leak_fall": Text(fr="Baisse mesurée", en="Measured fall"),
    "leak_until": Text(fr="Mesures regardées jusqu’au {day}.", en="Measures until {day}."),
    "leak_map": Text(fr="Voir la zone sur la carte", en="See the zone on the map"),
    "leak_unplaced": Text(
        fr="Le modèle n’a pas de coordonnées : pas de plan.",
        en="The model has no coordinates: no plan.",
    ),
}


@dataclass(frozen=True, slots=True)
class Pipe:
    """A pipe of the plan: its ends in a frame of 720 by `Plan.height`, and how likely it is."""

    x1: float
    y1: float
    x2: float
    y2: float
    kind: str  # first, likely or other


@dataclass(frozen=True, slots=True)
class Chance:
    """A line of the list: a pipe and its chance [%]."""

    pipe: str
    chance: float


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure with its interval at 90 %."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Search:
    """Where to search, what is lost; `fall` once it ended."""

    first: str
    pipes: tuple[Pipe, ...]
    height: int
    ranked: tuple[Chance, ...]
    count: int
    rest: float
    """Chance of the pipes that are not told one by one [%]."""
    outside: float
    flow: Amount
    volume: Amount
    fall: Amount | None
    until: str
    mapped: str
    """Where the map shows the zone; empty where it cannot."""


def search_of(visit: Visit, finding: int) -> Search | None:
    """Return where to search for the leak of a finding; None where it is about something else."""
    leak = leak_shown(visit.reader("findings"), visit.organisation, finding)
    if leak is None or not leak.lines:
        return None
    ranked = [Chance(line["pipe"], 100 * line["chance"]) for line in leak.lines]
    pipes, height = plan(leak.lines, leak.pipe)
    return Search(
        leak.pipe,
        pipes,
        height,
        tuple(ranked[:MOST]),
        len(ranked),
        sum(one.chance for one in ranked[MOST:]),
        max(0.0, 100 - sum(one.chance for one in ranked)),
        _amount(leak.flow),
        _amount(leak.volume),
        _amount(leak.fall) if leak.fall else None,
        leak.measured_to.isoformat(),
        f"/{visit.organisation}/carte?choisi={finding}" if leak.zone and not leak.fall else "",
    )


def plan(lines: Sequence[Mapping[str, Any]], first: str) -> tuple[tuple[Pipe, ...], int]:
    """Return pipes in a frame, the likeliest last so that they are above, and its height.

    >>> line = {"pipe": "p", "chance": 1.0, "ends": [[0, 0], [10, 0]]}
    >>> pipes, height = plan([line], "p")
    >>> pipes[0].x1, pipes[0].x2, pipes[0].kind, height
    (26.0, 694.0, 'first', 80)
    """
    placed = [line for line in lines if line["ends"]]
    if not placed:
        return (), 0
    xs, ys = ([place[axis] for line in placed for place in line["ends"]] for axis in (0, 1))
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    inside = WIDTH - 2 * _MARGIN, HEIGHT - 2 * _MARGIN
    scale = min(inside[0] / max(wide, 1e-9), inside[1] / max(high, 1e-9))
    left, height = (WIDTH - wide * scale) / 2, max(80, round(high * scale + 2 * _MARGIN))
    top = (height - high * scale) / 2

    def at(place: Sequence[float]) -> tuple[float, float]:
        # North is up: the model counts upwards, the frame downwards.
        x, y = left + (place[0] - min(xs)) * scale, top + (max(ys) - place[1]) * scale
        return round(x, 1), round(y, 1)

    most = max(line["chance"] for line in placed)

    def kind(line: Mapping[str, Any]) -> str:
        if line["pipe"] == first:
            return "first"
        return "likely" if line["chance"] >= _LIKELY * most else "other"

    drawn = [Pipe(*at(line["ends"][0]), *at(line["ends"][1]), kind(line)) for line in placed]
    order = {"other": 0, "likely": 1, "first": 2}
    return tuple(sorted(drawn, key=lambda one: order[one.kind])), height


def _amount(given: Mapping[str, float]) -> Amount:
    return Amount(given["value"], given["low"], given["high"])
