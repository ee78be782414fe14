"""`beffroi requests`: what persons ask about their own data, and the time that is left."""

from typing import Annotated

import typer

from beffroi.cli.context import HomeOption, JsonOption, OrganisationOption, Say, Session, opened
from beffroi.cli.frame import Frame
from beffroi.cli.screen import sound
from beffroi.cli.tables import light, written
from beffroi.periods import parse_day
from beffroi.store.state.registers import PersonRequest
from beffroi.texts import Text
from beffroi.trust.personal.requests import KINDS, OUTCOMES, answer, extend, listed, new, told

_NUMBER = Text(fr="Numéro de la demande.", en="Number of the request.")
_DUE = Text(
    fr="Demande {id} : réponse due le {due_on}.", en="Request {id}: to be answered by {due_on}."
)
_CLOSED = Text(fr="Demande {id} close.", en="Request {id} closed.")


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    group = app.group("requests", no_args_is_help=True)
    _new(group, say)
    _list(group, say)
    _extend(group, say)
    _answer(group, say)


def _say(session: Session, row: PersonRequest, text: Text) -> None:
    plain = told(row, session.today)
    if session.as_json:
        session.answer(plain)
        return
    session.console.print(session.say(text.fill({**plain, "due_on": written(plain["due_on"])})))


def _new(group: Frame, say: Say) -> None:
    kind_help = say(
        Text(
            fr="access, rectification, erasure ou objection.",
            en="access, rectification, erasure or objection.",
        )
    )
    reference_help = say(
        Text(
            fr="Référence du courrier ou du dossier, jamais un nom.",
            en="Reference of the letter or of the file, never a name.",
        )
    )
    received_help = say(Text(fr="Jour de réception.", en="Day of receipt."))

    @group.command("new", help=say(Text(fr="Inscrire une demande.", en="Record a request.")))
    def new_(
        home: HomeOption,
        kind: Annotated[str, typer.Argument(help=kind_help)],
        reference: Annotated[str, typer.Option("--reference", help=reference_help)],
        received: Annotated[str, typer.Option("--received", help=received_help)] = "",
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owner = session.organisation(organisation).id
            day = parse_day(received) if received else session.today
            _say(session, new(session.write(), owner, kind, sound(reference), day), _DUE)


def _list(group: Frame, say: Say) -> None:
    @group.command(
        "list",
        help=say(
            Text(fr="Les demandes, la plus urgente d’abord.", en="Requests, most urgent first.")
        ),
    )
    def list_(
        home: HomeOption, organisation: OrganisationOption = "", as_json: JsonOption = False
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owners = [row.id for row in session.organisations(organisation)]
            rows = listed(session.read("data protection"), owners, session.today)
            if as_json:
                session.answer(rows)
                return
            titles = (
                Text(fr="nature", en="kind"),
                Text(fr="référence", en="reference"),
                Text(fr="due le", en="due"),
                Text(fr="jours restants", en="days left"),
                Text(fr="issue", en="outcome"),
            )
            table = light("n°", *map(session.say, titles), right=(0, 4))
            for row in rows:
                left = session.say(_left(row["days_left"]))
                end = session.say(OUTCOMES[row["outcome"]]) if row["outcome"] else ""
                kind, due = session.say(KINDS[row["kind"]]), written(row["due_on"])
                table.add_row(str(row["id"]), kind, row["reference"], due, left, end)
            session.console.print(table)


def _extend(group: Frame, say: Say) -> None:
    reason_help = say(Text(fr="Pourquoi elle est complexe.", en="Why it is complex."))

    @group.command(
        "extend",
        help=say(
            Text(
                fr="Prolonger de deux mois, avec un motif, dans le premier mois.",
                en="Take two more months, for a reason, within the first month.",
            )
        ),
    )
    def extend_(
        home: HomeOption,
        request: Annotated[int, typer.Argument(help=say(_NUMBER))],
        reason: Annotated[str, typer.Option("--reason", help=reason_help)],
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            _say(session, extend(session.write(), request, sound(reason), session.today), _DUE)


def _answer(group: Frame, say: Say) -> None:
    outcome_help = say(Text(fr="granted, partly ou refused.", en="granted, partly or refused."))
    text_help = say(Text(fr="La réponse envoyée.", en="The answer that was sent."))

    @group.command("answer", help=say(Text(fr="Noter la réponse.", en="Record the answer.")))
    def answer_(
        home: HomeOption,
        request: Annotated[int, typer.Argument(help=say(_NUMBER))],
        outcome: Annotated[str, typer.Argument(help=outcome_help)],
        text: Annotated[str, typer.Option("--text", help=text_help)],
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            _say(session, answer(session.write(), request, outcome, sound(text)), _CLOSED)


def _left(days: int | None) -> Text:
    """Say how many days are left to answer, or how late the answer is."""
    if days is None:
        return Text(fr="", en="")
    if days < 0:
        return Text(fr="{n} de retard", en="{n} late").fill(n=-days)
    return Text(fr="{n}", en="{n}").fill(n=days)
