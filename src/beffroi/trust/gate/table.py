"""Every cell and every margin of a table to be published, and which are sums of which."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from beffroi.errors import BeffroiError
from beffroi.errors.gate import TABLE_TOO_LARGE
from beffroi.trust.gate.form import Form

#: Cells above which a table is to be cut in several: the check solves programs for each one.
MOST = 1_500
#: The level and the code of a cell in one dimension.
Place: TypeAlias = tuple[str, str]
TOTAL: Place = ("", "")


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a row of the table says: a code for each level of each dimension, and the measure.

    `largest` is the part of the contributor that weighs most, in the unit of `value`.
    """

    codes: tuple[tuple[str, ...], ...]
    value: float
    count: int = 1
    largest: float = 0.0
    contributor: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """A cell that is the sum of others, by position."""

    whole: int
    parts: tuple[int, ...]
    repeated: bool = False
    """The same contributors are in each part: months of a year, for instance."""


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a table: its finest ones and their margins, in the same order everywhere."""

    keys: tuple[str, ...]
    """The name of each cell, the same in every release over the same source."""
    places: tuple[tuple[Place, ...], ...]
    value: NDArray[np.float64]
    count: NDArray[np.int64]
    largest: NDArray[np.float64]
    finest: NDArray[np.bool_]
    sums: tuple[Sum, ...]
    made_of: Mapping[str, str] = field(default_factory=dict)
    """Of each margin, a digest of what it adds up."""

    def __len__(self) -> int:
        return len(self.keys)


def build(form: Form, leaves: Sequence[Leaf], known: Mapping[str, str] | None = None) -> Table:
    """Make the cells and margins of a table.

    `known` is what earlier releases say that margins are made of: one that is made of something
    else is another quantity, and gets a name of its own.

    Raises:
        BeffroiError: `gate.table_too_large`.
    """
    groups = _grouped(form, leaves)
    if len(groups) > MOST:
        raise BeffroiError(TABLE_TOO_LARGE, cells=len(groups), most=MOST)
    places = tuple(sorted(groups))
    figures = [_figures(groups[place]) for place in places]
    made_of = _made_of(form, leaves)
    names = {one: _name(form, one, made_of, known or {}) for one in _ones(form, leaves)}
    finest = [all(form.dimensions[d].levels[-1] == p[0] for d, p in enumerate(q)) for q in places]
    return Table(
        tuple("|".join(sorted(filter(None, _words(form, place, names)))) for place in places),
        places,
        np.array([one[0] for one in figures], float),
        np.array([one[1] for one in figures], np.int64),
        np.array([one[2] for one in figures], float),
        np.array(finest, bool),
        tuple(_sums(form, places, leaves)),
        {
            names[one] or f"*{form.dimensions[one[0]].key}": digest
            for one, digest in made_of.items()
            if "~" not in names[one]
        },
    )


def _words(
    form: Form, place: Sequence[Place], names: Mapping[tuple[int, Place], str]
) -> Iterator[str]:
    yield from form.fixed
    yield from (names[one] for one in enumerate(place))


def _chain(form: Form, d: int, codes: Sequence[str]) -> list[Place]:
    """List the places of a row in one dimension, from the total to the finest."""
    dimension = form.dimensions[d]
    return [TOTAL] * dimension.total + list(zip(dimension.levels, codes, strict=True))


def _grouped(
    form: Form, leaves: Iterable[Leaf]
) -> dict[tuple[Place, ...], dict[tuple[str, ...], list[Leaf]]]:
    """Put the rows of each cell together, by their member of the dimensions that repeat."""
    groups: dict[tuple[Place, ...], dict[tuple[str, ...], list[Leaf]]]
    groups = defaultdict(lambda: defaultdict(list))
    repeated = [d for d, one in enumerate(form.dimensions) if one.repeated]
    for leaf in leaves:
        member = tuple(leaf.codes[d][-1] for d in repeated)
        for place in product(*(_chain(form, d, codes) for d, codes in enumerate(leaf.codes))):
            groups[place][member].append(leaf)
    return groups


def _figures(members: Mapping[tuple[str, ...], Sequence[Leaf]]) -> tuple[float, int, float]:
    """Return the value of a cell, how many contribute to it, and the part of the largest one.

    Where contributors are not named, those of a dimension that repeats may all be the same: the
    fewest that there can be are counted, and the largest that one of them can weigh.
    """
    rows = [leaf for some in members.values() for leaf in some]
    value = float(np.sum([leaf.value for leaf in rows]))
    if rows[0].contributor:
        parts: dict[str, float] = defaultdict(float)
        for leaf in rows:
            parts[leaf.contributor] += leaf.value
        return value, len(parts), max(parts.values())
    count = max(sum(leaf.count for leaf in some) for some in members.values())
    largest = sum(max(leaf.largest for leaf in some) for some in members.values())
    return value, count, min(largest, value)


def _ones(form: Form, leaves: Iterable[Leaf]) -> set[tuple[int, Place]]:
    return {
        (d, place)
        for leaf in leaves
        for d, codes in enumerate(leaf.codes)
        for place in _chain(form, d, codes)
    }


def _made_of(form: Form, leaves: Iterable[Leaf]) -> dict[tuple[int, Place], str]:
    """Digest what each margin adds up."""
    found: dict[tuple[int, Place], set[str]] = defaultdict(set)
    for leaf in leaves:
        for d, codes in enumerate(leaf.codes):
            finest = f"{form.dimensions[d].levels[-1]}={codes[-1]}"
            for place in _chain(form, d, codes)[:-1]:
                found[d, place].add(finest)
    return {
        one: hashlib.sha256("|".join(sorted(parts)).encode()).hexdigest()[:12]
        for one, parts in found.items()
    }


def _name(
    form: Form,
    one: tuple[int, Place],
    made_of: Mapping[tuple[int, Place], str],
    known: Mapping[str, str],
) -> str:
    """Name a place: the total over a dimension has none, unless it is known as another one."""
    d, (level, code) = one
    plain = f"{level}={code}" if level else ""
    digest = made_of.get(one)
    before = known.get(plain or f"*{form.dimensions[d].key}")
    if digest is None or before in (None, digest):
        return plain
    return f"{plain or '*' + form.dimensions[d].key}~{digest}"


def _sums(form: Form, places: Sequence[tuple[Place, ...]], leaves: Iterable[Leaf]) -> Iterator[Sum]:
    below: dict[tuple[int, Place], set[Place]] = defaultdict(set)
    for leaf in leaves:
        for d, codes in enumerate(leaf.codes):
            chain = _chain(form, d, codes)
            for above, one in pairwise(chain):
                below[d, above].add(one)
    at = {place: position for position, place in enumerate(places)}
    for place, position in at.items():
        for d, here in enumerate(place):
            under = sorted(below[d, here]) if (d, here) in below else []
            parts = [at.get((*place[:d], other, *place[d + 1 :])) for other in under]
            found = tuple(part for part in parts if part is not None)
            if found:
                yield Sum(position, found, form.dimensions[d].repeated)
