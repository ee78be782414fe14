"""What a page shows of a scenario that was tried."""

from dataclasses import dataclass

from beffroi.decide.scenarios.asked import Asked
from beffroi.decide.scenarios.assets import State, states
from beffroi.decide.scenarios.told import Tried
from beffroi.decide.scenarios.trying import require_running, tried
from beffroi.decide.scenarios.words import CAUTION, of_unit, sentences
from beffroi.domains.contract import Estimate
from beffroi.texts import Language, Text
from beffroi.web.pages.charts import Drawing
from beffroi.web.pages.declaring import Visit
from beffroi.web.pages.fresh import keeper
from beffroi.web.pages.scenario_charts import net

#: What a domain made of the measures of an asset: no plain data, it stays in the process.
_STATE = "state"


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
    kept = keeper(visit, door)
    found = {one: kept.known(_STATE, str(one)) for one in asked.buildings}
    known: dict[int, State] = {one: state for one, state in found.items() if state is not None}
    # Whose an asset is was checked when its state was made, for this very organisation.
    missing = [one for one in asked.buildings if one not in known]
    last = kept.last() if missing else 0
    made = {one.asset: one for one in states(door, own, missing)} if missing else {}
    for number, state in made.items():
        kept.put(_STATE, str(number), state, last)
    both = {**known, **made}
    tested = [both[one] for one in asked.buildings if one in both]
    return tried(tested, asked.choices, visit.today)
