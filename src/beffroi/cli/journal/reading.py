"""Entries of the journal as people read them."""

from typing import Annotated, Any

import typer
from sqlalchemy import select

from beffroi.cli.context import HomeOption, JsonOption, OrganisationOption, Say, opened
from beffroi.cli.frame import Frame
from beffroi.cli.tables import light
from beffroi.periods import PARIS
from beffroi.store.journal import entry
from beffroi.store.journal.proof import found
from beffroi.store.state.merkle import Access
from beffroi.store.state.models import JournalEntry
from beffroi.texts import Text

EntryArgument = Annotated[int, typer.Argument()]
_SHOWN = 50
_TITLES = (
    Text(fr="quand", en="when"),
    Text(fr="qui", en="who"),
    Text(fr="action", en="action"),
    Text(fr="objet", en="subject"),
)
_FIELDS = {
    "number": Text(fr="numéro", en="number"),
    "at": Text(fr="quand (UTC)", en="when (UTC)"),
    "actor": Text(fr="qui", en="who"),
    "organisation": Text(fr="collectivité n°", en="authority no."),
    "purpose": Text(fr="pour", en="for"),
    "action": Text(fr="action", en="action"),
    "subject": Text(fr="objet", en="subject"),
    "detail": Text(fr="précisions", en="details"),
    "erased": Text(fr="effacé", en="erased"),
    "leaf": Text(fr="empreinte", en="hash"),
}


def plain(row: JournalEntry) -> dict[str, Any]:
    """Return an entry as plain data."""
    seals = {"actor": row.who, "detail": row.what}
    return {
        "number": row.id,
        "at": row.at.isoformat(),
        "actor": row.actor,
        "organisation": row.organisation_id,
        "purpose": row.purpose,
        "action": row.action,
        "subject": row.subject,
        "detail": row.detail,
        "erased": [name for name, seal in seals.items() if len(seal) != entry.SALT],
        "leaf": row.leaf.hex(),
    }


def list_command(group: Frame, say: Say) -> None:
    """Add `journal list`."""
    action_help = say(
        Text(
            fr="Seulement les actions dont le nom commence ainsi : « import », « finding ».",
            en="Only actions whose name begins so: “import”, “finding”.",
        )
    )
    last_help = say(Text(fr="Nombre d’entrées, les dernières.", en="How many, the last ones."))
    accesses_help = say(
        Text(
            fr="Les accès d’autres à ses données : demande --organisation.",
            en="Accesses of others to its data: needs --organisation.",
        )
    )
    before_help = say(Text(fr="Avant cette entrée.", en="Before this entry."))

    @group.command("list", help=say(Text(fr="Lister les entrées.", en="List the entries.")))
    def list_(
        home: HomeOption,
        organisation: OrganisationOption = "",
        action: Annotated[str, typer.Option("--action", help=action_help)] = "",
        last: Annotated[int, typer.Option("--last", min=1, help=last_help)] = _SHOWN,
        before: Annotated[int, typer.Option("--before", min=0, help=before_help)] = 0,
        accesses: Annotated[bool, typer.Option("--accesses", help=accesses_help)] = False,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            row = JournalEntry
            query = select(row).where(row.action.startswith(action, autoescape=True))
            if organisation or accesses:
                owner = session.organisation(organisation).id
                told = select(Access.entry_id).where(Access.organisation_id == owner)
                query = query.where(row.id.in_(told) if accesses else row.organisation_id == owner)
            if before:
                query = query.where(row.id < before)
            with session.store.writer(session.actor).look() as state:
                rows = list(state.scalars(query.order_by(row.id.desc()).limit(last)))[::-1]
            if as_json:
                session.answer([plain(one) for one in rows])
                return
            table = light("n°", *map(session.say, _TITLES), right=(0,))
            for one in rows:
                when = f"{one.at.astimezone(PARIS):%d/%m/%Y %H:%M}"
                table.add_row(str(one.id), when, one.actor, one.action, one.subject)
            session.console.print(table)


def show_command(group: Frame, say: Say) -> None:
    """Add `journal show`."""
    entry_help = say(Text(fr="Numéro de l’entrée.", en="Number of the entry."))

    @group.command("show", help=say(Text(fr="Montrer une entrée.", en="Show an entry.")))
    def show_(
        home: HomeOption,
        number: Annotated[int, typer.Argument(metavar="ENTRY", help=entry_help)],
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            with session.store.writer(session.actor).look() as state:
                told = plain(found(state, number))
            if as_json:
                session.answer(told)
                return
            told["detail"] = entry.plain(told["detail"])
            told["erased"] = ", ".join(session.say(_FIELDS[name]) for name in told["erased"])
            for name, value in told.items():
                if value not in ("", None):
                    session.console.print(f"{session.say(_FIELDS[name])} : {value}")
