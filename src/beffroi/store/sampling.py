"""Bringing samples of tap water: versions are added, and which of them counts is told at the end.

A version counts (`standing`) once its batch is done, as measures are seen then. Of several, that of
the last file counts, where a file that is read again keeps its place among the others.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.orm import Session

from beffroi.store.state import models
from beffroi.store.state.many import blocks
from beffroi.store.state.sampling import WaterResult, WaterSample, WaterSampleCommune

#: What tells a result of a sample from another.
RESULT_KEY = ("sample", "parameter", "code_se", "place", "name")
_SAMPLE_SAID = (
    *("day", "clock", "networks", "conclusion", "bact_limits", "pc_limits", "bact_references"),
    *("pc_references", "distributor", "authority"),
)
_RESULT_SAID = ("text", "sign", "value", "unit", "quality_limit", "quality_reference")
Key: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleDraft:
    """A sample as a file says it; `said` is by column, `communes` their names by code."""

    code: str
    said: Mapping[str, Any]
    communes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """The batch that brings versions, and the one whose file it reads: itself, or `again_of`."""

    organisation: int
    batch: int
    root: int


@dataclass(slots=True)
class Brought:
    """How many results are new, corrected, known already; how many samples are new."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    samples_new: int = 0


def bring(
    session: Session,
    place: Place,
    samples: Sequence[SampleDraft],
    results: Sequence[Mapping[str, Any]],
) -> Brought:
    """Add what differs from what counts already, as said by files that came before this one."""
    found, drafts, rows = compare(session, place, samples, results)
    for draft in drafts:
        row = WaterSample(code=draft.code, **draft.said, **_columns(place))
        session.add(row)
        session.flush()
        session.add_all(
            WaterSampleCommune(
                sample_id=row.id, organisation_id=place.organisation, code=code, name=name
            )
            for code, name in draft.communes.items()
        )
    if rows:
        session.execute(insert(WaterResult), [{**row, **_columns(place)} for row in rows])
    return found


def compare(
    session: Session,
    place: Place,
    samples: Sequence[SampleDraft],
    results: Sequence[Mapping[str, Any]],
) -> tuple[Brought, list[SampleDraft], list[dict[str, Any]]]:
    """Return what differs from what counts already: how much, samples, results."""
    found, rows = Brought(), []
    codes = {sample.code for sample in samples}
    drafts = list(_differing(samples, _known_samples(session, place, codes), found))
    known = _known_results(session, place, codes)
    for result in results:
        key = _key(result)
        before = known.get(key)
        said = {name: result[name] for name in _RESULT_SAID}
        if before is not None and all(getattr(before, name) == said[name] for name in said):
            found.unchanged += 1
            continue
        found.new += before is None
        found.changed += before is not None
        rows.append({**dict(zip(RESULT_KEY, key, strict=True)), **said})
    return found, drafts, rows


def _differing(
    samples: Iterable[SampleDraft],
    known: Mapping[str, tuple[WaterSample, dict[str, str]]],
    found: Brought,
) -> Iterator[SampleDraft]:
    for sample in samples:
        before, communes = known.get(sample.code, (None, {}))
        said = {name: sample.said[name] for name in _SAMPLE_SAID}
        same = before is not None and all(getattr(before, name) == said[name] for name in said)
        if same and set(sample.communes) <= set(communes):
            continue
        found.samples_new += before is None
        # A file of one commune says nothing of the others that the same water goes to.
        yield SampleDraft(sample.code, said, {**communes, **sample.communes})


def settle(session: Session, batch: models.Batch) -> None:
    """Tell which versions count, once a batch is done or takes another one back."""
    own = batch.organisation_id
    if own is None:
        return
    everything = "undoes" in batch.report  # it may turn several imports at once
    for model, name in ((WaterSample, "code"), (WaterResult, "sample")):
        column = getattr(model, name)
        mine: ColumnElement[bool] = model.organisation_id == own
        if not everything:
            mine &= column.in_(select(column).where(model.batch_id == batch.id))
        session.execute(update(model).where(mine).values(standing=model.id.in_(_last(model, mine))))


def _last(model: type[WaterSample | WaterResult], mine: ColumnElement[bool]) -> Any:
    """Select the numbers of the last versions of what stands."""
    names = ("code",) if model is WaterSample else RESULT_KEY
    keys = [getattr(model, name) for name in names]
    order = (model.root_id.desc(), model.id.desc())
    ranked = (
        select(
            model.id.label("id"),
            func.row_number().over(partition_by=keys, order_by=order).label("place"),
        )
        .join(models.Batch, models.Batch.id == model.batch_id)
        .where(mine, models.Batch.status == "done")
        .subquery()
    )
    return select(ranked.c.id).where(ranked.c.place == 1)


def forget(session: Session, batch: int) -> None:
    """Take out what a batch brought that was never done."""
    mine = select(WaterSample.id).where(WaterSample.batch_id == batch)
    session.execute(delete(WaterSampleCommune).where(WaterSampleCommune.sample_id.in_(mine)))
    for model in (WaterSample, WaterResult):
        session.execute(delete(model).where(model.batch_id == batch))


def _columns(place: Place) -> dict[str, int]:
    return {
        "organisation_id": place.organisation, "batch_id": place.batch, "root_id": place.root
    }  # fmt: skip


def _key(row: Mapping[str, Any] | WaterResult) -> Key:
    if isinstance(row, WaterResult):
        return tuple(getattr(row, name) for name in RESULT_KEY)
    return tuple(str(row[name]) for name in RESULT_KEY)


def _before(model: type[WaterSample | WaterResult], place: Place) -> ColumnElement[bool]:
    """Tell the versions of files that came before the one of a batch, or that are of its file."""
    return (
        (model.organisation_id == place.organisation)
        & (models.Batch.status == "done")
        & (model.root_id <= place.root)
    )


def _known_samples(
    session: Session, place: Place, codes: Iterable[str]
) -> dict[str, tuple[WaterSample, dict[str, str]]]:
    found: dict[str, tuple[WaterSample, dict[str, str]]] = {}
    for some in blocks(codes):
        rows = session.scalars(
            select(WaterSample)
            .join(models.Batch, models.Batch.id == WaterSample.batch_id)
            .where(_before(WaterSample, place), WaterSample.code.in_(some))
            .order_by(WaterSample.root_id, WaterSample.id)
        ).all()
        named: dict[int, dict[str, str]] = {}
        for many in blocks([row.id for row in rows]):
            of = WaterSampleCommune
            for one in session.scalars(select(of).where(of.sample_id.in_(many))):
                named.setdefault(one.sample_id, {})[one.code] = one.name
        found |= {row.code: (row, named.get(row.id, {})) for row in rows}
    return found


def _known_results(session: Session, place: Place, codes: Iterable[str]) -> dict[Key, WaterResult]:
    found: dict[Key, WaterResult] = {}
    for some in blocks(codes):
        rows = session.scalars(
            select(WaterResult)
            .join(models.Batch, models.Batch.id == WaterResult.batch_id)
            .where(_before(WaterResult, place), WaterResult.sample.in_(some))
            .order_by(WaterResult.root_id, WaterResult.id)
        )
        found |= {_key(row): row for row in rows}
    return found
