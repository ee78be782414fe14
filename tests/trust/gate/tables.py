"""Tables to publish, and an attacker who reads them with nothing but what the public sees."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.optimize import linprog

from beffroi.trust.gate.answer import Answer
from beffroi.trust.gate.form import Form, parse
from beffroi.trust.gate.table import Leaf

FLAT = """
title = "Essai"
source = "essai"
rule = "{rule}"
measure = "kwh"
unit = "kWh"
count = "n"
largest = "max"
[dimensions.place]
levels = ["commune"]
[dimensions.use]
levels = ["use"]
"""
DEEP = FLAT.replace('["commune"]', '["epci", "commune"]')


def form(text: str = FLAT, rule: str = "enterprises") -> Form:
    return parse(text.replace("{rule}", rule), "essai.toml")


def leaf(place: str, use: str, value: float, count: int, largest: float | None = None) -> Leaf:
    """A row; the largest contributor weighs as the mean where nothing else is said."""
    mean = value / count if count else 0.0
    places = tuple(place.split("/"))
    return Leaf((places, (use,)), value, count, mean if largest is None else largest)


def random_table(seed: int, deep: bool = False, places: int = 5, uses: int = 4) -> list[Leaf]:
    """A table of which about a cell in five is sensitive to the rule of enterprises."""
    rng = np.random.default_rng(seed)
    found = []
    for place in range(places):
        for use in range(uses):
            count = int(rng.choice([0, 1, 2, 3, 5, 9, 20], p=[0.05, 0.1, 0.1, 0.15, 0.2, 0.2, 0.2]))
            if not count:
                continue
            parts = np.round(rng.lognormal(3, 1, count), 2)
            name = f"e{place % 2}/c{place}" if deep else f"c{place}"
            found.append(leaf(name, f"u{use}", float(parts.sum()), count, float(parts.max())))
    return found


class Attacker:
    """Somebody with the tables that were published and a solver; nothing of the gate's own code.

    The unknowns are the finest cells. Each value that is shown is a sum of some of them.
    """

    def __init__(self, leaves: Sequence[Leaf]) -> None:
        self.finest = [tuple(code for codes in one.codes for code in codes) for one in leaves]
        self.truth = np.array([one.value for one in leaves])
        self.rows: list[np.ndarray] = []
        self.right: list[float] = []

    def reads(self, answer: Answer) -> "Attacker":
        for cell in answer.cells:
            if cell.value is not None:
                self.learns([code for _, code in cell.codes], cell.value)
        return self

    def learns(self, codes: Sequence[str], value: float) -> None:
        self.rows.append(self.within(codes))
        self.right.append(value)

    def within(self, codes: Sequence[str]) -> np.ndarray:
        return np.array([{*codes} - {""} <= {*one} for one in self.finest], float)

    def bounds(self, codes: Sequence[str]) -> tuple[float, float]:
        """Between which values the sum of the finest cells under some codes lies."""
        return self.sum_bounds(self.within(codes))

    def sum_bounds(self, cost: np.ndarray) -> tuple[float, float]:
        scale = self.truth.max() or 1.0
        equal: dict[str, Any] = {"A_eq": np.array(self.rows), "b_eq": np.array(self.right) / scale}
        found = []
        for sign in (1, -1):
            done: Any = linprog(sign * cost, bounds=(0, None), **(equal if self.rows else {}))
            assert done.status in (0, 3), done.message
            nothing = np.inf if sign < 0 else 0.0
            found.append(nothing if done.status == 3 else sign * float(done.fun) * scale)
        return found[0], found[1]


def held(answer: Answer) -> set[tuple[str, ...]]:
    """The codes of the cells that are held back; totals have none."""
    return {
        tuple(code for _, code in cell.codes if code) for cell in answer.cells if cell.value is None
    }


def shown(answer: Answer) -> Mapping[tuple[str, ...], float]:
    return {
        tuple(code for _, code in cell.codes if code): cell.value
        for cell in answer.cells
        if cell.value is not None
    }
