"""A search of a whole past: a model, measures, a day from which leaks are wanted."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.hydraulics.rules import Rules
from beffroi.analysis.metrics import Floats
from beffroi.domains.water.leaks import timekeeping
from beffroi.domains.water.leaks.asides import Aside, asides
from beffroi.domains.water.leaks.learning import learn
from beffroi.domains.water.leaks.measures import HOURS, Measures, Sheets, measures, sample
from beffroi.domains.water.leaks.naming import Naming, named
from beffroi.domains.water.leaks.plant import Plant, Sensors
from beffroi.domains.water.leaks.running import Detection
from beffroi.domains.water.leaks.shifts import Shift
from beffroi.domains.water.leaks.watching import Watch
from beffroi.errors import BeffroiError
from beffroi.errors.water import MEASURES_LACKING
from beffroi.readers.water.epanet import WaterModel
from beffroi.readers.water.scada import KnownLeak, Sheet
from beffroi.texts import Text

_CUSTOMERS = Text(
    fr="au moins un compteur d’abonné relevé à distance, au nom d’un nœud",
    en="at least one meter of a customer read at a distance, named after a node",
)
_DAY = np.timedelta64(1, "D")
#: Days before the wanted ones that these are compared with.
BEFORE = 20


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of leaks: which, and what they drew where that was measured, m3/h."""

    leaks: tuple[KnownLeak, ...]
    flows: Sheet | None


@dataclass(frozen=True, slots=True)
class Search:
    """What a search says, and what it had to leave aside.

    `unknown` are sensors that the model does not name; `silent` days, of those asked for, on which
    too little was measured to say anything; `days` those that were looked at. `clocks` were found
    moved and corrected; those of `unwatched` sensors cannot be told. `asides` are sensors of which
    some days could not be used; `unsolved` of the silent days are those for which the model has no
    solution; `naming` is what was taken off the names of columns.
    """

    detections: tuple[Detection, ...]
    unknown: tuple[str, ...]
    silent: int
    days: int
    clocks: tuple[Shift, ...] = ()
    unwatched: tuple[str, ...] = ()
    asides: tuple[Aside, ...] = ()
    unsolved: int = 0
    naming: Naming | None = None


def plant_of(model: WaterModel, sheets: Sheets) -> Plant:
    """Join a model and the sensors that measured.

    Raises:
        BeffroiError: `water.measures_lacking`, `water.model_unsupported`.
    """
    names = [sheets.pressures, sheets.flows, sheets.levels, sheets.customers]
    plant = Plant(model, Sensors(*(sheet.names for sheet in names)))
    if not plant.customers:
        raise BeffroiError(MEASURES_LACKING, lacking=_CUSTOMERS)
    return plant


def search(
    model: WaterModel, sheets: Sheets, past: Past, first: np.datetime64, rules: Rules | None = None,
    *, corrected: bool = True,
) -> Search:  # fmt: skip
    """Learn on the days before `first`, then say which leaks each later day lets one find.

    Clocks that moved are told and `corrected`, unless measures are wanted as they are.

    Raises:
        BeffroiError: `water.measures_lacking`, `water.past_short`, `water.model_unsupported`,
            `analysis.flow_unsolved`.
    """
    sheets, naming = named(model, sheets)
    plant = plant_of(model, sheets)
    last = sheets.pressures.times[-1].astype("datetime64[D]") + _DAY
    given = sheets
    known = timekeeping.learnt(plant, sheets, first) if corrected else None
    if known is not None:
        count = int((last - first.astype("datetime64[D]")) // _DAY)
        later, _ = timekeeping.followed(plant, known[0], sheets, first, count)
        sheets = known[1].then(later).put_right(known[0].signals, sheets)
    watch = learnt(plant, sheets, past, first, rules)
    seen = measures(plant, sheets, first - BEFORE * _DAY, last)
    wanted = seen.days >= first.astype("datetime64[D]")
    detections = [
        one for day in range(len(seen.days)) for one in watch.step(seen, day)
        if one.start > first
    ]  # fmt: skip
    unknown = unnamed(plant, sheets)
    silent = int((wanted & ~seen.usable).sum()) + watch.unsolved
    left = asides(plant, given, first, last)
    found = Search(
        tuple(detections), unknown, silent, int(wanted.sum()), asides=left,
        unsolved=watch.unsolved, naming=naming,
    )  # fmt: skip
    if known is None:
        return found
    return replace(found, clocks=tuple(known[0].told), unwatched=known[0].unwatched)


def unnamed(plant: Plant, sheets: Sheets) -> tuple[str, ...]:
    """List the sensors that the model does not name."""
    known = {*plant.names, *plant.pipe_names, *plant.pump_names}
    named = (sheets.pressures, sheets.flows, sheets.levels, sheets.customers)
    return tuple(name for sheet in named for name in sheet.names if name not in known)


def learnt(
    plant: Plant, sheets: Sheets, past: Past, first: np.datetime64, rules: Rules | None = None
) -> Watch:
    """Return a watch that learnt on the days before `first`, and knows the leaks that still run.

    Raises:
        BeffroiError: `water.past_short`, `analysis.flow_unsolved`.
    """
    begin = sheets.pressures.times[0].astype("datetime64[D]")
    seen = measures(plant, sheets, begin, first)
    watch = Watch(plant, learn(plant, *known_draws(plant, seen, past)), rules)
    amounts = dict(_amounts(plant, past, first))
    for leak in past.leaks:
        if leak.start < first <= leak.end + _DAY:
            watch.know(leak.pipe, amounts.get(leak.pipe, 0.0))
    return watch


def known_draws(plant: Plant, seen: Measures, past: Past) -> tuple[Measures, Floats]:
    """Return the days to learn on, and what leaks drew then, m3/h, (days, hours, nodes).

    Where what a known leak lost was not measured, its days are left out.
    """
    lost = np.zeros((len(seen.days), len(HOURS), len(plant.names)))
    quiet = np.ones(len(seen.days), dtype=bool)
    for leak in past.leaks:
        if leak.pipe not in plant.pipe_names:
            continue
        if past.flows is not None and leak.pipe in past.flows.names:
            drawn = np.nan_to_num(sample(past.flows, [leak.pipe], seen.days)[:, :, 0]) / 2
            pipe = plant.pipe_names.index(leak.pipe)
            lost[:, :, plant.pipes.start[pipe]] += drawn
            lost[:, :, plant.pipes.end[pipe]] += drawn
        else:
            quiet &= (seen.days + _DAY <= leak.start) | (seen.days > leak.end)
    return _only(seen, quiet), lost[quiet]


def _only(seen: Measures, kept: NDArray[np.bool_]) -> Measures:
    return Measures(
        seen.days[kept], seen.meters[kept], seen.pumped[kept], seen.levels[kept],
        seen.draws[kept], seen.guessed, seen.metered[kept],
    )  # fmt: skip


def _amounts(plant: Plant, past: Past, first: np.datetime64) -> Iterator[tuple[str, float]]:
    if past.flows is None:
        return
    day = past.flows.since((first - _DAY).astype("datetime64[s]"), first.astype("datetime64[s]"))
    for column, name in enumerate(day.names):
        values = day.values[:, column]
        if name in plant.pipe_names and np.isfinite(values).any():
            yield name, float(np.nanmean(values))
