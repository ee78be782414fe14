"""The levers of energy: what may be tried on a building, and how a building is simulated."""

from beffroi.domains.energy.lever_needs import NEEDS
from beffroi.domains.energy.lever_plants import PLANTS
from beffroi.domains.energy.twin import flows
from beffroi.domains.energy.twinning import build
from beffroi.domains.levers import Simulator

LEVERS = (*NEEDS, *PLANTS)
SIMULATOR = Simulator(build, flows, "energy.scenario", ("electricity", "gas", "heat"))
