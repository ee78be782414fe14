"""Drinking water networks: what is measured, computed and watched."""

from beffroi.domains.contract import Domain
from beffroi.domains.water.assets import ASSET_TYPES
from beffroi.domains.water.detectors import DETECTORS
from beffroi.domains.water.following import FOLLOW
from beffroi.domains.water.indicators import INDICATORS
from beffroi.domains.water.leaks.card import LEAKS
from beffroi.domains.water.leaks.clock_card import CLOCKS
from beffroi.domains.water.levers import LEVERS, SIMULATOR
from beffroi.domains.water.measured import QUANTITIES, VOLUME
from beffroi.domains.water.money import worth_of
from beffroi.domains.water.prepare import prepare
from beffroi.domains.water.quality.card import QUALITY
from beffroi.domains.water.scenario_model import SCENARIO
from beffroi.domains.water.shares import GATHER
from beffroi.texts import Text

DOMAIN = Domain(
    key="water",
    label=Text(fr="Eau potable", en="Drinking water"),
    description=Text(
        fr="Secteurs de distribution, compteurs et ouvrages d’un réseau d’eau potable.",
        en="Districts, meters and works of a drinking water network.",
    ),
    inputs=(VOLUME,),
    asset_types=ASSET_TYPES,
    prepare=prepare,
    indicators=INDICATORS,
    detectors=DETECTORS,
    quantities=QUANTITIES,
    gather=GATHER,
    follow=FOLLOW,
    worth=worth_of,
    searches=(LEAKS, CLOCKS, QUALITY),
    models=(SCENARIO,),
    levers=LEVERS,
    simulator=SIMULATOR,
)
