"""Indicators that are counted from the samples of an authority, civil year by civil year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from beffroi.decide.quality.reading import communes_of
from beffroi.domains.contract import Indicator
from beffroi.domains.tallies import Tally
from beffroi.domains.water.quality.samples import Sample
from beffroi.domains.water.quality.years import whole_years
from beffroi.store.state.sampling import WaterSample, WaterSampleCommune


@dataclass(frozen=True, slots=True)
class Counted:
    """What samples of a civil year say of an indicator; some were judged."""

    indicator: Indicator
    first: date
    last: date
    percent: float
    tally: Tally


def sampled(session: Session, organisation: int) -> bool:
    """Tell whether an authority may show any sample."""
    query = select(WaterSample.id).where(WaterSample.standing)
    return any(
        session.scalar(query.where(which).limit(1)) is not None
        for which in _whose(session, organisation)
    )


def judged(session: Session, organisation: int) -> list[Sample]:
    """List the samples that an authority may show, with nothing but their day and their letters.

    One that several brought counts once: as it says it itself, else as whoever said it last.
    """
    row = WaterSample
    columns = row.code, row.day, row.bact_limits, row.pc_limits
    found: dict[str, Sample] = {}
    for which in _whose(session, organisation):
        query = select(*columns).where(row.standing, which).order_by(row.id.desc())
        for code, day, bact, pc in session.execute(query):
            found.setdefault(code, Sample(code, day, bact_limits=bact, pc_limits=pc))
    return list(found.values())


def _whose(session: Session, organisation: int) -> list[ColumnElement[bool]]:
    """Return what tells the samples that it brought, then those of its communes from others."""
    own = WaterSample.organisation_id == organisation
    codes = communes_of(session, organisation)
    if not codes:
        return [own]
    there = select(WaterSampleCommune.sample_id).where(WaterSampleCommune.code.in_(codes))
    return [own, ~own & WaterSample.id.in_(there)]


def counted(session: Session, organisation: int, wanted: Sequence[Indicator]) -> list[Counted]:
    """Count samples for indicators; a year of which some is unknown, or without any, has none.

    Samples are all those that the authority may show: what it brought, and what others brought of
    its communes, each once. An authority of which nobody brought samples has no value, not 100 %.
    """
    if not wanted:
        return []
    known = judged(session, organisation)
    found = []
    for year in whole_years(one.day for one in known):
        own = [one for one in known if one.day.year == year]
        for item in wanted:
            first, last = date(year, 1, 1), date(year, 12, 31)
            if item.tally is None or first < item.valid_from:
                continue
            if item.valid_to and first >= item.valid_to:
                continue
            tally = item.tally(own)
            if tally.percent is not None:
                found.append(Counted(item, first, last, tally.percent, tally))
    return found
