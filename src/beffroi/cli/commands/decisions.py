"""`beffroi decide`, `act`, `verify`: from a finding to its verified outcome."""

from typing import Annotated

import typer

from beffroi.cli.context import HomeOption, JsonOption, Say, Session, opened
from beffroi.cli.frame import Frame
from beffroi.cli.money import amount
from beffroi.cli.screen import sound
from beffroi.decide.decisions import act, decide
from beffroi.decide.verify import sentence, verify
from beffroi.periods import parse_day
from beffroi.texts import Text

ORDER = 60


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    _decide(app, say)
    _act(app, say)
    _verify(app, say)


def _decide(app: Frame, say: Say) -> None:
    id_help = say(Text(fr="Numéro du constat.", en="Number of the finding."))
    choice_help = say(
        Text(
            fr="act (agir), watch (surveiller) ou dismiss (écarter).",
            en="act, watch or dismiss.",
        )
    )
    reason_help = say(Text(fr="Le motif, en une phrase.", en="The reason, in a sentence."))

    @app.command("decide", help=say(Text(fr="Décider d’un constat.", en="Decide about a finding.")))
    def decide_(
        home: HomeOption,
        finding: Annotated[int, typer.Argument(help=id_help)],
        choice: Annotated[str, typer.Argument(help=choice_help)],
        reason: Annotated[str, typer.Option("--reason", help=reason_help)] = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            made = decide(session.write(), finding, choice, sound(reason))
            done = Text(
                fr="Décision {id} enregistrée : {choice}, par {actor}.",
                en="Decision {id} recorded: {choice}, by {actor}.",
            )
            _answer(session, done, id=made, finding=finding, choice=choice, actor=session.actor)


def _act(app: Frame, say: Say) -> None:
    id_help = say(Text(fr="Numéro du constat.", en="Number of the finding."))
    done_help = say(Text(fr="Date de fin des travaux.", en="Date when the works ended."))
    cost_help = say(Text(fr="Coût en euros.", en="Cost in euros."))
    what_help = say(Text(fr="Ce qui a été fait.", en="What was done."))

    @app.command("act", help=say(Text(fr="Noter ce qui a été fait.", en="Record what was done.")))
    def act_(
        home: HomeOption,
        finding: Annotated[int, typer.Argument(help=id_help)],
        done: Annotated[str, typer.Option("--done", help=done_help)],
        cost: Annotated[
            float, typer.Option("--cost", help=cost_help, parser=amount, metavar="<EUR>")
        ] = 0.0,
        what: Annotated[str, typer.Option("--what", help=what_help)] = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            day = parse_day(done)
            made = act(session.write(), finding, day, cost, sound(what))
            recorded = Text(
                fr="Action {id} enregistrée. Vérifiez-la plus tard : beffroi verify {finding}",
                en="Action {id} recorded. Verify it later: beffroi verify {finding}",
            )
            _answer(session, recorded, id=made, finding=finding, done_on=str(day), cost_eur=cost)


def _verify(app: Frame, say: Say) -> None:
    id_help = say(Text(fr="Numéro du constat.", en="Number of the finding."))

    @app.command(
        "verify",
        help=say(
            Text(
                fr="Vérifier l’économie réelle d’une action (IPMVP, option C).",
                en="Verify the real saving of an action (IPMVP, option C).",
            )
        ),
    )
    def verify_(
        home: HomeOption,
        finding: Annotated[int, typer.Argument(help=id_help)],
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            result = verify(session.read("verification"), session.write(), finding)
            if as_json:
                session.answer({**result, "sentence": session.say(sentence(result))})
                return
            session.console.print(session.say(sentence(result)))


def _answer(session: Session, text: Text, **values: object) -> None:
    if session.as_json:
        session.answer(values)
        return
    session.console.print(session.say(text.fill(values)))
