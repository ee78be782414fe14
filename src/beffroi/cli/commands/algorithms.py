"""`beffroi algorithms`: the public register, the cards, and all that is made from them."""

import csv
import io
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from beffroi.cli import algorithm_law, oversight
from beffroi.cli.context import HomeOption, JsonOption, OrganisationOption, Say, opened
from beffroi.cli.frame import Frame
from beffroi.cli.happened import happened
from beffroi.cli.oversight import KEY_HELP
from beffroi.cli.screen import sound
from beffroi.cli.tables import light
from beffroi.domains import algorithm, algorithms
from beffroi.figures import numbers
from beffroi.periods import utc_now
from beffroi.texts import Text, cell
from beffroi.trust.algorithms.card import FINE, WORDS, public
from beffroi.trust.algorithms.inventory import inventory
from beffroi.trust.algorithms.mention import mention
from beffroi.trust.algorithms.register import by_group, line, markdown
from beffroi.trust.algorithms.register import register as make_register

_CONTACT_HELP = Text(fr="Où une personne écrit.", en="Where a person writes to.")


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    group = app.group("algorithms", no_args_is_help=True)
    _list(group, say)
    _show(group, say)
    _register(group, say)
    _mention(group, say)
    _inventory(group, say)
    oversight.register(group, say)
    algorithm_law.register(group, say)


def _list(group: Frame, say: Say) -> None:
    @group.command("list", help=say(Text(fr="Lister les algorithmes.", en="List the algorithms.")))
    def list_(home: HomeOption, as_json: JsonOption = False) -> None:
        with opened(home, as_json=as_json) as session:
            told = [public(one, session.language) for one in algorithms().values()]
            if as_json:
                session.answer(told)
                return
            titles = (
                Text(fr="clé", en="key"),
                Text(fr="nom", en="name"),
                Text(fr="version", en="version"),
                Text(fr="finalité", en="purpose"),
            )
            table = light(*map(session.say, titles))
            table.columns[0].no_wrap = True  # it is what the other commands are given
            for one in told:
                table.add_row(one["key"], one["name"], one["version"], one["purpose"])
            session.console.print(table)


def _show(group: Frame, say: Say) -> None:
    @group.command(
        "show", help=say(Text(fr="La fiche d’un algorithme.", en="The card of an algorithm."))
    )
    def show_(
        home: HomeOption,
        key: Annotated[str, typer.Argument(help=say(KEY_HELP))],
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            told = public(algorithm(key), session.language)
            owners = [row.id for row in session.organisations()]
            told["here"] = happened(session, owners).get(key)
            if as_json:
                session.answer(told)
                return
            table = light(told["key"], told["name"])
            for field, word in WORDS.items():
                table.add_row(session.say(word), line(told, field, session.language))
            for title, lines in by_group(told):
                table.add_row(session.say(title), "\n".join(map(session.say, lines)))
            session.console.print(table)
            for text in _here(told["here"]):
                session.console.print(session.say(text))


_RAN = Text(
    fr="Ici : {judged} compteurs jugés, {seen} signalés ; {wh} Wh (estimation : temps de "
    "processeur mesuré × {watts} W par cœur).",
    en="Here: {judged} meters judged, {seen} reported; {wh} Wh (an estimate: measured processor "
    "time × {watts} W a core).",
)
_STOPPED = Text(fr="Arrêté par {stopped_by} : {reason}", en="Stopped by {stopped_by}: {reason}")


def _here(found: dict[str, Any] | None) -> Iterator[Text]:
    """Say what an algorithm did at this installation, and whether it is stopped."""
    if found is None:
        return
    if runs := found["runs"]:
        spent = runs["energy"]
        wh = numbers(spent["wh"], FINE)
        yield _RAN.fill(runs, wh=wh, watts=f"{spent['watts_a_core']:g}")
    yield from (_STOPPED.fill(one) for one in found["stops"] or () if not one["resumed_at"])


def _register(group: Frame, say: Say) -> None:
    @group.command(
        "register",
        help=say(
            Text(
                fr="Écrire le registre public, en Markdown ou en JSON.",
                en="Write the public register, as Markdown or JSON.",
            )
        ),
    )
    def register_(
        home: HomeOption, organisation: OrganisationOption = "", as_json: JsonOption = False
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owner = session.organisation(organisation)
            here = happened(session, [owner.id])
            made = make_register(owner.name, utc_now(), session.language, here)
            if as_json:
                session.answer(made)
                return
            typer.echo(markdown(made, session.language), nl=False)


def _mention(group: Frame, say: Say) -> None:
    @group.command(
        "mention",
        help=say(
            Text(
                fr="La mention explicite de l’article L311-3-1 du CRPA.",
                en="The explicit mention of article L311-3-1 of the CRPA.",
            )
        ),
    )
    def mention_(
        home: HomeOption,
        key: Annotated[str, typer.Argument(help=say(KEY_HELP))],
        contact: Annotated[str, typer.Option("--contact", help=say(_CONTACT_HELP))],
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owner = session.organisation(organisation)
            made = mention(algorithm(key), owner.name, sound(contact), session.language)
            if as_json:
                session.answer(made)
                return
            for part in (made["text"], made["when"], made["source"]):
                session.console.print(part, soft_wrap=True)


def _inventory(group: Frame, say: Say) -> None:
    service_help = say(Text(fr="Service qui s’en sert.", en="Department that uses them."))

    @group.command(
        "inventory",
        help=say(
            Text(
                fr="L’inventaire au format d’Etalab, en CSV ou en JSON.",
                en="The inventory with the fields of Etalab, as CSV or JSON.",
            )
        ),
    )
    def inventory_(
        home: HomeOption,
        organisation: OrganisationOption = "",
        service: Annotated[str, typer.Option("--service", help=service_help)] = "",
        contact: Annotated[str, typer.Option("--contact", help=say(_CONTACT_HELP))] = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owner = session.organisation(organisation)
            lines = inventory(
                owner.name, sound(service), sound(contact), session.today, session.language
            )
            if as_json:
                session.answer(lines)
                return
            typer.echo(_csv(lines), nl=False)


def _csv(rows: list[dict[str, Any]]) -> str:
    """Write lines as CSV; what a spreadsheet could take for a formula is kept a text.

    >>> _csv([{"a": "=1+1"}])
    "a\\r\\n'=1+1\\r\\n"
    """
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]))
    writer.writeheader()
    for row in rows:
        writer.writerow({k: v if v is None else cell(str(v)) for k, v in row.items()})
    return stream.getvalue()
