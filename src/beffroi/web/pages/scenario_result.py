"""What a page shows of a scenario that was tried."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from beffroi.decide.scenarios.asked import Asked
from beffroi.decide.scenarios.assets import State, states
from beffroi.decide.scenarios.told import Tried
from beffroi.decide.scenarios.trying import require_running, tried
from beffroi.decide.scenarios.words import CAUTION, of_unit, sentences
from beffroi.domains.contract import Estimate
from beffroi.periods import utc_now
from beffroi.texts import Language, Text
from beffroi.web.pages.charts import Drawing
from beffroi.web.pages.declaring import Visit
from beffroi.web.pages.scenario_charts import net
from beffroi.web.pages.trends import mark

#: How long the states of assets serve though a description of an asset may have changed.
_FRESH = timedelta(minutes=2)
_MOST_KEPT = 100
_kept: OrderedDict[tuple[object, ...], tuple[object, datetime, State]] = OrderedDict()
_turn = threading.Lock()


@dataclass(frozen=True, slots=True)
class Used:
    """What is used or saved in a year, in one unit."""

    unit: str
    amount: Estimate


@dataclass(frozen=True, slots=True)
class Result:
    """A scenario tried, in sentences, as a table and as a curve."""

    tried: Tried
    said: tuple[Text, ...]
    caution: Text
    drawing: Drawing | None
    several: bool
    """Whether several assets are told one by one."""
    units: tuple[str, ...]
    """In which something is saved, water first."""
    before: tuple[Used, ...]
    """What is used in a year today."""
    said_of: tuple[tuple[str, tuple[Text, ...]], ...]
    """By asset, what its measures tell."""


def result_of(found: Tried, language: Language) -> Result:
    """Return what is shown of an answer."""
    drawing = net(found.net, language) if found.parts else None
    return Result(
        found,
        sentences(found),
        CAUTION,
        drawing,
        len(found.buildings) > 1,
        found.units,
        tuple(Used(unit, of_unit(found.before, unit)) for unit in found.units),
        tuple((one.name, one.said) for one in found.buildings if one.said),
    )


def answer(visit: Visit, asked: Asked) -> Tried:
    """Try a scenario for whoever visits; assets are fitted again where something is new.

    Raises:
        BeffroiError: `people.right_missing`, `store.not_found`, `decide.scenario_stopped`.
    """
    door, own = visit.reader("scenarios"), visit.organisation
    require_running(door, own, asked)
    place, now = (visit.store.home.root, own), utc_now()
    measured = mark(visit, own)
    with _turn:
        known = {
            one: kept[2]
            for one in asked.buildings
            if (kept := _kept.get((*place, one))) is not None
            and kept[0] == measured
            and now - kept[1] < _FRESH
        }
    # Whose an asset is was checked when its state was made, for this very organisation.
    missing = [one for one in asked.buildings if one not in known]
    made = {one.asset: one for one in states(door, own, missing)} if missing else {}
    with _turn:
        for number, state in made.items():
            _kept[(*place, number)] = (measured, now, state)
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    both = {**known, **made}
    found = [both[one] for one in asked.buildings if one in both]
    return tried(found, asked.choices, visit.today)
