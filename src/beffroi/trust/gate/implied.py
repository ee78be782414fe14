"""Sums of cells held back that anybody can compute, because the rest of a margin is shown.

Two shops of two delivery points each are both held back; their sum, which is the total less what is
shown, is that of four delivery points. Such a sum is judged like a cell.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator

from beffroi.trust.gate.system import System


def implied(system: System, hidden: Collection[int]) -> Iterator[tuple[tuple[int, ...], bool]]:
    """List the sets of at least two cells held back whose sum is known, from one margin or two.

    Yields:
        The cells of each, and whether the same contributors are in all of them.
    """
    held = frozenset(hidden)
    parts: dict[frozenset[int], bool] = {}
    for one in system.sums:
        unknown = frozenset(one.parts) & held
        if one.whole not in held and unknown:
            parts[unknown] = parts.get(unknown, False) or one.repeated
    of: dict[int, list[frozenset[int]]] = defaultdict(list)
    for some in parts:
        for cell in some:
            of[cell].append(some)
    found = dict(parts)
    for some, repeated in parts.items():
        for other in of[min(some)]:
            if some < other:  # both sums are known, hence that of what only the larger one has
                found.setdefault(other - some, repeated)
    for some, repeated in sorted(found.items(), key=lambda item: sorted(item[0])):
        if len(some) > 1:
            yield tuple(sorted(some)), repeated
