"""The levers of water: what may be tried on a district, and how a district is simulated."""

from collections.abc import Mapping
from typing import Any

from beffroi.domains.levers import Simulator
from beffroi.domains.panel import Row
from beffroi.domains.water.lever_leaks import SEARCHING
from beffroi.domains.water.lever_network import NETWORK
from beffroi.domains.water.measured import INPUT, PRESSURE
from beffroi.domains.water.scenario.building import build
from beffroi.domains.water.scenario.district import GOODS, District, flows
from beffroi.domains.water.scenario.saying import says
from beffroi.texts import Text


def _sizes(row: Row, state: Any) -> Mapping[str, float | None]:
    return {"km": state.km if isinstance(state, District) else row.number("pipe_km")}


LEVERS = (*SEARCHING, *NETWORK)
SIMULATOR = Simulator(
    build=build,
    flows=flows,
    model="water.scenario",
    asset="district",
    asset_words=(
        Text(fr="secteur de distribution", en="district metered area"),
        Text(fr="secteurs de distribution", en="district metered areas"),
    ),
    goods=GOODS,
    sizes=_sizes,
    gauges=(PRESSURE,),
    below="pipe",
    verified=INPUT,
    says=says,
)
