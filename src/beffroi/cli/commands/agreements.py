"""`beffroi agreements`: who lends which measures to whom."""

from pathlib import Path
from typing import Annotated

import typer

from beffroi.cli.agreements import show_list, show_one, show_templates, show_totals
from beffroi.cli.context import HomeOption, JsonOption, OrganisationOption, Say, opened
from beffroi.cli.frame import Frame
from beffroi.cli.screen import sound
from beffroi.commons.agreements.drafting import draft, from_file, from_template, templates
from beffroi.commons.agreements.listing import listed, shown
from beffroi.commons.agreements.proposing import propose
from beffroi.commons.agreements.stances import STEPS, take
from beffroi.commons.agreements.telling import tell
from beffroi.periods import parse_instant
from beffroi.store.read import BEGINNING, END
from beffroi.texts import Text

_DONE = {
    "accept": Text(fr="Accepter une convention.", en="Accept an agreement."),
    "refuse": Text(fr="Refuser une convention proposée.", en="Refuse an agreement."),
    "suspend": Text(
        fr="Suspendre une convention : dès la question suivante, plus rien n’est prêté.",
        en="Suspend an agreement: from the next question on, nothing is lent.",
    ),
    "resume": Text(fr="Reprendre une convention suspendue.", en="Resume a suspended agreement."),
    "revoke": Text(
        fr="Résilier une convention, pour toujours et dès la question suivante.",
        en="Revoke an agreement, for ever and from the next question on.",
    ),
}
_ACTS = Text(
    fr="La collectivité qui agit : SIREN, nom ou numéro.",
    en="The authority that acts: SIREN, name or number.",
)
_NUMBER = Text(fr="Numéro de la convention.", en="Number of the agreement.")


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    group = app.group("agreements", no_args_is_help=True)
    _templates(group, say)
    _propose(group, say)
    _list(group, say)
    _show(group, say)
    for name in _DONE:
        _step(group, say, name)
    _totals(group, say)


def _templates(group: Frame, say: Say) -> None:
    help_ = Text(fr="Montrer les modèles de conventions.", en="Show the templates of agreements.")

    @group.command("templates", help=say(help_))
    def templates_(home: HomeOption, as_json: JsonOption = False) -> None:
        with opened(home, as_json=as_json) as session:
            if as_json:
                session.answer(templates())
                return
            show_templates(session)


def _propose(group: Frame, say: Say) -> None:
    acting_help = say(_ACTS)
    file_help = say(Text(fr="Fichier TOML de la convention.", en="TOML file of the agreement."))
    template_help = say(Text(fr="Partir de ce modèle.", en="Begin from this template."))
    provider_help = say(Text(fr="La collectivité qui prête.", en="The authority that lends."))
    recipient_help = say(
        Text(fr="Un destinataire ; répétez pour plusieurs.", en="A recipient; repeat for several.")
    )
    until_help = say(
        Text(fr="Jour de sa fin, exclu (AAAA-MM-JJ).", en="Day of its end, excluded (YYYY-MM-DD).")
    )
    help_ = Text(
        fr="Proposer une convention, d’un fichier ou d’un modèle.",
        en="Propose an agreement, from a file or a template.",
    )

    @group.command("propose", help=say(help_))
    def propose_(
        home: HomeOption,
        acting: Annotated[str, typer.Option("--acting", help=acting_help)],
        file: Annotated[Path | None, typer.Argument(help=file_help)] = None,
        template: Annotated[str, typer.Option("--template", help=template_help)] = "",
        provider: Annotated[str, typer.Option("--provider", help=provider_help)] = "",
        recipient: Annotated[
            list[str] | None, typer.Option("--recipient", help=recipient_help)
        ] = None,
        until: Annotated[str, typer.Option("--until", help=until_help)] = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            said = from_template(template) if file is None else from_file(file)
            given = {"provider": provider, "recipients": recipient, "valid_until": until}
            said |= {name: value for name, value in given.items() if value}
            made = draft(said, lambda name: session.organisation(name).id)
            door = session.write()
            number = propose(door, made, session.organisation(acting).id)
            found = shown(door, [made.provider], number)
            if as_json:
                session.answer(found.to_dict())
                return
            show_one(session, found)


def _list(group: Frame, say: Say) -> None:
    @group.command("list", help=say(Text(fr="Lister les conventions.", en="List the agreements.")))
    def list_(
        home: HomeOption, organisation: OrganisationOption = "", as_json: JsonOption = False
    ) -> None:
        with opened(home, as_json=as_json) as session:
            parties = [row.id for row in session.organisations(organisation)]
            rows = listed(session.store.writer(session.actor), parties)
            if as_json:
                session.answer([row.to_dict() for row in rows])
                return
            show_list(session, rows)


def _show(group: Frame, say: Say) -> None:
    @group.command("show", help=say(Text(fr="Montrer une convention.", en="Show an agreement.")))
    def show(
        home: HomeOption,
        agreement: Annotated[int, typer.Argument(help=say(_NUMBER))],
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            parties = [row.id for row in session.organisations()]
            found = shown(session.store.writer(session.actor), parties, agreement)
            if as_json:
                session.answer(found.to_dict())
                return
            show_one(session, found)


def _step(group: Frame, say: Say, name: str) -> None:
    why_help = say(Text(fr="Pourquoi.", en="Why."))

    @group.command(name, help=say(_DONE[name]))
    def step(
        home: HomeOption,
        agreement: Annotated[int, typer.Argument(help=say(_NUMBER))],
        acting: Annotated[str, typer.Option("--acting", help=say(_ACTS))],
        why: Annotated[str, typer.Option("--why", help=why_help)] = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            party = session.organisation(acting)
            door = session.write()
            take(door, agreement, party.id, name, sound(why))
            if as_json:
                session.answer(shown(door, [party.id], agreement).to_dict())
                return
            done = Text(
                fr="Convention n° {agreement} : {step}, pour « {party} ».",
                en="Agreement {agreement}: {step}, for “{party}”.",
            )
            text = done.fill(agreement=agreement, step=STEPS[name].label, party=party.name)
            session.console.print(session.say(text))


def _totals(group: Frame, say: Say) -> None:
    from_help = say(Text(fr="Premier instant ou jour.", en="First instant or day."))
    to_help = say(Text(fr="Fin, exclue.", en="End, excluded."))
    help_ = Text(
        fr="Lire les totaux qu’une convention prête, jamais un équipement seul.",
        en="Read the totals that an agreement lends, never one asset alone.",
    )

    @group.command("totals", help=say(help_))
    def totals_(
        home: HomeOption,
        agreement: Annotated[int, typer.Argument(help=say(_NUMBER))],
        acting: Annotated[str, typer.Option("--acting", help=say(_ACTS))],
        from_: Annotated[str, typer.Option("--from", help=from_help)] = "",
        to: Annotated[str, typer.Option("--to", help=to_help)] = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            since = parse_instant(from_) if from_ else BEGINNING
            until = parse_instant(to) if to else END
            rows = tell(session.read("agreement", acting), agreement, since, until)
            if as_json:
                session.answer([row.to_dict() for row in rows])
                return
            show_totals(session, rows)
