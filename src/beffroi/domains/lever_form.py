"""How a lever is written: its parameters are named after it."""

from collections.abc import Callable
from typing import Any

from beffroi.domains.cards import Reference
from beffroi.domains.levers import Dial, Draws, Lever
from beffroi.texts import Text


def dial_of(
    lever: str,
    key: str,
    label: Text,
    unit: str = "%",
    least: float = 0.0,
    most: float = 100.0,
    parameter: str = "",
) -> Dial:
    """Return a dial whose usual values are the parameter of its name, or `parameter` of it."""
    return Dial(key, label, unit, f"lever.{lever}.{parameter or key}", least, most)


def lever_of(
    key: str,
    rank: int,
    label: Text,
    about: Text,
    method: Text,
    limits: Text,
    dials: tuple[Dial, ...],
    per: str,
    apply: Callable[[Any, Draws], Any],
    lacks: Callable[[Any], Text | None],
    *references: Reference,
    running: bool = False,
) -> Lever:
    """Return a lever, `key` with its domain, whose cost and life are the parameters of its name."""
    name = key.partition(".")[2]
    return Lever(
        key=key,
        label=label,
        about=about,
        method=method,
        limits=limits,
        rank=rank,
        dials=dials,
        cost=f"lever.{name}.cost",
        per=per,
        life=f"lever.{name}.life",
        apply=apply,
        lacks=lacks,
        references=references,
        running=running,
    )
