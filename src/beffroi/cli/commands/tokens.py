"""`beffroi token`: what lets a gateway send measures for an organisation."""

from typing import Annotated, Any

import typer

from beffroi.cli.context import HomeOption, JsonOption, OrganisationOption, Say, opened
from beffroi.cli.frame import Frame
from beffroi.cli.screen import sound
from beffroi.cli.tables import day, light
from beffroi.periods import utc_now
from beffroi.store.state.flow import Token
from beffroi.store.tokens import USUAL, create, listed, revoke, scopes
from beffroi.texts import Text

_STATES = {
    "valid": Text(fr="valable", en="valid"),
    "revoked": Text(fr="révoqué", en="revoked"),
    "expired": Text(fr="expiré", en="expired"),
}
_CREATED = Text(
    fr="Jeton n° {token} pour « {organisation} », valable jusqu’au {until}. Copiez-le : il ne sera "
    "plus montré.\n{secret}",
    en="Token {token} for “{organisation}”, valid until {until}. Copy it: it will not be shown "
    "again.\n{secret}",
)


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    group = app.group("token", no_args_is_help=True)
    _create(group, say)
    _list(group, say)
    _revoke(group, say)


def _create(group: Frame, say: Say) -> None:
    owner_help = say(
        Text(fr="Collectivité : SIREN, nom ou numéro.", en="Authority: SIREN, name or number.")
    )
    name_help = say(Text(fr="À qui ou à quoi il sert.", en="Who or what it is for."))
    days_help = say(Text(fr="Nombre de jours de validité.", en="Days of validity."))
    scope_help = say(
        Text(
            fr="Ce qu’il permet (répétable) : write_measures, read_measures, read_indicators, "
            "pull_lent.",
            en="What it allows (repeatable): write_measures, read_measures, read_indicators, "
            "pull_lent.",
        )
    )

    @group.command(
        "create",
        help=say(
            Text(
                fr="Créer un jeton ; il n’est montré qu’une fois.",
                en="Make a token; it is shown once.",
            )
        ),
    )
    def create_(
        home: HomeOption,
        organisation: Annotated[str, typer.Argument(help=owner_help)],
        name: Annotated[str, typer.Option("--name", help=name_help)],
        days: Annotated[int, typer.Option("--days", help=days_help)] = 365,
        scope: Annotated[list[str] | None, typer.Option("--scope", help=scope_help)] = None,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owner = session.organisation(organisation)
            secret, row = create(
                session.write(), owner.id, sound(name), days, scopes(scope or USUAL)
            )
            if as_json:
                session.answer({**_plain(row), "secret": secret})
                return
            text = _CREATED.fill(
                token=row.id, organisation=owner.name, until=day(row.expires_at), secret=secret
            )
            session.console.print(session.say(text), soft_wrap=True)


def _list(group: Frame, say: Say) -> None:
    @group.command("list", help=say(Text(fr="Lister les jetons.", en="List the tokens.")))
    def list_(
        home: HomeOption, organisation: OrganisationOption = "", as_json: JsonOption = False
    ) -> None:
        with opened(home, as_json=as_json) as session:
            names = {row.id: row.name for row in session.organisations(organisation)}
            rows = listed(session.store.writer(session.actor), list(names))
            if as_json:
                session.answer([_plain(row) for row in rows])
                return
            titles = (
                Text(fr="nom", en="name"),
                Text(fr="collectivité", en="authority"),
                Text(fr="expire le", en="expires"),
                Text(fr="état", en="state"),
            )
            table = light("n°", *map(session.say, titles), right=(0,))
            for row in rows:
                state = session.say(_STATES[_state(row)])
                until = day(row.expires_at)
                table.add_row(str(row.id), row.name, names[row.organisation_id], until, state)
            session.console.print(table)


def _revoke(group: Frame, say: Say) -> None:
    token_help = say(Text(fr="Numéro du jeton.", en="Number of the token."))

    @group.command(
        "revoke",
        help=say(
            Text(
                fr="Révoquer un jeton : il est refusé dès la requête suivante.",
                en="Revoke a token: it is refused from the next request on.",
            )
        ),
    )
    def revoke_(
        home: HomeOption,
        token: Annotated[int, typer.Argument(help=token_help)],
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            row = revoke(session.write(), token)
            if as_json:
                session.answer(_plain(row))
                return
            done = Text(fr="Jeton n° {token} révoqué.", en="Token {token} revoked.")
            session.console.print(session.say(done.fill(token=token)))


def _state(row: Token) -> str:
    if row.revoked_at is not None:
        return "revoked"
    return "valid" if row.expires_at > utc_now() else "expired"


def _plain(row: Token) -> dict[str, Any]:
    return {
        "token": row.id,
        "name": row.name,
        "organisation": row.organisation_id,
        "scopes": row.scopes,
        "state": _state(row),
        "created_at": row.created_at.isoformat(),
        "expires_at": row.expires_at.isoformat(),
        "revoked_at": row.revoked_at.isoformat() if row.revoked_at else None,
        "actor": row.actor,
    }
