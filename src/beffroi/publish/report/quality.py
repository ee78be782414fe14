"""How well the meters were measured over a period: what is covered, and what repair changed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from beffroi.decide.sources import Meter as Source
from beffroi.decide.sources import meters
from beffroi.decide.windows import measured_day
from beffroi.domains import domains, quantities
from beffroi.figures import percent
from beffroi.periods import PARIS, Step
from beffroi.publish.report.content import Meter
from beffroi.publish.report.spans import Span
from beffroi.publish.report.wording import COVERED, MENDED, NO_METER, SILENT, WELL
from beffroi.store.read import ReadDoor, Selection
from beffroi.texts import Text

#: A meter covered less than this is named [share of the time].
ENOUGH = 0.9
#: One that has sent nothing for longer, at the end of the period, is silent.
_SILENCE = timedelta(days=31)
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Quality:
    """The meters of an organisation, and the last day of which something is measured."""

    meters: tuple[Meter, ...]
    said: tuple[Text, ...]
    silent: int
    """How many had stopped sending at the end of the period."""
    measured_to: date | None


def measured_to(door: ReadDoor, organisation: int) -> date | None:
    """Return the last whole day of which a meter of an organisation was measured."""
    with door.session() as session:
        found = _sources(session, organisation)
    return _last(found)


def quality(door: ReadDoor, organisation: int, span: Span) -> Quality:
    """Count what measures cover and what repair changed; nobody is shown a measure.

    Raises:
        BeffroiError: `store.out_of_scope`.
    """
    door.scope.require(organisation, f"organisation {organisation}")
    door = replace(door, scope=door.scope.deriving())
    with door.session() as session:
        found = _sources(session, organisation)
    shares = _shares(door, found, span)
    known = quantities()
    rows = tuple(
        Meter(
            one.asset.name,
            known[one.quantity].label,
            *_best(one, shares),
            _last([one]),
        )
        for one in found
    )
    rows = tuple(sorted(rows, key=lambda one: (one.covered, one.name, one.quantity.fr)))
    silent = [one for one in rows if one.last is None or one.last < span.last - _SILENCE]
    return Quality(rows, _sentences(rows, silent), len(silent), _last(found))


def _sources(session: Session, organisation: int) -> list[Source]:
    """List the meters of every trade, in order."""
    return [
        one for each in domains().values() for one in meters(session, [organisation], each.inputs)
    ]


def _shares(door: ReadDoor, found: Sequence[Source], span: Span) -> dict[int, tuple[float, float]]:
    """Return the shares of each series: of the time covered, and of measures that repair made."""
    series = tuple(sorted({row.id for one in found for group in one.groups for row in group}))
    if not series:
        return {}
    since = datetime.combine(span.first, time(), PARIS).astimezone(UTC)
    until = datetime.combine(span.last + timedelta(days=1), time(), PARIS).astimezone(UTC)
    table = door.aggregate(Selection(series, since, until), Step.MONTH)
    seconds: dict[int, float] = defaultdict(float)
    counted: dict[int, int] = defaultdict(int)
    mended: dict[int, int] = defaultdict(int)
    columns = ("series", "start", "end", "coverage", "n", "repaired")
    for one, start, end, coverage, n, repaired in zip(
        *(table[name].to_pylist() for name in columns), strict=True
    ):
        seconds[one] += coverage * (end - start).total_seconds()
        counted[one] += n
        mended[one] += repaired
    whole = (until - since).total_seconds()
    return {
        one: (min(seconds[one] / whole, 1.0), mended[one] / counted[one] if counted[one] else 0.0)
        for one in series
    }


def _best(source: Source, shares: dict[int, tuple[float, float]]) -> tuple[float, float]:
    """Return the shares of what covers a meter best: other series of it measure the same."""
    rows = [shares.get(row.id, (0.0, 0.0)) for group in source.groups for row in group]
    covered, mended = max(rows, key=lambda one: one[0])
    return round(covered, 4), round(mended, 4)


def _last(found: Sequence[Source]) -> date | None:
    ends = [row.last_at for one in found for group in one.groups for row in group if row.last_at]
    return measured_day(max(ends)) if ends else None


def _sentences(rows: Sequence[Meter], silent: Sequence[Meter]) -> tuple[Text, ...]:
    if not rows:
        return (NO_METER,)
    said = []
    covered = sum(one.covered for one in rows) / len(rows)
    said.append(COVERED.fill(n=len(rows), share=percent(covered)))
    said.append(MENDED.fill(share=percent(sum(one.mended for one in rows) / len(rows))))
    poor = [one for one in rows if one.covered < ENOUGH and one not in silent]
    if silent:
        said.append(SILENT.fill(names=_names(silent), n=len(silent)))
    if poor:
        said.append(WELL.fill(names=_names(poor), n=len(poor), share=percent(ENOUGH)))
    return tuple(said)


def _names(rows: Sequence[Meter]) -> str:
    names = list(dict.fromkeys(one.name for one in rows))
    return ", ".join(names[:_NAMED]) + (f" (+ {len(names) - _NAMED})" if names[_NAMED:] else "")
