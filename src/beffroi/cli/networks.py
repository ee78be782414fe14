"""`beffroi water model import`: the network of a model becomes assets."""

from pathlib import Path
from typing import Annotated

import typer

from beffroi.cli.context import HomeOption, JsonOption, OrganisationOption, Say, opened
from beffroi.cli.frame import Frame
from beffroi.cli.screen import write_json
from beffroi.errors import BeffroiError
from beffroi.errors.files import FILE_MISSING
from beffroi.texts import Text

_ALREADY = Text(
    fr="{file} : déjà importé, rien n’a changé.", en="{file}: already imported, nothing changed."
)
_STORED = Text(
    fr="{file} : {n} ouvrages (nouveaux : {new}, corrigés : {changed}). Import n° {batch} ; "
    "« beffroi undo {batch} » le reprend.",
    en="{file}: {n} assets (new: {new}, corrected: {changed}). Import no. {batch}; “beffroi undo "
    "{batch}” takes it back.",
)


def register(group: Frame, say: Say) -> None:
    """Add the commands of models to the group of water."""
    about = Text(fr="Modèles de réseaux.", en="Models of networks.")
    models = group.group("model", about, no_args_is_help=True)
    crs_help = say(
        Text(
            fr="Système de coordonnées du modèle : EPSG:2154 (Lambert 93), EPSG:3942 à 3950 (CC42 "
            "à CC50), EPSG:4326. Sans lui, le réseau n’est pas sur la carte.",
            en="Reference system of the model: EPSG:2154 (Lambert 93), EPSG:3942 to 3950 (CC42 to "
            "CC50), EPSG:4326. Without it the network is not on the map.",
        )
    )
    prefix_help = say(
        Text(
            fr="Texte à mettre devant chaque nom, quand deux réseaux portent les mêmes.",
            en="Text to put before each name, when two networks bear the same ones.",
        )
    )

    @models.command(
        "import",
        help=say(
            Text(
                fr="Faire d’un modèle EPANET des équipements : canalisations, vannes, pompes, "
                "réservoirs.",
                en="Make assets of an EPANET model: pipes, valves, pumps, tanks.",
            )
        ),
    )
    def import_(
        file: Annotated[Path, typer.Argument(metavar="<chemin>")],
        home: HomeOption,
        organisation: OrganisationOption = "",
        crs: Annotated[str, typer.Option("--crs", help=crs_help)] = "",
        prefix: Annotated[str, typer.Option("--prefix", help=prefix_help)] = "",
        as_json: JsonOption = False,
    ) -> None:
        from beffroi.ingest.networks import import_network

        with opened(home, as_json=as_json) as session:
            owner = session.organisation(organisation)
            if not file.is_file():
                raise BeffroiError(FILE_MISSING, name=file.name)
            report = import_network(
                session.write(), owner.id, file.read_bytes(), file.name, crs, prefix
            )
            if as_json:
                write_json(report.to_dict(session.language))
                return
            text = _ALREADY if report.status == "already" else _STORED
            session.console.print(
                session.say(
                    text.fill(
                        file=report.file,
                        n=report.rows_read,
                        new=report.kept,
                        changed=report.changed,
                        batch=report.batch,
                    )
                )
            )
            for note in (*report.warnings, *report.notes):
                session.console.print(session.say(note))
