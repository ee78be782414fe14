"""What heats a building, learnt from its days: loss, balance temperature, cooler closed days.

The energy of a day is a level, by open and closed days, plus `slope` for each degree that the
outdoor temperature lacks to a balance temperature, which is lower on days when the building is
closed (a change-point model: Kissock, Haberl and Claridge, ASHRAE RP-1050, 2003). Temperature is
smoothed by the mass of the walls, and the hours of a day differ from its mean by a `blur`, so that
a mild day is heated a little. All the shapes of a grid are fitted at once; what each explains
gives its weight, and the answer is a set of draws of all the coefficients together, so that a
steep slope with a low balance and a gentle one with a high balance are not mixed up.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.analysis.baseline.design import smooth_temperature
from beffroi.analysis.chance import normal, uniform
from beffroi.analysis.metrics import Floats

Mask = NDArray[np.bool_]

_STEP = 0.5
_BALANCES = np.concatenate([np.arange(1.0, 8.0), np.arange(8.0, 21.1, _STEP)])  # degC
_LOWERED = np.array([0.0, 1.0, 2.0, 3.0, 5.0, 8.0])  # K, on closed days
_LOWERED_MORE = np.array([0.0, 3.0, 6.0, 9.0, 12.0])  # K further, within long closures
_INERTIAS = (0.4, 1.2)  # days
_BLURS = (0.5, 2.0)  # K
_LEAST_CLOSED = 15
"""Days of a kind under which nothing is said of how it differs."""
_SEASON_BELIEF = 0.1
"""Standard deviation of a yearly wave that is not heating (light), as a share of the mean day."""
_GROSS, _GROSS_SHARE = 5.0, 0.02
"""Residuals left out: beyond so many robust standard deviations, and never more than a share."""
_LARGEST_AUTOCORRELATION = 0.9
_LEAST_NOISE = 0.01
"""Residuals, as a share of the mean day, under which no series is believed to be known."""


@dataclass(frozen=True, slots=True)
class HeatingFit:
    """Draws of the coefficients, each (count,); the unit of the series is written U."""

    slope: Floats
    """[U/K/d], 0 or more."""
    balance: Floats
    """[degC] under which an open day is heated."""
    lowered: Floats
    """[K] by which the balance is lower on a closed day."""
    lowered_more: Floats
    """[K] by which it is lower still within a long closure."""
    inertia: Floats
    """[d] time constant of the smoothing."""
    blur: Floats
    """[K] standard deviation of the gap of hours within a day."""
    base_open: Floats
    """[U/d] of an open day that needs no heating."""
    base_closed: Floats
    share: float
    """Share of the variance that temperature explains, beyond the kind of day [1]."""
    deviation: float
    """[U/d] standard deviation of the residuals."""
    days: int


@dataclass(frozen=True, slots=True)
class _Grid:
    balance: Floats
    lowered: Floats
    more: Floats
    inertia: Floats
    blur: Floats
    hinge: Floats  # (cells, d)


def fit_heating(y: Floats, temperature: Floats, closed: Mask, long: Mask, name: str) -> HeatingFit:
    """Fit one series of consecutive days.

    Args:
        y: What was used each day (d,), NaN where unknown.
        temperature: [degC] (d,), without holes.
        closed: Days on which nobody comes (d,).
        long: Those within a long closure (d,).
        name: What the draws are named after.

    >>> outside = 10 - 8 * np.cos(np.arange(730) / 58.1)
    >>> closed = np.arange(730) % 7 >= 5
    >>> use = 50 + 20 * np.maximum(15 - outside - 2 * closed, 0)
    >>> fit = fit_heating(use, outside, closed, closed & False, "doctest")
    >>> round(float(np.median(fit.balance))), round(float(np.median(fit.lowered)))
    (15, 2)
    """
    grid = _grid(temperature, closed, long)
    angle = 2 * np.pi * np.arange(len(y)) / 365.25
    kinds = [np.where(closed, 0.0, 1.0), np.where(closed, 1.0, 0.0)]
    lead = np.stack([*kinds, np.cos(angle), np.sin(angle)], axis=1)
    level = float(np.nanmean(np.abs(y))) or 1.0
    season = 1 / (_SEASON_BELIEF * level) ** 2
    beliefs = np.array([0.0, 0.0, season, season, 0.0])
    known = np.isfinite(y)
    for _ in range(2):  # the second time without gross faults
        fitted = _Solved.of(y, known, lead, grid, beliefs)
        rest = np.where(known, y - fitted.best(lead, grid), np.nan)
        away = np.abs(rest[known])
        limit = _GROSS * (1.4826 * float(np.median(away)) + _LEAST_NOISE * level)
        limit = max(limit, float(np.quantile(away, 1 - _GROSS_SHARE)))
        known = known & (np.abs(np.nan_to_num(rest)) <= limit)
    return _drawn(fitted, grid, rest, known, y, closed, level, name)


@dataclass(frozen=True, slots=True)
class _Solved:
    """Every cell of the grid by least squares: coefficients, squares and products of columns."""

    coefficients: Floats  # (cells, 5): open, closed, two waves, slope
    products: Floats  # (cells, 5, 5)
    squares: Floats  # (cells,)
    cell: int

    @classmethod
    def of(cls, y: Floats, known: Mask, lead: Floats, grid: _Grid, beliefs: Floats) -> "_Solved":
        target, front = y[known], lead[known]
        hinge = grid.hinge[:, known]
        cells, width = len(hinge), front.shape[1]
        products = np.zeros((cells, width + 1, width + 1))
        products[:, :width, :width] = front.T @ front
        products[:, :width, width] = products[:, width, :width] = hinge @ front
        products[:, width, width] = (hinge**2).sum(axis=1)
        # A kind of day that never came has no level, and a hinge that never opens no slope.
        products += np.diag(beliefs) + 1e-9 * np.eye(width + 1)
        right = np.concatenate(
            [np.broadcast_to(front.T @ target, (cells, width)), (hinge @ target)[:, None]], axis=1
        )
        solution = np.linalg.solve(products, right[:, :, None])[:, :, 0]
        squares = float(target @ target) - (solution * right).sum(axis=1)
        squares = np.where(solution[:, -1] >= 0, np.maximum(squares, 1e-12), np.inf)
        if not np.isfinite(squares).any():  # nothing rises with cold: a slope of nothing
            solution[:, -1] = 0.0
            squares = np.full(cells, float(target @ target) + 1e-12)
        return cls(solution, products, squares, int(np.argmin(squares)))

    def best(self, lead: Floats, grid: _Grid) -> Floats:
        """Return the values of the cell that fits best, (d,)."""
        own = self.coefficients[self.cell]
        values: Floats = lead @ own[:-1] + own[-1] * grid.hinge[self.cell]
        return values


def _grid(temperature: Floats, closed: Mask, long: Mask) -> _Grid:
    lowered = _LOWERED if _LEAST_CLOSED <= closed.sum() < len(closed) else _LOWERED[:1]
    more = _LOWERED_MORE if long.sum() >= _LEAST_CLOSED else _LOWERED_MORE[:1]
    smoothed = np.stack([smooth_temperature(temperature, tau) for tau in _INERTIAS])
    axes = (np.arange(len(_INERTIAS)), np.array(_BLURS), _BALANCES, lowered, more)
    place, blur, balance, down, further = (
        one.ravel() for one in np.meshgrid(*axes, indexing="ij", sparse=False)
    )
    level = balance[:, None] - down[:, None] * closed - further[:, None] * long
    hinge = lacking(level - smoothed[place], blur[:, None])
    return _Grid(balance, down, further, np.array(_INERTIAS)[place], blur, hinge)


def lacking(gap: Floats, blur: Floats) -> Floats:
    """Return the mean of the positive part of gaps that a normal law blurs, of their shape.

    >>> lacking(np.array([-9.0, 0.0, 9.0]), np.array([2.0])).round(2).tolist()
    [0.0, 0.8, 9.0]
    """
    # Imported here: it takes long, and most commands never come here.
    from scipy.special import ndtr

    score = gap / blur
    bump = np.exp(-0.5 * score**2) / np.sqrt(2 * np.pi)
    mean: Floats = gap * ndtr(score) + blur * bump
    return mean


def _drawn(
    fitted: _Solved,
    grid: _Grid,
    rest: Floats,
    known: Mask,
    y: Floats,
    closed: Mask,
    level: float,
    name: str,
) -> HeatingFit:
    kept = np.where(known, rest, 0.0)
    count, width = int(known.sum()), fitted.coefficients.shape[1]
    noise = max(float((kept**2).sum()) / max(count - width - 3, 1), (_LEAST_NOISE * level) ** 2)
    pairs = known[1:] & known[:-1]
    lag = float((kept[1:] * kept[:-1] * pairs).sum()) / max(float((kept**2).sum()), 1e-12)
    lag = min(max(lag, 0.0), _LARGEST_AUTOCORRELATION)
    inflation = (1 + lag) / (1 - lag)  # days that tell as much as one independent day
    chance = np.exp(-(fitted.squares - fitted.squares.min()) / (2 * noise * inflation))
    order = np.argsort(grid.balance, kind="stable")
    ladder = np.cumsum(chance[order]) / chance.sum()
    picked = np.searchsorted(ladder, uniform(f"{name}/shape"))
    cells = order[np.minimum(picked, len(order) - 1)]
    spread = np.linalg.cholesky(np.linalg.inv(fitted.products) * noise * inflation)
    scores = np.stack([normal(f"{name}/{column}") for column in range(width)], axis=1)
    drawn = fitted.coefficients[cells] + np.einsum("nij,nj->ni", spread[cells], scores)
    drawn = np.maximum(drawn, [0.0, 0.0, -np.inf, -np.inf, 0.0])
    jitter = (uniform(f"{name}/place") - 0.5) * _STEP
    return HeatingFit(
        slope=drawn[:, -1],
        balance=grid.balance[cells] + jitter,
        lowered=grid.lowered[cells],
        lowered_more=grid.more[cells],
        inertia=grid.inertia[cells],
        blur=grid.blur[cells],
        base_open=drawn[:, 0],
        base_closed=drawn[:, 1],
        share=_explained(kept, known, y, closed),
        deviation=float(np.sqrt(noise)),
        days=count,
    )


def _explained(kept: Floats, known: Mask, y: Floats, closed: Mask) -> float:
    """Return how much of what the kind of day leaves unexplained the whole model explains."""
    left = 0.0
    for kind in (known & closed, known & ~closed):
        if kind.any():
            left += float(((y[kind] - y[kind].mean()) ** 2).sum())
    return 1.0 - float((kept**2).sum()) / left if left > 0 else 0.0
