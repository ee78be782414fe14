"""`beffroi observations`, `baseline`: the measures of one series."""

import csv
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, TextIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import typer

from beffroi.cli.context import ActingOption, HomeOption, JsonOption, Say, Session, opened
from beffroi.cli.frame import Frame
from beffroi.cli.naming import title
from beffroi.cli.tables import day, light
from beffroi.decide.baseline import Span, baseline
from beffroi.decide.catalogue import Listed, find_series
from beffroi.decide.observations import View, observations
from beffroi.errors import BeffroiError
from beffroi.errors.ground import PERIOD_EMPTY
from beffroi.figures import number, numbers, percent
from beffroi.periods import PARIS, SchoolZone, Step, parse_day, parse_instant
from beffroi.quality.rules import RULES
from beffroi.store.read import BEGINNING, END
from beffroi.texts import Text
from beffroi.units import Aggregation, SeriesKind

SHOWN = 60
_FILE = Text(fr="<fichier>", en="<file>")
REPAIRED = Text(fr="{n} mesures", en="{n} measures")
#: What a person is shown of a baseline; --json says everything.
BASELINE = {
    "cvrmse_train": Text(fr="erreur à l’apprentissage (CVRMSE)", en="error in training (CVRMSE)"),
    "cvrmse_test": Text(fr="erreur à l’essai (CVRMSE)", en="error in test (CVRMSE)"),
    "nmbe_test": Text(fr="biais à l’essai (NMBE)", en="bias in test (NMBE)"),
    "days_train": Text(fr="jours d’apprentissage", en="training days"),
    "days_test": Text(fr="jours d’essai", en="test days"),
    "measured_test": Text(fr="mesuré pendant l’essai (kWh)", en="measured in test (kWh)"),
    "expected_test": Text(fr="attendu pendant l’essai (kWh)", en="expected in test (kWh)"),
}
#: Under this share, a period is not whole, and the screen says how much of it is known.
WHOLE = 0.99
_NOTHING = Text(
    fr="Aucune mesure dans cette période. La série va du {first} au {last}.",
    en="No measure in this period. The series goes from {first} to {last}.",
)
_NOTHING_AT_ALL = Text(fr="Cette série n’a aucune mesure.", en="This series has no measure.")
_NOTHING_LENT = Text(
    fr="Rien n’est prêté de cette série dans cette période, ou pas encore.",
    en="Nothing of this series is lent in this period, or not yet.",
)
SHARES = ("cvrmse_train", "cvrmse_test", "nmbe_test")


@dataclass(frozen=True, slots=True)
class _Request:
    found: Listed
    table: pa.Table
    unit: str
    step: Step
    view: View


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    _observations(app, say)
    _baseline(app, say)


def _observations(app: Frame, say: Say) -> None:
    series_help = say(Text(fr="Numéro ou nom de la série.", en="Number or name of the series."))
    from_help = say(Text(fr="Premier instant ou jour.", en="First instant or day."))
    to_help = say(Text(fr="Fin, exclue.", en="End, excluded."))
    step_help = say(Text(fr="Pas : raw, hour, day, month, year.", en="Step."))
    view_help = say(Text(fr="raw (brut) ou repaired (réparé).", en="As read (raw) or repaired."))
    as_of_help = say(Text(fr="Ce qui était connu à cette date.", en="What was known at that date."))
    csv_help = say(
        Text(
            fr="Répondre en CSV : dans ce fichier, à l’écran s’il n’est pas donné.",
            en="Answer as CSV: to this file, to the screen when none is given.",
        )
    )
    parquet_help = say(Text(fr="Écrire un fichier Parquet.", en="Write a Parquet file."))

    @app.command("observations")
    def observations_(
        home: HomeOption,
        series: Annotated[str, typer.Argument(help=series_help)],
        from_: Annotated[str, typer.Option("--from", help=from_help)] = "",
        to: Annotated[str, typer.Option("--to", help=to_help)] = "",
        step: Annotated[Step, typer.Option("--step", help=step_help)] = Step.RAW,
        view: Annotated[View, typer.Option("--view", help=view_help)] = View.REPAIRED,
        as_of: Annotated[str, typer.Option("--as-of", help=as_of_help)] = "",
        acting: ActingOption = "",
        as_json: JsonOption = False,
        as_csv: Annotated[
            str, typer.Option("--csv", help=csv_help, metavar=say(_FILE), show_default=False)
        ] = "",
        parquet: Annotated[Path | None, typer.Option("--parquet", help=parquet_help)] = None,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            door = session.read("observations", acting)
            found = find_series(door, series)
            since = parse_instant(from_) if from_ else BEGINNING
            until = parse_instant(to) if to else END
            if since >= until:
                raise BeffroiError(PERIOD_EMPTY, start=from_ or "…", end=to or "…")
            known = parse_instant(as_of) if as_of else END
            table, unit = observations(door, found.series, since, until, step, view, known)
            request = _Request(found, table, unit, step, view)
            if parquet is not None:
                pq.write_table(table, parquet)
                session.console.print(f"{table.num_rows} → {parquet}")
            elif as_json:
                session.answer(_plain(request))
            elif as_csv == "-":
                _csv(table, sys.stdout)
            elif as_csv:
                with Path(as_csv).open("w", encoding="utf-8", newline="") as stream:
                    _csv(table, stream)
                session.console.print(f"{table.num_rows} → {as_csv}")
            else:
                _show(session, request)


def _plain(request: _Request) -> dict[str, Any]:
    return {
        "series": request.found.series.id,
        "key": request.found.key,
        "unit": request.unit,
        "step": request.step,
        "view": request.view,
        "total": _total(request),
        "observations": _rows(request.table),
    }


def _total(request: _Request) -> float | None:
    """Add up amounts; powers, levels and indexes do not add up."""
    first = SeriesKind(request.found.series.kind).aggregations[0]
    added = {Aggregation.SUM}
    if request.step is not Step.RAW:
        added |= {Aggregation.INTEGRATE, Aggregation.DIFFERENCE}
    elif request.view is View.REPAIRED:
        added |= {Aggregation.DIFFERENCE}  # repair turns an index into amounts
    return pc.sum(request.table["value"]).as_py() if first in added else None


def _rows(table: pa.Table) -> list[dict[str, Any]]:
    return [
        {
            name: value.astimezone(PARIS).isoformat() if isinstance(value, datetime) else value
            for name, value in row.items()
        }
        for row in table.to_pylist()
    ]


def _csv(table: pa.Table, stream: TextIO) -> None:
    writer = csv.DictWriter(stream, table.column_names)
    writer.writeheader()
    writer.writerows(_rows(table))


def _nothing(request: _Request) -> Text:
    series = request.found.series
    if not series.points:  # how many it has is not told of what is lent by longer steps
        return _NOTHING_LENT
    if series.first_at is None:
        return _NOTHING_AT_ALL
    return _NOTHING.fill(first=day(series.first_at), last=day(series.last_at))


def _show(session: Session, request: _Request) -> None:
    table = request.table
    session.console.print(session.say(title(request.found)))
    if not table.num_rows:
        session.console.print(session.say(_nothing(request)))
        return
    rows = table.slice(0, SHOWN).to_pylist()
    partial = any(row.get("coverage", 1.0) < WHOLE for row in rows)
    names: tuple[Text, ...] = (
        Text(fr="début", en="start"),
        Text(fr="fin", en="end"),
        Text(fr=request.unit, en=request.unit),
        Text(fr="réparation", en="repair"),
    )
    names += (Text(fr="couverture", en="coverage"),) if partial else ()
    shown = light(*map(session.say, names), right=(0, 1, 2, 4))
    labels = {rule.key: session.say(rule.label) for rule in RULES.values()}
    form = "%d/%m/%Y %H:%M"
    for row in rows:
        start, end = (row[name].astimezone(PARIS) for name in ("start", "end"))
        if "rule" in row:
            trace = labels.get(row["rule"], "")
        else:
            trace = session.say(REPAIRED.fill(n=row["repaired"])) if row["repaired"] else ""
        value = "" if row["value"] is None else number(row["value"], 2, session.language)
        cells = [f"{start:{form}}", f"{end:{form}}", value, trace]
        if partial:
            known = row["coverage"]
            cells.append(session.say(percent(known)) if known < WHOLE else "")
        shown.add_row(*cells)
    session.console.print(shown)
    if table.num_rows > SHOWN:
        more = Text(
            fr="… et {n} autres : --json, --csv ou --parquet donnent tout.",
            en="... and {n} more: --json, --csv or --parquet give them all.",
        )
        session.console.print(session.say(more.fill(n=table.num_rows - SHOWN)))


def _baseline(app: Frame, say: Say) -> None:
    series_help = say(Text(fr="Série de consommation.", en="Consumption series."))
    weather_help = say(Text(fr="Série de température de l’air.", en="Air temperature series."))
    train_help = say(Text(fr="Apprentissage, AAAA-MM-JJ..AAAA-MM-JJ.", en="Training days, A..B."))
    test_help = say(Text(fr="Essai, AAAA-MM-JJ..AAAA-MM-JJ.", en="Test days, C..D."))
    zone_help = say(Text(fr="Zone de vacances scolaires.", en="Zone of school holidays."))

    @app.command("baseline")
    def baseline_(
        home: HomeOption,
        series: Annotated[str, typer.Argument(help=series_help)],
        train: Annotated[str, typer.Option("--train", help=train_help)],
        test: Annotated[str, typer.Option("--test", help=test_help)],
        weather: Annotated[str, typer.Option("--weather", help=weather_help)] = "",
        zone: Annotated[SchoolZone, typer.Option("--zone", help=zone_help)] = SchoolZone.B,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            door = session.read("baseline")
            outside = find_series(door, weather).series if weather else None
            found = find_series(door, series)
            result = baseline(door, found.series, outside, _span(train), _span(test), zone)
            if as_json:
                session.answer(result)
                return
            session.console.print(session.say(title(found)))
            for name, text in BASELINE.items():
                value = result[name]
                shown = percent(value, 1) if name in SHARES else numbers(value)
                line = Text(fr="  {name} : {value}", en="  {name}: {value}")
                session.console.print(session.say(line.fill(name=text, value=shown)))


def _span(text: str) -> Span:
    first, _, last = text.partition("..")
    span = Span(parse_day(first), parse_day(last))
    # Beyond what the lake may hold there is nothing to read, only days to count.
    span = Span(max(span.first, BEGINNING.date()), min(span.last, END.date()))
    if span.last < span.first:
        raise BeffroiError(PERIOD_EMPTY, start=first, end=last)
    return span
