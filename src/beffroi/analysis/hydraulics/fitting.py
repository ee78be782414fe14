"""A model made to agree with its meters, no more than its doubts allow."""

import numpy as np

from beffroi.analysis.metrics import Floats


def agree(errors: Floats, slopes: Floats, doubt: Floats, noise: Floats, now: Floats) -> Floats:
    """Return the parameters that best explain errors, shape (k,): a step of Gauss and Newton.

    `errors` measured less modelled at the parameters `now`, shape (n,); `slopes` of the model with
    them, shape (n, k); their prior is 0 within `doubt`, shape (k,); errors are of `noise`, (n,).
    Many more parameters than errors cost nothing more.

    Reference: Tarantola (2005), "Inverse problem theory", chapter 3.

    >>> one = np.ones(1)
    >>> agree(2 * one, np.ones((1, 1)), one, one, 0 * one).tolist()
    [1.0]
    """
    scaled = slopes / noise[:, None] * doubt
    wanted = (errors + slopes @ now) / noise
    weight = np.linalg.solve(scaled @ scaled.T + np.eye(len(wanted)), wanted)
    step: Floats = (scaled.T @ weight) * doubt
    return step


def shared_rhythms(relative: Floats, share: float = 0.05) -> Floats:
    """Return the rhythms that series share, as weights of each series, shape (k, s).

    `relative` of each day and series to its own mean, shape (d, s). A rhythm counts when it is at
    least `share` of the strongest one; each has a variance of 1 over these days.
    """
    spread = relative / relative.mean(axis=1, keepdims=True) - 1
    _, size, rows = np.linalg.svd(spread, full_matrices=False)
    kept = size > size[0] * share
    weights: Floats = rows[kept] / (size[kept, None] / np.sqrt(len(relative)))
    return weights
