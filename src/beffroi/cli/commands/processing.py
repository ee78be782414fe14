"""`beffroi processing`: the record of processing of personal data."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from beffroi.cli.context import HomeOption, JsonOption, OrganisationOption, Say, Session, opened
from beffroi.cli.frame import Frame
from beffroi.cli.screen import sound
from beffroi.cli.tables import light
from beffroi.errors import BeffroiError
from beffroi.errors.registers import REGISTER_INVALID
from beffroi.store.retention import keep
from beffroi.texts import Text
from beffroi.trust.personal.exports import pdf, workbook
from beffroi.trust.personal.record import complete, controller, processor

_ROLE = Text(
    fr="Le registre de sous-traitant : une ligne par collectivité servie.",
    en="The record as processor: a line for each authority served.",
)
_KIND = Text(
    fr="le fichier finit par .xlsx, .pdf ou .json", en="the file ends in .xlsx, .pdf or .json"
)


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    group = app.group("processing", no_args_is_help=True)
    _list(group, say)
    _complete(group, say)
    _export(group, say)
    _keep(group, say)


def _entries(session: Session, owner: int, *, as_processor: bool) -> list[dict[str, Any]]:
    made = processor if as_processor else controller
    return made(session.read("data protection"), owner, session.language)


def _list(group: Frame, say: Say) -> None:
    @group.command(
        "list",
        help=say(
            Text(
                fr="Les traitements qui ont lieu, et ce qu’il reste à écrire.",
                en="The processing that takes place, and what is still to be written.",
            )
        ),
    )
    def list_(
        home: HomeOption,
        organisation: OrganisationOption = "",
        as_processor: Annotated[bool, typer.Option("--processor", help=say(_ROLE))] = False,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owner = session.organisation(organisation)
            entries = _entries(session, owner.id, as_processor=as_processor)
            if as_json:
                session.answer(entries)
                return
            titles = (
                Text(fr="traitement", en="processing"),
                Text(fr="nom", en="name"),
                Text(fr="à compléter", en="to be completed"),
            )
            table = light(*map(session.say, titles))
            for entry in entries:
                lacking = [entry["fields"][one]["name"] for one in entry["missing"]]
                table.add_row(entry["activity"], entry["name"], ", ".join(lacking))
            session.console.print(table)


def _complete(group: Frame, say: Say) -> None:
    activity_help = say(Text(fr="Clé du traitement.", en="Key of the processing."))
    field_help = say(Text(fr="Champ, par exemple legal_basis.", en="Field, such as legal_basis."))
    text_help = say(Text(fr="Ce qu’il faut y écrire.", en="What is to be written there."))

    @group.command(
        "complete",
        help=say(
            Text(
                fr="Compléter un champ ; ce qui est généré reste à côté.",
                en="Complete a field; what is generated stays beside it.",
            )
        ),
    )
    def complete_(
        home: HomeOption,
        activity: Annotated[str, typer.Argument(help=activity_help)],
        field: Annotated[str, typer.Argument(help=field_help)],
        text: Annotated[str, typer.Argument(help=text_help)],
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owner = session.organisation(organisation).id
            read = session.read("data protection")
            complete(session.write(), read, owner, activity, field, sound(text))
            if as_json:
                session.answer({"activity": activity, "field": field, "completed": sound(text)})
                return
            done = Text(fr="{activity} : {field} complété.", en="{activity}: {field} completed.")
            session.console.print(session.say(done.fill(activity=activity, field=field)))


def _export(group: Frame, say: Say) -> None:
    file_help = say(Text(fr="Fichier .xlsx, .pdf ou .json.", en="A .xlsx, .pdf or .json file."))

    @group.command(
        "export",
        help=say(
            Text(
                fr="Écrire le registre dans un classeur, un PDF ou un fichier JSON.",
                en="Write the record to a workbook, a PDF or a JSON file.",
            )
        ),
    )
    def export_(
        home: HomeOption,
        file: Annotated[Path, typer.Argument(help=file_help)],
        organisation: OrganisationOption = "",
        as_processor: Annotated[bool, typer.Option("--processor", help=say(_ROLE))] = False,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owner = session.organisation(organisation)
            entries = _entries(session, owner.id, as_processor=as_processor)
            _write(session, file, entries, owner.name)
            if as_json:
                session.answer({"file": str(file), "entries": len(entries)})
                return
            done = Text(
                fr="Registre de {n} traitements écrit dans {file}.",
                en="Record of {n} processings written to {file}.",
            )
            session.console.print(session.say(done.fill(n=len(entries), file=file)))


def _write(session: Session, file: Path, entries: list[dict[str, Any]], owner: str) -> None:
    kind = file.suffix.lower()
    if kind == ".xlsx":
        workbook(file, entries, session.language)
    elif kind == ".pdf":
        pdf(file, entries, owner, session.today, session.language)
    elif kind == ".json":
        file.write_text(json.dumps(entries, ensure_ascii=False, indent=2), "utf-8")
    else:
        raise BeffroiError(REGISTER_INVALID, problem=_KIND)


def _keep(group: Frame, say: Say) -> None:
    months_help = say(Text(fr="Mois gardés ; 0 : sans limite.", en="Months kept; 0: no limit."))

    @group.command(
        "keep",
        help=say(
            Text(
                fr="Dire combien de mois les mesures sont gardées ; le service efface le reste.",
                en="Say how many months measures are kept; the service erases the rest.",
            )
        ),
    )
    def keep_(
        home: HomeOption,
        months: Annotated[int, typer.Argument(help=months_help)],
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owner = session.organisation(organisation)
            keep(session.write(), owner.id, months)
            if as_json:
                session.answer({"organisation": owner.id, "months": months})
                return
            done = Text(
                fr="{name} : mesures gardées {months} mois (0 : sans limite).",
                en="{name}: measures kept for {months} months (0: no limit).",
            )
            session.console.print(session.say(done.fill(name=owner.name, months=months)))
