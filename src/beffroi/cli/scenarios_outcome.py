"""`beffroi scenarios work`, `event`, `unnote`, `outcome`: what becomes of a plan."""

from typing import Annotated, Any

import typer

from beffroi.cli.context import HomeOption, JsonOption, OrganisationOption, Say, Session, opened
from beffroi.cli.frame import Frame
from beffroi.cli.scenarios_kept import answer
from beffroi.cli.screen import sound
from beffroi.cli.tables import light
from beffroi.decide.scenarios.noting import note_event, note_work, take_back
from beffroi.decide.scenarios.outcome import verify_plan
from beffroi.decide.scenarios.telling import cautions, legs, percents, sentence, unit_of
from beffroi.decide.scenarios.words import UNITS
from beffroi.figures import numbers
from beffroi.periods import parse_day
from beffroi.texts import Text

_NUMBER = Text(fr="Numéro du scénario.", en="Number of the scenario.")
_WORK = Text(
    fr="Scénario {id} : {lever} noté comme fait le {day} (note {note}).",
    en="Scenario {id}: {lever} noted as done on {day} (note {note}).",
)
_EVENT = Text(
    fr="Scénario {id} : événement noté (note {note}).", en="Scenario {id}: event noted ({note})."
)
_BACK = Text(
    fr="Note {note} retirée du scénario {id}.", en="Note {note} of scenario {id} withdrawn."
)
_HEADS = (
    Text(fr="mois", en="month"),
    Text(fr="attendu", en="expected"),
    Text(fr="mesuré", en="measured"),
    Text(fr="économie ({unit})", en="saving ({unit})"),
    Text(fr="prévu ({unit})", en="planned ({unit})"),
    Text(fr="cumul", en="so far"),
)
_BETWEEN = Text(fr="{low} à {high}", en="{low} to {high}")


def register(group: Frame, say: Say) -> None:
    """Add the commands of this file to those of `scenarios`."""
    _work(group, say)
    _event(group, say)
    _unnote(group, say)
    _outcome(group, say)


def _work(group: Frame, say: Say) -> None:
    about = Text(fr="Noter qu’un levier du plan est réalisé.", en="Note that a lever was pulled.")
    lever_help = say(Text(fr="Le levier, comme « roof ».", en="The lever, such as “roof”."))
    day_help = say(Text(fr="Le jour des travaux.", en="The day of the works."))
    cost_help = say(Text(fr="Le coût réel, en euros.", en="The real cost, in euros."))
    said_help = say(Text(fr="Une précision.", en="A detail."))

    @group.command("work", help=say(about))
    def work_(
        home: HomeOption,
        scenario: Annotated[int, typer.Argument(help=say(_NUMBER))],
        lever: Annotated[str, typer.Argument(help=lever_help)],
        done: Annotated[str, typer.Option("--done", help=day_help)],
        cost: Annotated[float | None, typer.Option("--cost", help=cost_help)] = None,
        said: Annotated[str, typer.Option("--what", help=said_help)] = "",
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            own, day = session.organisation(organisation).id, parse_day(done)
            note = note_work(
                session.write(),
                own,
                scenario,
                lever,
                day,
                session.today,
                cost_eur=cost,
                said=sound(said),
            )
            answer(session, _WORK, id=scenario, lever=lever, day=day.isoformat(), note=note)


def _event(group: Frame, say: Say) -> None:
    about = Text(
        fr="Noter ce qui change la consommation et n’est pas dû aux travaux.",
        en="Note what changes use and is not due to the works.",
    )
    since_help = say(Text(fr="Premier jour.", en="First day."))
    until_help = say(Text(fr="Dernier jour ; à défaut, cela dure.", en="Last day; else it lasts."))
    what_help = say(Text(fr="Ce qui s’est passé.", en="What happened."))

    @group.command("event", help=say(about))
    def event_(
        home: HomeOption,
        scenario: Annotated[int, typer.Argument(help=say(_NUMBER))],
        since: Annotated[str, typer.Option("--from", help=since_help)],
        what: Annotated[str, typer.Option("--what", help=what_help)],
        until: Annotated[str, typer.Option("--until", help=until_help)] = "",
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            own = session.organisation(organisation).id
            last = parse_day(until) if until else None
            day, door = parse_day(since), session.write()
            note = note_event(door, own, scenario, day, last, sound(what))
            answer(session, _EVENT, id=scenario, note=note)


def _unnote(group: Frame, say: Say) -> None:
    note_help = say(Text(fr="Numéro de la note.", en="Number of the note."))

    @group.command("unnote", help=say(Text(fr="Retirer une note.", en="Withdraw a note.")))
    def unnote_(
        home: HomeOption,
        scenario: Annotated[int, typer.Argument(help=say(_NUMBER))],
        note: Annotated[int, typer.Argument(help=note_help)],
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            take_back(session.write(), session.organisation(organisation).id, scenario, note)
            answer(session, _BACK, id=scenario, note=note)


def _outcome(group: Frame, say: Say) -> None:
    about = Text(
        fr="Vérifier ce qu’un plan a économisé, contre ce qui était prévu.",
        en="Verify what a plan saved, against what was planned.",
    )

    @group.command("outcome", help=say(about))
    def outcome_(
        home: HomeOption,
        scenario: Annotated[int, typer.Argument(help=say(_NUMBER))],
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            own, door = session.organisation(organisation).id, session.read("verification")
            result = verify_plan(door, session.write(), own, scenario)
            if as_json:
                said = session.say(sentence(result))
                told = [session.say(one) for one in cautions(result)]
                session.answer({**result, "sentence": said, "cautions": told})
                return
            _show(session, result)


def _show(session: Session, result: dict[str, Any]) -> None:
    say = session.say
    session.console.print(say(sentence(result)))
    for leg in legs(result):
        unit = unit_of(leg)
        table = light(*(say(head.fill(unit=UNITS[unit])) for head in _HEADS), right=(1, 2, 3, 4, 5))
        name = unit.lower()
        for one in leg["months"]:
            table.add_row(
                one["month"][:7],
                say(numbers(one[f"expected_{name}"])),
                say(numbers(one[f"measured_{name}"])),
                say(_between(one[f"saving_{name}"])),
                say(_between(one["planned"])),
                say(percents(one["so_far"])),
            )
        session.console.print(table)
    for text in cautions(result):
        session.console.print(f"· {say(text)}")


def _between(amount: dict[str, float]) -> Text:
    return _BETWEEN.fill(low=numbers(amount["low"]), high=numbers(amount["high"]))
