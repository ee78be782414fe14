"""Simulated tanks of the benchmark of nights: water is neither lost nor made."""

import numpy as np
import pytest

from benchmarks.water.pumping import pumped


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_a_pump_of_one_flow_gives_a_tank_what_leaves_it(seed: int) -> None:
    taken = np.ones((40, 24))  # 24 m3 a day: the tank holds 9.6 to 28.8 m3
    found = pumped(np.random.default_rng(seed), taken)
    # 24 m3 in 4 to 12 hours are 2 to 6 m3/h, 3 % more in an empty tank.
    assert 2 * 0.97 <= found.max() <= 6 * 1.03
    held = np.cumsum(found - taken)
    assert held.max() - held.min() <= 28.8 + 6 * 1.03 / 12  # a pump stops within five minutes
    assert (found == 0).mean() >= 0.3
