"""What the state knows of what is erased, taken out of it within one transaction."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from beffroi.store import computed, documents, latest
from beffroi.store.erased import ERASED
from beffroi.store.erasing.customers import forget_all_seen, forget_ended, forget_seen
from beffroi.store.erasing.rewriting import Gone
from beffroi.store.erasing.scenarios import forget_about, forget_all
from beffroi.store.erasing.tables import TOLD, WHOLE
from beffroi.store.journal.erasing import erase_organisation, erase_words
from beffroi.store.sharing.ending import end_agreements, silence
from beffroi.store.state import models
from beffroi.store.state.customers import HouseholdFinding
from beffroi.store.state.discussing import Assignment, Comment, Follow
from beffroi.store.state.documents import Document
from beffroi.store.state.flow import Message
from beffroi.store.state.households import HouseholdLink
from beffroi.store.state.loop import Action, Decision, Finding, Outcome
from beffroi.store.state.many import blocks
from beffroi.store.state.publishing import Publication
from beffroi.store.state.registers import (
    AlgorithmRequest,
)
from beffroi.store.state.watching import Leak

#: What is kept of the report of an import whose file is gone: no name, no value.
_PLAIN = ("as_measured", "undoes", "again_of", "only", "kept", "changed")


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was taken out."""

    originals: tuple[str, ...] = ()
    """Hashes of files as received that nobody else brought."""
    findings: int = 0
    messages: int = 0
    entries: int = 0
    """Entries of the journal that lost what they were about."""


def organisation(session: Session, gone: Gone) -> Forgotten:
    """Forget an organisation; a row without name stays."""
    own = gone.organisation
    # First: whoever writes for it on a server has ended, or is refused afterwards.
    row = session.get_one(models.Organisation, own, with_for_update=True)
    findings = list(session.scalars(select(Finding.id).where(Finding.organisation_id == own)))
    for told in TOLD:
        _deleted(session, told, told.organisation_id == own)
    _findings(session, findings)
    forget_all(session, own)
    forget_all_seen(session, own)
    messages = _deleted(session, Message, Message.organisation_id == own)
    for model in WHOLE:
        _deleted(session, model, model.organisation_id == own)
    end_agreements(session, own)
    # What was published is public for good, and others' later publications are checked with it:
    # without it, a total with the authority and one without it would tell its value.
    published = update(Publication).where(Publication.organisation_id == own)
    session.execute(published.values(actor="–"))
    attached = documents.forget(session, Document.organisation_id == own)
    assets = select(models.Asset.id).where(models.Asset.organisation_id == own)
    _deleted(session, models.Series, models.Series.organisation_id == own)
    parent = models.Asset.parent_id
    session.execute(update(models.Asset).where(parent.in_(assets)).values(parent_id=None))
    _deleted(session, models.Asset, models.Asset.organisation_id == own)
    entries = erase_organisation(session, own, row.name)
    row.key, row.name, row.kind, row.attributes = f"{ERASED}-{own}", "–", ERASED, {}
    found = list(session.scalars(_batches(own)))
    originals = _originals(session, found, found) + attached
    for batch in found:
        batch.status, batch.series_facts = ERASED, {}
    _facts(session, set(gone.series))
    return Forgotten(originals, len(findings), messages, entries)


def series(session: Session, gone: Gone) -> Forgotten:
    """Forget series, the assets that have no other, what was found of them, and their files."""
    ids = set(gone.series)
    rows = [
        row
        for some in blocks(gone.series)
        for row in session.scalars(select(models.Series).where(models.Series.id.in_(some)))
    ]
    assets = {row.asset_id for row in rows}
    spoken = {(row.asset_id, row.quantity) for row in rows}
    about = [
        one
        for some in blocks(assets)
        for one in session.scalars(select(Finding).where(Finding.asset_id.in_(some)))
        if one.series_id in ids
        or (one.series_id is None and (one.asset_id, one.quantity) in spoken)
    ]
    _findings(session, [one.id for one in about])
    forget_about(session, assets)
    forget_seen(session, ids)
    computed.forget(session, gone.organisation)
    keys = {
        (row.key, one.quantity)
        for one in rows
        if (row := session.get(models.Asset, one.asset_id)) is not None
    }
    latest.put(session, {row.id: row.organisation_id for row in rows}, dict.fromkeys(ids))
    originals, entries = traces(session, gone.organisation, ids, keys)
    _facts(session, ids)
    silence(session, gone.series)
    for some in blocks(gone.series):
        _deleted(session, models.Series, models.Series.id.in_(some))
    originals += _bare(session, assets)
    _unlinked(session, gone.organisation)
    return Forgotten(originals, len(about), entries=entries)


def traces(
    session: Session, owner: int, ids: set[int], keys: Collection[tuple[str, str]]
) -> tuple[tuple[str, ...], int]:
    """Forget the files that brought series, and what names their assets, by key and quantity.

    Returns:
        The hashes of files that nobody else brought, and how many entries of the journal lost what
        they were about.
    """
    batches = list(session.scalars(_batches(owner)))
    brought = [batch for batch in batches if _brought(batch, ids, keys)]
    entries = erase_words(session, owner, {asset for asset, _ in keys})
    entries += _told(session, brought, batches)
    originals = _originals(session, brought, batches)
    for one in session.scalars(
        select(models.Mapping).where(models.Mapping.organisation_id == owner)
    ):
        said = json.dumps(one.content, ensure_ascii=False)
        if any(json.dumps(asset, ensure_ascii=False) in said for asset, _ in keys):
            session.delete(one)  # a person named the asset there
    return originals, entries


def past(session: Session, gone: Gone) -> Forgotten:
    """Forget the files that brought measures older than a date."""
    batches = list(session.scalars(_batches(gone.organisation)))
    old = [batch for batch in batches if gone.before and _older(batch, gone.before)]
    entries = _told(session, old, batches)
    originals = _originals(session, old, batches)
    computed.forget(session, gone.organisation)
    if gone.before:
        forget_ended(session, gone.organisation, gone.before.date())
    _facts(session, set(gone.series), named=True)
    for some in blocks(gone.series):
        session.execute(update(models.Series).where(models.Series.id.in_(some)).values(levels=0))
    return Forgotten(originals, entries=entries)


def _batches(owner: int) -> Any:
    return select(models.Batch).where(models.Batch.organisation_id == owner)


def _brought(batch: models.Batch, ids: set[int], keys: Collection[tuple[str, str]]) -> bool:
    """Tell whether a file held something of series, even what was known already."""
    if batch.status == "interrupted":
        return True  # nobody knows what it held
    listed = {(one.get("asset"), one.get("quantity")) for one in batch.report.get("series", ())}
    assets = {asset for asset, quantity in listed if quantity is None}
    return (
        not ids.isdisjoint(map(int, batch.series_facts))
        or not listed.isdisjoint(keys)
        or any(asset in assets for asset, _ in keys)
    )


def _older(batch: models.Batch, before: datetime) -> bool:
    """Tell whether a file held measures older than an instant."""
    if first := batch.report.get("from"):
        return datetime.fromisoformat(first) < before
    firsts = [facts["first"] for facts in batch.series_facts.values() if facts.get("first")]
    if firsts:
        return bool(min(firsts) < before.timestamp() * 1e6)
    return batch.received_at < before


def _same(batches: Iterable[models.Batch], own: Sequence[models.Batch]) -> list[models.Batch]:
    """Return batches, and those of the organisation that brought the same files."""
    hashes = {batch.sha256 for batch in batches if batch.sha256}
    several = {batch.id for batch in batches}
    return [one for one in own if one.sha256 in hashes or one.id in several]


def _told(session: Session, batches: Sequence[models.Batch], own: Sequence[models.Batch]) -> int:
    """Erase the names of files from the journal."""
    names = {name for one in _same(batches, own) for name in (one.name, one.member)}
    owners = {one.organisation_id for one in own if one.organisation_id is not None}
    return sum(erase_words(session, owner, names) for owner in owners)


def _originals(
    session: Session, batches: Iterable[models.Batch], own: Sequence[models.Batch]
) -> tuple[str, ...]:
    """Forget the files of batches, and of those of the organisation that brought the same.

    Returns:
        The hashes of those that no other organisation received.
    """
    hashes = {batch.sha256 for batch in batches if batch.sha256}
    scrubbed = _same(batches, own)
    numbers = {one.id for one in scrubbed}
    for one in scrubbed:
        one.report = {key: one.report[key] for key in _PLAIN if key in one.report}
        one.sha256, one.name, one.member, one.mapping = "", "", "", None
    for one in own:  # what an undoing had still to read is gone
        if rereads := one.report.get("rereads"):
            one.report = {**one.report, "rereads": [n for n in rereads if n not in numbers]}
    session.flush()
    batch = models.Batch
    for some in blocks(sorted(hashes)):
        others = select(batch.sha256).where(batch.sha256.in_(some), batch.status != "failed")
        hashes.difference_update(session.scalars(others).all())
    return tuple(sorted(hashes))


def _facts(session: Session, ids: Collection[int], *, named: bool = False) -> None:
    """Take what batches know of series out of them; where they stay `named`, their values only."""
    for batch in session.scalars(select(models.Batch)).yield_per(500):
        facts = batch.series_facts
        if any(int(one) in ids for one in facts):
            batch.series_facts = {
                one: {} if int(one) in ids else told
                for one, told in facts.items()
                if named or int(one) not in ids
            }
    session.flush()


def findings_of(session: Session, assets: Collection[int]) -> None:
    """Forget what was found about assets, and what people said and did about it."""
    for some in blocks(assets):
        _findings(
            session, list(session.scalars(select(Finding.id).where(Finding.asset_id.in_(some))))
        )


def _findings(session: Session, findings: Sequence[int]) -> None:
    for some in blocks(findings):
        actions = select(Action.id).where(Action.finding_id.in_(some))
        _deleted(session, Outcome, Outcome.action_id.in_(actions))
        _deleted(session, Action, Action.finding_id.in_(some))
        for said in (Decision, Assignment, Comment, Follow, Leak):
            _deleted(session, said, said.finding_id.in_(some))
        # What was asked and answered stays; it is no longer about anything.
        about = AlgorithmRequest.finding_id
        session.execute(update(AlgorithmRequest).where(about.in_(some)).values(finding_id=None))
        _deleted(session, Finding, Finding.id.in_(some))


def _bare(session: Session, assets: Collection[int]) -> tuple[str, ...]:
    """Forget assets of which nothing is left: no series, no finding, nothing that they serve.

    Returns:
        The hashes of their documents that nobody else keeps.
    """
    asset, hashes = models.Asset, list[str]()
    for some in blocks(assets):
        bare = select(asset.id).where(
            asset.id.in_(some),
            asset.id.not_in(select(models.Series.asset_id)),
            asset.id.not_in(select(Finding.asset_id)),
            asset.id.not_in(select(HouseholdFinding.asset_id)),
            asset.id.not_in(select(asset.parent_id).where(asset.parent_id.is_not(None))),
        )
        gone = list(session.scalars(bare))
        hashes += documents.forget(session, Document.asset_id.in_(gone))
        _deleted(session, asset, asset.id.in_(gone))
    return tuple(hashes)


def _unlinked(session: Session, owner: int) -> None:
    """Forget whose the pseudonyms were of which nothing is left."""
    own = models.Asset.organisation_id == owner
    held = select(models.Asset.key).where(own, models.Asset.household)
    link = HouseholdLink
    _deleted(session, link, link.organisation_id == owner, link.pseudonym.not_in(held))


def _deleted(session: Session, model: Any, *conditions: Any) -> int:
    found: Any = session.execute(
        delete(model).where(*conditions).execution_options(synchronize_session=False)
    )
    return int(found.rowcount)
