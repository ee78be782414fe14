"""A tank inside a simulated district, filled by a pump, of which nobody measures the level.

Part of the customers, and of what leaks, is behind the tank: what they take leaves it, and what
enters the district for them is what the pump takes. It runs at one flow, a few hundredths more or
less as the tank is low or full. It is started by a clock at night and stopped by the full tank, or
started and stopped by two levels, at any hour; what is started by a clock is also started when the
tank is nearly empty.
"""

import numpy as np

from beffroi.analysis.metrics import Floats

#: Steps of an hour at which a pump may start or stop.
_STEPS = 12
_LOW = 0.15
"""Share of a tank under which any pump starts, whatever the hour."""


def behind(rng: np.random.Generator) -> float:
    """Return the share of the customers of a district that its tank serves."""
    return float(rng.uniform(0.1, 0.6))


def pumped(rng: np.random.Generator, taken: Floats) -> Floats:
    """Return what a pump takes to fill a tank from which `taken` (d, 24) leaves, both m3/h.

    The tank holds 0.4 to 1.2 days of its first month's use, and is filled in 4 to 12 hours a day.
    """
    daily = 24 * float(taken[:30].mean())
    volume = daily * rng.uniform(0.4, 1.2)
    rate = daily / rng.uniform(4, 12)
    by_clock = rng.random() < 0.5
    hour = int(rng.choice([21, 22, 23, 0, 1, 2]))
    start, stop = (0.0, 1.0) if by_clock else (rng.uniform(0.3, 0.7), rng.uniform(0.8, 1.0))
    slope = rng.uniform(0.0, 0.06)
    use = np.repeat(taken.ravel(), _STEPS) / _STEPS
    found = np.zeros(len(use))
    held, runs = volume * 0.8, False
    for step, out in enumerate(use.tolist()):
        level = held / volume
        clock = by_clock and step % (24 * _STEPS) == hour * _STEPS
        if not runs:
            runs = clock or level < max(start, _LOW)
        elif level >= stop:
            runs = False
        into = rate * (1 + slope * (0.5 - level)) / _STEPS if runs else 0.0
        found[step] = into
        # An empty tank lets the main through.
        if held + into < out:
            found[step] = into = out - held
        held = held + into - out
    flow: Floats = found.reshape(-1, 24, _STEPS).sum(axis=2)
    return flow
