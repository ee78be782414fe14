"""The energy of public buildings: what is measured, computed and watched."""

from beffroi.domains.contract import Domain
from beffroi.domains.energy.assets import ASSET_TYPES
from beffroi.domains.energy.detectors import DETECTORS
from beffroi.domains.energy.expected import LEAST_HISTORY
from beffroi.domains.energy.indicators import INDICATORS
from beffroi.domains.energy.levers import LEVERS, SIMULATOR
from beffroi.domains.energy.models import MODELS
from beffroi.domains.energy.openness import public
from beffroi.domains.energy.prepare import prepare
from beffroi.domains.energy.scenario_model import SCENARIO
from beffroi.texts import Text

DOMAIN = Domain(
    key="energy",
    label=Text(fr="Énergie des bâtiments", en="Energy of buildings"),
    description=Text(
        fr="Électricité, gaz et chaleur des bâtiments et équipements publics.",
        en="Electricity, gas and heat of public buildings and facilities.",
    ),
    inputs=("electricity.active_energy", "gas.energy", "heat.energy"),
    asset_types=ASSET_TYPES,
    prepare=prepare,
    indicators=INDICATORS,
    detectors=DETECTORS,
    least_history=LEAST_HISTORY,
    models=(*MODELS, SCENARIO),
    levers=LEVERS,
    simulator=SIMULATOR,
    public=public,
)
