"""Commands by which people keep the hand on algorithms: stop, resume, contest, answer, rates."""

from typing import Annotated

import typer

from beffroi.cli.context import HomeOption, JsonOption, OrganisationOption, Say, Session, opened
from beffroi.cli.frame import Frame
from beffroi.cli.happened import happened
from beffroi.cli.screen import sound
from beffroi.cli.tables import light, written
from beffroi.domains import algorithm, stoppable
from beffroi.periods import parse_day
from beffroi.store.switches import resume, stop
from beffroi.texts import Text
from beffroi.trust.algorithms.requests import WORDS, answer, ask, listed, told

KEY_HELP = Text(fr="Clé de l’algorithme, par exemple energy.step.", en="Key, such as energy.step.")
_REASON = Text(fr="Pourquoi.", en="Why.")
_STOPPED = Text(fr="{key} est arrêté, dès maintenant.", en="{key} is stopped, from now on.")
_RESUMED = Text(fr="{key} est remis en marche.", en="{key} runs again.")


def register(group: Frame, say: Say) -> None:
    """Add the commands of this file."""
    _switch(group, say)
    _ask(group, say)
    _answer(group, say)
    _requests(group, say)
    _rates(group, say)


def _switch(group: Frame, say: Say) -> None:
    reason_help = say(_REASON)

    @group.command(
        "stop",
        help=say(
            Text(
                fr="Arrêter un algorithme, partout ou pour une collectivité.",
                en="Stop an algorithm, everywhere or for one authority.",
            )
        ),
    )
    def stop_(
        home: HomeOption,
        key: Annotated[str, typer.Argument(help=say(KEY_HELP))],
        reason: Annotated[str, typer.Option("--reason", help=reason_help)] = "",
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owner = session.organisation(organisation).id if organisation else None
            stop(session.write(), stoppable(key).key, owner, sound(reason))
            _done(session, key, owner, _STOPPED)

    @group.command("resume", help=say(Text(fr="Le remettre en marche.", en="Let it run again.")))
    def resume_(
        home: HomeOption,
        key: Annotated[str, typer.Argument(help=say(KEY_HELP))],
        reason: Annotated[str, typer.Option("--reason", help=reason_help)] = "",
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owner = session.organisation(organisation).id if organisation else None
            resume(session.write(), algorithm(key).key, owner, sound(reason))
            _done(session, key, owner, _RESUMED)


def _done(session: Session, key: str, owner: int | None, text: Text) -> None:
    if session.as_json:
        session.answer({"algorithm": key, "organisation": owner, "stopped": text is _STOPPED})
        return
    session.console.print(session.say(text.fill(key=key)))


def _ask(group: Frame, say: Say) -> None:
    reference_help = say(
        Text(
            fr="Référence du courrier ou du dossier, jamais un nom.",
            en="Reference of the letter or of the file, never a name.",
        )
    )
    text_help = say(Text(fr="Ce qui est demandé.", en="What is asked."))
    finding_help = say(Text(fr="Numéro du constat.", en="Number of the finding."))
    on_help = say(Text(fr="Jour de réception.", en="Day of receipt."))
    explain_help = say(Text(fr="Demander une explication.", en="Ask for an explanation instead."))

    @group.command(
        "contest",
        help=say(
            Text(
                fr="Inscrire une contestation, ou une demande d’explication.",
                en="Record a contestation, or a request for an explanation.",
            )
        ),
    )
    def contest_(
        home: HomeOption,
        key: Annotated[str, typer.Argument(help=say(KEY_HELP))],
        reference: Annotated[str, typer.Option("--reference", help=reference_help)],
        text: Annotated[str, typer.Option("--text", help=text_help)],
        finding: Annotated[int, typer.Option("--finding", help=finding_help)] = 0,
        received: Annotated[str, typer.Option("--received", help=on_help)] = "",
        explain: Annotated[bool, typer.Option("--explain", help=explain_help)] = False,
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            row = ask(
                session.write(),
                session.organisation(organisation).id,
                algorithm(key).key,
                "explain" if explain else "contest",
                sound(reference),
                sound(text),
                parse_day(received) if received else session.today,
                finding or None,
            )
            plain = told(row, session.today)
            if as_json:
                session.answer(plain)
                return
            done = Text(
                fr="Demande {id} inscrite. Réponse attendue le {due} au plus tard.",
                en="Request {id} recorded. To be answered by {due}.",
            )
            session.console.print(session.say(done.fill(id=row.id, due=written(plain["due_on"]))))


def _answer(group: Frame, say: Say) -> None:
    id_help = say(Text(fr="Numéro de la demande.", en="Number of the request."))
    outcome_help = say(
        Text(
            fr="upheld ou rejected (contestation), explained ou refused (explication).",
            en="upheld or rejected (contestation), explained or refused (explanation).",
        )
    )
    text_help = say(Text(fr="La réponse.", en="The answer."))

    @group.command("answer", help=say(Text(fr="Répondre à une demande.", en="Answer a request.")))
    def answer_(
        home: HomeOption,
        request: Annotated[int, typer.Argument(help=id_help)],
        outcome: Annotated[str, typer.Argument(help=outcome_help)],
        text: Annotated[str, typer.Option("--text", help=text_help)],
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            row = answer(session.write(), request, outcome, sound(text))
            if as_json:
                session.answer(told(row, session.today))
                return
            done = Text(fr="Demande {id} close : {word}.", en="Request {id} closed: {word}.")
            session.console.print(session.say(done.fill(id=row.id, word=WORDS[outcome])))


def _requests(group: Frame, say: Say) -> None:
    @group.command(
        "requests",
        help=say(
            Text(
                fr="Les contestations et demandes d’explication, et leur délai.",
                en="Contestations and requests for explanations, with their clock.",
            )
        ),
    )
    def requests_(
        home: HomeOption, organisation: OrganisationOption = "", as_json: JsonOption = False
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owners = [row.id for row in session.organisations(organisation)]
            rows = listed(session.read("oversight"), owners, session.today)
            if as_json:
                session.answer(rows)
                return
            titles = (
                Text(fr="nature", en="kind"),
                Text(fr="algorithme", en="algorithm"),
                Text(fr="référence", en="reference"),
                Text(fr="à répondre le", en="due"),
                Text(fr="issue", en="outcome"),
            )
            table = light("n°", *map(session.say, titles), right=(0,))
            for row in rows:
                end = session.say(WORDS[row["outcome"]]) if row["outcome"] else ""
                kind = session.say(WORDS[row["kind"]])
                due = written(row["due_on"])
                table.add_row(str(row["id"]), kind, row["algorithm"], row["reference"], due, end)
            session.console.print(table)


def _rates(group: Frame, say: Say) -> None:
    @group.command(
        "rates",
        help=say(
            Text(
                fr="Constats confirmés, écartés, contestés, par algorithme.",
                en="Findings confirmed, dismissed, contested, by algorithm.",
            )
        ),
    )
    def rates_(
        home: HomeOption, organisation: OrganisationOption = "", as_json: JsonOption = False
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owners = [row.id for row in session.organisations(organisation)]
            found = happened(session, owners)
            rows = {key: one["rates"] for key, one in found.items() if one["rates"]}
            if as_json:
                session.answer(rows)
                return
            titles = (
                Text(fr="algorithme", en="algorithm"),
                Text(fr="constats", en="findings"),
                Text(fr="décidés", en="decided"),
                Text(fr="confirmés", en="confirmed"),
                Text(fr="écartés", en="dismissed"),
                Text(fr="contestés", en="contested"),
            )
            table = light(*map(session.say, titles), right=(1, 2, 3, 4, 5))
            for key, row in rows.items():
                names = ("findings", "decided", "confirmed", "dismissed", "contested")
                table.add_row(key, *(str(row[name]) for name in names))
            session.console.print(table)
