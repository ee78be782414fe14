"""`beffroi store erase`, `retain`: what goes for good, once the name of its owner is repeated."""

from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer

from beffroi.cli.context import HomeOption, JsonOption, Say, Session, opened
from beffroi.cli.frame import Frame
from beffroi.cli.screen import sound
from beffroi.errors import BeffroiError
from beffroi.errors.cli import USAGE
from beffroi.figures import numbers, size
from beffroi.store.erasing import Erased, erase, retain
from beffroi.store.rollups.roll import roll
from beffroi.texts import Text

_WHO = Text(fr="Collectivité : SIREN, nom ou numéro.", en="Authority: SIREN, name or number.")
_YES = Text(fr="Ne pas demander de confirmation.", en="Do not ask for a confirmation.")
_NUMBER = Text(fr="<nombre>", en="<number>")
_SURE = Text(
    fr="Confirmez avec --yes : ce qui est effacé ne revient pas.",
    en="Confirm with --yes: what is erased does not come back.",
)
_FIRST_DAY = date(1900, 1, 1)
_OTHER_DAY = Text(
    fr="« {day} » ne convient pas : donnez un jour de 1900 à aujourd’hui",
    en="“{day}” will not do: give a day from 1900 to today",
)
_NO_DAY = Text(
    fr="« {day} » n’est pas un jour : écrivez AAAA-MM-JJ",
    en="“{day}” is no day: write YYYY-MM-DD",
)


def erase_command(group: Frame, say: Say) -> None:
    """Add `erase`."""
    series_help = say(
        Text(
            fr="Cette série seulement (répétable) : numéro, voir « beffroi series ».",
            en="This series only (repeatable): number, see “beffroi series”.",
        )
    )

    @group.command(
        "erase",
        help=say(
            Text(
                fr="Effacer pour de bon une collectivité, ou certaines de ses séries.",
                en="Erase for good an authority, or some of its series.",
            )
        ),
    )
    def erase_(
        home: HomeOption,
        who: Annotated[str, typer.Argument(metavar="ORGANISATION", help=say(_WHO))],
        series: Annotated[
            list[int] | None, typer.Option("--series", metavar=say(_NUMBER), help=series_help)
        ] = None,
        yes: Annotated[bool, typer.Option("--yes", help=say(_YES))] = False,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owner = session.organisation(sound(who), whole=True)
            whole = Text(
                fr="Tout ce que tient « {name} » va être effacé : mesures, fichiers reçus,"
                " équipements, constats et décisions.",
                en="All that “{name}” holds will be erased: measures, received files, assets,"
                " findings and decisions.",
            )
            some = Text(
                fr="{n} séries de « {name} » vont être effacées, avec les fichiers qui les ont"
                " apportées et leurs constats.",
                en="{n} series of “{name}” will be erased, with the files that brought them and"
                " their findings.",
            )
            told = (
                some.fill(n=len(series), name=owner.name) if series else whole.fill(name=owner.name)
            )
            _confirm(session, told, owner.name, yes=yes)
            _show(session, erase(session.write(), owner.id, series or None))


def retain_command(group: Frame, say: Say) -> None:
    """Add `retain`."""
    before_help = say(
        Text(
            fr="Premier jour gardé, AAAA-MM-JJ : ce qui commence avant est effacé.",
            en="First day that is kept, YYYY-MM-DD: what begins before is erased.",
        )
    )

    @group.command(
        "retain",
        help=say(
            Text(
                fr="Effacer pour de bon les mesures trop anciennes d’une collectivité.",
                en="Erase for good the measures of an authority that are too old.",
            )
        ),
    )
    def retain_(
        home: HomeOption,
        who: Annotated[str, typer.Argument(metavar="ORGANISATION", help=say(_WHO))],
        before: Annotated[str, typer.Option("--before", help=before_help)],
        yes: Annotated[bool, typer.Option("--yes", help=say(_YES))] = False,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            day = _day(before, session.today)
            owner = session.organisation(sound(who), whole=True)
            told = Text(
                fr="Les mesures de « {name} » d’avant le {day} vont être effacées, avec les"
                " fichiers reçus qui en contiennent.",
                en="The measures of “{name}” from before {day} will be erased, with the received"
                " files that hold some.",
            )
            shown = Text(fr=f"{day:%d/%m/%Y}", en=f"{day:%d %B %Y}")
            _confirm(session, told.fill(name=owner.name, day=shown), owner.name, yes=yes)
            door = session.write()
            done = retain(door, owner.id, day)
            roll(door)
            _show(session, done)


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        problem = _NO_DAY.fill(day=sound(text))
        raise BeffroiError(USAGE, problem=problem, command="beffroi store retain") from error
    if not _FIRST_DAY <= day <= today:
        problem = _OTHER_DAY.fill(day=sound(text))
        raise BeffroiError(USAGE, problem=problem, command="beffroi store retain")
    return day


def _confirm(session: Session, told: Text, name: str, *, yes: bool) -> None:
    """Ask for the name of the authority; anything else erases nothing."""
    if yes:
        return
    if session.as_json:
        raise BeffroiError(USAGE, problem=_SURE, command="beffroi store")
    session.console.print(session.say(told), style="bold red")
    back = Text(
        fr="Cela ne revient pas. Les sauvegardes gardent ce qu’elles ont.",
        en="It does not come back. Backups keep what they have.",
    )
    session.console.print(session.say(back))
    ask = Text(fr="Pour confirmer, écrivez son nom", en="To confirm, write its name")
    if " ".join(sound(typer.prompt(session.say(ask))).split()) != name:
        nothing = Text(
            fr="Ce n’est pas ce nom : rien n’est effacé.", en="That is not it: nothing is erased."
        )
        session.console.print(session.say(nothing))
        raise typer.Exit(1)


def _show(session: Session, done: Erased) -> None:
    if session.as_json:
        session.answer(asdict(done))
        return
    lines = [
        Text(
            fr="Effacé : {observations} mesures de {series} séries ({rows} lignes, {files}"
            " fichiers récrits ou ôtés), {size}.",
            en="Erased: {observations} measures of {series} series ({rows} rows, {files} files"
            " written again or removed), {size}.",
        ),
        Text(
            fr="Avec elles : {originals} fichiers reçus, {deposits} dépôts en attente,"
            " {findings} constats, {messages} messages.",
            en="With them: {originals} received files, {deposits} drops that waited,"
            " {findings} findings, {messages} messages.",
        ),
        Text(
            fr="Le journal dit qui et combien, sans les données. Les sauvegardes faites avant les"
            " tiennent encore.",
            en="The journal says who and how much, without the data. Backups made before still"
            " hold them.",
        ),
    ]
    shown: dict[str, object] = {
        key: numbers(value) for key, value in asdict(done).items() if key != "bytes"
    }
    for line in lines:
        text = line.fill({**shown, "size": size(done.bytes)})
        session.console.print(session.say(text))
