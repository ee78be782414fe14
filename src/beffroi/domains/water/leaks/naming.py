"""Columns of measures whose names are those of the model, but for a prefix, an ending or capitals.

A supervision often writes “SITE1.n54” or “N54 ” where the model says “n54”. What is added is taken
off when it is the same for most columns; nothing is guessed of a single column.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from beffroi.domains.water.leaks.measures import Sheets
from beffroi.readers.water.epanet import WaterModel
from beffroi.readers.water.scada import Sheet

#: Columns that are named alike, and their share of those that the model does not name, at least.
_LEAST, _MOST_OF = 3, 0.6
_FORMS: tuple[tuple[bool, Callable[[str, int], tuple[str, str]]], ...] = (
    (True, lambda name, cut: (name[:cut], name[cut:])),
    (False, lambda name, cut: (name[cut:], name[:cut])),
)


@dataclass(frozen=True, slots=True)
class Naming:
    """What is taken off names: an addition before or after them, none where only capitals differ.

    `count` columns were read so.
    """

    added: str
    before: bool
    count: int


def named(model: WaterModel, sheets: Sheets) -> tuple[Sheets, Naming | None]:
    """Return measures by the names of the model, and what was taken off theirs to have them."""
    known = {*model.elevations, *model.reservoirs, *model.tanks, *(one.name for one in model.links)}
    every = (sheets.pressures, sheets.flows, sheets.levels, sheets.customers)
    other = [name for sheet in every for name in sheet.names if name not in known]
    if len(other) < _LEAST:
        return sheets, None
    plain = {name.casefold(): name for name in known}
    found = _best(other, plain)
    if found is None:
        return sheets, None
    added, before, count = found
    return Sheets(*(_renamed(sheet, plain, known, added, before) for sheet in every)), Naming(
        added, before, count
    )


def _best(other: list[str], plain: dict[str, str]) -> tuple[str, bool, int] | None:
    counts: Counter[tuple[str, bool]] = Counter()
    for name in other:
        counts.update({(added, before) for added, before, _ in _readings(name, plain)})
    if not counts:
        return None
    # The shortest addition of those that explain as much.
    (added, before), count = min(counts.items(), key=lambda item: (-item[1], len(item[0][0])))
    return (added, before, count) if count >= max(_LEAST, _MOST_OF * len(other)) else None


def _readings(name: str, plain: dict[str, str]) -> Iterator[tuple[str, bool, str]]:
    """Yield what may be added to a name, whether before it, and the name of the model then."""
    given = name.strip()
    if given.casefold() in plain:
        yield "", True, plain[given.casefold()]
        return
    for before, split in _FORMS:
        for cut in range(1, len(given)):
            added, rest = split(given, cut)
            if rest.casefold() in plain:
                yield added, before, plain[rest.casefold()]


def _renamed(
    sheet: Sheet, plain: dict[str, str], known: set[str], added: str, before: bool
) -> Sheet:
    names, taken = [], set(sheet.names)
    for name in sheet.names:
        fits = [
            own for what, first, own in _readings(name, plain) if (what, first) == (added, before)
        ]
        new = fits[0] if name not in known and fits and fits[0] not in taken else name
        taken.add(new)
        names.append(new)
    return Sheet(tuple(names), sheet.times, sheet.values)
