"""The levers of water: what may be tried on a district, and how a district is simulated."""

from beffroi.domains.levers import Simulator
from beffroi.domains.water.lever_leaks import SEARCHING
from beffroi.domains.water.lever_network import NETWORK
from beffroi.domains.water.measured import INPUT
from beffroi.domains.water.scenario.building import build
from beffroi.domains.water.scenario.district import GOODS, flows
from beffroi.domains.water.scenario.saying import says
from beffroi.texts import Text

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
    sizes={"km": "pipe_km"},
    below="pipe",
    verified=INPUT,
    says=says,
)
