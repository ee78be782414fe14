"""`beffroi notices`: what would be sent by mail, and sending what is due."""

from typing import Annotated

import typer

from beffroi.cli.context import HomeOption, JsonOption, Say, Session, opened
from beffroi.cli.frame import Frame
from beffroi.errors import BeffroiError
from beffroi.errors.store import NOT_FOUND
from beffroi.periods import utc_now
from beffroi.publish.notices.kinds import MONTH, WEEK
from beffroi.publish.notices.letters import plain
from beffroi.publish.notices.links import STOP
from beffroi.publish.notices.planning import plan, rounds
from beffroi.publish.notices.sending import reader_of, send
from beffroi.publish.notices.telling import digest
from beffroi.publish.notices.transport import require
from beffroi.store import notices
from beffroi.texts import Text
from beffroi.trust.people.accounts import WHAT, find

_NOTHING = Text(
    fr="Il n’y a rien à écrire à cette personne : rien n’attend, ou elle n’a pas choisi de point "
    "{pace}.",
    en="There is nothing to write to that person: nothing waits, or they chose no digest {pace}.",
)
_PACES = {
    WEEK: Text(fr="hebdomadaire", en="by week"),
    MONTH: Text(fr="mensuel", en="by month"),
}
_SENT = Text(
    fr="Envoyés : {sent}. Sans objet : {nothing}. Remis à plus tard : {postponed}. Refusés : "
    "{failed}.",
    en="Sent: {sent}. Without object: {nothing}. Postponed: {postponed}. Refused: {failed}.",
)
_LEFT = Text(
    fr="En attente : {waiting}. Dont nul ne sait s’ils sont partis : {doubtful}.",
    en="Waiting: {waiting}. Of which nobody knows whether they left: {doubtful}.",
)


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    group = app.group("notices", no_args_is_help=True)
    _preview(group, say)
    _send(group, say)


def _preview(group: Frame, say: Say) -> None:
    who_help = say(Text(fr="Adresse ou référence.", en="E-mail or reference."))
    week_help = say(Text(fr="Le point de la semaine.", en="The digest of the week."))

    @group.command(
        "preview",
        help=say(
            Text(
                fr="Montrer le point qu’une personne recevrait maintenant ; rien ne part.",
                en="Show the digest that a person would receive now; nothing leaves.",
            )
        ),
    )
    def preview_(
        home: HomeOption,
        person: Annotated[str, typer.Argument(help=who_help)],
        week: Annotated[bool, typer.Option("--week", help=week_help)] = False,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            text, subject = _written(session, person, WEEK if week else MONTH)
            if as_json:
                session.answer({"subject": subject, "text": text})
            elif text:
                session.console.print(subject, soft_wrap=True)
                session.console.print(text, soft_wrap=True)
            else:
                said = _NOTHING.fill(pace=_PACES[WEEK if week else MONTH])
                session.console.print(session.say(said), soft_wrap=True)


def _written(session: Session, who: str, pace: str) -> tuple[str, str]:
    """Return the text and the subject of a digest; empty where there is none."""
    row = find(session.store.writer(session.actor), who)
    reader = reader_of(session.store, row.id, session.today)
    if reader is None:
        raise BeffroiError(NOT_FOUND, what=WHAT, key=who[:80], command="people list")
    due = next(one for one in rounds(utc_now()) if one.pace == pace)
    letter = digest(reader, due.subject)
    if letter is None:
        return "", ""
    site = session.store.settings.address.rstrip("/")
    language = session.language
    return plain(letter, site, f"{site}{STOP}/…", language), letter.subject.in_(language)


def _send(group: Frame, say: Say) -> None:
    @group.command(
        "send",
        help=say(
            Text(
                fr="Envoyer ce qui est dû, sans attendre le service.",
                en="Send what is due, without waiting for the service.",
            )
        ),
    )
    def send_(home: HomeOption, as_json: JsonOption = False) -> None:
        with opened(home, as_json=as_json) as session:
            require(session.store.settings)
            door, now = session.write(), utc_now()
            plan(door, now)
            sent = send(session.store, door, utc_now(), session.today)
            with door.look() as looking:
                left = notices.counted(looking)
            if as_json:
                session.answer({**sent.counts, "problem": sent.problem, "left": left})
                return
            names = ("sent", "nothing", "postponed", "failed")
            counts = {name: sent.counts.get(name, 0) for name in names}
            session.console.print(session.say(_SENT.fill(counts)), soft_wrap=True)
            session.console.print(session.say(_LEFT.fill(left)), soft_wrap=True)
