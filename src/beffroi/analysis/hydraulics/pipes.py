"""Pipes between nodes, as arrays; how far one is from another along them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, dijkstra

from beffroi.analysis.metrics import Floats

_EXPONENT = 1.852
_LEAST_LENGTH = 1e-3  # m: a graph knows no edge of length zero


@dataclass(frozen=True, slots=True)
class Pipes:
    """Pipes between the nodes 0 to `nodes - 1`; arrays of shape (p,).

    `length` and `diameter` in m, `roughness` the coefficient of Hazen and Williams.
    """

    nodes: int
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    length: Floats
    diameter: Floats
    roughness: Floats

    def resistance(self, log_factor: Floats | None = None) -> Floats:
        """Return r of "head lost [m] = r q^1.852", q in m3/s, shape (p,).

        `log_factor` multiplies the roughness by its exponential.

        Reference: Rossman (2000), EPANET 2 users manual, table 3.1, in SI units.
        """
        smooth = self.roughness * (1.0 if log_factor is None else np.exp(log_factor))
        lost: Floats = 10.667 * self.length / (smooth**_EXPONENT * self.diameter**4.871)
        return lost


def components(pipes: Pipes) -> NDArray[np.int64]:
    """Return the number of the connected part of each node, shape (nodes,)."""
    labels = connected_components(_graph(pipes), directed=False)[1]
    return np.asarray(labels, dtype=np.int64)


def distances(pipes: Pipes) -> Floats:
    """Return how far each pipe is from each other, shape (p, p), m; infinite where unreachable.

    The shortest way between an end of one and an end of the other, along pipes, and half of the
    length of both; 0 for the same pipe.

    >>> one = np.ones(3)
    >>> row = Pipes(4, np.array([0, 1, 2]), np.array([1, 2, 3]), 10 * one, one, one)
    >>> distances(row)[0].tolist()
    [0.0, 10.0, 20.0]
    """
    of_nodes = dijkstra(_graph(pipes), directed=False)
    a, b = pipes.start, pipes.end
    ways = np.minimum(of_nodes[a], of_nodes[b])
    apart: Floats = np.minimum(ways[:, a], ways[:, b])
    apart = np.round(apart + (pipes.length[:, None] + pipes.length[None]) / 2, 3)
    np.fill_diagonal(apart, 0.0)
    return apart


def _graph(pipes: Pipes) -> coo_array:
    """Lengths between nodes; of two pipes side by side, the shorter one."""
    low, high = np.minimum(pipes.start, pipes.end), np.maximum(pipes.start, pipes.end)
    order = np.lexsort((pipes.length, high, low))
    _, first = np.unique(low[order] * pipes.nodes + high[order], return_index=True)
    kept = order[first]
    length = np.maximum(pipes.length[kept], _LEAST_LENGTH)
    return coo_array((length, (low[kept], high[kept])), shape=(pipes.nodes, pipes.nodes))
