"""A report made of what the door of its reader gives, and of nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from beffroi.decide.indicators import Value, compute
from beffroi.domains import algorithms, domains
from beffroi.errors import BeffroiError
from beffroi.errors.report import NOTHING_MEASURED
from beffroi.periods import PARIS
from beffroi.publish.report import measures, tapwater
from beffroi.publish.report.account import Account, account
from beffroi.publish.report.content import Algorithm, Method, Report
from beffroi.publish.report.methods import METHODS
from beffroi.publish.report.peers import peers
from beffroi.publish.report.quality import measured_to, quality
from beffroi.publish.report.sentences import proposals, summary
from beffroi.publish.report.spans import Span, last_year
from beffroi.store.read import ReadDoor
from beffroi.store.state import models
from beffroi.store.state.registers import AlgorithmRun
from beffroi.trust.sites.describing import look_of_authority


def usual(door: ReadDoor, organisation: int) -> Span:
    """Return the period that a council is told of unless another one is asked for: a whole year.

    Raises:
        BeffroiError: `report.nothing_measured`.
    """
    last = measured_to(narrowed(door), organisation)
    if last is None:
        with door.session() as session:
            name = session.get_one(models.Organisation, organisation).name
        raise BeffroiError(NOTHING_MEASURED, name=name)
    return last_year(last)


def needed() -> dict[str, list[str]]:
    """Return the keys of the indicators that a report is made of, by domain."""
    measured, counted = measures.needed(), tapwater.needed()
    every = dict.fromkeys((*measured, *counted))
    return {key: [*measured.get(key, ()), *counted.get(key, ())] for key in every}


def indicators(door: ReadDoor, organisation: int) -> tuple[Value, ...]:
    """Compute the indicators that a report is made of, over all that was measured.

    Raises:
        BeffroiError: `store.out_of_scope`.
    """
    return tuple(
        value
        for key, keys in needed().items()
        for value in compute(narrowed(door), organisation, domains()[key], keys)
    )


def gather(
    door: ReadDoor,
    organisation: int,
    span: Span,
    today: date,
    values: Sequence[Value],
    *,
    simulated: bool = False,
) -> Report:
    """Make the report of a period; households are never in it, whoever asks.

    Args:
        door: The door of whoever asks.
        organisation: Whose report.
        span: The period.
        today: The day at which findings are read.
        values: What `indicators` answered.
        simulated: Whether the measures are made up.

    Raises:
        BeffroiError: `store.out_of_scope`.
    """
    door = narrowed(door)
    door.scope.require(organisation, f"organisation {organisation}")
    with door.session() as session:
        name = session.get_one(models.Organisation, organisation).name
        accent = look_of_authority(session, organisation).accent
        told = account(session, organisation, span, today)
        stands = peers(session, organisation, span)
        ran = _ran(session, organisation)
    measured = quality(door, organisation, span)
    figures = measures.figures(values, span)
    places, rest = measures.places(values, span)
    made = _made(told, measured.measured_to, span)
    targets = measures.targets(values, span)
    conforming = tapwater.conforming(values, span)
    return Report(
        organisation=name,
        accent=accent,
        period=span.label,
        name=span.name,
        first=span.first,
        last=span.last,
        made=made,
        measured_to=measured.measured_to,
        simulated=simulated,
        summary=summary(span, figures, places, told, measured.said[0]),
        figures=figures,
        months=measures.months(values, span),
        places=places,
        elsewhere=rest,
        targets=targets,
        conforming=conforming,
        peers=stands,
        waiting=told.waiting,
        waiting_more=told.waiting_more,
        waiting_eur=told.waiting_eur,
        decided=told.decided,
        done=told.done,
        proposals=proposals(told, measured.silent, made),
        meters=measured.meters,
        quality=measured.said,
        methods=_methods(
            figures=bool(figures),
            targets=bool(targets),
            conforming=bool(conforming),
            peers=bool(stands),
        ),
        algorithms=tuple(_algorithms(ran | set(told.detectors))),
    )


def narrowed(door: ReadDoor) -> ReadDoor:
    """Return a door that sees one's own authority alone, and no household: that of reports."""
    return replace(door, scope=replace(door.scope, acting=None, households=False))


def _made(told: Account, measured: date | None, span: Span) -> date:
    """Return the day of the last thing that is told: the same state makes the same report."""
    known = [told.last.astimezone(PARIS).date()] if told.last else []
    known += [measured] if measured else []
    return max(known, default=span.last)


def _ran(session: Session, organisation: int) -> set[str]:
    run = AlgorithmRun
    query = select(run.algorithm).where(run.organisation_id == organisation).distinct()
    return set(session.scalars(query))


def _methods(**shown: bool) -> tuple[Method, ...]:
    """Return how what is in the report was made; what is absent needs no method."""
    return tuple(one for key, one in METHODS.items() if shown.get(key, True))


def _algorithms(keys: set[str]) -> Iterable[Algorithm]:
    known = algorithms()
    for key in sorted(keys & known.keys(), key=lambda one: known[one].label.fr):
        one = known[key]
        yield Algorithm(key, one.label, one.purpose, one.limits, one.version)
