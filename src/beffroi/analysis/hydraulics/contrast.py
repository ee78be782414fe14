"""Where in a network a change of what is drawn explains what meters saw change.

The mean of the last days is compared with the mean of the days before: all that lasts through
both (errors of the model, other draws that stay) cancels. The change is then explained by one draw
at each place in turn, given the usual errors of meters and their memory from day to day.

References: Willsky and Jones (1976), generalised likelihood ratio of jumps; Steffelbauer et al.
(2022), "Pressure-leak duality for leak detection and localization in water distribution systems".
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular

from beffroi.analysis.hydraulics.rules import MEMORY, USUAL
from beffroi.analysis.metrics import Floats

#: Days of the last mean; the days before it that are compared with are at most `_BEFORE`.
LAGS = (1, 2, 3, 4, 6, 8, 11, 15)
_BEFORE, _LEAST_BEFORE, _LONG = 8, 4, 4


@dataclass(frozen=True, slots=True)
class Change:
    """A change seen over the last `days`, as one draw at each place would explain it.

    `evidence` is the logarithm of how much likelier the change is with that draw than with none,
    shape (c,); `amount` its size in m3/h, negative where something stopped, shape (c,);
    `precision` how well that size is known at each place, (m3/h)^-2, shape (c,).
    """

    days: int
    evidence: Floats
    amount: Floats
    precision: Floats

    @property
    def best(self) -> int:
        """The place with the most evidence."""
        return int(np.argmax(self.evidence))


def strongest(values: Floats, response: Floats, errors: Floats, doubt: Floats) -> Change | None:
    """Return the change of the last days that one draw explains best; None when nothing is known.

    `values` of meters by day, shape (d, m), NaN where unknown; `response` of meters to 1 m3/h
    drawn at each place, shape (c, m); `errors` their covariance on one day, shape (m, m); `doubt`
    the part of a change that the model itself may miss, shape (m,).
    """
    days = len(values)
    memory = MEMORY ** np.abs(np.subtract.outer(np.arange(days), np.arange(days)))
    found = []
    for lag in LAGS:
        before = min(_BEFORE, days - lag)
        if before < min(2, lag) or (lag > _LONG and before < _LEAST_BEFORE) or before < 1:
            continue
        weights = np.zeros(days)
        weights[days - lag :] = 1 / lag
        weights[days - lag - before : days - lag] = -1 / before
        used = weights != 0
        moved = weights[used] @ values[used]
        known = np.isfinite(moved)
        if known.sum() < 2:
            continue
        change = _explain(
            moved[known],
            response[:, known],
            errors[np.ix_(known, known)] * (weights @ memory @ weights),
            doubt[known],
        )
        found.append(Change(lag, *change))
    return max(found, key=lambda one: one.evidence.max(), default=None)


def _explain(
    moved: Floats, response: Floats, errors: Floats, doubt: Floats
) -> tuple[Floats, Floats, Floats]:
    root = np.linalg.cholesky(errors + np.diag((doubt * moved) ** 2))
    seen = solve_triangular(root, moved, lower=True)
    sign = solve_triangular(root, response.T, lower=True).T
    force = (sign**2).sum(axis=1) + 1 / USUAL**2
    met = sign @ seen
    evidence = met**2 / force / 2 - np.log(force * USUAL**2) / 2
    return evidence, met / force, force


@dataclass(frozen=True, slots=True)
class Zone:
    """Where to search: the place to begin at, and the chance that the change is near it."""

    place: int
    chance: float
    near: Floats  # the chance that it is near each place, shape (c,)
    weight: Floats  # the chance that it is at each place, shape (c,)
    error: float  # of the size at the place with the most evidence, m3/h, one standard error


def zone(change: Change, lengths: Floats, apart: Floats, reach: float, caution: float) -> Zone:
    """Return the zone of at most `reach` [m] around a place where the change most likely is.

    Longer pipes are likelier, all else being equal. `apart` [m] are distances between places,
    shape (c, c); evidence is divided by `caution`, at least 1, as meters err together.
    """
    same = (change.amount < 0) == (change.amount[change.best] < 0)
    evidence = np.where(same, change.evidence, -np.inf)
    weight = np.exp((evidence - evidence.max()) / caution) * lengths
    weight = weight / weight.sum()
    near = (apart <= reach) @ weight
    level = np.flatnonzero(near > near.max() - 0.02)
    far = np.minimum(apart[level], reach) @ weight
    place = int(level[np.argmin(far)])
    # Where it is moves its size too: both are in the error.
    apart_by = (change.amount - change.amount[change.best]) ** 2 + caution / change.precision
    return Zone(place, float(near[place]), near, weight, float(np.sqrt(weight @ apart_by)))


def common_errors(effect: Floats, floor: Floats, seen: Floats) -> NDArray[np.float64]:
    """Return how uncertain demands and meters err together: the parts of a covariance, (3,).

    `effect` of each node's usual demand on meters, shape (n, m); `floor` the finest error of each
    meter, shape (m,); `seen` errors of days without any fault, shape (d, m). The parts multiply
    demands that err alone, demands that err together, and the floor: see `covariance`.
    """
    # Heavy to import, and only learning needs it: a step of a watch takes less time than that.
    from scipy.optimize import minimize

    measured = seen.T @ seen / len(seen)

    def unlikely(logs: Floats) -> float:
        total = covariance(effect, floor, np.exp(logs))
        return float(np.linalg.slogdet(total)[1] + np.trace(np.linalg.solve(total, measured)))

    # Wide first steps, twice: the surface is flat where one part hides the others.
    place = np.log([1e-3, 1e-5, 1.0])
    for _ in range(2):
        simplex = np.vstack([place, place + 1.5 * np.eye(3)])
        place = minimize(
            unlikely,
            place,
            method="Nelder-Mead",
            options={"maxiter": 1000, "initial_simplex": simplex, "xatol": 1e-3, "fatol": 1e-4},
        ).x
    return np.exp(place)


def covariance(effect: Floats, floor: Floats, parts: Floats) -> Floats:
    """Return the covariance of the errors of meters on a day, shape (m, m)."""
    together = effect.sum(axis=0)
    total: Floats = (
        parts[0] * effect.T @ effect
        + parts[1] * np.outer(together, together)
        + parts[2] * np.diag(floor**2)
    )
    return total
