"""`beffroi water`: drinking water networks."""

import csv
import io
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from beffroi.cli import water_aside
from beffroi.cli.context import JsonOption, Say, shown_errors
from beffroi.cli.frame import Frame
from beffroi.cli.networks import register as register_model
from beffroi.cli.screen import Screen, write_json
from beffroi.cli.tables import light, written
from beffroi.cli.water_quality import add as add_quality
from beffroi.cli.water_watch import MODEL, SCADA, ZONE, add
from beffroi.errors import BeffroiError
from beffroi.errors.files import FILE_MISSING
from beffroi.figures import numbers, percent
from beffroi.texts import Text

_NONE = Text(fr="Aucune fuite nouvelle n’a été vue.", en="No new leak was seen.")
_COLUMNS = (
    Text(fr="Commencer par", en="Begin at"),
    Text(fr="Dite le", en="Said on"),
    Text(fr="Vue depuis le", en="Seen since"),
    Text(fr="Débit (m³/h)", en="Flow (m³/h)"),
    Text(fr="Chances à moins de 300 m", en="Chances within 300 m"),
)
_SILENT = Text(
    fr="{silent} jours sur {days} sont trop peu mesurés pour que l’on en dise rien.",
    en="On {silent} of {days} days too little is measured to say anything.",
)

_UNSOLVED = Text(
    fr="Sur {silent} jours sur {days}, le modèle ne trouve pas l’équilibre du réseau : rien n’en "
    "est dit.",
    en="On {silent} of {days} days the model finds no balance of the network: nothing is said of "
    "them.",
)


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    group = app.group("water", usual="leaks", no_args_is_help=True)
    add(group, say)
    add_quality(group, say)
    register_model(group, say)
    model_help, scada_help, zone_help = say(MODEL), say(SCADA), say(ZONE)
    first_help = say(
        Text(
            fr="Premier jour où chercher ; ce qui précède sert à apprendre.",
            en="First day to search; what comes before is learnt from.",
        )
    )
    out_help = say(
        Text(fr="Fichier CSV où écrire « pipe,start ».", en="CSV file to write “pipe,start” to.")
    )

    @group.command(
        "leaks",
        help=say(
            Text(
                fr="Chercher les fuites d’un réseau, jour après jour : où aller, et depuis quand.",
                en="Search for the leaks of a network, day after day: where to go, since when.",
            )
        ),
    )
    def leaks(
        model: Annotated[Path, typer.Option("--model", help=model_help)],
        scada: Annotated[Path, typer.Option("--scada", help=scada_help)],
        first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help=first_help)],
        out: Annotated[Path | None, typer.Option("--out", help=out_help)] = None,
        zone: Annotated[str, typer.Option("--timezone", help=zone_help)] = "UTC",
        as_json: JsonOption = False,
    ) -> None:
        # The solver and its matrices are heavy to import, and only this command needs them.
        from beffroi.decide.leaks.folders import read_folder
        from beffroi.domains.water.leaks.searching import search
        from beffroi.readers.water.epanet import read_model

        with shown_errors(as_json=as_json):
            if not model.is_file():
                raise BeffroiError(FILE_MISSING, name=model.name)
            read = read_model(model.read_bytes(), model.name)
            found = search(read, *read_folder(scada, zone), np.datetime64(first, "D"))
            if out is not None:
                out.write_text(_file(found.detections), "utf-8")
            screen = Screen()
            if as_json:
                write_json(_plain(found))
            else:
                _show(screen, say, found)


def _file(detections: Any) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["pipe", "start"])
    writer.writerows([one.pipe, _minute(one.start)] for one in detections)
    return text.getvalue()


def _plain(found: Any) -> dict[str, Any]:
    return {
        "detections": [
            {
                "pipe": one.pipe,
                "start": _minute(one.start),
                "since": str(one.began)[:10],
                "m3_per_hour": round(one.amount, 2),
                "chance_within_300_m": round(one.chance, 3),
            }
            for one in found.detections
        ],
        **water_aside.plain(found),
        "silent_days": found.silent,
        "unsolved_days": found.unsolved,
        "days": found.days,
    }


def _show(screen: Screen, say: Say, found: Any) -> None:
    water_aside.show(screen, say, found)
    if found.silent > found.unsolved:
        short = found.silent - found.unsolved
        screen.print(say(_SILENT.fill(silent=short, days=found.days)))
    if found.unsolved:
        screen.print(say(_UNSOLVED.fill(silent=found.unsolved, days=found.days)))
    if not found.detections:
        screen.print(say(_NONE))
        return
    table = light(*(say(column) for column in _COLUMNS), right=(3, 4))
    for one in found.detections:
        table.add_row(
            one.pipe,
            written(str(one.start)[:10]),
            written(str(one.began)[:10]),
            say(numbers(one.amount, 1)),
            say(percent(one.chance)),
        )
    screen.print(table)


def _minute(moment: Any) -> str:
    return str(moment.astype("datetime64[m]")).replace("T", " ")
