"""What the commands of people share, and those of roles and sessions."""

from datetime import datetime, timedelta
from typing import Annotated, Any

import typer

from beffroi.cli.context import HomeOption, JsonOption, Say, Session, opened
from beffroi.cli.frame import Frame
from beffroi.cli.screen import sound
from beffroi.cli.tables import day, light
from beffroi.errors import BeffroiError
from beffroi.errors.cli import USAGE
from beffroi.periods import PARIS, utc_now
from beffroi.store.state.people import Person
from beffroi.texts import Text
from beffroi.trust.people import accounts, memberships, sessions

WHO = Text(fr="Adresse électronique ou référence.", en="E-mail or reference.")
_WHERE = Text(
    fr="Plusieurs collectivités existent : dites laquelle avec --organisation, ou --everywhere.",
    en="There are several authorities: say which one with --organisation, or --everywhere.",
)
_INVITED = Text(
    fr="{name} ({reference}) choisira son mot de passe avec ce code, une fois, avant le {until} :\n"
    "{code}\nRemettez-le en main propre ou par un canal sûr : il ouvre le compte.",
    en="{name} ({reference}) will choose a password with this code, once, before {until}:\n"
    "{code}\nHand it over in person or by a safe way: it opens the account.",
)
_SURE = Text(
    fr="Confirmez avec --yes : ce qui est effacé ne revient pas.",
    en="Confirm with --yes: what is erased does not come back.",
)
_TOO_LONG = Text(
    fr="La durée doit être de 1 à {most} jours.", en="The duration must be from 1 to {most} days."
)
_MOST_DAYS = 3650


def sessions_command(group: Frame, say: Say) -> None:
    """Add `sessions`."""

    @group.command(
        "sessions",
        help=say(Text(fr="Lister les sessions de quelqu’un.", en="List somebody’s sessions.")),
    )
    def sessions_(
        home: HomeOption,
        who: Annotated[str, typer.Argument(help=say(WHO))],
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            door = session.store.writer(session.actor)
            rows = sessions.listed(door, accounts.find(door, sound(who)).id, utc_now())
            if as_json:
                session.answer(
                    [
                        {
                            "session": row.id,
                            "agent": row.agent,
                            "created_at": row.created_at.isoformat(),
                            "seen_at": row.seen_at.isoformat(),
                            "level": row.level,
                        }
                        for row in rows
                    ]
                )
                return
            titles = (Text(fr="navigateur", en="browser"), Text(fr="vue le", en="seen"))
            table = light("n°", *map(session.say, titles), right=(0,))
            for row in rows:
                seen = f"{row.seen_at.astimezone(PARIS):%d/%m/%Y %H:%M}"
                table.add_row(str(row.id), row.agent, seen)
            session.console.print(table)


def revoke_command(group: Frame, say: Say) -> None:
    """Add `revoke`."""
    number_help = say(Text(fr="Numéro ; toutes par défaut.", en="Number; all by default."))

    @group.command(
        "revoke",
        help=say(Text(fr="Fermer les sessions de quelqu’un.", en="End somebody’s sessions.")),
    )
    def revoke(
        home: HomeOption,
        who: Annotated[str, typer.Argument(help=say(WHO))],
        number: Annotated[int | None, typer.Argument(metavar="SESSION", help=number_help)] = None,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            door, now = session.write(), utc_now()
            person = accounts.find(door, sound(who))
            known = [row.id for row in sessions.listed(door, person.id, now)]
            asked = known if number is None else [number]
            for one in asked:
                sessions.revoke(door, person, one, now)
            if as_json:
                session.answer({"revoked": asked})
                return
            done = Text(fr="Sessions fermées : {n}.", en="Sessions ended: {n}.")
            session.console.print(session.say(done.fill(n=len(asked))))


def everywhere_or(session: Session, asked: str, *, everywhere: bool) -> int | None:
    """Return the organisation that is meant; None for all of them, never by omission.

    Raises:
        BeffroiError: `cli.usage` where several are possible; `store.not_found`.
    """
    if everywhere and not asked:
        return None
    found = session.organisations(asked)
    if len(found) > 1:
        raise BeffroiError(USAGE, problem=_WHERE, command="beffroi people")
    return found[0].id


def in_days(days: int | None) -> datetime | None:
    """Return when something ends that lasts some days.

    Raises:
        BeffroiError: `cli.usage`.
    """
    if days is None:
        return None
    if not 0 < days <= _MOST_DAYS:
        problem = _TOO_LONG.fill(most=_MOST_DAYS)
        raise BeffroiError(USAGE, problem=problem, command="beffroi people")
    return utc_now() + timedelta(days=days)


def invited(session: Session, person: Person, code: str) -> None:
    """Show an invitation, once."""
    if session.as_json:
        session.answer({**person_told(session, person), "invitation": code})
        return
    until = day(utc_now() + accounts.INVITED)
    text = _INVITED.fill(name=person.name, reference=person.reference, until=until, code=code)
    session.console.print(session.say(text), soft_wrap=True)


def person_told(session: Session, person: Person) -> dict[str, Any]:
    """Return a person as plain data, with the roles of today."""
    held = memberships.of(session.store.writer(session.actor), person, utc_now())
    return {
        "person": person.reference,
        "name": person.name,
        "email": person.email,
        "created_at": person.created_at.isoformat(),
        "closed_at": person.closed_at.isoformat() if person.closed_at else None,
        "roles": [
            {
                "membership": one.membership,
                "organisation": one.organisation,
                "role": one.role,
                "until": one.until.isoformat() if one.until else None,
                "lent": one.lent,
            }
            for one in held
        ],
    }


def confirmed(session: Session, person: Person, *, yes: bool) -> None:
    """Ask for the reference of a person; anything else erases nothing."""
    if yes:
        return
    if session.as_json:
        raise BeffroiError(USAGE, problem=_SURE, command="beffroi people erase")
    ask = Text(
        fr="Pour effacer {name} pour de bon, écrivez {reference}",
        en="To erase {name} for good, write {reference}",
    )
    text = session.say(ask.fill(name=person.name, reference=person.reference))
    if sound(typer.prompt(text)).strip() != person.reference:
        nothing = Text(
            fr="Ce n’est pas cela : rien n’est effacé.", en="That is not it: nothing is erased."
        )
        session.console.print(session.say(nothing))
        raise typer.Exit(1)
