"""The same shares and gaps, computed by fairlearn on one row a meter or a finding."""

import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as given_settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from beffroi.analysis.proportions import spread

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from fairlearn.metrics import MetricFrame, selection_rate

GROUPS = st.lists(
    st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=2,
    max_size=6,
)


def rows(groups: list[tuple[int, int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return, for each row, whether it is one of the cases, and its group."""
    told = [np.arange(n) < k for k, n in groups]
    names = [np.full(n, place) for place, (_, n) in enumerate(groups)]
    return np.concatenate(told).astype(np.int64), np.concatenate(names)


@given(GROUPS)
@given_settings(max_examples=40)
def test_differences_and_ratios_are_those_of_fairlearn(groups: list[tuple[int, int]]) -> None:
    told, names = rows(groups)
    frame: Any = MetricFrame(
        metrics=selection_rate, y_true=told, y_pred=told, sensitive_features=names
    )
    ours = spread([k for k, _ in groups], [n for _, n in groups])
    assert ours is not None
    assert frame.difference(method="between_groups") == pytest.approx(ours.difference)
    ratio = frame.ratio(method="between_groups")
    assert np.isnan(ratio) if ours.ratio is None else ratio == pytest.approx(ours.ratio)
