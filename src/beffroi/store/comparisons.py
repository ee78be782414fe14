"""Comparisons between authorities: who takes part, what was released, and each one's own value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from beffroi.periods import utc_now
from beffroi.store.federation.elsewhere import require_kept_here
from beffroi.store.state.publishing import Compared, Comparison, Participation
from beffroi.store.write import WriteDoor

#: The lock under which a year is released: it is released once.
LOCK = "comparisons"


@dataclass(frozen=True, slots=True)
class Released:
    """What a group may see of a year of an indicator; `values` are those of its members."""

    population: str
    zone: str
    quantiles: Mapping[int, float]
    values: Mapping[int, float]


def join(door: WriteDoor, organisation: int, population: int, zone: str) -> Participation:
    """Let an authority take part from now on, with the public facts that put it in a group."""
    with door.change("comparison.join", "comparison", organisation) as change:
        require_kept_here(change.session, organisation)
        change.session.expire_on_commit = False
        row = change.session.get(Participation, organisation)
        if row is None:
            row = Participation(organisation_id=organisation, joined_at=utc_now(), left_at=None)
            change.session.add(row)
        elif row.left_at is not None:
            row.joined_at, row.left_at = utc_now(), None
        row.population, row.zone, row.actor = population, zone, door.actor
        change.detail = {"population": population, "zone": zone}
    return row


def leave(door: WriteDoor, organisation: int) -> bool:
    """Take an authority out of later comparisons; say whether it took part."""
    with door.change("comparison.leave", "comparison", organisation) as change:
        row = change.session.get(Participation, organisation)
        if row is None or row.left_at is not None:
            change.action = ""
            return False
        row.left_at, row.actor = utc_now(), door.actor
    return True


def participants(door: WriteDoor) -> dict[int, tuple[int, str]]:
    """Return the population and the zone of each authority that takes part."""
    with door.look() as session:
        rows = session.scalars(select(Participation).where(Participation.left_at.is_(None)))
        return {row.organisation_id: (row.population, row.zone) for row in rows}


def released_at(door: WriteDoor, indicator: str, year: int, use: str) -> datetime | None:
    """Return when a year was released, None where it was not."""
    row = Comparison
    with door.look() as session:
        found = select(row.released_at).where(
            row.indicator == indicator, row.year == year, row.use == use
        )
        return session.scalar(found.limit(1))


def keep(
    door: WriteDoor, indicator: str, unit: str, year: int, use: str, groups: Sequence[Released]
) -> None:
    """Keep the release of a year, of all groups at once; hold `LOCK` from the computing on."""
    with door.change("comparison.release", "comparison", subject=indicator) as change:
        for group in groups:
            key = "|".join((indicator, str(year), use, group.population, group.zone))
            change.session.add(
                Comparison(
                    key=key,
                    indicator=indicator,
                    year=year,
                    use=use,
                    population=group.population,
                    zone=group.zone,
                    unit=unit,
                    members=len(group.values),
                    quantiles={str(level): edge for level, edge in group.quantiles.items()},
                    released_at=utc_now(),
                )
            )
            change.session.add_all(
                Compared(organisation_id=number, comparison=key, value=value)
                for number, value in group.values.items()
            )
        change.detail = {"year": year, "use": use, "groups": len(groups)}


def seen_by(door: WriteDoor, organisation: int, indicator: str) -> list[tuple[Comparison, float]]:
    """List what an authority sees: the groups that it was in, and its own value, newest first."""
    with door.look(organisation) as session:
        rows = session.execute(
            select(Comparison, Compared.value)
            .join(Compared, Compared.comparison == Comparison.key)
            .where(Compared.organisation_id == organisation, Comparison.indicator == indicator)
            .order_by(Comparison.year.desc(), Comparison.use)
        )
        return [(row, value) for row, value in rows]
