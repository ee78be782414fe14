"""`beffroi water watch`: what changed in a network since the last time."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from beffroi.cli import water_aside
from beffroi.cli.context import HomeOption, JsonOption, OrganisationOption, Say, opened
from beffroi.cli.frame import Frame
from beffroi.cli.screen import Screen
from beffroi.cli.tables import light, written
from beffroi.errors import BeffroiError
from beffroi.errors.files import FILE_MISSING
from beffroi.figures import numbers, percent
from beffroi.texts import Text

if TYPE_CHECKING:
    from beffroi.decide.leaks.following import Followed
    from beffroi.domains.contract import Estimate

MODEL = Text(fr="Modèle EPANET du réseau (.inp).", en="EPANET model (.inp).")
SCADA = Text(fr="Dossier des mesures de la supervision.", en="Folder of supervision measures.")
ZONE = Text(
    fr="Fuseau horaire des fichiers CSV : UTC, Europe/Paris, +01:00…",
    en="Time zone of CSV files: UTC, Europe/Paris, +01:00...",
)
_QUIET = Text(fr="Aucune fuite connue ne court.", en="No known leak runs.")
_DAYS = Text(
    fr="{n} jours regardés, jusqu’au {day} ; {silent} trop peu mesurés.",
    en="{n} days looked at, until {day}; {silent} with too little measured.",
)
_NOTHING = Text(
    fr="Aucun jour complet de plus depuis le {day}.", en="No further whole day since {day}."
)
_SAID = Text(
    fr="Fuite {leak} : commencer par {pipe}, {flow} m³/h depuis le {since} ; {chance} de chances à "
    "moins de 300 m.",
    en="Leak {leak}: begin at {pipe}, {flow} m³/h since {since}; {chance} of chance within 300 m.",
)
_ENDED = Text(
    fr="Fuite {leak} terminée le {day} : {flow} m³/h de moins (± {error}).",
    en="Leak {leak} ended on {day}: {flow} m³/h less (± {error}).",
)
_TODAY = Text(
    fr="Aujourd’hui, {hours} h mesurées, entrée {inlets} : {more} m³/h par rapport à la semaine "
    "(d’ordinaire ± {usual}).",
    en="Today, {hours} h measured, inlet {inlets}: {more} m³/h against the week (usually "
    "± {usual}).",
)
_COLUMNS = (
    Text(fr="Fuite", en="Leak"),
    Text(fr="Commencer par", en="Begin at"),
    Text(fr="Depuis le", en="Since"),
    Text(fr="Débit (m³/h)", en="Flow (m³/h)"),
    Text(fr="Perdu (m³)", en="Lost (m³)"),
)
_RANGE = Text(fr="{value} ({low} à {high})", en="{value} ({low} to {high})")


def add(group: Frame, say: Say) -> None:
    """Add the command to its group."""
    model_help, scada_help = say(MODEL), say(SCADA)
    first_help = say(
        Text(
            fr="Apprendre ce qui précède ce jour, et surveiller à partir de lui.",
            en="Learn from what comes before this day, and watch from it on.",
        )
    )
    zone_help = say(ZONE)
    network_help = say(
        Text(fr="Nom du réseau, sinon celui du modèle.", en="Name of the network, or the model’s.")
    )
    crs_help = say(
        Text(
            fr="Système des coordonnées du modèle (EPSG:2154 pour Lambert 93), pour la carte.",
            en="System of the coordinates of the model (EPSG:2154 for Lambert 93), for the map.",
        )
    )
    cost_help = say(
        Text(
            fr="Ce que coûte au service un m³ perdu, en euros.",
            en="What a lost m³ costs the service, in EUR.",
        )
    )

    @group.command(
        "watch",
        help=say(
            Text(
                fr="Regarder ce que les mesures ont de nouveau, et dire ce qui a changé.",
                en="Look at what is new in the measures, and say what changed.",
            )
        ),
    )
    def watch(
        model: Annotated[Path, typer.Option("--model", help=model_help)],
        scada: Annotated[Path, typer.Option("--scada", help=scada_help)],
        home: HomeOption,
        organisation: OrganisationOption = "",
        first: Annotated[
            datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help=first_help)
        ] = None,
        network: Annotated[str, typer.Option("--network", help=network_help)] = "",
        crs: Annotated[str, typer.Option("--crs", help=crs_help)] = "",
        cost: Annotated[float | None, typer.Option("--cost", min=0, help=cost_help)] = None,
        zone: Annotated[str, typer.Option("--timezone", help=zone_help)] = "UTC",
        as_json: JsonOption = False,
    ) -> None:
        # The solver and its matrices are heavy to import, and only this command needs them.
        from beffroi.decide.leaks.following import Asked, follow

        with opened(home, as_json=as_json) as session:
            if not model.is_file():
                raise BeffroiError(FILE_MISSING, name=model.name)
            whose, name = session.organisation(organisation).id, (network or model.stem)[:64]
            day = first.date() if first else None
            asked = Asked(whose, name, model, scada, day, crs, cost, zone)
            found = follow(session.write(), asked)
            if as_json:
                session.answer(_plain(found))
            else:
                _show(session.console, say, found)


def _plain(found: "Followed") -> dict[str, Any]:
    news = found.news
    return {
        "last": found.last.isoformat(),
        "measured_to": str(news.until),
        "days": news.days,
        "silent_days": news.silent,
        **water_aside.plain(found),
        "said": [
            {
                "leak": one.leak,
                "pipe": one.pipe,
                "since": str(one.began)[:10],
                "m3_per_hour": round(one.amount, 2),
                "chance_within_300_m": round(one.chance, 3),
                "pipes": [[pipe, round(chance, 4)] for pipe, chance in one.pipes],
            }
            for one in news.said
        ],
        "ended": [
            {
                "leak": one.leak,
                "day": str(one.day)[:10],
                "m3_per_hour": round(one.amount, 2),
                "within": round(one.within, 2),
            }
            for one in news.ended
            if one.leak
        ],
        "running": [
            {
                "leak": one.leak,
                "pipe": one.pipe,
                "since": one.since.isoformat(),
                "m3_per_hour": _bounds(one.flow),
                "m3": _bounds(one.volume),
            }
            for one in found.running
        ],
        "today": [
            {
                "inlets": list(one.inlets),
                "hours": one.hours,
                "more_m3_per_hour": round(one.more, 2),
                "usual": round(one.usual, 2),
            }
            for one in news.today
        ],
    }


def _bounds(given: "Estimate") -> dict[str, float]:
    return {key: round(one, 2) for key, one in asdict(given).items()}


def _show(screen: Screen, say: Say, found: "Followed") -> None:
    news, last = found.news, written(found.last.isoformat())
    water_aside.show(screen, say, found)
    done = _DAYS.fill(n=news.days, day=last, silent=news.silent)
    screen.print(say(done if news.days else _NOTHING.fill(day=last)))
    for one in news.said:
        since, chance = written(str(one.began)[:10]), percent(one.chance)
        flow = numbers(one.amount, 1)
        screen.print(
            say(_SAID.fill(leak=one.leak, pipe=one.pipe, flow=flow, since=since, chance=chance))
        )
    for end in news.ended:
        if end.leak:
            day, error = written(str(end.day)[:10]), numbers(end.within, 1)
            flow = numbers(end.amount, 1)
            screen.print(say(_ENDED.fill(leak=end.leak, day=day, flow=flow, error=error)))
    for now in news.today:
        more, usual = _signed(now.more), numbers(now.usual, 1)
        inlets = ", ".join(now.inlets)
        screen.print(say(_TODAY.fill(hours=now.hours, inlets=inlets, more=more, usual=usual)))
    if not found.running:
        screen.print(say(_QUIET))
        return
    table = light(*(say(column) for column in _COLUMNS), right=(3, 4))
    for leak in found.running:
        table.add_row(
            str(leak.leak),
            leak.pipe,
            written(leak.since.isoformat()),
            say(_range(leak.flow, 1)),
            say(_range(leak.volume, 0)),
        )
    screen.print(table)


def _signed(value: float) -> Text:
    written_ = numbers(value, 1)
    return Text(fr=f"+{written_.fr}", en=f"+{written_.en}") if value > 0 else written_


def _range(given: "Estimate", digits: int) -> Text:
    return _RANGE.fill({key: numbers(one, digits) for key, one in asdict(given).items()})
