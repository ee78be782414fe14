"""`beffroi organisations`: who the authorities are and were, and which places are theirs."""

from datetime import date
from typing import Annotated, Any

import typer

from beffroi.cli import competences
from beffroi.cli.context import HomeOption, JsonOption, Say, Session, opened
from beffroi.cli.frame import Frame
from beffroi.cli.screen import sound
from beffroi.cli.spans import plain_span, span
from beffroi.cli.tables import light
from beffroi.commons.organisations import (
    Named,
    change,
    end_place,
    past,
    put_place,
    require_free,
    territory,
)
from beffroi.decide.organisations import checked_name, checked_siren, create_organisation, slug
from beffroi.periods import parse_day
from beffroi.store.state import models
from beffroi.territory.kinds import KINDS, Kind, Level
from beffroi.texts import Text

_OWNER = Text(fr="Collectivité : SIREN, nom ou numéro.", en="Authority: SIREN, name or number.")
_LEVELS = {
    Level.COMMUNE: Text(fr="commune", en="commune"),
    Level.EPCI: Text(fr="EPCI", en="EPCI"),
    Level.DEPARTEMENT: Text(fr="département", en="département"),
    Level.REGION: Text(fr="région", en="region"),
}


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    group = app.group("organisations", usual="list", no_args_is_help=False)
    _list(group, say)
    _add(group, say)
    _change(group, say)
    _show(group, say)
    _territory(group, say)
    competences.add_to(group, say)


def kind_of(key: str) -> Text:
    """Return the name of a kind of organisation.

    >>> kind_of("epci").fr
    'EPCI à fiscalité propre'
    """
    return KINDS[Kind(key)] if key in [*Kind] else Text(fr=key, en=key)


def _list(group: Frame, say: Say) -> None:
    @group.command("list", help=say(Text(fr="Lister les collectivités.", en="List them.")))
    def list_(home: HomeOption, as_json: JsonOption = False) -> None:
        with opened(home, as_json=as_json) as session:
            rows = session.organisations()
            if as_json:
                session.answer([_plain(row) for row in rows])
                return
            titles = (Text(fr="nom", en="name"), Text(fr="sorte", en="kind"))
            table = light("n°", "SIREN", *map(session.say, titles), right=(0,))
            for row in rows:
                table.add_row(str(row.id), row.key, row.name, session.say(kind_of(row.kind)))
            session.console.print(table)


def _add(group: Frame, say: Say) -> None:
    name_help = say(Text(fr="Son nom.", en="Its name."))
    siren_help = say(Text(fr="Son numéro SIREN.", en="Its SIREN number."))
    kind_help = say(Text(fr="Ce qu’elle est.", en="What it is."))

    @group.command("add", help=say(Text(fr="Ajouter une collectivité.", en="Add an authority.")))
    def add(
        home: HomeOption,
        name: Annotated[str, typer.Argument(help=name_help)],
        siren: Annotated[str, typer.Option("--siren", help=siren_help)] = "",
        kind: Annotated[Kind, typer.Option("--kind", help=kind_help)] = Kind.COMMUNE,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            name, siren = checked_name(sound(name)), checked_siren(sound(siren))
            door = session.write()
            with door.look() as looked:
                require_free(looked, siren or slug(name))
            number = create_organisation(door, name, siren=siren, kind=kind)
            _answer(session, session.organisation(str(number)))


def _change(group: Frame, say: Say) -> None:
    name_help = say(Text(fr="Son nouveau nom.", en="Its new name."))
    siren_help = say(Text(fr="Son numéro SIREN.", en="Its SIREN number."))
    kind_help = say(Text(fr="Ce qu’elle est désormais.", en="What it is now."))
    on_help = say(Text(fr="Date d’effet.", en="Date of effect."))
    about = Text(
        fr="Changer le nom, la nature ou le SIREN d’une collectivité ; l’ancien reste connu.",
        en="Change the name, kind or SIREN of an authority; the former one stays known.",
    )

    @group.command("change", help=say(about))
    def change_(
        home: HomeOption,
        organisation: Annotated[str, typer.Argument(help=say(_OWNER))],
        on: Annotated[str, typer.Option("--on", help=on_help)],
        name: Annotated[str, typer.Option("--name", help=name_help)] = "",
        siren: Annotated[str, typer.Option("--siren", help=siren_help)] = "",
        kind: Annotated[Kind | None, typer.Option("--kind", help=kind_help)] = None,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            row = session.organisation(organisation)
            new = Named(
                checked_name(sound(name)) if name else None, kind, checked_siren(sound(siren))
            )
            change(session.write(), row.id, parse_day(on), session.today, new)
            _answer(session, session.organisation(str(row.id)))


def _show(group: Frame, say: Say) -> None:
    about = Text(
        fr="Montrer une collectivité : qui elle est, qui elle a été, son territoire.",
        en="Show an authority: who it is, who it was, its territory.",
    )

    @group.command("show", help=say(about))
    def show(
        home: HomeOption,
        organisation: Annotated[str, typer.Argument(help=say(_OWNER))],
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            _answer(session, session.organisation(organisation))


def _territory(group: Frame, say: Say) -> None:
    code_help = say(
        Text(
            fr="Code de la commune, de l’EPCI, du département ou de la région ; sans lui, montrer.",
            en="Code of the commune, EPCI, département or region; without, show.",
        )
    )
    level_help = say(Text(fr="De quel niveau est le code.", en="Of which level the code is."))
    since_help = say(Text(fr="Depuis ce jour ; sinon depuis toujours.", en="Since; else ever."))
    until_help = say(Text(fr="Il n’en est plus à partir de ce jour.", en="No longer from then."))
    at_help = say(Text(fr="Le territoire à ce jour.", en="The territory on that day."))
    about = Text(
        fr="Dire ou montrer de quels lieux une collectivité a la charge.",
        en="Say or show which places are an authority’s territory.",
    )

    @group.command("territory", help=say(about))
    def territory_(
        home: HomeOption,
        organisation: Annotated[str, typer.Argument(help=say(_OWNER))],
        code: Annotated[str, typer.Argument(help=code_help)] = "",
        level: Annotated[Level, typer.Option("--level", help=level_help)] = Level.COMMUNE,
        since: Annotated[str, typer.Option("--since", help=since_help)] = "",
        until: Annotated[str, typer.Option("--until", help=until_help)] = "",
        at: Annotated[str, typer.Option("--at", help=at_help)] = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            row = session.organisation(organisation)
            if code and until:
                end_place(session.write(), row.id, level, sound(code), parse_day(until))
            elif code:
                first = parse_day(since) if since else None
                put_place(session.write(), row.id, level, sound(code), first)
            places = _places(session, row.id, parse_day(at) if at else None)
            if as_json:
                session.answer(places)
                return
            titles = (
                Text(fr="niveau", en="level"),
                Text(fr="code", en="code"),
                Text(fr="quand", en="when"),
            )
            table = light(*map(session.say, titles))
            for one in places:
                when = session.say(span(one["since"], one["until"]))
                table.add_row(session.say(_LEVELS[Level(one["level"])]), one["code"], when)
            session.console.print(table)


def _answer(session: Session, row: models.Organisation) -> None:
    with session.read("organisations").session() as looked:
        were = [
            {
                "name": one.name,
                "kind": one.kind,
                "siren": one.siren,
                **plain_span(one.since, one.until),
            }
            for one in past(looked, row.id)
        ]
    data = {**_plain(row), "past": were, "territory": _places(session, row.id, None)}
    if session.as_json:
        session.answer(data)
        return
    say, print_ = session.say, session.console.print
    print_(f"{row.name} ({row.key}), {say(kind_of(row.kind))}, n° {row.id}")
    for one in were:
        when = say(span(one["since"], one["until"]))
        print_(f"  {when} : {one['name']}, {say(kind_of(str(one['kind'])))}")
    for one in data["territory"]:
        when = say(span(one["since"], one["until"]))
        print_(f"  {say(_LEVELS[Level(one['level'])])} {one['code']}, {when}")


def _places(session: Session, organisation: int, at: date | None) -> list[dict[str, Any]]:
    with session.read("organisations").session() as looked:
        return [
            {"level": one.level, "code": one.code, **plain_span(one.since, one.until)}
            for one in territory(looked, organisation, at)
        ]


def _plain(row: models.Organisation) -> dict[str, Any]:
    return {"id": row.id, "key": row.key, "name": row.name, "kind": row.kind}
