"""`beffroi scenarios`: what would change if a lever were pulled."""

from typing import Annotated

import typer

from beffroi.cli import scenarios as screens
from beffroi.cli import scenarios_commands
from beffroi.cli.choosing import assets_of
from beffroi.cli.context import HomeOption, JsonOption, OrganisationOption, Say, opened
from beffroi.cli.frame import Frame
from beffroi.decide.scenarios.asked import levers
from beffroi.decide.scenarios.assets import candidates
from beffroi.decide.scenarios.trying import try_
from beffroi.texts import Text

_ASSET = Text(
    fr="Un équipement (répétable), son numéro ou des mots de son nom : voir « scenarios assets ».",
    en="An asset (repeatable), its number or words of its name: see “scenarios assets”.",
)
_LEVER = Text(
    fr="Un levier (répétable) : voir « scenarios levers ».",
    en="A lever (repeatable): see “scenarios levers”.",
)
_SET = Text(
    fr="Régler un levier (répétable) : setpoint.delta=1,5 ou led.cost=4200.",
    en="Set something of a lever (repeatable): setpoint.delta=1.5 or led.cost=4200.",
)


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    group = app.group("scenarios", no_args_is_help=True)
    _lists(group, say)
    _try(group, say)
    scenarios_commands.register(group, say)


def _lists(group: Frame, say: Say) -> None:
    @group.command(
        "levers",
        help=say(Text(fr="Lister les leviers et leurs réglages.", en="List levers and settings.")),
    )
    def levers_(home: HomeOption, as_json: JsonOption = False) -> None:
        with opened(home, as_json=as_json) as session:
            rows = screens.levers_of(levers().values(), session.today, session.language)
            if as_json:
                session.answer(rows)
                return
            screens.show_levers(session, rows)

    @group.command(
        "assets",
        help=say(Text(fr="Lister ce sur quoi essayer.", en="List what may be tried upon.")),
    )
    def assets_(
        home: HomeOption, organisation: OrganisationOption = "", as_json: JsonOption = False
    ) -> None:
        with opened(home, as_json=as_json) as session:
            own = session.organisation(organisation)
            found = candidates(session.read("scenarios"), own.id)
            if as_json:
                session.answer(
                    [
                        {
                            "asset": one.asset,
                            "name": one.name,
                            "domain": one.domain,
                            "measured": list(one.goods),
                        }
                        for one in found
                    ]
                )
                return
            screens.show_assets(session, found)


def _try(group: Frame, say: Say) -> None:
    @group.command(
        "try",
        help=say(
            Text(
                fr="Essayer des leviers sur des bâtiments ou des secteurs d’eau ; rien "
                "n’est enregistré.",
                en="Try levers on buildings or water districts; nothing is recorded.",
            )
        ),
    )
    def try_it(
        home: HomeOption,
        asset: Annotated[
            list[str] | None, typer.Option("--asset", "--building", help=say(_ASSET))
        ] = None,
        lever: Annotated[list[str] | None, typer.Option("--lever", help=say(_LEVER))] = None,
        given: Annotated[list[str] | None, typer.Option("--set", help=say(_SET))] = None,
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            own = session.organisation(organisation)
            chosen = screens.wanted(assets_of(session, own.id, asset), lever, given)
            found = try_(session.read("scenarios"), own.id, chosen, session.today)
            if as_json:
                session.answer({**found.to_dict(session.language), "address": chosen.address})
                return
            screens.show(session, found)
