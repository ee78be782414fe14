"""Steady states of a network of pipes, and their exact derivatives.

Heads and flows are found by Newton's method on both (the global gradient algorithm), as EPANET
does: a few sparse factorisations of a symmetric matrix whose pattern never changes. The last one
also answers, for one more substitution a meter, how much each meter moves with the water drawn at
every node and with the roughness of every pipe: no other simulation is needed.

References: Todini and Pilati (1988), "A gradient algorithm for the analysis of pipe networks";
Rossman (2000), EPANET 2 users manual, appendix D; Piller et al. (2017), on adjoint sensitivities.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array
from scipy.sparse.linalg import SuperLU, splu

from beffroi.analysis.hydraulics.pipes import Pipes
from beffroi.analysis.metrics import Floats
from beffroi.errors import BeffroiError
from beffroi.errors.analysis import FLOW_UNSOLVED

_EXPONENT = 1.852
_STILL = 0.1  # s/m2: the least slope of a loss, so that still water does not make it singular
_CLOSE = 1e-7
_NIL = 1e-9  # m3/s
_STEPS = 60
_START = 1e-3  # m3/s


@dataclass(frozen=True, slots=True)
class State:
    """A steady state: heads of all nodes [m] (NaN where cut off), flows of pipes [m3/s]."""

    heads: Floats
    flows: Floats
    slopes: Floats  # of the head lost in each pipe, m per m3/s
    factor: SuperLU


class Grid:
    """Pipes with some nodes of known head; prepared once, solved for many demands."""

    def __init__(self, pipes: Pipes, fixed: NDArray[np.int64]) -> None:
        self.pipes, self.fixed = pipes, fixed
        held = np.zeros(pipes.nodes, dtype=bool)
        held[pipes.start] = held[pipes.end] = True
        held[fixed] = False
        self.free = np.flatnonzero(held)
        place = np.full(pipes.nodes, -1)
        place[self.free] = np.arange(self.free.size)
        self.place = place
        self.resistance = pipes.resistance()
        self._incidence()
        self._pattern()

    def roughen(self, log_factor: Floats) -> None:
        """Multiply the roughness of the pipes by the exponential of `log_factor`."""
        self.resistance = self.pipes.resistance(log_factor)

    def solve(self, demand: Floats, heads: Floats, near: Floats | None = None) -> State:
        """Return the steady state.

        `demand` of every node in m3/s, that of nodes of known head being ignored; `heads` of the
        fixed nodes in m; `near` are flows of a state alike, from which fewer steps are needed.

        Raises:
            BeffroiError: `analysis.flow_unsolved`.
        """
        flow = np.full(self.pipes.start.size, _START) if near is None else near
        known, drawn = self._known @ heads, demand[self.free]
        for _ in range(_STEPS):
            size = self.resistance * np.abs(flow) ** (_EXPONENT - 1)
            slope = np.maximum(_EXPONENT * size, _STILL)
            loss = size * flow
            right = self._out @ (flow - (loss + known) / slope) - drawn
            factor = self._factor(slope)
            free = self._back(factor, right)
            step = flow - (loss + known + self._across @ free) / slope
            moved = np.abs(step - flow).sum()
            flow = step
            if not np.isfinite(moved):
                break
            if moved < _CLOSE * np.abs(step).sum() + _NIL * step.size:
                every = np.full(self.pipes.nodes, np.nan)
                every[self.free], every[self.fixed] = free, heads
                return State(every, flow, slope, factor)
        raise BeffroiError(FLOW_UNSOLVED, steps=_STEPS)

    def response(self, state: State, weights: Floats) -> Floats:
        """Return how meters move with water put in at each node, shape (nodes, m), per m3/s.

        A meter is a sum of heads with `weights`, shape (nodes, m). Nodes of known head move
        nothing. Water that is drawn moves meters the other way.
        """
        moved = np.zeros(weights.shape)
        moved[self.free] = self._back(state.factor, weights[self.free])
        return moved

    def inflow(self, state: State, node: int) -> tuple[float, Floats, Floats]:
        """Return what flows out of a node of known head into the pipes, and how it moves.

        The flow in m3/s; its weights on heads, shape (nodes,), as a meter of `response`; its
        direct slope with the logarithm of the roughness of each pipe, shape (p,).
        """
        first, last = self.pipes.start == node, self.pipes.end == node
        sign = first.astype(float) - last.astype(float)
        weights = np.zeros(self.pipes.nodes)
        np.add.at(weights, self.pipes.end[first], -1 / state.slopes[first])
        np.add.at(weights, self.pipes.start[last], -1 / state.slopes[last])
        own = sign * state.flows
        return float(own.sum()), weights, own

    def _incidence(self) -> None:
        count, (a, b) = self.pipes.start.size, (self.pipes.start, self.pipes.end)
        rows = np.tile(np.arange(count), 2)
        signs = np.repeat([-1.0, 1.0], count)
        every = csr_array(
            (signs, (rows, np.concatenate([a, b]))), shape=(count, self.pipes.nodes)
        ).tocsc()
        self._across, self._known = every[:, self.free].tocsr(), every[:, self.fixed].tocsr()
        self._out = self._across.T.tocsr()

    def _pattern(self) -> None:
        """Order the unknown heads once so that factors stay sparse; remember where each goes."""
        size = self.free.size
        a, b = self.place[self.pipes.start], self.place[self.pipes.end]
        both = np.flatnonzero((a >= 0) & (b >= 0))
        first, last = np.flatnonzero(a >= 0), np.flatnonzero(b >= 0)
        rows = np.concatenate([a[first], b[last], a[both], b[both]])
        columns = np.concatenate([a[first], b[last], b[both], a[both]])
        self._source = np.concatenate([first, last, both, both])
        self._sign = np.repeat([1.0, -1.0], [first.size + last.size, 2 * both.size])
        probe = csc_array((1.0 + 5.0 * (rows == columns), (rows, columns)), shape=(size, size))
        symmetric = {"SymmetricMode": True}
        chosen = splu(probe, permc_spec="MMD_AT_PLUS_A", options=symmetric)
        self._order = np.argsort(chosen.perm_c)
        rank = np.empty(size, dtype=np.int64)
        rank[self._order] = np.arange(size)
        cells, self._slot = np.unique(rank[columns] * size + rank[rows], return_inverse=True)
        self._index = (cells % size).astype(np.int32)
        self._ends = np.searchsorted(cells // size, np.arange(size + 1)).astype(np.int32)

    def _factor(self, slope: Floats) -> SuperLU:
        values = np.bincount(self._slot, self._sign * (1 / slope)[self._source], self._index.size)
        size = self.free.size
        matrix = csc_array((values, self._index, self._ends), shape=(size, size))
        try:
            return splu(
                matrix,
                permc_spec="NATURAL",
                diag_pivot_thresh=0.0,
                options={"SymmetricMode": True},
            )
        except RuntimeError as error:  # a part without any known head
            raise BeffroiError(FLOW_UNSOLVED, steps=0) from error

    def _back(self, factor: SuperLU, right: Floats) -> Floats:
        answer = np.empty_like(right)
        answer[self._order] = factor.solve(right[self._order])
        return answer
