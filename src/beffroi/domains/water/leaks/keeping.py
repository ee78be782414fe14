"""What a watch learnt and remembers, as bytes: the next step begins where the last one ended.

The bytes are NumPy's `.npz` without objects (nothing in them runs) and one text of JSON. They say
for which model, which rules and which edition of this format they are: others are not read.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from beffroi.analysis.hydraulics import contrast
from beffroi.analysis.hydraulics.rules import DOUBT, MEMORY, REACH, USUAL, Rules
from beffroi.analysis.metrics import Floats
from beffroi.domains.water.leaks import clock_keeping
from beffroi.domains.water.leaks.clocks import Clocks
from beffroi.domains.water.leaks.learning import Tuned
from beffroi.domains.water.leaks.measures import HOURS
from beffroi.domains.water.leaks.plant import Plant, Sensors
from beffroi.domains.water.leaks.running import Rise, Running
from beffroi.domains.water.leaks.watching import Watch
from beffroi.errors import BeffroiError
from beffroi.errors.water import WATCH_OTHER
from beffroi.readers.water.epanet import WaterModel
from beffroi.texts import Text

FORMAT = 2
#: What reading bytes that somebody cut or changed raises.
_UNREAD = (ValueError, KeyError, TypeError, OSError, EOFError, zipfile.BadZipFile)
_TEXT = "said"
_LEARNT = tuple(Tuned.__dataclass_fields__)
_LISTS = ("gaps", "lost", "entered")

_MODEL = Text(fr="le modèle a changé", en="the model changed")
_RULES = Text(fr="les règles de la recherche ont changé", en="the rules of the search changed")
_BROKEN = Text(fr="ce qui était gardé ne se lit pas", en="what was kept cannot be read")


@dataclass(frozen=True, slots=True)
class Kept:
    """A watch taken up again: sensors that it learnt with, last day that it looked at, clocks."""

    watch: Watch
    sensors: Sensors
    last: np.datetime64
    clocks: Clocks | None = None


def digest(content: bytes) -> str:
    """Return which model bytes are, 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def rules_digest(rules: Rules) -> str:
    """Return which rules are, with the other numbers of the search, 64 hexadecimal digits."""
    numbers = [asdict(rules), HOURS, contrast.LAGS, DOUBT, MEMORY, REACH, USUAL]
    return digest(json.dumps(numbers, sort_keys=True).encode())


def packed(kept: Kept, model: str) -> bytes:
    """Return a watch as bytes; `model` is the `digest` of its model."""
    watch = kept.watch
    said = {
        "format": FORMAT,
        "model": model,
        "rules": rules_digest(watch.rules),
        "sensors": asdict(kept.sensors),
        "clocks": clock_keeping.said(kept.clocks),
        "last": str(kept.last.astype("datetime64[D]")),
        "count": watch.count,
        "said": watch.said,
        "days": [str(day) for day in watch.days],
        "zones": [
            {
                "since": zone.since,
                "waiting": zone.waiting,
                "running": [_plain(one, watch.pipe(zone, one)) for one in zone.running],
            }
            for zone in watch.zones
        ],
    }
    text = np.frombuffer(json.dumps(said).encode(), np.uint8)
    arrays: dict[str, Any] = {name: getattr(watch.tuned, name) for name in _LEARNT}
    arrays |= {name: np.array(getattr(watch, name)) for name in _LISTS}
    arrays |= clock_keeping.arrays(kept.clocks)
    stream = io.BytesIO()
    np.savez(stream, **{_TEXT: text, **arrays})
    return stream.getvalue()


def unpacked(content: bytes, model: WaterModel, whose: str, rules: Rules | None = None) -> Kept:
    """Return the watch of some bytes, on the model that it learnt; `whose` is its `digest`.

    Raises:
        BeffroiError: `water.watch_other` when they are of another model, of other rules, or broken.
    """
    rules = rules or Rules()
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as read:
            arrays = {name: read[name] for name in read.files}
        said = json.loads(arrays.pop(_TEXT).tobytes())
        _require(said, whose, rules)
        sensors = Sensors(*(tuple(names) for names in said["sensors"].values()))
        watch = Watch(Plant(model, sensors), Tuned(*(arrays[name] for name in _LEARNT)), rules)
        _restore(watch, said, arrays)
        clocks = clock_keeping.taken_up(said["clocks"], arrays)
        return Kept(watch, sensors, np.datetime64(said["last"], "D"), clocks)
    except _UNREAD as error:
        raise BeffroiError(WATCH_OTHER, reason=_BROKEN) from error


def _require(said: Mapping[str, Any], model: str, rules: Rules) -> None:
    if said["format"] != FORMAT or said["rules"] != rules_digest(rules):
        raise BeffroiError(WATCH_OTHER, reason=_RULES)
    if said["model"] != model:
        raise BeffroiError(WATCH_OTHER, reason=_MODEL)


def _restore(watch: Watch, said: Mapping[str, Any], arrays: Mapping[str, Floats]) -> None:
    watch.count, watch.said = said["count"], said["said"]
    watch.days = [np.datetime64(day, "D") for day in said["days"]]
    for name in _LISTS:
        setattr(watch, name, list(arrays[name]))
    for one, zone in zip(watch.zones, said["zones"], strict=True):
        one.since, one.waiting = zone["since"], zone["waiting"]
        one.running = [_running(item) for item in zone["running"]]


def underway(content: bytes) -> Iterator[tuple[str, Running]]:
    """Yield the leaks that run in some bytes, each with its pipe, whatever model these are of."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as read:
            zones = json.loads(read[_TEXT].tobytes())["zones"]
        found = [(item["pipe"], _running(item)) for zone in zones for item in zone["running"]]
    except _UNREAD:
        return
    yield from found


def _plain(one: Running, pipe: str) -> dict[str, Any]:
    rises = [[str(rise.since), rise.amount, rise.error] for rise in one.rises]
    return {**asdict(one), "rises": rises, "pipe": pipe}


def _running(item: Mapping[str, Any]) -> Running:
    rises = [Rise(np.datetime64(since), amount, error) for since, amount, error in item["rises"]]
    pipes = tuple((pipe, chance) for pipe, chance in item["pipes"])
    numbers = (item["place"], item["amount"], item["said"], item["number"])
    return Running(*numbers, rises, item["chance"], pipes)
