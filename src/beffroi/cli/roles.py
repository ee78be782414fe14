"""`beffroi people role`, `end`, `delegate`, `roles`: who may do what, until when."""

from typing import Annotated

import typer

from beffroi.cli.context import HomeOption, JsonOption, OrganisationOption, Say, Session, opened
from beffroi.cli.frame import Frame
from beffroi.cli.people import WHO, everywhere_or, in_days
from beffroi.cli.screen import sound
from beffroi.cli.tables import day, light
from beffroi.periods import utc_now
from beffroi.store.state.people import Membership
from beffroi.texts import Text
from beffroi.trust.people import accounts, loans, memberships
from beffroi.trust.people.roles import roles

_EVERYWHERE = Text(
    fr="Dans toutes les collectivités de l’installation.",
    en="In every authority of the installation.",
)


def role_command(group: Frame, say: Say) -> None:
    """Add `role`."""
    role_help = say(Text(fr="Rôle : voir « beffroi people roles ».", en="See “people roles”."))
    days_help = say(Text(fr="Durée, en jours ; sans fin par défaut.", en="Duration, in days."))

    @group.command(
        "role", help=say(Text(fr="Donner un rôle à quelqu’un.", en="Give somebody a role."))
    )
    def role_(
        home: HomeOption,
        who: Annotated[str, typer.Argument(help=say(WHO))],
        role: Annotated[str, typer.Argument(help=role_help)],
        organisation: OrganisationOption = "",
        everywhere: Annotated[bool, typer.Option("--everywhere", help=say(_EVERYWHERE))] = False,
        days: Annotated[int | None, typer.Option("--days", help=days_help)] = None,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            door = session.write()
            owner = everywhere_or(session, sound(organisation), everywhere=everywhere)
            person = accounts.find(door, sound(who))
            _given(session, memberships.give(door, person, owner, sound(role), in_days(days)))


def end_command(group: Frame, say: Say) -> None:
    """Add `end`."""
    number_help = say(Text(fr="Numéro du rôle : voir « show ».", en="Number of it: see “show”."))

    @group.command(
        "end",
        help=say(
            Text(fr="Mettre fin à un rôle, et à ses délégations.", en="End a role and its loans.")
        ),
    )
    def end(
        home: HomeOption,
        membership: Annotated[int, typer.Argument(help=number_help)],
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            _given(session, memberships.end(session.write(), membership))


def lend_command(group: Frame, say: Say) -> None:
    """Add `delegate`."""
    to_help = say(Text(fr="À qui.", en="To whom."))
    role_help = say(Text(fr="Rôle prêté.", en="The role that is lent."))
    days_help = say(Text(fr="Durée, en jours (92 au plus).", en="Duration, in days (92 at most)."))

    @group.command(
        "delegate",
        help=say(
            Text(fr="Déléguer le rôle de quelqu’un pour un temps.", en="Lend somebody’s role.")
        ),
    )
    def delegate(
        home: HomeOption,
        who: Annotated[str, typer.Argument(help=say(WHO))],
        to: Annotated[str, typer.Argument(help=to_help)],
        role: Annotated[str, typer.Argument(help=role_help)],
        days: Annotated[int, typer.Option("--days", help=days_help)],
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            door = session.write()
            owner = session.organisation(sound(organisation)).id
            lender, borrower = (accounts.find(door, sound(one)) for one in (who, to))
            until = in_days(days) or utc_now()
            _given(session, loans.lend(door, lender, borrower, owner, sound(role), until))


def roles_command(group: Frame, say: Say) -> None:
    """Add `roles`."""

    @group.command(
        "roles",
        help=say(Text(fr="Ce que permet chaque rôle.", en="What each role allows.")),
    )
    def roles_(home: HomeOption, as_json: JsonOption = False) -> None:
        with opened(home, as_json=as_json) as session:
            if as_json:
                session.answer(
                    [
                        {
                            "role": one.key,
                            "label": session.say(one.label),
                            "rights": sorted(one.rights),
                            "second_factor": one.second_factor,
                            "delegable": one.delegable,
                        }
                        for one in roles().values()
                    ]
                )
                return
            what = Text(fr="ce qu’il permet", en="what it allows")
            name = Text(fr="rôle", en="role")
            table = light(session.say(name), session.say(what))
            for one in roles().values():
                table.add_row(one.key, f"{session.say(one.label)} – {session.say(one.about)}")
            session.console.print(table)


def _given(session: Session, row: Membership) -> None:
    """Show a role that was given, lent or ended."""
    if session.as_json:
        session.answer(
            {
                "membership": row.id,
                "organisation": row.organisation_id,
                "role": row.role,
                "until": row.until.isoformat() if row.until else None,
            }
        )
        return
    until = Text(fr=" jusqu’au {day}", en=" until {day}").fill(day=day(row.until))
    done = Text(fr="Rôle n° {n} : {role}{until}.", en="Role {n}: {role}{until}.")
    label = roles()[row.role].label if row.role in roles() else row.role
    end = until if row.until else ""
    session.console.print(session.say(done.fill(n=row.id, role=label, until=end)))
