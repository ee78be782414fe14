"""The mains of a district by material and decade, how often they break, which to renew first."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from beffroi.analysis.chance import between
from beffroi.domains.levers import Parts
from beffroi.domains.panel import Floats
from beffroi.domains.parameters import Parameters
from beffroi.domains.water.assets import MATERIALS, MATERIALS_TOO

OTHER = "other"
#: Walls that do not give way: a hole keeps its size whatever the pressure (FAVAD, N1 = 0.5).
RIGID = frozenset({"cast_iron", "ductile_iron", "steel", "asbestos_cement", "concrete", "lead"})
#: The age at which the break rates of the parameters are [years], and the oldest that tells more.
_AT, _OLDEST = 50.0, 100.0
_FIRST_YEAR = 1850
#: Signs of one length as people write it: longer is not read, and is told.
_LONGEST = 80
#: "fonte grise 1950 : 3,2".
_WRITTEN = re.compile(r"^(?P<material>.*?)\s*(?P<year>\d{4})\s*[:=]\s*(?P<km>\d+(?:[.,]\d+)?)\D*$")


@dataclass(frozen=True, slots=True)
class Length:
    """Mains of one material laid in one decade; `decade` None where nobody knows it."""

    material: str
    decade: int | None
    km: float


def of_pipes(parts: Parts) -> tuple[Length, ...]:
    """Add up the pipes of a district [m] by material and decade.

    >>> of_pipes([{"material": "pvc", "year_laid": 1984, "length": 800}, {"length": 200}])
    (Length(material='pvc', decade=1980, km=0.8), Length(material='other', decade=None, km=0.2))
    """
    return _added(
        Length(_material(one.get("material")), _decade(one.get("year_laid")), metres / 1000)
        for one in parts
        if (metres := _number(one.get("length"))) > 0
    )


def of_words(said: object) -> tuple[tuple[Length, ...], tuple[str, ...]]:
    """Read lengths [km] as a person writes them, and return what could not be read.

    >>> of_words("fonte grise 1950 : 3,2 ; PVC 1980 : 12 ; environ la moitié")[1]
    ('environ la moitié',)
    """
    found, unread = [], []
    for piece in str(said or "").replace("\n", ";").split(";"):
        plain = " ".join(piece.split())
        words = _WRITTEN.match(plain) if len(plain) <= _LONGEST else None
        material = _NAMES.get(_plain(words["material"])) if words else None
        if words and material:
            km = float(words["km"].replace(",", "."))
            found.append(Length(material, _decade(words["year"]), km))
        elif plain:
            unread.append(plain[:40])
    return _added(found), tuple(unread)


def breaks(lengths: Sequence[Length], parameters: Parameters, today: date) -> tuple[Floats, ...]:
    """Return the yearly breaks of a km of each length, draws (count,) [1/km]."""
    growth = _drawn("break.growth", parameters, today) / 100
    unknown = np.clip(_drawn("break.age", parameters, today), 0.0, _OLDEST)
    rates = []
    for one in lengths:
        at = np.maximum(_drawn(f"break.{one.material}", parameters, today), 0.001)
        age = unknown if one.decade is None else _age(one.decade, today)
        rate: Floats = at * np.exp(growth * (age - _AT))
        rates.append(rate)
    return tuple(rates)


def worst_first(rates: Sequence[Floats]) -> list[int]:
    """Return the places of lengths, those that break most first."""
    return sorted(range(len(rates)), key=lambda place: -float(rates[place].mean()))


def renewed(lengths: Sequence[Length], rates: Sequence[Floats], km: Floats) -> list[Floats]:
    """Return how much of each length `km` draws renew, those that break most first [km]."""
    left, taken = km, [np.zeros_like(km)] * len(lengths)
    for place in worst_first(rates):
        taken[place] = np.minimum(left, lengths[place].km)
        left = left - taken[place]
    return taken


def rigid_share(lengths: Sequence[Length]) -> float | None:
    """Return the share of rigid walls among mains of known material; None where none is known."""
    known = [one for one in lengths if one.material != OTHER]
    whole = sum(one.km for one in known)
    return sum(one.km for one in known if one.material in RIGID) / whole if whole > 0 else None


def _added(found: Iterable[Length]) -> tuple[Length, ...]:
    sums: dict[tuple[str, int | None], float] = {}
    for one in found:
        key = (one.material, one.decade)
        sums[key] = sums.get(key, 0.0) + one.km
    return tuple(Length(*key, km) for key, km in sums.items() if km > 0)


def _age(decade: int, today: date) -> float:
    return float(np.clip(today.year - (decade + 5), 0.0, _OLDEST))


def _drawn(key: str, parameters: Parameters, today: date) -> Floats:
    return between(key, *parameters.entry(key, today).interval)


def _decade(said: object) -> int | None:
    year = _number(said)
    return int(year) // 10 * 10 if _FIRST_YEAR <= year <= date.max.year else None


def _number(said: Any) -> float:
    try:
        found = float(said)
    except (TypeError, ValueError, OverflowError):
        return 0.0
    return found if np.isfinite(found) else 0.0


def _material(said: object) -> str:
    return said if isinstance(said, str) and said in _KEYS else OTHER


def _plain(said: str) -> str:
    bare = unicodedata.normalize("NFD", said.casefold())
    return " ".join("".join(one for one in bare if not unicodedata.combining(one)).split())


def _names() -> Mapping[str, str]:
    names = {_plain(said): key for said, key in MATERIALS_TOO}
    for key, label in MATERIALS:
        names |= {_plain(part): key for part in (key, *label.fr.split(","), *label.en.split(","))}
    return names


_KEYS = frozenset(key for key, _ in MATERIALS)
_NAMES = _names()
