"""`beffroi decide`, `act`, `verify`: from a finding to its verified outcome."""

from typing import Annotated

import typer

from beffroi.cli.context import HomeOption, JsonOption, Say, Session, opened
from beffroi.cli.frame import Frame
from beffroi.cli.screen import sound
from beffroi.decide.decisions import WORDS, act, cancel, decide
from beffroi.decide.verify import sentence, verify
from beffroi.errors import BeffroiError
from beffroi.errors.decide import ACTION_INVALID
from beffroi.figures import amount
from beffroi.periods import PARIS, parse_day
from beffroi.store.state.loop import Decision
from beffroi.texts import Text

#: The words of the screens are accepted too.
FRENCH = {
    "agir": "act",
    "surveiller": "watch",
    "écarter": "dismiss",
    "ecarter": "dismiss",
    "rouvrir": "reopen",
}


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    _decide(app, say)
    _act(app, say)
    _verify(app, say)


def _decide(app: Frame, say: Say) -> None:
    id_help = say(Text(fr="Numéro du constat.", en="Number of the finding."))
    choice_help = say(
        Text(
            fr="act (agir), watch (surveiller), dismiss (écarter) ou reopen (rouvrir).",
            en="act, watch, dismiss or reopen.",
        )
    )
    reason_help = say(Text(fr="Le motif, en une phrase.", en="The reason, in a sentence."))

    @app.command("decide")
    def decide_(
        home: HomeOption,
        finding: Annotated[int, typer.Argument(help=id_help)],
        choice: Annotated[str, typer.Argument(help=choice_help)],
        reason: Annotated[str, typer.Option("--reason", help=reason_help)] = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            choice = FRENCH.get(choice.casefold(), choice)
            made = decide(session.write(), finding, choice, sound(reason))
            done = Text(
                fr="Décision {id} enregistrée : {word}, par {actor}.",
                en="Decision {id} recorded: {word}, by {actor}.",
            )
            facts = {"id": made.id, "finding": finding, "choice": choice, "actor": session.actor}
            if session.as_json:
                session.answer({**facts, "replaces": made.earlier.id if made.earlier else None})
                return
            session.console.print(session.say(done.fill(facts, word=WORDS[choice])))
            if made.earlier is not None:
                session.console.print(session.say(_replaced(made.earlier)))


def _replaced(earlier: Decision) -> Text:
    day = earlier.at.astimezone(PARIS)
    return Text(
        fr="Elle remplace celle du {day} par {actor} (« {word} » : {reason}), gardée dans "
        "l’historique.",
        en="It replaces that of {day} by {actor} (“{word}”: {reason}), kept in the history.",
    ).fill(
        day=Text(fr=f"{day:%d/%m/%Y}", en=f"{day:%Y-%m-%d}"),
        actor=earlier.actor,
        word=WORDS[earlier.choice],
        reason=earlier.reason,
    )


def _act(app: Frame, say: Say) -> None:
    id_help = say(Text(fr="Numéro du constat.", en="Number of the finding."))
    done_help = say(Text(fr="Date de fin des travaux.", en="Date when the works ended."))
    cost_help = say(Text(fr="Coût en euros.", en="Cost in euros."))
    what_help = say(Text(fr="Ce qui a été fait.", en="What was done."))
    cancel_help = say(
        Text(
            fr="Retirer l’action de ce numéro, notée par erreur ; elle reste dans l’historique.",
            en="Withdraw the action of this number, recorded by mistake; it stays in history.",
        )
    )
    reason_help = say(Text(fr="Pourquoi la retirer.", en="Why it is withdrawn."))

    @app.command("act")
    def act_(
        home: HomeOption,
        finding: Annotated[int, typer.Argument(help=id_help)],
        done: Annotated[str, typer.Option("--done", help=done_help)] = "",
        cost: Annotated[
            float, typer.Option("--cost", help=cost_help, parser=amount, metavar="<EUR>")
        ] = 0.0,
        what: Annotated[str, typer.Option("--what", help=what_help)] = "",
        cancelled: Annotated[int, typer.Option("--cancel", help=cancel_help)] = 0,
        reason: Annotated[str, typer.Option("--reason", help=reason_help)] = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            if cancelled:
                why = sound(reason) or session.say(_MISTAKE)
                cancel(session.write(), finding, cancelled, why)
                _answer(session, _GONE, id=cancelled, finding=finding, withdrawn=True)
                return
            if not done:
                raise BeffroiError(ACTION_INVALID, problem=_UNDATED)
            day = parse_day(done)
            made = act(session.write(), finding, day, cost, sound(what))
            facts = {"id": made.id, "finding": finding, "done_on": str(day), "cost_eur": cost}
            _answer(session, _AGAIN if made.again else _RECORDED, **facts, again=made.again)


_MISTAKE = Text(fr="notée par erreur", en="recorded by mistake")
_UNDATED = Text(fr="Il manque la date des travaux (--done).", en="The date (--done) is missing.")
_RECORDED = Text(
    fr="Action {id} enregistrée. Vérifiez-la plus tard : beffroi verify {finding}",
    en="Action {id} recorded. Verify it later: beffroi verify {finding}",
)
_AGAIN = Text(
    fr="Cette action était déjà enregistrée (numéro {id}) : rien n’a changé.",
    en="This action was already recorded (number {id}): nothing changed.",
)
_GONE = Text(
    fr="Action {id} retirée. Elle reste dans l’historique : beffroi findings show {finding}",
    en="Action {id} withdrawn. It stays in history: beffroi findings show {finding}",
)


def _verify(app: Frame, say: Say) -> None:
    id_help = say(Text(fr="Numéro du constat.", en="Number of the finding."))

    @app.command("verify")
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
