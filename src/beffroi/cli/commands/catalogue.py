"""`beffroi assets`, `series`: what the installation holds."""

import csv
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from beffroi.cli.context import HomeOption, JsonOption, OrganisationOption, Say, opened
from beffroi.cli.frame import Frame
from beffroi.decide.catalogue import list_assets, list_series
from beffroi.decide.describe import describe_from_csv, template
from beffroi.periods import PARIS
from beffroi.texts import Text

ORDER = 30


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    _assets(app, say)
    _series(app, say)


def _assets(app: Frame, say: Say) -> None:
    describe_help = say(
        Text(
            fr="Décrire des équipements par un tableau CSV (bâtiments, points de livraison).",
            en="Describe assets by a CSV table (buildings, delivery points).",
        )
    )
    template_help = say(
        Text(fr="Écrire ici un tableau CSV à compléter.", en="Write here a CSV table to fill in.")
    )

    @app.command("assets", help=say(Text(fr="Lister les équipements.", en="List the assets.")))
    def assets(
        home: HomeOption,
        organisation: OrganisationOption = "",
        describe: Annotated[Path | None, typer.Option("--describe", help=describe_help)] = None,
        template_: Annotated[Path | None, typer.Option("--template", help=template_help)] = None,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            chosen = session.organisation(organisation)
            if describe is not None:
                describe_from_csv(session.write(), chosen.id, describe)
            door = session.read("catalogue")
            rows = list_assets(door, chosen.id if organisation else None)
            if template_ is not None:
                with template_.open("w", encoding="utf-8-sig", newline="") as stream:
                    csv.writer(stream, delimiter=";").writerows(template(door, chosen.id))
            if as_json:
                session.answer(
                    [
                        {
                            "id": asset.id,
                            "organisation": owner.name,
                            "type": asset.type,
                            "key": asset.key,
                            "name": asset.name,
                            "parent": parent.key if parent else None,
                            "attributes": asset.attributes,
                        }
                        for asset, owner, parent in rows
                    ]
                )
                return
            table = Table(
                "n°",
                "type",
                say(Text(fr="clé", en="key")),
                say(Text(fr="nom", en="name")),
                say(Text(fr="rattaché à", en="belongs to")),
                say(Text(fr="collectivité", en="authority")),
            )
            for asset, owner, parent in rows:
                above = parent.name if parent else ""
                table.add_row(str(asset.id), asset.type, asset.key, asset.name, above, owner.name)
            session.console.print(table)


def _series(app: Frame, say: Say) -> None:
    @app.command("series", help=say(Text(fr="Lister les séries.", en="List the series.")))
    def series(
        home: HomeOption, organisation: OrganisationOption = "", as_json: JsonOption = False
    ) -> None:
        with opened(home, as_json=as_json) as session:
            chosen = session.organisation(organisation).id if organisation else None
            rows = list_series(session.read("catalogue"), chosen)
            if as_json:
                session.answer([row.to_dict() for row in rows])
                return
            table = Table(
                "n°",
                say(Text(fr="série", en="series")),
                "type",
                say(Text(fr="mesures", en="measures")),
                say(Text(fr="du", en="from")),
                say(Text(fr="au", en="to")),
            )
            for row in rows:
                item = row.series
                first, last = _day(item.first_at), _day(item.last_at)
                table.add_row(str(item.id), row.key, item.kind, str(item.points), first, last)
            session.console.print(table)


def _day(moment: datetime | None) -> str:
    return f"{moment.astimezone(PARIS):%d/%m/%Y}" if moment else ""
