"""Limits of quality that were exceeded, as findings: made, kept up to date, ended.

They are of the organisation that brought the samples, at the network that these name. An analysis
looks at them after the measures: samples come by files, as measures do.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from beffroi.decide.findings import ended
from beffroi.decide.quality.reading import Asked, samples
from beffroi.domains.contract import Domain, Severity
from beffroi.domains.water.quality.card import CONFIDENCE, QUALITY
from beffroi.domains.water.quality.episodes import Episode, episodes, told
from beffroi.domains.water.quality.samples import Named, Sample
from beffroi.domains.water.quality.telling import IDEAS, STAKE, chart, explanation
from beffroi.periods import utc_now
from beffroi.store.state.loop import Finding
from beffroi.store.state.models import Asset
from beffroi.store.state.registers import AlgorithmRun
from beffroi.store.switches import stops
from beffroi.store.write import WriteDoor

DOMAIN, UNIT = "water", "distribution_unit"
#: How far back samples are looked at: what began earlier and still lasts is told from then on.
_LOOKED_AT = timedelta(days=5 * 366)


def watch_quality(
    write: WriteDoor, organisations: Sequence[int], domains: Iterable[Domain], today: date
) -> dict[str, int]:
    """Bring the findings of organisations up to date; return how many are new and closed.

    An organisation that brought no sample, and stopped algorithms, are left alone.
    """
    counts = {"new": 0, "closed": 0}
    if not any(QUALITY in domain.searches for domain in domains):
        return counts
    for owner in organisations:
        begin = time.process_time()
        with write.look(owner) as session:
            found = samples(session, Asked(owner, today - _LOOKED_AT, today), own=True)
            known = session.scalars(_findings(owner).limit(1)).first()
        if not found and known is None:
            continue
        kept = told(episodes(found), today)
        with write.change("analysis.quality", "analysis", owner) as change:
            if stops(change.session).holds(QUALITY.key, owner):
                change.action = ""  # a person stopped it: nothing is changed, nor told
                continue
            made = _settle(change.session, owner, kept, found, today)
            change.session.add(
                AlgorithmRun(
                    organisation_id=owner, algorithm=QUALITY.key, version=QUALITY.version,
                    at=utc_now(), rows=sum(len(one.results) for one in found), seen=len(kept),
                    cpu_seconds=time.process_time() - begin,
                )
            )  # fmt: skip
            change.detail = made
        counts = {name: counts[name] + made[name] for name in counts}
    return counts


def _findings(owner: int) -> Select[Finding]:
    return select(Finding).where(Finding.organisation_id == owner, Finding.detector == QUALITY.key)


def _settle(
    session: Session, owner: int, kept: list[Episode], found: list[Sample], today: date
) -> dict[str, int]:
    now, counts = utc_now(), {"new": 0, "closed": 0}
    known = {
        (row.asset_id, row.quantity, row.since): row for row in session.scalars(_findings(owner))
    }
    for one in kept:
        asset = _asset(session, owner, one.places[0])
        finding = known.pop((asset, _quantity(one), one.since), None)
        if finding is None:
            finding = Finding(
                organisation_id=owner, domain=DOMAIN, asset_id=asset, quantity=_quantity(one),
                detected_at=now, status="open", since=one.since,
            )  # fmt: skip
            session.add(finding)
            counts["new"] += 1
        was_open = finding.until is None and finding.detector is not None
        _refresh(finding, one, found, now)
        if one.until is not None:
            counts["closed"] += was_open
            ended(finding, one.until, now)
        elif finding.status == "closed":  # a corrected result took its end away
            finding.status = "open"
    for finding in known.values():
        if finding.until is None:  # its samples were taken back, or nobody samples there any more
            counts["closed"] += 1
            ended(finding, max(today, finding.since), now)
    return counts


def _refresh(finding: Finding, one: Episode, found: list[Sample], now: datetime) -> None:
    finding.detector, finding.version = QUALITY.key, QUALITY.version
    finding.until, finding.seen_at = None, now
    finding.severity, finding.confidence = str(Severity.HIGH), CONFIDENCE
    finding.stake, finding.eur_per_year = asdict(STAKE), 0.0
    finding.explanation = asdict(explanation(one))
    finding.chart = chart(one, found)
    finding.actions = [{"key": idea.key, **asdict(idea.label)} for idea in IDEAS]


def _quantity(one: Episode) -> str:
    return f"{QUALITY.key}.{one.parameter}"


def _asset(session: Session, owner: int, place: Named) -> int:
    """Return the network among assets, made where it is not there yet."""
    code, name = place
    asset = session.scalar(
        select(Asset).where(Asset.organisation_id == owner, Asset.type == UNIT, Asset.key == code)
    )
    if asset is None:
        asset = Asset(organisation_id=owner, type=UNIT, key=code, name=name, attributes={})
        session.add(asset)
        session.flush()
    return asset.id
