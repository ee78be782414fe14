"""Tap water in a report: the share of samples that conform, of a civil year beside the one before.

P101.1 and P102.1 are of a civil year: a report tells those of the last one that ends within its
period, or before it.
"""

from collections.abc import Iterable, Sequence

from beffroi.decide.indicators import Value
from beffroi.domains import domains
from beffroi.figures import numbers, points, with_unit
from beffroi.publish.report import titles as t
from beffroi.publish.report.content import Conforming
from beffroi.publish.report.document import Cell, Column, Table
from beffroi.publish.report.spans import Span, civil_year
from beffroi.texts import Language


def needed() -> dict[str, list[str]]:
    """Return the keys of the indicators that are counted from samples, by domain."""
    found = {
        key: [one.key for one in domain.indicators if one.tally]
        for key, domain in domains().items()
    }
    return {key: keys for key, keys in found.items() if keys}


def conforming(values: Iterable[Value], span: Span) -> tuple[Conforming, ...]:
    """Return what samples say of the last civil year that ends within a period, or before."""
    year = civil_year(span)
    known = {(one.indicator.key, one.first.year): one for one in values if one.tally is not None}
    return tuple(
        Conforming(
            one.indicator.label,
            year,
            one.tally,
            None if before is None else one.value - before.value,
            one.indicator.target,
        )
        for (key, of), one in known.items()
        for before in [known.get((key, year - 1))]
        if of == year and one.tally is not None
    )


def table(rows: Sequence[Conforming], language: Language) -> Table:
    """Lay out what samples say, with their number: a share alone says nothing of four samples."""
    titles = ((t.CONTROL, 3.0), (t.CONFORM, 0), (t.SAMPLES, 0), (t.CHANGE, 0), (t.AIM, 0))
    return Table(
        t.TAP_WATER.fill(year=rows[0].year).in_(language),
        tuple(Column(one.in_(language), part == 0, part or 1.2) for one, part in titles),
        tuple(_row(one, language) for one in rows),
    )


def _row(one: Conforming, language: Language) -> tuple[Cell, ...]:
    tally, target, moved = one.tally, one.target, one.points
    share = tally.shown or 0.0
    of = t.OF_SAMPLES.fill(good=numbers(tally.good), n=numbers(tally.judged))
    if tally.derogated:
        of = t.DEROGATED.fill(said=of, n=numbers(tally.derogated))
    return (
        Cell(one.label.in_(language)),
        Cell(with_unit(share, "%", language), tally.percent, "%"),
        Cell(of.in_(language)),
        Cell("–") if moved is None else Cell(points(moved, language), moved, "points"),
        Cell("–") if target is None else Cell(with_unit(target, "%", language), target, "%"),
    )
