"""`beffroi assets`, `series`: what the installation holds."""

import csv
from pathlib import Path
from typing import Annotated

import typer

from beffroi.cli.context import (
    ActingOption,
    HomeOption,
    JsonOption,
    OrganisationOption,
    Say,
    Session,
    opened,
)
from beffroi.cli.frame import Frame
from beffroi.cli.import_words import Count, agree
from beffroi.cli.naming import asset_type
from beffroi.cli.tables import MORE, SHOWN, day, light
from beffroi.decide.catalogue import Listed, list_assets, list_series
from beffroi.decide.describe import describe_from_csv, template
from beffroi.decide.naming import KINDS, QUALIFIERS
from beffroi.domains import quantities
from beffroi.figures import number
from beffroi.store.state.models import Asset, Organisation
from beffroi.texts import Text
from beffroi.units import SeriesKind

EMPTY = Text(
    fr="Rien encore. Importez des fichiers de mesures : beffroi import FICHIER.",
    en="Nothing yet. Import files of measures: beffroi import FILE.",
)


_ROWS: Count = (
    Text(fr="{n} équipement", en="{n} asset"),
    Text(fr="{n} équipements", en="{n} assets"),
)
_WRITTEN = Text(
    fr="Tableau écrit dans {file} : {rows}, un par ligne. Complétez-le avec un tableur, puis : "
    "beffroi assets --describe {file}{whose}",
    en="Table written to {file}: {rows}, one a row. Fill it in with a spreadsheet, then: "
    "beffroi assets --describe {file}{whose}",
)
_NONE_KEPT = Text(
    fr="{file} ne décrit aucun équipement : rien n’a changé. Une ligne par équipement est "
    "attendue, sous les titres de beffroi assets --template FICHIER.",
    en="{file} describes no asset: nothing has changed. One row an asset is expected, under the "
    "titles of beffroi assets --template FILE.",
)
_KEPT = Text(
    fr="Lu et retenu de {file} : {rows}. Pour chercher les constats avec ce qui est décrit : "
    "beffroi analyse",
    en="Read and kept from {file}: {rows}. To look for findings with what is described: "
    "beffroi analyse",
)


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    _assets(app, say)
    _series(app)


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

    trade_help = say(
        Text(
            fr="Avec --template : les seules colonnes d’un métier (energy, water…).",
            en="With --template: the columns of one trade only (energy, water...).",
        )
    )

    @app.command("assets")
    def assets(
        home: HomeOption,
        organisation: OrganisationOption = "",
        describe: Annotated[Path | None, typer.Option("--describe", help=describe_help)] = None,
        template_: Annotated[Path | None, typer.Option("--template", help=template_help)] = None,
        trade: Annotated[str, typer.Option("--domain", help=trade_help)] = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            chosen = session.organisation(organisation)
            said: list[Text] = []
            if describe is not None:
                kept = describe_from_csv(session.write(), chosen.id, describe)
                told = _KEPT if kept else _NONE_KEPT
                said.append(told.fill(file=describe, rows=agree(kept, _ROWS)))
            door = session.read("catalogue")
            rows = list_assets(door, chosen.id if organisation else None)
            if template_ is not None:
                table = template(door, chosen.id, session.language, trade)
                with template_.open("w", encoding="utf-8-sig", newline="") as stream:
                    csv.writer(stream, delimiter=";").writerows(table)
                count = agree(len(table) - 2, _ROWS)  # under the headings and the remark
                whose = f' --organisation "{organisation}"' if organisation else ""
                said.append(_WRITTEN.fill(file=template_, rows=count, whose=whose))
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
            if template_ is None:
                _show_assets(session, rows)
            for text in said:
                session.console.print(session.say(text), soft_wrap=True)


def _show_assets(session: Session, rows: list[tuple[Asset, Organisation, Asset | None]]) -> None:
    say = session.say
    if not rows:
        session.console.print(say(EMPTY))
        return
    several = len({owner.id for _, owner, _ in rows}) > 1
    names = [Text(fr="équipement", en="asset"), Text(fr="sorte", en="type")]
    names += [Text(fr="rattaché à", en="belongs to")]
    names += [Text(fr="collectivité", en="authority")] if several else []
    table = light("n°", *map(say, names), right=(0,))
    for asset, owner, parent in rows[:SHOWN]:
        cells = [str(asset.id), _named(asset), say(asset_type(asset.type))]
        cells += [parent.name if parent else ""]
        table.add_row(*cells, *([owner.name] if several else []))
    session.console.print(table)
    if len(rows) > SHOWN:
        session.console.print(say(MORE.fill(n=len(rows) - SHOWN)))


def _named(asset: Asset) -> str:
    return asset.name if asset.key in asset.name else f"{asset.name} ({asset.key})"


def _series(app: Frame) -> None:
    @app.command("series")
    def series(
        home: HomeOption,
        organisation: OrganisationOption = "",
        acting: ActingOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            chosen = session.organisation(organisation).id if organisation else None
            rows = list_series(session.read("catalogue", acting), chosen)
            if as_json:
                session.answer([row.to_dict() for row in rows])
                return
            _show_series(session, rows)


def _show_series(session: Session, rows: list[Listed]) -> None:
    say = session.say
    if not rows:
        session.console.print(say(EMPTY))
        return
    names = (
        Text(fr="équipement", en="asset"),
        Text(fr="mesure", en="measure"),
        Text(fr="nombre", en="number"),
        Text(fr="du", en="from"),
        Text(fr="au", en="to"),
    )
    table = light("n°", *map(say, names), right=(0, 3, 4, 5))
    known = quantities()
    for row in rows[:SHOWN]:
        item = row.series
        measure = known[item.quantity].label if item.quantity in known else item.quantity
        sense = QUALIFIERS.get(item.qualifier, item.qualifier)
        what = Text(fr="{measure}, {kind}", en="{measure}, {kind}").fill(
            measure=measure, kind=sense or KINDS[SeriesKind(item.kind)]
        )
        table.add_row(
            str(item.id),
            _named(row.asset),
            say(what),
            number(item.points, language=session.language) if item.points else "",
            day(item.first_at),
            day(item.last_at),
        )
    session.console.print(table)
    if len(rows) > SHOWN:
        session.console.print(say(MORE.fill(n=len(rows) - SHOWN)))
