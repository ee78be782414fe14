"""Whether the buildings of two versions differ by so few that their difference would tell these."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from beffroi.texts import Text

_FEW = Text(
    fr="depuis une version déjà publiée, moins de {least} bâtiments sont entrés ou sortis : la "
    "différence des deux totaux dirait ce qu’ils consomment",
    en="since a version that was published, fewer than {least} buildings came in or left: the "
    "difference of the two totals would tell what they use",
)


def moved(now: Mapping[str, Any], before: Iterable[Mapping[str, Any]], least: int) -> Text | None:
    """Say why a table must not follow earlier ones; None where it may.

    `rule` and `uses` (assets by use) are what a version is made of. Where both are of buildings
    that the authority alone occupies, there is nobody to tell of. Versions are compared two by two.

    >>> eleven = {"rule": "energy", "uses": {"ecole": list(range(11))}}
    >>> twelve = {"rule": "energy", "uses": {"ecole": list(range(12))}}
    >>> moved(twelve, [eleven], 10) is None, moved(eleven, [eleven], 10) is None
    (False, True)
    >>> moved({**twelve, "rule": "own"}, [{**eleven, "rule": "own"}], 10) is None
    True
    """
    for one in before:
        if not one or (now["rule"] == one["rule"] == "own"):
            continue
        for mine, theirs in _cells(now["uses"], one["uses"]):
            if 0 < len(mine - theirs) < least or 0 < len(theirs - mine) < least:
                return _FEW.fill(least=least)
    return None


def _cells(
    now: Mapping[str, list[int]], before: Mapping[str, list[int]]
) -> Iterator[tuple[set[int], set[int]]]:
    """Yield the buildings of each cell that both versions may show, and those of the total."""
    for use in now.keys() & before.keys():
        yield set(now[use]), set(before[use])
    yield (
        {one for some in now.values() for one in some},
        {one for some in before.values() for one in some},
    )
