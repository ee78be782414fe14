"""`beffroi scenarios keep`, `list`, `show`, `compare`, `plan`, `withdraw`: what is made of one."""

from typing import Annotated

import typer

from beffroi.cli import scenarios_kept as screens
from beffroi.cli import scenarios_outcome
from beffroi.cli.choosing import assets_of
from beffroi.cli.context import HomeOption, JsonOption, OrganisationOption, Say, Session, opened
from beffroi.cli.frame import Frame
from beffroi.cli.scenarios import wanted
from beffroi.cli.screen import sound
from beffroi.decide.scenarios import keeping
from beffroi.decide.scenarios.kept import Kept, get, listed
from beffroi.decide.scenarios.trying import try_
from beffroi.errors import BeffroiError
from beffroi.errors.decide import SCENARIO_INVALID
from beffroi.periods import parse_day
from beffroi.texts import Text

MOST_COMPARED = 4
_ASSET = Text(
    fr="Un équipement : son numéro ou des mots de son nom (répétable).",
    en="An asset: its number or words of its name (repeatable).",
)
_LEVER = Text(fr="Un levier (répétable).", en="A lever (repeatable).")
_SET = Text(
    fr="Régler un levier (répétable) : setpoint.delta=1,5.",
    en="Set something of a lever (repeatable): setpoint.delta=1.5.",
)
_NUMBER = Text(fr="Numéro du scénario.", en="Number of the scenario.")
_CHANGE = Text(
    fr="Changer le scénario de ce numéro : une version de plus.",
    en="Change the scenario of this number: one more version.",
)
_WHY = Text(fr="Le motif, en une phrase.", en="The reason, in a sentence.")
_KEPT = Text(
    fr="Scénario {id} gardé : « {name} », version {version}.",
    en="Scenario {id} kept: “{name}”, version {version}.",
)
_PLANNED = Text(
    fr="Scénario {id} décidé : {who}, pour le {day}.",
    en="Scenario {id} decided: {who}, by {day}.",
)
_UNPLANNED = Text(
    fr="Le plan du scénario {id} est retiré ; il reste dans l’historique.",
    en="The plan of scenario {id} is withdrawn; it stays in the history.",
)
_WITHDRAWN = Text(
    fr="Scénario {id} retiré ; il reste dans l’historique.",
    en="Scenario {id} withdrawn; it stays in the history.",
)
_UNDATED = Text(
    fr="donnez la date de fin des travaux (--done)", en="give the day when works end (--done)"
)
_FOUR = Text(fr="comparez de 2 à {most} scénarios", en="compare 2 to {most} scenarios")


def register(group: Frame, say: Say) -> None:
    """Add the commands of this file to those of `scenarios`."""
    _keep(group, say)
    _read(group, say)
    _plan(group, say)
    _withdraw(group, say)
    scenarios_outcome.register(group, say)


def _keep(group: Frame, say: Say) -> None:
    about = Text(
        fr="Garder un scénario sous un nom, avec son résultat d’aujourd’hui.",
        en="Keep a scenario under a name, with today's result.",
    )
    name_help = say(Text(fr="Le nom du scénario.", en="The name of the scenario."))

    @group.command("keep", help=say(about))
    def keep_(
        home: HomeOption,
        name: Annotated[str, typer.Argument(help=name_help)],
        asset: Annotated[
            list[str] | None, typer.Option("--asset", "--building", help=say(_ASSET))
        ] = None,
        lever: Annotated[list[str] | None, typer.Option("--lever", help=say(_LEVER))] = None,
        given: Annotated[list[str] | None, typer.Option("--set", help=say(_SET))] = None,
        scenario: Annotated[int, typer.Option("--scenario", help=say(_CHANGE))] = 0,
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            door, own = session.write(), session.organisation(organisation).id
            asked = wanted(assets_of(session, own, asset), lever, given)
            tried = try_(session.read("scenarios"), own, asked, session.today)
            version = 1
            if scenario:
                version = keeping.change(door, own, scenario, sound(name), asked, tried)
            else:
                scenario = keeping.keep(door, own, sound(name), asked, tried)
            screens.answer(session, _KEPT, id=scenario, name=sound(name), version=version)


def _read(group: Frame, say: Say) -> None:
    all_help = say(Text(fr="Ceux qui sont retirés aussi.", en="Those withdrawn too."))
    several = say(Text(fr="Numéros, de deux à quatre.", en="Numbers, two to four."))

    @group.command("list", help=say(Text(fr="Lister les scénarios.", en="List scenarios.")))
    def list_(
        home: HomeOption,
        every: Annotated[bool, typer.Option("--all", help=all_help)] = False,
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            own = session.organisation(organisation).id
            with session.read("scenarios").session() as state:
                found = listed(state, own, withdrawn=every)
            screens.show_list(session, found)

    @group.command("show", help=say(Text(fr="Montrer un scénario.", en="Show a scenario.")))
    def show_(
        home: HomeOption,
        scenario: Annotated[int, typer.Argument(help=say(_NUMBER))],
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            (found,) = _found(session, organisation, [scenario])
            screens.show_one(session, found)

    @group.command(
        "compare",
        help=say(Text(fr="Comparer des scénarios.", en="Compare scenarios.")),
    )
    def compare_(
        home: HomeOption,
        scenarios: Annotated[list[int], typer.Argument(help=several)],
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            if not 2 <= len(scenarios) <= MOST_COMPARED:
                raise BeffroiError(SCENARIO_INVALID, problem=_FOUR.fill(most=MOST_COMPARED))
            screens.show_compared(session, _found(session, organisation, scenarios))


def _plan(group: Frame, say: Say) -> None:
    about = Text(
        fr="Décider de réaliser un scénario : quand, par qui, pourquoi.",
        en="Decide to carry a scenario out: when, by whom, why.",
    )
    done_help = say(Text(fr="Fin prévue des travaux.", en="When works are to end."))
    who_help = say(Text(fr="Qui s’en charge.", en="Who sees to it."))
    cancel_help = say(Text(fr="Retirer le plan en cours.", en="Withdraw the live plan."))

    @group.command("plan", help=say(about))
    def plan_(
        home: HomeOption,
        scenario: Annotated[int, typer.Argument(help=say(_NUMBER))],
        done: Annotated[str, typer.Option("--done", help=done_help)] = "",
        who: Annotated[str, typer.Option("--who", help=who_help)] = "",
        reason: Annotated[str, typer.Option("--reason", help=say(_WHY))] = "",
        cancelled: Annotated[bool, typer.Option("--cancel", help=cancel_help)] = False,
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            own, door = session.organisation(organisation).id, session.write()
            if cancelled:
                keeping.unplan(door, own, scenario, sound(reason))
                screens.answer(session, _UNPLANNED, id=scenario)
                return
            if not done:
                raise BeffroiError(SCENARIO_INVALID, problem=_UNDATED)
            day = parse_day(done)
            keeping.plan(door, own, scenario, day, sound(who), sound(reason))
            screens.answer(session, _PLANNED, id=scenario, who=sound(who), day=day.isoformat())


def _withdraw(group: Frame, say: Say) -> None:
    @group.command("withdraw", help=say(Text(fr="Retirer un scénario.", en="Withdraw a scenario.")))
    def withdraw_(
        home: HomeOption,
        scenario: Annotated[int, typer.Argument(help=say(_NUMBER))],
        reason: Annotated[str, typer.Option("--reason", help=say(_WHY))] = "",
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            own = session.organisation(organisation).id
            keeping.withdraw(session.write(), own, scenario, sound(reason))
            screens.answer(session, _WITHDRAWN, id=scenario)


def _found(session: Session, organisation: str, scenarios: list[int]) -> list[Kept]:
    own = session.organisation(organisation).id
    with session.read("scenarios").session() as state:
        return [get(state, own, one) for one in scenarios]
