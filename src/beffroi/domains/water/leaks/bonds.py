"""How sensors of a network foretell one another, learnt on its past."""

from dataclasses import dataclass

import numpy as np

from beffroi.analysis import clocks
from beffroi.analysis.clocks import Ints, Mask
from beffroi.analysis.metrics import Floats
from beffroi.domains.water.leaks.measures import Sheets
from beffroi.domains.water.leaks.plant import Plant
from beffroi.domains.water.leaks.signals import Heard, Signals

_DAY = np.timedelta64(1, "D")
#: Days of the past that are learnt from.
_LEARNT = 90
#: What an hour's shift must bring on a usual day for a clock to be one that can be watched.
_HEARD = 1.0
#: What a lag over the whole past must explain more than none, as a share, to be begun with.
_CLEARER = 0.1


@dataclass(frozen=True, slots=True)
class Bonds:
    """How each sensor moves (s,), and how the others foretell it: weights (s, s), worths (s,).

    `near` from all others, `far` from those of other files only; the model foretells none.
    `watched` are those whose clock can be told by `near`, `files_watched` by `far`. That is on
    means of `far_half` steps: of an hour where what people draw is too noisy for shorter ones.
    """

    middle: Floats
    spread: Floats
    near: Floats
    near_worth: Floats
    watched: Mask
    far_middle: Floats
    far_spread: Floats
    far: Floats
    far_worth: Floats
    files_watched: Mask
    half: int
    far_half: int

    def scaled(self, heard: Heard) -> tuple[Floats, Floats]:
        """Return moves (n, s) on scales that were learnt, NaN where unknown, for near and far."""
        own = clocks.on_scale(heard.moves[self.half], self.middle, self.spread)
        if self.far_half == self.half:
            return own, own
        return own, clocks.on_scale(heard.moves[self.far_half], self.far_middle, self.far_spread)


def learn(
    signals: Signals, plant: Plant, past: Sheets, begin: np.datetime64, first: np.datetime64
) -> tuple[Bonds, Ints]:
    """Return how sensors foretell one another on [begin, first), and their lags there, in steps."""
    since = max(begin, first - _LEARNT * _DAY)
    heard = signals.heard(plant, past, since, first)
    near, far = _allowed(signals)
    days = max(1.0, float((first - since) / _DAY))
    own, middle, spread = clocks.scaled(heard.moves[signals.half])
    far_half, wide, far_middle, far_spread = signals.half, own, middle, spread
    lag = _of_files(wide, signals, far)
    apart = _foretold(wide, far, signals.half, signals, days, lag)
    if not all(apart[2][members].any() for members in signals.files if members.size):
        far_half = signals.wide
        wide, far_middle, far_spread = clocks.scaled(heard.moves[far_half])
        lag = _of_files(wide, signals, far)
    lag += _of_sensors(clocks.aligned(own, lag), signals, near)
    close = _foretold(own, near, signals.half, signals, days, lag)
    apart = _foretold(wide, far, far_half, signals, days, lag)
    for members in signals.files:
        if members.size < 2:  # the sensor is the file
            close[2][members] = False
    found = Bonds(middle, spread, *close, far_middle, far_spread, *apart, signals.half, far_half)
    return found, np.where(close[2] | apart[2], lag, 0)


def _foretold(
    moves: Floats, allowed: Mask, half: int, signals: Signals, days: float, lag: Ints
) -> tuple[Floats, Floats, Mask]:
    """Return weights (s, s), worths (s,), and which clocks they can tell, (s,)."""
    own = clocks.aligned(moves, lag)
    weights, worth = clocks.bonds(own, allowed, half)
    hour = np.array([1, -1]) * (60 // signals.step)
    reference = np.nan_to_num(own) @ weights
    found = clocks.evidence(own, reference, slice(0, len(own)), hour, half)
    told: Mask = -found.max(axis=1) * worth / days > _HEARD
    return weights, worth, told


def _allowed(signals: Signals) -> tuple[Mask, Mask]:
    count = len(signals.names)
    near = ~np.eye(count, dtype=bool)
    near[-1] = False
    far = near.copy()
    for members in signals.files:
        far[np.ix_(members, members)] = False
    return near, far


def _of_files(own: Floats, signals: Signals, far: Mask) -> Ints:
    """Return the lags of whole files that last through a past, in steps, (s,)."""
    lag = np.zeros(own.shape[1], np.int64)
    for _ in signals.files:
        now = clocks.aligned(own, lag)
        told = clocks.lagging(now, far, signals.tried)
        best: tuple[float, Ints] | None = None
        for members in signals.files:
            mean = told[members].mean(axis=0) if members.size else np.zeros(1)
            place = int(mean.argmax())
            if mean[place] - mean[0] > _CLEARER:
                other = np.zeros_like(lag)
                other[members] = signals.tried[place]
                moved = clocks.lagging(clocks.aligned(now, other), far, np.zeros(1, np.int64))
                whole = float(moved.sum())
                if best is None or whole > best[0]:
                    best = whole, other
        if best is None:
            break
        lag += best[1]
    return lag


def _of_sensors(own: Floats, signals: Signals, near: Mask) -> Ints:
    """Return the lags of sensors, beside those of their files."""
    told = clocks.lagging(own, near, signals.tried)
    clear = told.max(axis=1) - told[:, 0] > _CLEARER
    return np.where(clear, signals.tried[told.argmax(axis=1)], 0)
