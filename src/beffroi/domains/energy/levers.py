"""The levers of energy: what may be tried on a building, and how a building is simulated."""

from typing import Any

from beffroi.domains.energy.lever_needs import NEEDS
from beffroi.domains.energy.lever_plants import PLANTS
from beffroi.domains.energy.twin import flows
from beffroi.domains.energy.twinning import build
from beffroi.domains.levers import Good, Parts, Simulator
from beffroi.domains.panel import Panel
from beffroi.domains.parameters import Parameters
from beffroi.texts import Text


def _good(key: str, fr: str, en: str) -> Good:
    return Good(key, Text(fr=fr, en=en), price=f"{key}.price", emission=f"{key}.emission")


def _build(panel: Panel, parameters: Parameters, parts: Parts) -> Any:  # noqa: ARG001 - the contract
    return build(panel, parameters)


LEVERS = (*NEEDS, *PLANTS)
SIMULATOR = Simulator(
    build=_build,
    flows=flows,
    model="energy.scenario",
    asset="building",
    asset_words=(Text(fr="bâtiment", en="building"), Text(fr="bâtiments", en="buildings")),
    goods=(
        _good("electricity", "électricité", "electricity"),
        _good("gas", "gaz", "gas"),
        _good("heat", "chaleur", "heat"),
    ),
    sizes=lambda row, _: {"m2": row.number("surface")},
    winters=True,
    sells=True,
)
