"""R63 (load curves) and its kin R65 and R66 (daily energy, daily maximum) as JSON.

`mesures[]{idPrm,etapeMetier,periode,modeCalcul,pas,grandeur[]{…,points[]{d,v,p,n,tc,iv,ec}}}`,
with a header, several one after the other, or a measure alone as the APIs of 2026 answer.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from beffroi.readers.contract import Piece, Reader, ReadOptions
from beffroi.readers.enedis.json import child, items, measures, opens_with, text
from beffroi.readers.enedis.pieces import PieceBuilder
from beffroi.readers.enedis.stamps import decide, step_of
from beffroi.readers.enedis.times import DAY
from beffroi.readers.enedis.values import (
    Values,
    add_curve,
    add_days,
    point_quality,
    refuse_all,
)
from beffroi.readers.enedis.words import curve, why_unknown
from beffroi.readers.source import Head, Source
from beffroi.texts import Text

FORM = "Enedis R63"


def read(source: Source, _options: ReadOptions) -> Iterator[Piece]:
    """Yield the observations of a document.

    Raises:
        BeffroiError: `import.file_broken`, `import.file_too_large`.
    """
    rank = 0
    for measure in measures(source, FORM):
        builder = PieceBuilder()
        for group in items(measure, "grandeur"):
            rank = _group(builder, measure, group, rank)
        yield builder.build()


def _group(builder: PieceBuilder, measure: dict[str, Any], group: dict[str, Any], rank: int) -> int:
    values, points = Values(), items(group, "points")
    stage, usual = text(measure, "etapeMetier"), text(measure, "pas")
    for point in points:
        rank += 1
        marks = (text(point, name) for name in ("n", "tc", "iv"))
        step = step_of(text(point, "p") or usual)
        values.add(rank, text(point, "d"), text(point, "v"), point_quality(stage, *marks), step)
    step = max(values.step, default=0)
    found = curve(
        text(measure, "idPrm"),
        text(group, "grandeurPhysique"),
        text(group, "grandeurMetier"),
        text(group, "unite"),
        timedelta(microseconds=step) if step >= DAY else None,
    )
    if found is None:
        refuse_all(builder, values, why_unknown(text(measure, "idPrm")))
    elif step >= DAY or found.series.quantity.endswith("_max"):
        add_days(builder, found, values)
    elif values.time:
        period = child(measure, "periode")
        times = [time for time in values.time if time] or [""]
        asked = text(period, "dateDebut"), text(period, "dateFin")
        decision = decide(min(times), max(times), step, *asked)
        builder.note(decision.note)
        add_curve(builder, found, values, decision.stamp)
    return rank


def recognise(head: Head) -> float:
    """Tell a document of points by its keys."""
    if not opens_with(head, b'"idPrm"', b'"grandeur'):
        return 0.0
    if b'"points"' in head.data:
        return 0.9
    return 0.8 if any(b'"R%d"' % number in head.data for number in (63, 65, 66)) else 0.0


READERS = (
    Reader(
        "enedis.r63_json",
        Text(fr="Enedis R63, R65, R66 (JSON)", en="Enedis R63, R65, R66 (JSON)"),
        recognise,
        read,
    ),
)
