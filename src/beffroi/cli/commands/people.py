"""`beffroi people`: accounts and roles, as whoever keeps the installation gives them.

No command takes a password: a person chooses theirs with an invitation.
"""

from typing import Annotated

import typer

from beffroi.cli.context import HomeOption, JsonOption, OrganisationOption, Say, opened
from beffroi.cli.frame import Frame
from beffroi.cli.people import (
    WHO,
    confirmed,
    everywhere_or,
    in_days,
    invited,
    person_told,
    revoke_command,
    sessions_command,
)
from beffroi.cli.roles import end_command, lend_command, role_command, roles_command
from beffroi.cli.screen import sound
from beffroi.cli.tables import day, light
from beffroi.figures import numbers
from beffroi.periods import utc_now
from beffroi.texts import Text
from beffroi.trust.people import accounts, memberships
from beffroi.trust.people.roles import roles

_YES = Text(fr="Ne pas demander de confirmation.", en="Do not ask for a confirmation.")
_ADMINISTRATOR = "administrator"
_ERASED = Text(
    fr="{reference} : personne effacée. Entrées du journal qui ne disent plus qui a agi : {n}.",
    en="{reference}: person erased. Entries of the journal that tell no more who acted: {n}.",
)
_LEFT = Text(
    fr="Entrées nées de commandes qui portent encore ce nom ou cette adresse : {n}. Rien ne dit "
    "que c’était cette personne. Si c’était elle seule : "
    'beffroi people erase {reference} --signed "ce nom".',
    en="Entries made by commands that still bear this name or e-mail: {n}. Nothing tells that it "
    "was this person. If it was nobody else: "
    'beffroi people erase {reference} --signed "this name".',
)


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    group = app.group("people", no_args_is_help=True)
    _add(group, say)
    _list(group, say)
    _show(group, say)
    role_command(group, say)
    end_command(group, say)
    lend_command(group, say)
    roles_command(group, say)
    _reset(group, say)
    sessions_command(group, say)
    revoke_command(group, say)
    _close(group, say)
    _erase(group, say)


def _add(group: Frame, say: Say) -> None:
    name_help = say(Text(fr="Prénom et nom.", en="First name and name."))
    email_help = say(Text(fr="Adresse électronique.", en="E-mail."))
    role_help = say(Text(fr="Rôle : voir « beffroi people roles ».", en="See “people roles”."))
    first_help = say(
        Text(
            fr="Administre toute l’installation : à donner à la première personne.",
            en="Administers the whole installation: for the first person.",
        )
    )
    days_help = say(Text(fr="Durée du rôle, en jours.", en="Duration of the role, in days."))

    @group.command(
        "add",
        help=say(
            Text(
                fr="Ouvrir un compte ; affiche une invitation, jamais un mot de passe.",
                en="Open an account; shows an invitation, never a password.",
            )
        ),
    )
    def add_(
        home: HomeOption,
        name: Annotated[str, typer.Argument(help=name_help)],
        email: Annotated[str, typer.Argument(help=email_help)],
        role: Annotated[str, typer.Option("--role", help=role_help)] = "",
        organisation: OrganisationOption = "",
        administrator: Annotated[bool, typer.Option("--administrator", help=first_help)] = False,
        days: Annotated[int | None, typer.Option("--days", help=days_help)] = None,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            door = session.write()
            owner = everywhere_or(session, sound(organisation), everywhere=administrator)
            key = _ADMINISTRATOR if administrator else sound(role)
            until = in_days(days)
            memberships.check(key, until, door, owner)
            row = accounts.add(door, sound(name), sound(email))
            memberships.give(door, row, owner, key, until)
            invited(session, row, accounts.invite(door, row))


def _list(group: Frame, say: Say) -> None:
    @group.command("list", help=say(Text(fr="Lister les comptes.", en="List the accounts.")))
    def list_(
        home: HomeOption, organisation: OrganisationOption = "", as_json: JsonOption = False
    ) -> None:
        with opened(home, as_json=as_json) as session:
            own = [row.id for row in session.organisations(organisation)] if organisation else None
            door = session.store.writer(session.actor)
            rows = [person_told(session, row) for row in accounts.listed(door, own)]
            if as_json:
                session.answer(rows)
                return
            titles = (
                Text(fr="nom", en="name"),
                Text(fr="adresse", en="e-mail"),
                Text(fr="rôles", en="roles"),
                Text(fr="référence", en="reference"),
            )
            table = light(*map(session.say, titles))
            closed = session.say(Text(fr="compte fermé", en="closed account"))
            for row in rows:
                labels = [session.say(roles()[one["role"]].label) for one in row["roles"]]
                what = closed if row["closed_at"] else ", ".join(labels)
                table.add_row(row["name"], row["email"] or "", what, row["person"])
            session.console.print(table)


def _show(group: Frame, say: Say) -> None:
    @group.command(
        "show", help=say(Text(fr="Montrer un compte et ses rôles.", en="Show an account."))
    )
    def show(
        home: HomeOption,
        who: Annotated[str, typer.Argument(help=say(WHO))],
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            row = accounts.find(session.store.writer(session.actor), sound(who))
            told = person_told(session, row)
            if as_json:
                session.answer(told)
                return
            session.console.print(f"{row.name} <{row.email or '–'}> {row.reference}")
            titles = (
                Text(fr="rôle", en="role"),
                Text(fr="collectivité", en="authority"),
                Text(fr="jusqu’au", en="until"),
                Text(fr="prêté", en="lent"),
            )
            table = light("n°", *map(session.say, titles), right=(0,))
            yes = session.say(Text(fr="oui", en="yes"))
            everywhere, names = session.say(Text(fr="toutes", en="all")), session.names()
            for one in memberships.of(session.store.writer(session.actor), row, utc_now()):
                table.add_row(
                    str(one.membership),
                    session.say(roles()[one.role].label),
                    everywhere if one.organisation is None else names[one.organisation],
                    day(one.until),
                    yes if one.lent else "",
                )
            session.console.print(table)


def _reset(group: Frame, say: Say) -> None:
    @group.command(
        "reset",
        help=say(
            Text(
                fr="Inviter de nouveau quelqu’un qui a perdu son mot de passe.",
                en="Invite anew somebody who lost their password.",
            )
        ),
    )
    def reset(
        home: HomeOption,
        who: Annotated[str, typer.Argument(help=say(WHO))],
        factors: Annotated[
            bool,
            typer.Option(
                "--second-factors",
                help=say(
                    Text(
                        fr="Retirer aussi ses seconds facteurs, s’ils sont perdus.",
                        en="Take the second factors away too, where they are lost.",
                    )
                ),
            ),
        ] = False,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            door = session.write()
            row = accounts.find(door, sound(who))
            code = accounts.invite(door, row)
            if factors:
                accounts.forget_factors(door, row)
            invited(session, row, code)


def _close(group: Frame, say: Say) -> None:
    @group.command(
        "close",
        help=say(
            Text(
                fr="Fermer un compte : rôles et sessions prennent fin.",
                en="Close an account: its roles and sessions end.",
            )
        ),
    )
    def close(
        home: HomeOption,
        who: Annotated[str, typer.Argument(help=say(WHO))],
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            door = session.write()
            row = accounts.find(door, sound(who))
            accounts.close(door, row)
            if as_json:
                session.answer(person_told(session, accounts.find(door, row.reference)))
                return
            done = Text(fr="Compte de {name} fermé.", en="Account of {name} closed.")
            session.console.print(session.say(done.fill(name=row.name)))


def _erase(group: Frame, say: Say) -> None:
    signed_help = say(
        Text(
            fr="Effacer aussi du journal qui a agi sous ce nom en ligne de commande, qui que ce "
            "soit.",
            en="Erase from the journal too who acted under this name in a terminal, whoever.",
        )
    )

    @group.command(
        "erase",
        help=say(
            Text(
                fr="Effacer une personne pour de bon ; sa référence reste au journal.",
                en="Erase a person for good; the journal keeps a reference.",
            )
        ),
    )
    def erase(
        home: HomeOption,
        who: Annotated[str, typer.Argument(help=say(WHO))],
        signed: Annotated[list[str] | None, typer.Option("--signed", help=signed_help)] = None,
        yes: Annotated[bool, typer.Option("--yes", help=say(_YES))] = False,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            door = session.write()
            row = accounts.find(door, sound(who))
            confirmed(session, row, yes=yes)
            count = accounts.erase(door, row, signed=[sound(one) for one in signed or ()])
            left = accounts.homonyms(door, row)
            if as_json:
                told = person_told(session, accounts.find(door, row.reference))
                session.answer({**told, "entries": count, "left": left})
                return
            done = _ERASED.fill(reference=row.reference, n=numbers(count))
            session.console.print(session.say(done))
            if left:
                session.console.print(
                    session.say(_LEFT.fill(reference=row.reference, n=numbers(left))),
                    style="yellow",
                )
