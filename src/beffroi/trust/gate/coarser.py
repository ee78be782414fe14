"""Which coarser form would pass, and how much each one still tells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from beffroi.texts import Text
from beffroi.trust.gate.differencing import Contradiction, joint
from beffroi.trust.gate.form import Dimension, Form
from beffroi.trust.gate.primary import primary
from beffroi.trust.gate.protecting import protect
from beffroi.trust.gate.releases import Release, known_margins
from beffroi.trust.gate.table import Leaf, Table, build

#: Forms that are told.
_TOLD = 3
_TO = Text(fr="« {key} » s’arrête à « {level} »", en="“{key}” stops at “{level}”")
_OUT = Text(fr="sans « {key} »", en="without “{key}”")


@dataclass(frozen=True, slots=True)
class Coarser:
    """A form that passes as it is, with nothing held back."""

    form: Form
    changes: tuple[Text, ...]
    bits: float
    """What its finest cells still tell, see `told`."""


def told(table: Table, hidden: frozenset[int] = frozenset()) -> float:
    """Measure what the finest cells of a table tell [bit]: the entropy of how they share the whole.

    Those held back are one lump. Two equal cells tell one bit, a total alone tells none.
    """
    shown = table.finest.copy()
    shown[np.array(sorted(hidden), int)] = False
    parts = [*table.value[shown], float(table.value[table.finest & ~shown].sum())]
    share = np.array([part for part in parts if part > 0], float)
    share /= share.sum() if share.size else 1.0
    return float(-(share * np.log2(share)).sum()) + 0.0


def coarser(form: Form, leaves: Sequence[Leaf], releases: Sequence[Release] = ()) -> list[Coarser]:
    """List the forms that pass as they are, those that tell most first."""
    known = known_margins(tuple(releases))
    found = []
    for other, changes in _forms(form):
        table = build(other, cut(other, form, leaves), known)
        if not primary(form.rule, table):
            found.append((told(table), other, changes, table))
    found.sort(key=lambda item: (-item[0], len(item[2])))
    passing = []
    for bits, other, changes, table in found:
        if releases and not _passes(other, table, releases):
            continue
        passing.append(Coarser(other, changes, bits))
        if len(passing) == _TOLD:
            break
    return passing


def _passes(form: Form, table: Table, releases: Sequence[Release]) -> bool:
    together = joint(form, table, releases)
    if isinstance(together, Contradiction):
        return False
    found = protect(form.rule, table, together)
    return not (found.hidden or found.failed)


def _forms(form: Form) -> Iterator[tuple[Form, tuple[Text, ...]]]:
    """List every coarser form, with what it changes."""
    for kept in product(*(range(len(one.levels) + 1) for one in form.dimensions)):
        if all(n == len(one.levels) for n, one in zip(kept, form.dimensions, strict=True)):
            continue
        dimensions, changes = [], []
        for n, one in zip(kept, form.dimensions, strict=True):
            if n:
                dimensions.append(replace(one, levels=one.levels[:n]))
            if n < len(one.levels):
                changes.append(_change(one, n))
        yield replace(form, dimensions=tuple(dimensions)), tuple(changes)


def _change(one: Dimension, kept: int) -> Text:
    return _TO.fill(key=one.key, level=one.levels[kept - 1]) if kept else _OUT.fill(key=one.key)


def cut(form: Form, finer: Form, leaves: Sequence[Leaf]) -> list[Leaf]:
    """Return the rows of a finer form with the codes of a coarser one.

    Rows of one cell stay apart, but those which a dimension that is gone repeats: the same
    contributors are in each of its members. They are put together as `table` would.
    """
    kept = {one.key: len(one.levels) for one in form.dimensions}
    places = [(d, kept[one.key]) for d, one in enumerate(finer.dimensions) if one.key in kept]
    short = [replace(leaf, codes=tuple(leaf.codes[d][:n] for d, n in places)) for leaf in leaves]
    gone = any(one.repeated and kept.get(one.key, 0) < len(one.levels) for one in finer.dimensions)
    if form.contributor or not gone:
        return short
    return _merged(short, finer, leaves)


def _merged(short: Sequence[Leaf], finer: Form, leaves: Sequence[Leaf]) -> list[Leaf]:
    repeated = [d for d, one in enumerate(finer.dimensions) if one.repeated]
    groups: dict[tuple[tuple[str, ...], ...], dict[tuple[str, ...], list[Leaf]]] = {}
    for leaf, whole in zip(short, leaves, strict=True):
        member = tuple(whole.codes[d][-1] for d in repeated)
        groups.setdefault(leaf.codes, {}).setdefault(member, []).append(leaf)
    found = []
    for codes, members in groups.items():
        value = sum(leaf.value for some in members.values() for leaf in some)
        count = max(sum(leaf.count for leaf in some) for some in members.values())
        largest = sum(max(leaf.largest for leaf in some) for some in members.values())
        found.append(Leaf(codes, value, count, min(largest, value)))
    return found
