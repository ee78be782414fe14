"""How a lever of water is written: its parameters are named after it."""

from collections.abc import Callable

from beffroi.domains.cards import Reference
from beffroi.domains.levers import Dial, Draws, Lever
from beffroi.domains.water.scenario.district import District
from beffroi.texts import Text

LAMBERT = Reference("Lambert et al. (1999), A review of performance indicators for real losses")
COMPONENTS = Reference(
    "Lambert (1994), Accounting for losses: the bursts and background concept, J. IWEM 8(2)"
)
FAVAD = Reference(
    "May (1994), Pressure dependent leakage (FAVAD) ; Lambert (2001), What do we know about "
    "pressure-leakage relationships in distribution systems?"
)
BREAKS = Reference("Thornton et Lambert (2007), Pressure management reduces new break frequencies")
GUIDE = Reference(
    "Irstea et Onema (2014), Réduction des fuites dans les réseaux d’alimentation en eau potable : "
    "guide d’élaboration du plan d’actions"
)
FOLKMAN = Reference(
    "Folkman (2018), Water main break rates in the USA and Canada, Utah State University"
)


def dial_of(
    lever: str, key: str, label: Text, unit: str, least: float, most: float, parameter: str = ""
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
    apply: Callable[[District, Draws], District],
    lacks: Callable[[District], Text | None],
    *references: Reference,
    running: bool = False,
) -> Lever:
    """Return a lever whose cost and life are the parameters of its name."""
    return Lever(
        key=f"water.{key}",
        label=label,
        about=about,
        method=method,
        limits=limits,
        rank=rank,
        dials=dials,
        cost=f"lever.{key}.cost",
        per=per,
        life=f"lever.{key}.life",
        apply=apply,
        lacks=lacks,
        references=references,
        running=running,
    )
