"""Samples of tap water that concern an organisation: what it brought, and what others did.

They are public: a commune sees the samples of its own communes that its syndicat brought. A sample
that several organisations brought counts once, as its own import says it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from beffroi.domains.water.quality.samples import Result, Sample
from beffroi.errors import BeffroiError
from beffroi.errors.store import NOT_FOUND
from beffroi.store.state.many import blocks
from beffroi.store.state.places import Ground
from beffroi.store.state.sampling import WaterResult, WaterSample, WaterSampleCommune
from beffroi.territory.kinds import Level
from beffroi.texts import Text

_WHAT = Text(fr="prélèvement", en="sample")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which samples: of an organisation, from a day to another, both within."""

    organisation: int
    since: date | None = None
    until: date | None = None


def samples(session: Session, asked: Asked, *, own: bool = False, code: str = "") -> list[Sample]:
    """List samples with their results, the last ones first; `own`: those that it brought only.

    Args:
        session: One of a read door, or of the write door for the organisation.
        asked: Whose, and of which time.
        own: Leave out what other organisations brought of its communes.
        code: The only sample that is asked for.
    """
    row, mine = WaterSample, WaterSample.organisation_id == asked.organisation
    which = row.code == code if code else true()
    found = {one.code: one for one in _rows(session, asked, mine & which)}
    if not own:
        codes = communes_of(session, asked.organisation)
        if codes:
            there = select(WaterSampleCommune.sample_id).where(WaterSampleCommune.code.in_(codes))
            for one in _rows(session, asked, row.id.in_(there) & ~mine & which):
                found.setdefault(one.code, one)
    return sorted(_whole(session, found.values()), key=_order, reverse=True)


def one_of(session: Session, asked: Asked, code: str) -> Sample:
    """Return a sample that concerns an organisation; another's is not told apart from none.

    Raises:
        BeffroiError: `store.not_found`.
    """
    found = samples(session, asked, code=code)
    if not found:
        raise BeffroiError(NOT_FOUND, what=_WHAT, key=code[:40], command="water quality")
    return found[0]


def _order(one: Sample) -> tuple[date, str, str]:
    return one.day, one.clock, one.code


def _rows(session: Session, asked: Asked, which: ColumnElement[bool]) -> list[WaterSample]:
    row = WaterSample
    query = select(row).where(row.standing, which)
    if asked.since is not None:
        query = query.where(row.day >= asked.since)
    if asked.until is not None:
        query = query.where(row.day <= asked.until)
    return list(session.scalars(query.order_by(row.id.desc())))


def communes_of(session: Session, organisation: int) -> list[str]:
    """Return its communes, where it said them one by one."""
    own = (Ground.organisation_id == organisation) & (Ground.level == str(Level.COMMUNE))
    return sorted(set(session.scalars(select(Ground.code).where(own, Ground.until.is_(None)))))


def _whole(session: Session, rows: Iterable[WaterSample]) -> list[Sample]:
    known = {row.id: row for row in rows}
    communes: dict[int, list[tuple[str, str]]] = {}
    for some in blocks(known):
        of = WaterSampleCommune
        for one in session.scalars(select(of).where(of.sample_id.in_(some)).order_by(of.code)):
            communes.setdefault(one.sample_id, []).append((one.code, one.name))
    results: dict[tuple[int, str], list[Result]] = {}
    for owner in {row.organisation_id for row in known.values()}:
        mine = [row.code for row in known.values() if row.organisation_id == owner]
        for codes in blocks(mine):
            found = session.scalars(
                select(WaterResult)
                .where(WaterResult.organisation_id == owner, WaterResult.standing)
                .where(WaterResult.sample.in_(codes))
                .order_by(WaterResult.name, WaterResult.id)
            )
            for each in found:
                results.setdefault((owner, each.sample), []).append(_result(each))
    return [
        replace(
            _sample(row),
            communes=tuple(communes.get(row.id, ())),
            results=tuple(results.get((row.organisation_id, row.code), ())),
        )
        for row in known.values()
    ]


def _sample(row: WaterSample) -> Sample:
    return Sample(
        row.code,
        row.day,
        row.clock,
        networks=tuple((code, name) for code, name in row.networks),
        conclusion=row.conclusion,
        bact_limits=row.bact_limits,
        pc_limits=row.pc_limits,
        bact_references=row.bact_references,
        pc_references=row.pc_references,
        distributor=row.distributor,
        authority=row.authority,
        organisation=row.organisation_id,
    )


def _result(row: WaterResult) -> Result:
    return Result(
        row.parameter,
        row.code_se,
        row.name,
        row.text,
        row.sign,
        row.value,
        row.unit,
        row.quality_limit,
        row.quality_reference,
    )
