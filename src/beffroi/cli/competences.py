"""`beffroi organisations competence`: what an authority answers for, and to whom it gave it."""

from typing import Annotated, Any

import typer

from beffroi.cli.context import HomeOption, JsonOption, Say, Session, opened
from beffroi.cli.frame import Frame
from beffroi.cli.screen import sound
from beffroi.cli.spans import plain_span, span
from beffroi.cli.tables import light
from beffroi.commons.competences import Receiver, declare, listed, transfer
from beffroi.errors import BeffroiError
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import parse_day
from beffroi.territory.competences import competences
from beffroi.territory.identifiers import is_siren, plain
from beffroi.texts import Text

_OWNER = Text(fr="Collectivité : SIREN, nom ou numéro.", en="Authority: SIREN, name or number.")
_BODY = Text(fr="organisme", en="body")
_CODE = Text(fr="Compétence : water, sanitation…", en="Competence: water, sanitation...")
_ACT = Text(fr="L’acte : délibération ou arrêté, et sa date.", en="The act that says so, dated.")


def add_to(app: Frame, say: Say) -> None:
    """Add the commands of this file to the group of organisations."""
    about = Text(
        fr="Compétences d’une collectivité, et leurs transferts.",
        en="Competences of an authority, and their transfers.",
    )
    group = app.group("competence", about, no_args_is_help=True)
    _list(group, say)
    _declare(group, say)
    _transfer(group, say)


def _list(group: Frame, say: Say) -> None:
    @group.command("list", help=say(Text(fr="Lister les compétences.", en="List competences.")))
    def list_(
        home: HomeOption,
        organisation: Annotated[str, typer.Argument(help=say(_OWNER))],
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            _answer(session, session.organisation(organisation).id)


def _declare(group: Frame, say: Say) -> None:
    since_help = say(Text(fr="Depuis ce jour ; sinon depuis toujours.", en="Since; else ever."))
    about = Text(fr="Dire qu’une collectivité a une compétence.", en="Say that it has one.")

    @group.command("declare", help=say(about))
    def declare_(
        home: HomeOption,
        organisation: Annotated[str, typer.Argument(help=say(_OWNER))],
        code: Annotated[str, typer.Argument(help=say(_CODE))],
        since: Annotated[str, typer.Option("--since", help=since_help)] = "",
        act: Annotated[str, typer.Option("--act", help=say(_ACT))] = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            row = session.organisation(organisation)
            first = parse_day(since) if since else None
            declare(session.write(), row.id, sound(code), first, sound(act))
            _answer(session, row.id)


def _transfer(group: Frame, say: Say) -> None:
    to_help = say(
        Text(
            fr="À qui : une collectivité de cette installation, sinon le nom d’un autre organisme.",
            en="To whom: an authority of this installation, else the name of another body.",
        )
    )
    on_help = say(Text(fr="Date d’effet.", en="Date of effect."))
    about = Text(
        fr="Dire qu’une compétence passe à un autre organisme ; le passé reste où il est.",
        en="Say that a competence goes to another body; the past stays where it is.",
    )

    @group.command("transfer", help=say(about))
    def transfer_(
        home: HomeOption,
        organisation: Annotated[str, typer.Argument(help=say(_OWNER))],
        code: Annotated[str, typer.Argument(help=say(_CODE))],
        to: Annotated[str, typer.Option("--to", help=to_help)],
        on: Annotated[str, typer.Option("--on", help=on_help)],
        act: Annotated[str, typer.Option("--act", help=say(_ACT))],
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            row = session.organisation(organisation)
            receiver = _receiver(session, " ".join(sound(to).split()))
            day = parse_day(on)
            transfer(session.write(), row.id, sound(code), day, receiver, sound(act))
            if not as_json and receiver.id is None:
                away = Text(
                    fr="{name} n’est pas de cette installation : ses mesures seront ailleurs.",
                    en="{name} is not of this installation: its measures will be elsewhere.",
                )
                session.console.print(session.say(away.fill(name=receiver.name)))
            _answer(session, row.id)


def _receiver(session: Session, asked: str) -> Receiver:
    """Find who receives a competence, here or elsewhere."""
    if not asked:  # it would stand for the first one
        raise BeffroiError(NOT_FOUND, what=_BODY, key=asked, command="organisations list")
    try:
        row = session.organisation(asked)
    except BeffroiError as error:
        if error.type is not NOT_FOUND:
            raise
        return Receiver(asked, plain(asked) if is_siren(plain(asked)) else "")
    return Receiver(row.name, row.key if is_siren(row.key) else "", row.id)


def _answer(session: Session, organisation: int) -> None:
    with session.read("organisations").session() as looked:
        found: list[dict[str, Any]] = [
            {
                "code": one.code,
                **plain_span(one.since, one.until),
                "holder": one.holder,
                "holder_siren": one.holder_siren,
                "act": one.act,
            }
            for one in listed(looked, organisation)
        ]
    if session.as_json:
        session.answer(found)
        return
    titles = (
        Text(fr="compétence", en="competence"),
        Text(fr="quand", en="when"),
        Text(fr="ensuite", en="then"),
        Text(fr="acte", en="act"),
    )
    table = light(*map(session.say, titles))
    for one in found:
        label = session.say(competences()[one["code"]].label)
        when = session.say(span(one["since"], one["until"]))
        table.add_row(f"{one['code']} ({label})", when, one["holder"], one["act"])
    session.console.print(table)
