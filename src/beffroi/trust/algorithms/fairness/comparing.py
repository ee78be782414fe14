"""The groups of each detector laid side by side, as plain data.

Differences and ratios are those of fairlearn's `MetricFrame` (between groups); the tests compare.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy.orm import Session

from beffroi.territory.profile import Profile
from beffroi.trust.algorithms.fairness.counting import COUNTED, Cell, Counts, counted, series_of
from beffroi.trust.algorithms.fairness.groups import GROUPINGS, Place, groups_of
from beffroi.trust.algorithms.fairness.shares import gap, share

#: The shares that are compared: what of, among what.
SHARES = {
    "reported": ("reported", "meters"),
    "confirmed": ("confirmed", "decided"),
    "dismissed": ("dismissed", "decided"),
}


def compared(
    session: Session, organisations: Collection[int], profiles: Mapping[int, Profile]
) -> dict[str, dict[str, Any]]:
    """Compare the groups of each detector that ran, in every way to group that tells two apart.

    Args:
        session: What reads the state.
        organisations: Whose meters.
        profiles: What is known of the territory of each; one that is absent is not known.

    Returns:
        For each detector, each grouping: `groups` with their counts and shares, `outside` with the
        counts of what is in none of them, and `spreads` of the shares. A share is None under
        `LEAST` cases, a spread under two groups that have one.
    """
    series = series_of(session, organisations)
    return {
        key: {name: _grouping(name, cells, series, profiles) for name in GROUPINGS}
        for key, cells in counted(session, organisations).items()
    }


def _grouping(
    name: str,
    cells: Mapping[Cell, Counts],
    series: Mapping[int, int],
    profiles: Mapping[int, Profile],
) -> dict[str, Any]:
    sums: dict[str | None, Counts] = defaultdict(lambda: dict.fromkeys(COUNTED, 0))
    members: dict[str | None, set[int]] = defaultdict(set)
    for (owner, decile), counts in cells.items():
        place = Place(series.get(owner, 0), profiles.get(owner, Profile()), decile)
        group = groups_of(place)[name]
        members[group].add(owner)
        for one, number in counts.items():
            sums[group][one] += number
    groups: dict[str, dict[str, Any]] = {
        key: {
            "organisations": len(members[key]),
            **sums[key],
            "shares": {n: share(sums[key][k], sums[key][of]) for n, (k, of) in SHARES.items()},
        }
        for key in GROUPINGS[name].groups
        if key in sums
    }
    return {
        "groups": groups,
        "outside": {"organisations": len(members[None]), **sums[None]},
        "spreads": {
            name: gap((one[cases], one[of]) for one in groups.values())
            for name, (cases, of) in SHARES.items()
        },
    }
