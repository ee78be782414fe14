"""`beffroi documents`: documents of assets, attached, listed, corrected, removed, put back."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from beffroi.cli.context import HomeOption, JsonOption, OrganisationOption, Say, Session, opened
from beffroi.cli.frame import Frame
from beffroi.cli.scenarios_kept import answer
from beffroi.cli.screen import sound
from beffroi.cli.tables import light, written
from beffroi.decide.catalogue import list_assets
from beffroi.errors import BeffroiError
from beffroi.errors.documents import DOCUMENT_INVALID
from beffroi.errors.files import FILE_MISSING
from beffroi.figures import size
from beffroi.ingest.documents.attaching import attach, said
from beffroi.periods import parse_day
from beffroi.store import documents
from beffroi.store.documents import KINDS
from beffroi.store.state import models
from beffroi.store.state.documents import Document
from beffroi.texts import Text

_NUMBER = Text(fr="Numéro du document.", en="Number of the document.")
_TITLE = Text(fr="Titre ; à défaut, le nom du fichier.", en="Title; else the name of the file.")
_DAY = Text(fr="Date du document (AAAA-MM-JJ) ; à défaut, ce jour.", en="Its date; else today.")
_KIND = Text(fr="Sorte : {known}.", en="Kind: {known}.").fill(known=", ".join(KINDS))
_ASSET = Text(fr="Nom ou numéro de l’équipement.", en="Name or number of the asset.")
_SEVERAL = Text(
    fr="plusieurs équipements ont ce nom ; donnez le numéro entier de l’un d’eux",
    en="several assets have that name; give the whole number of one of them",
)
_ADDED = Text(fr="Document {id} attaché à {asset}.", en="Document {id} attached to {asset}.")
_DONE = {
    "correct": Text(fr="Document {id} corrigé.", en="Document {id} corrected."),
    "remove": Text(
        fr="Document {id} retiré. Pour le remettre, pendant trente jours : beffroi documents "
        "restore {id}",
        en="Document {id} removed. To put it back, for thirty days: beffroi documents restore {id}",
    ),
    "restore": Text(fr="Document {id} remis.", en="Document {id} put back."),
}
_HEADS = (
    Text(fr="n°", en="no."),
    Text(fr="équipement", en="asset"),
    Text(fr="titre", en="title"),
    Text(fr="sorte", en="kind"),
    Text(fr="date", en="date"),
    Text(fr="taille", en="size"),
    Text(fr="par", en="by"),
)
_NONE = Text(fr="Aucun document.", en="No document.")
_REMOVED = Text(fr="{title} (retiré)", en="{title} (removed)")


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    group = app.group("documents", no_args_is_help=True)
    _add(group, say)
    _list(group, say)
    _correct(group, say)
    _back_and_forth(group, say)


def _add(group: Frame, say: Say) -> None:
    file_help = say(Text(fr="Le fichier.", en="The file."))

    @group.command(
        "add", help=say(Text(fr="Attacher un fichier à un équipement.", en="Attach a file."))
    )
    def add_(
        home: HomeOption,
        file: Annotated[Path, typer.Argument(help=file_help)],
        asset: Annotated[str, typer.Option("--asset", help=say(_ASSET))],
        kind: Annotated[str, typer.Option("--kind", help=say(_KIND))] = "other",
        title: Annotated[str, typer.Option("--title", help=say(_TITLE))] = "",
        day: Annotated[str, typer.Option("--date", help=say(_DAY))] = "",
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            if not file.is_file():
                raise BeffroiError(FILE_MISSING, name=file)
            owner = session.organisation(organisation).id
            about = said(sound(title) or sound(file.stem), kind, _day(day, session.today))
            row = _asset(session, owner, asset)
            most = session.store.settings.documents_mb
            door, name = session.write(), sound(file.name)[-255:]
            number = attach(door, owner, row.id, file, name, about, most)
            answer(session, _ADDED, id=number, asset=row.name)


def _day(given: str, today: date) -> date:
    return parse_day(given) if given else today


def _asset(session: Session, organisation: int, asked: str) -> models.Asset:
    """Return the asset of a number, of a key or of a name."""
    rows = [
        asset
        for asset, _, _ in list_assets(session.read("documents"), organisation)
        if asked in (str(asset.id), asset.key, asset.name)
    ]
    if len(rows) != 1:
        raise BeffroiError(DOCUMENT_INVALID, reason=_SEVERAL if rows else _unknown(asked))
    return rows[0]


def _unknown(asked: str) -> Text:
    return Text(
        fr="la collectivité n’a pas d’équipement « {asked} »",
        en="the authority has no asset “{asked}”",
    ).fill(asked=asked)


def _list(group: Frame, say: Say) -> None:
    every_help = say(Text(fr="Ceux qui sont retirés aussi.", en="Those removed too."))

    @group.command("list", help=say(Text(fr="Lister les documents.", en="List documents.")))
    def list_(
        home: HomeOption,
        asset: Annotated[str, typer.Option("--asset", help=say(_ASSET))] = "",
        every: Annotated[bool, typer.Option("--all", help=every_help)] = False,
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owner, door = session.organisation(organisation).id, session.read("documents")
            within = [_asset(session, owner, asset).id] if asset else None
            with door.session() as state:
                rows = [
                    (row, state.get_one(models.Asset, row.asset_id).name)
                    for row in documents.listed(state, owner, within)
                    if every or row.removed_at is None
                ]
                _show(session, rows)


def _show(session: Session, rows: list[tuple[Document, str]]) -> None:
    if session.as_json:
        session.answer([_plain(row, asset) for row, asset in rows])
        return
    if not rows:
        session.console.print(session.say(_NONE))
        return
    table = light(*(session.say(head) for head in _HEADS), right=(0, 5))
    for row, asset in rows:
        title = session.say(_REMOVED.fill(title=row.title)) if row.removed_at else row.title
        kind = session.say(KINDS.get(row.kind, KINDS["other"]))
        day = written(row.dated_on.isoformat())
        amount = session.say(size(max(row.bytes, 1000)))  # nothing is of no size
        table.add_row(str(row.id), asset, title, kind, day, amount, row.actor)
    session.console.print(table)


def _plain(row: Document, asset: str) -> dict[str, Any]:
    return {
        "id": row.id,
        "asset": row.asset_id,
        "asset_name": asset,
        "title": row.title,
        "kind": row.kind,
        "date": row.dated_on.isoformat(),
        "file": row.name,
        "form": row.form,
        "bytes": row.bytes,
        "sha256": row.sha256,
        "at": row.at.isoformat(),
        "actor": row.actor,
        "removed": row.removed_at is not None,
    }


def _correct(group: Frame, say: Say) -> None:
    @group.command(
        "correct", help=say(Text(fr="Corriger ce qui en est dit.", en="Correct what is said."))
    )
    def correct_(
        home: HomeOption,
        document: Annotated[int, typer.Argument(help=say(_NUMBER))],
        kind: Annotated[str, typer.Option("--kind", help=say(_KIND))] = "",
        title: Annotated[str, typer.Option("--title", help=say(_TITLE))] = "",
        day: Annotated[str, typer.Option("--date", help=say(_DAY))] = "",
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owner = session.organisation(organisation).id
            with session.read("documents").session() as state:
                row = documents.get(state, owner, document)
                known = said(sound(title) or row.title, kind or row.kind, _day(day, row.dated_on))
            documents.correct(session.write(), owner, document, known)
            answer(session, _DONE["correct"], id=document)


def _back_and_forth(group: Frame, say: Say) -> None:
    @group.command(
        "remove",
        help=say(
            Text(
                fr="Retirer un document ; il peut être remis pendant trente jours.",
                en="Remove a document; it may be put back for thirty days.",
            )
        ),
    )
    def remove_(
        home: HomeOption,
        document: Annotated[int, typer.Argument(help=say(_NUMBER))],
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            documents.remove(session.write(), session.organisation(organisation).id, document)
            answer(session, _DONE["remove"], id=document)

    @group.command("restore", help=say(Text(fr="Remettre un document.", en="Put it back.")))
    def restore_(
        home: HomeOption,
        document: Annotated[int, typer.Argument(help=say(_NUMBER))],
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            documents.restore(session.write(), session.organisation(organisation).id, document)
            answer(session, _DONE["restore"], id=document)
