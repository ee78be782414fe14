"""Models of water networks in the text format of EPANET (`.inp`).

Only what steady flows need is read: nodes, pipes, pumps, valves, demands and their patterns.
Everything comes out in SI: m, m3/s; diameters in m; pressures of valves in m of water.

Reference: Rossman (2000), EPANET 2 users manual, appendix C.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from beffroi.errors import BeffroiError
from beffroi.errors.water import MODEL_BROKEN, MODEL_UNSUPPORTED
from beffroi.readers.building import Floats

#: Cubic metres a second in one unit of flow.
_FLOWS = {
    "LPS": 1e-3, "LPM": 1e-3 / 60, "MLD": 1e3 / 86_400, "CMH": 1 / 3600, "CMD": 1 / 86_400,
    "CFS": 0.028316847, "GPM": 6.30902e-5, "MGD": 0.0438126, "IMGD": 0.0526168, "AFD": 0.0142764,
}  # fmt: skip
_AMERICAN = {"CFS", "GPM", "MGD", "IMGD", "AFD"}
_FOOT, _INCH, _PSI = 0.3048, 0.0254, 0.703070  # m, m, m of water
_SHUT = "CLOSED"


@dataclass(frozen=True, slots=True)
class Link:
    """A pipe, pump or valve from a node to another; `diameter`, `length` in m, 0 for pumps."""

    name: str
    start: str
    end: str
    length: float = 0.0
    diameter: float = 0.0
    roughness: float = 0.0
    kind: str = "PIPE"  # PIPE, PUMP or the type of a valve
    setting: float = 0.0  # m of water for a valve of pressure


@dataclass(frozen=True, slots=True)
class Tank:
    """A tank: the height of its bottom, its diameter and its first level, m."""

    bottom: float
    diameter: float
    level: float


@dataclass(frozen=True, slots=True)
class WaterModel:
    """A network as its operator describes it.

    `demands` are mean draws in m3/s by node and pattern; `patterns` are multipliers, one a
    `step` [s], repeated for ever.
    """

    elevations: Mapping[str, float]  # of junctions, m
    reservoirs: Mapping[str, float]  # heads, m
    tanks: Mapping[str, Tank]
    links: tuple[Link, ...]
    demands: Mapping[str, Mapping[str, float]]
    patterns: Mapping[str, Floats]
    step: int
    places: Mapping[str, tuple[float, float]]

    @property
    def pipes(self) -> tuple[Link, ...]:
        """The open pipes."""
        return tuple(one for one in self.links if one.kind == "PIPE")


Section = list[tuple[int, list[str]]]


def read_model(content: bytes, name: str = "") -> WaterModel:
    """Return the model that the bytes of an `.inp` file describe.

    Raises:
        BeffroiError: `water.model_broken`, with the line; `water.model_unsupported`.
    """
    sections = _sections(content.decode("utf-8", "replace"))
    options = {words[0].upper(): words[-1] for _, words in sections.get("OPTIONS", [])}
    flow_unit = options.get("UNITS", "GPM").upper()
    if options.get("HEADLOSS", "H-W").upper() != "H-W" or flow_unit not in _FLOWS:
        found = f"{options.get('HEADLOSS', 'H-W')}, {flow_unit}"
        raise BeffroiError(MODEL_UNSUPPORTED, name=name, found=found)
    parser = _Parser(name, sections, options, flow_unit)
    if not sections.get("PIPES") or not sections.get("JUNCTIONS"):
        raise BeffroiError(MODEL_BROKEN, name=name, line=1, found="[JUNCTIONS], [PIPES]")
    return parser.model()


class _Parser:
    """Turns rows of words into a model, and names the line of what it cannot read."""

    def __init__(
        self, name: str, sections: Mapping[str, Section], options: Mapping[str, str], unit: str
    ) -> None:
        self.name, self.sections, self.options = name, sections, options
        american = unit in _AMERICAN
        self.flow = _FLOWS[unit] * float(options.get("MULTIPLIER", 1))
        self.metre = _FOOT if american else 1.0
        self.wide = _INCH if american else 1e-3
        self.head = _PSI if american else 1.0

    def model(self) -> WaterModel:
        tanks = {
            w[0]: Tank(*(self.metre * self.number(n, w[k]) for k in (1, 5, 2)))
            for n, w in self.rows("TANKS", 6)
        }
        junctions = {w[0]: self.metre * self.number(n, w[1]) for n, w in self.rows("JUNCTIONS", 2)}
        reservoirs = {
            w[0]: self.metre * self.number(n, w[1]) for n, w in self.rows("RESERVOIRS", 2)
        }
        links = tuple(self.links())
        nodes = {*junctions, *reservoirs, *tanks}
        for link in links:
            for end in (link.start, link.end):
                if end not in nodes:
                    raise BeffroiError(
                        MODEL_BROKEN, name=self.name, line=0, found=f"{link.name}: {end}"
                    )
        places = {
            w[0]: (self.number(n, w[1]), self.number(n, w[2]))
            for n, w in self.rows("COORDINATES", 3)
        }
        return WaterModel(
            junctions, reservoirs, tanks, links, self.demands(), self.patterns(), self.step(),
            places,
        )  # fmt: skip

    def links(self) -> Iterator[Link]:
        shut = {w[0] for _, w in self.rows("STATUS", 2) if w[1].upper() == _SHUT}
        for n, w in self.rows("PIPES", 6):
            closed = w[0] in shut or any(word.upper() == _SHUT for word in w[6:])
            length, wide, rough = (self.number(n, w[k]) for k in (3, 4, 5))
            if length <= 0 or wide <= 0 or rough <= 0:
                raise BeffroiError(MODEL_BROKEN, name=self.name, line=n, found=" ".join(w))
            kind = "SHUT" if closed else "PIPE"
            yield Link(w[0], w[1], w[2], length * self.metre, wide * self.wide, rough, kind)
        for _, w in self.rows("PUMPS", 3):
            yield Link(w[0], w[1], w[2], kind="PUMP")
        for n, w in self.rows("VALVES", 6):
            wide, setting = self.wide * self.number(n, w[3]), self.head * self.number(n, w[5])
            yield Link(w[0], w[1], w[2], 0.0, wide, 0.0, w[4].upper(), setting)

    def demands(self) -> dict[str, dict[str, float]]:
        usual = self.options.get("PATTERN", "1")
        found: dict[str, dict[str, float]] = {}
        for n, w in self.rows("JUNCTIONS", 3):
            found[w[0]] = {w[3] if len(w) > 3 else usual: self.flow * self.number(n, w[2])}
        listed: dict[str, dict[str, float]] = {}
        for n, w in self.rows("DEMANDS", 2):
            of_node = listed.setdefault(w[0], {})
            key = w[2] if len(w) > 2 else usual
            of_node[key] = of_node.get(key, 0.0) + self.flow * self.number(n, w[1])
        return found | listed

    def patterns(self) -> dict[str, Floats]:
        found: dict[str, list[float]] = {}
        for n, w in self.rows("PATTERNS", 2):
            found.setdefault(w[0], []).extend(self.number(n, word) for word in w[1:])
        return {key: np.array(values) for key, values in found.items()}

    def step(self) -> int:
        for n, w in self.rows("TIMES", 3):
            if [word.upper() for word in w[:2]] == ["PATTERN", "TIMESTEP"]:
                hours, _, minutes = w[2].partition(":")
                return round(3600 * self.number(n, hours) + 60 * self.number(n, minutes or "0"))
        return 3600

    def rows(self, section: str, least: int) -> Section:
        for line, words in self.sections.get(section, []):
            if len(words) < least and section not in {"JUNCTIONS", "STATUS", "TIMES"}:
                raise BeffroiError(MODEL_BROKEN, name=self.name, line=line, found=" ".join(words))
        return [row for row in self.sections.get(section, []) if len(row[1]) >= least]

    def number(self, line: int, word: str) -> float:
        try:
            return float(word)
        except ValueError as error:
            raise BeffroiError(MODEL_BROKEN, name=self.name, line=line, found=word) from error


def _sections(text: str) -> dict[str, Section]:
    found: dict[str, Section] = {}
    current: Section = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.partition(";")[0].split()
        if words and words[0].startswith("["):
            current = found.setdefault(words[0].strip("[]").upper(), [])
        elif words:
            current.append((number, words))
    return found
