"""Hold back more cells, so that those which are sensitive cannot be computed.

Each sensitive quantity gets a *witness*: another table that agrees with everything shown, and in
which the quantity lies as far off as it must. The cheapest one is the solution of a linear program;
the cells in which it differs are held back. This is the method of Kelly, Golden and Assad (Networks
22, 1992) for margins of any shape. It protects by construction: holding back more can only leave
more tables possible. Cells that in the end serve no witness are shown again.

Whoever is alone in a cell knows its value: witnesses are made for them too.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array, hstack, vstack
from scipy.sparse.csgraph import connected_components

from beffroi.trust.gate.primary import Sensitive, Why
from beffroi.trust.gate.system import EPSILON, System, solve

#: Programs solved anew with costs that favour few cells over many small ones.
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Need:
    """A quantity that must be able to lie `far` off [unit, signed], for one who knows `insider`."""

    cells: tuple[int, ...]
    far: float
    insider: int | None


@dataclass(slots=True)
class Shield:
    """What is held back so far, and the witnesses of it."""

    system: System
    values: NDArray[np.float64]
    """A value of each cell that fits all that is known; the true one where it is known here."""
    weight: NDArray[np.float64]
    """What it costs to hold back each cell; nothing where it is public, or shown by nobody."""
    public: NDArray[np.bool_]
    """Whether each cell was shown before: it moves only as far as its rounding leaves it."""
    hidden: set[int]
    needed: set[int]
    """Those of them that stay held back whatever happens."""
    witnesses: dict[Need, NDArray[np.float64]] = field(default_factory=dict)
    failed: list[Need] = field(default_factory=list)
    """What cannot be protected: too much is public already, or too much is sensitive."""
    moving: dict[int, dict[Need, None]] = field(default_factory=lambda: defaultdict(dict))
    """By cell, the witnesses in which it differs, in order."""
    tied: NDArray[np.int32] = field(init=False)
    """A number for each group of cells that sums tie together: nothing else moves with them."""
    rise: NDArray[np.float64] = field(init=False)
    fall: NDArray[np.float64] = field(init=False)
    """How far each cell may move up and down while what is public stays true [unit]."""

    def __post_init__(self) -> None:
        matrix = self.system.matrix
        _, self.tied = connected_components(abs(matrix).T @ abs(matrix), directed=False)
        up, down = self.system.high - self.values, self.values - self.system.low
        self.rise = np.where(self.public, np.maximum(up, 0.0), np.inf)
        self.fall = np.where(self.public, np.maximum(down, 0.0), self.values)

    def protect(self, targets: Iterable[Sensitive], insiders: Sequence[int]) -> None:
        """Hold back what some sensitive quantities need, the widest ones first."""
        wanted = [need for one in targets for need in needs(one, insiders)]
        for need in sorted(wanted, key=lambda need: (-abs(need.far), need.cells)):
            if need in self.witnesses or need in self.failed:
                continue
            found = self._known(need)
            if found is None:
                found = self._solve(need, np.ones(len(self.values), bool))
            if found is None:
                if not self._own(need):
                    self.failed.append(need)
                continue
            self._keep(need, found)
            self.hidden |= set(np.flatnonzero((found != 0) & ~self.public).tolist())

    def lighten(self) -> None:
        """Show again the cells that no quantity needs, the heaviest ones first."""
        for cell in sorted(self.hidden - self.needed, key=lambda c: (-self.weight[c], c)):
            if self.weight[cell] <= 0:
                continue
            kept = self._mask(self.hidden - {cell})
            anew: dict[Need, NDArray[np.float64]] = {}
            for need in self.moving[cell]:
                found = self._solve(need, kept, rounds=1)
                if found is None:
                    break
                anew[need] = found
            else:
                for need, found in anew.items():
                    self._keep(need, found)
                self.hidden.discard(cell)

    def _keep(self, need: Need, witness: NDArray[np.float64]) -> None:
        for cell in np.flatnonzero(self.witnesses.get(need, 0)).tolist():
            self.moving[cell].pop(need, None)
        self.witnesses[need] = witness
        for cell in np.flatnonzero(witness).tolist():
            self.moving[cell][need] = None

    def _own(self, need: Need) -> bool:
        """Tell whether an insider knows it without any table: it is theirs, or most of it is."""
        if need.insider is None:
            return False
        every = np.ones(len(self.values), bool)
        return self._solve(need, every, rounds=1, nothing_public=True) is None

    def _mask(self, cells: set[int]) -> NDArray[np.bool_]:
        mask = self.weight <= 0
        mask[sorted(cells)] = True
        return mask

    def _known(self, need: Need) -> NDArray[np.float64] | None:
        """Find among the witnesses one that serves, as it is or the other way round."""
        cells = np.array(need.cells)
        near = self.system.scale * EPSILON
        for one in {one: None for cell in need.cells for one in self.moving[cell]}:
            witness = self.witnesses[one]
            moved = float(witness[cells].sum())
            if abs(moved) < max(near, abs(need.far) / 1e3):
                continue
            turned = witness * (need.far / moved)
            alone = need.insider is not None and witness[need.insider] != 0
            if not alone and bool(((turned >= -self.fall) & (turned <= self.rise)).all()):
                return turned
        return None

    def _solve(
        self,
        need: Need,
        open_: NDArray[np.bool_],
        rounds: int = _ROUNDS,
        *,
        nothing_public: bool = False,
    ) -> NDArray[np.float64] | None:
        """Find the cheapest table that agrees with what stays shown; None where there is none."""
        allowed = open_ & np.isin(self.tied, self.tied[np.array(need.cells)])
        if need.insider is not None:
            allowed[need.insider] = False
        where = np.flatnonzero(allowed)
        if not np.isin(need.cells, where).any():
            return None
        size = abs(need.far)
        rows = self.system.matrix[:, where]
        aim = csr_array(np.isin(where, need.cells).astype(float)[None, :])
        equal = csc_array(vstack([rows, aim]))
        equal = csc_array(hstack([equal, -equal]))
        right = np.zeros(len(self.system.sums) + 1)
        right[-1] = np.sign(need.far)
        rise, fall = self.rise[where] / size, self.fall[where] / size
        if nothing_public:
            rise, fall = np.full(len(where), np.inf), self.values[where] / size
        ends = np.column_stack([np.zeros(2 * len(where)), np.concatenate([rise, fall])])
        price = np.where(np.isin(where, sorted(self.hidden)), 0.0, self.weight[where])
        cost, found = price + EPSILON, None
        for _ in range(rounds):
            done = solve(np.concatenate([cost, cost]), equal, right, ends)
            if done.x is None:
                return None
            moved = done.x[: len(where)] - done.x[len(where) :]
            moved[np.abs(moved) < EPSILON] = 0.0
            found = moved
            cost = (price + EPSILON) / (np.abs(moved) + 0.05)
        whole = np.zeros(len(self.values))
        whole[where] = found * size if found is not None else 0.0
        return whole


def needs(one: Sensitive, insiders: Sequence[int]) -> Iterator[Need]:
    """List the witnesses that a sensitive quantity asks for.

    What an earlier release left unknown was what the public knew of it, not an insider.
    """
    knowing = () if one.why is Why.EARLIER else insiders
    for insider in (None, *knowing):
        if insider is not None and one.cells == (insider,):
            continue
        for far in (one.above, -one.below):
            if far:
                yield Need(one.cells, far, insider)
