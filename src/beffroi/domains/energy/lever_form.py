"""How a lever of energy is written: its parameters are named after it."""

from collections.abc import Callable

from beffroi.domains.cards import Reference
from beffroi.domains.energy.twin import Twin
from beffroi.domains.levers import Dial, Draws, Lever
from beffroi.texts import Text


def dial_of(
    lever: str, key: str, label: Text, unit: str = "%", least: float = 0.0, most: float = 100.0
) -> Dial:
    """Return a dial whose usual values are the parameter of its name."""
    return Dial(key, label, unit, f"lever.{lever}.{key}", least, most)


def lever_of(
    key: str,
    rank: int,
    label: Text,
    about: Text,
    method: Text,
    limits: Text,
    dials: tuple[Dial, ...],
    per: str,
    apply: Callable[[Twin, Draws], Twin],
    lacks: Callable[[Twin], Text | None],
    *references: Reference,
) -> Lever:
    """Return a lever whose cost and life are the parameters of its name."""
    cost, life = f"lever.{key}.cost", f"lever.{key}.life"
    return Lever(
        key=f"energy.{key}",
        label=label,
        about=about,
        method=method,
        limits=limits,
        rank=rank,
        dials=dials,
        cost=cost,
        per=per,
        life=life,
        apply=apply,
        lacks=lacks,
        references=references,
    )
