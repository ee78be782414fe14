"""What was planned of works that are done, and how what was found stands against it."""

from collections.abc import Sequence

from beffroi.decide.scenarios.kept import Version
from beffroi.decide.scenarios.told import Building
from beffroi.decide.scenarios.words import of_unit
from beffroi.domains.contract import Estimate
from beffroi.domains.levers import KWH


def share_planned(
    planned: Sequence[Building], version: Version, done: set[str], unit: str = KWH
) -> Estimate:
    """Return what was planned of the levers that are done, as a share of what assets used [1].

    `planned` are the assets that are weighed in `unit`.

    The interval of the whole plan is its own; that of a part of it adds up those of its parts,
    which is the widest that they can come to.
    """
    whole = sum(of_unit(one.before, unit).value for one in planned)
    tried = version.tried
    acting = [one for one in tried.buildings if one.parts]
    if len(planned) == len(acting) and done >= {one.lever for one in tried.parts}:
        amounts = [of_unit(tried.saving, unit)]
    else:
        parts = [part for one in planned for part in one.parts if part.lever in done]
        amounts = [of_unit(part.saving, unit) for part in parts]
    value, low, high = (
        sum(getattr(one, name) for one in amounts) / whole if whole > 0 else 0.0
        for name in ("value", "low", "high")
    )
    return Estimate(value, low, high)


def verdict(planned: Estimate, found: Estimate) -> str:
    """Say how what was found stands against what was planned.

    >>> plan = Estimate(0.15, 0.12, 0.18)
    >>> [verdict(plan, Estimate(one, one - 0.02, one + 0.02)) for one in (0.05, 0.11, 0.15, 0.3)]
    ['below', 'rather_below', 'as_planned', 'above']
    >>> verdict(plan, Estimate(0.05, -0.05, 0.15)), verdict(plan, Estimate(-0.1, -0.15, -0.05))
    ('unproven', 'rise')
    """
    if found.high < 0:
        return "rise"
    if found.low <= 0:
        # Where even the best of it is under the plan, that much is known.
        return "unproven" if found.high >= planned.low else "below"
    if found.high < planned.low:
        return "below"
    if found.low > planned.high:
        return "above"
    if found.value < planned.low:
        return "rather_below"
    return "rather_above" if found.value > planned.high else "as_planned"
