"""From the cells that are sensitive to those that are held back, and the proof of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from beffroi.trust.gate.differencing import Joint
from beffroi.trust.gate.implied import implied
from beffroi.trust.gate.primary import Sensitive, floor_of, primary, quantity
from beffroi.trust.gate.releases import Guard
from beffroi.trust.gate.rules import Rule
from beffroi.trust.gate.secondary import Need, Shield
from beffroi.trust.gate.system import EPSILON, bounds
from beffroi.trust.gate.table import Table

#: Turns of looking for sums that can be computed: each one holds back more, few are needed.
_TURNS = 20


@dataclass(frozen=True, slots=True)
class Protected:
    """What is held back, why, and what the attack finds of it."""

    sensitive: tuple[Sensitive, ...]
    hidden: frozenset[int]
    exposed: tuple[Sensitive, ...]
    """Sensitive cells that somebody has already shown: nothing can be done for them."""
    failed: tuple[Sensitive, ...]
    """What could still be computed, whatever is held back."""
    guards: tuple[Guard, ...]
    """Between which values each sensitive quantity is left."""


def protect(rule: Rule, table: Table, joint: Joint) -> Protected:
    """Hold back what must be, and attack the result."""
    alone = primary(rule, table)
    exposed = tuple(one for one in alone if joint.public[one.cells[0]])
    targets = [one for one in alone if not joint.public[one.cells[0]]]
    targets += joint.guarded
    own = range(len(table))
    insiders = [one.cells[0] for one in alone if one.count == 1]
    needed = {one.cells[0] for one in alone if not joint.public[one.cells[0]]}
    needed |= {one.cells[0] for one in joint.guarded if len(one.cells) == 1}
    shield = Shield(
        joint.system, joint.values, _weights(table, joint), joint.public, set(needed), needed
    )
    shield.protect(targets, insiders)
    shield.lighten()
    for _ in range(_TURNS):
        more = _computed(rule, table, joint, shield.hidden & {*own}, targets)
        if not more:
            break
        targets += more
        shield.protect(more, insiders)
    hidden = frozenset(shield.hidden & {*own})
    failed = {need.cells for need in shield.failed} | _unproved(joint, shield)
    guards, pinned = _attacked(joint, hidden, targets)
    failed |= pinned
    return Protected(
        tuple(targets),
        hidden,
        exposed,
        tuple(one for one in targets if one.cells in failed),
        guards,
    )


def _weights(table: Table, joint: Joint) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Say what it costs to hold back each cell: more where it is large, much more for a margin."""
    weight = np.zeros(len(joint.values))
    own = table.value
    mean = float(own[table.finest].mean()) if table.finest.any() else 0.0
    spread = np.array([sum(not level for level, _ in place) for place in table.places], float)
    coarse = np.where(table.finest, 0.0, 1.0 + spread)
    weight[: len(table)] = (1.0 + np.log1p(own / mean if mean else own)) * 4.0**coarse
    weight[joint.public] = 0.0
    return weight


def _computed(
    rule: Rule,
    table: Table,
    joint: Joint,
    hidden: set[int],
    targets: Sequence[Sensitive],
) -> list[Sensitive]:
    """List the sums of cells held back that can be computed and tell too much."""
    known = {one.cells for one in targets}
    floor = floor_of(table)
    unknown = hidden | set(np.flatnonzero(~joint.system.shown).tolist())
    found = []
    for cells, repeated in implied(joint.system, unknown):
        if cells in known or max(cells) >= len(table):
            continue  # who contributes to the cells of others is not known here
        one = quantity(rule, table, cells, floor, repeated=repeated)
        if one is not None:
            found.append(one)
    return found


def _unproved(joint: Joint, shield: Shield) -> set[tuple[int, ...]]:
    """List the quantities whose witness does not hold: none, unless the solver was wrong."""
    matrix = joint.system.matrix
    near = EPSILON * 100 * joint.system.scale
    held = shield.hidden | set(np.flatnonzero(~joint.system.shown | joint.public).tolist())
    found = set()
    for need, witness in shield.witnesses.items():
        moved = float(witness[np.array(need.cells)].sum())
        whole = np.abs(matrix @ witness).max(initial=0.0) <= near
        apart = need.insider is None or witness[need.insider] == 0
        inside = set(np.flatnonzero(witness).tolist()) <= held
        fits = bool(((witness >= -shield.fall - near) & (witness <= shield.rise + near)).all())
        if not (whole and apart and inside and fits and _far_enough(need, moved, near)):
            found.add(need.cells)
    return found


def _far_enough(need: Need, moved: float, near: float) -> bool:
    return abs(moved - need.far) <= near


def _attacked(
    joint: Joint, hidden: frozenset[int], targets: Sequence[Sensitive]
) -> tuple[tuple[Guard, ...], set[tuple[int, ...]]]:
    """Attack what is shown; return what is left of each quantity, and those left too little."""
    public = joint.system.hiding({cell for cell in hidden if not joint.public[cell]})
    near = EPSILON * 100 * public.scale
    guards, pinned = [], set()
    for one in targets:
        found = bounds(public, one.cells)
        if found is None:
            pinned.add(one.cells)
            continue
        low, high = found
        if low > one.value - one.below + near or high < one.value + one.above - near:
            pinned.add(one.cells)
        keys = tuple(public.keys[cell] for cell in one.cells)
        guards.append(Guard(keys, max(low, 0.0), high if np.isfinite(high) else None))
    return tuple(guards), pinned
