"""Rows published one by one: each must hide among enough others, who differ in what matters.

k-anonymity (Sweeney, 2002): at least k persons share each combination of what can be known of them.
l-diversity (Machanavajjhala et al., 2007): among them, at least l values of what nobody may learn.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from beffroi.trust.gate.form import Form
from beffroi.trust.gate.reading import Rows


@dataclass(frozen=True, slots=True)
class Alike:
    """The rows that nothing tells apart, and whether they may be seen."""

    codes: tuple[str, ...]
    rows: tuple[int, ...]
    persons: int
    values: int
    """Different values of the sensitive column."""
    few: bool
    """Fewer persons than k."""
    uniform: bool
    """Fewer values than l."""


def alike(form: Form, rows: Rows) -> list[Alike]:
    """Put together the rows that nothing tells apart.

    k is the least count of the rule, l the `diversity` of the form.
    """
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, leaf in enumerate(rows.leaves):
        codes = zip(form.dimensions, leaf.codes, strict=True)
        groups[tuple(some[len(one.levels) - 1] for one, some in codes)].append(number)
    said = rows.columns[form.sensitive]
    return [_alike(form, codes, members, rows, said) for codes, members in sorted(groups.items())]


def _alike(
    form: Form, codes: tuple[str, ...], members: list[int], rows: Rows, said: Sequence[str]
) -> Alike:
    persons = len({rows.leaves[number].contributor for number in members})
    values = len({said[number].strip() for number in members})
    few, uniform = persons < form.rule.min_count, values < form.diversity
    return Alike(codes, tuple(members), persons, values, few, uniform)
