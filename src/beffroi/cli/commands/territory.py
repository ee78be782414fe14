"""`beffroi territory`: the official geography, as files of Insee and of the DGCL give it."""

from pathlib import Path
from typing import Annotated, Any

import typer

from beffroi.cli.context import HomeOption, JsonOption, Say, Session, opened
from beffroi.cli.frame import Frame
from beffroi.cli.screen import sound
from beffroi.cli.tables import light
from beffroi.commons.geography import Loaded, history, load, loaded, members
from beffroi.errors import BeffroiError
from beffroi.errors.territory import CODE_UNKNOWN
from beffroi.figures import numbers
from beffroi.territory.communes import MOVES
from beffroi.territory.history import Found
from beffroi.territory.reading import Sort
from beffroi.texts import Text

_SORTS = {
    Sort.COMMUNES: Text(fr="communes", en="communes"),
    Sort.MOVES: Text(fr="mouvements de communes", en="movements of communes"),
    Sort.EPCI: Text(fr="EPCI et leurs membres", en="EPCI and their members"),
    Sort.DENSITY: Text(fr="grille de densité", en="grid of density"),
    Sort.OUTLINES: Text(fr="contours de communes", en="outlines of communes"),
}
_STATUS = {
    "loaded": Text(fr="chargé", en="loaded"),
    "replaced": Text(fr="remplace le précédent", en="replaces the former one"),
    "already": Text(fr="déjà chargé", en="loaded already"),
}
_ANSWERS = {
    "same": Text(
        fr="{code} {name} est inchangée en {to}.", en="{code} {name} is unchanged in {to}."
    ),
    "one": Text(
        fr="{code} {name} ({year}) est dans {places} en {to}.",
        en="{code} {name} ({year}) is in {places} in {to}.",
    ),
    "several": Text(
        fr="{code} {name} ({year}) est partagée entre {places} en {to} : le code ne dit pas "
        "laquelle, choisissez d’après le lieu.",
        en="{code} {name} ({year}) is shared between {places} in {to}: the code does not say "
        "which, choose after the place.",
    ),
}
_OTHERS = Text(fr="Avec elle : {names}.", en="With it: {names}.")


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    group = app.group("territory", no_args_is_help=True)
    _load(group, say)
    _list(group, say)
    _find(group, say)
    _members(group, say)


def _load(group: Frame, say: Say) -> None:
    files_help = say(
        Text(
            fr="Fichiers CSV de l’Insee ou de la DGCL, leur archive .zip, contours en GeoJSON.",
            en="CSV files of Insee or of the DGCL, their .zip archive, outlines in GeoJSON.",
        )
    )
    year_help = say(Text(fr="Année, si le nom ne la dit pas.", en="Year, if the name says none."))

    @group.command("load", help=say(Text(fr="Charger la géographie.", en="Load geography.")))
    def load_(
        home: HomeOption,
        files: Annotated[list[Path], typer.Argument(help=files_help)],
        year: Annotated[int, typer.Option("--year", help=year_help, show_default=False)] = 0,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            door = session.write()
            found: list[Loaded] = []
            for path in files:
                found += load(door, session.store.settings, path, year or None)
            if as_json:
                session.answer([_loaded(one) | {"status": one.status} for one in found])
                return
            for one in found:
                text = Text(
                    fr="{name} : {what} {year}, {n} lignes ({status}).",
                    en="{name}: {what} {year}, {n} rows ({status}).",
                )
                said = text.fill(
                    name=one.name,
                    what=_SORTS[one.sort],
                    year=one.year,
                    n=numbers(one.rows),
                    status=_STATUS[one.status],
                )
                session.console.print(session.say(said))


def _list(group: Frame, say: Say) -> None:
    @group.command(
        "list", help=say(Text(fr="Lister les millésimes chargés.", en="List loaded vintages."))
    )
    def list_(home: HomeOption, as_json: JsonOption = False) -> None:
        with opened(home, as_json=as_json) as session:
            with session.read("territory").session() as looked:
                found = [
                    Loaded(one.name, Sort(one.sort), one.year, one.rows, "loaded")
                    for one in loaded(looked)
                ]
            if as_json:
                session.answer([_loaded(one) for one in found])
                return
            titles = (
                Text(fr="sorte", en="kind"),
                Text(fr="année", en="year"),
                Text(fr="lignes", en="rows"),
                Text(fr="fichier", en="file"),
            )
            table = light(*map(session.say, titles), right=(1, 2))
            for one in found:
                rows = session.say(numbers(one.rows))
                table.add_row(session.say(_SORTS[one.sort]), str(one.year), rows, one.name)
            session.console.print(table)


def _find(group: Frame, say: Say) -> None:
    code_help = say(Text(fr="Code Insee de la commune.", en="Insee code of the commune."))
    year_help = say(Text(fr="Année du code.", en="Year of the code."))
    to_help = say(Text(fr="Année voulue ; la dernière sinon.", en="Year wanted; else the last."))
    about = Text(
        fr="Dire ce qu’une commune d’une année est devenue, ou d’où elle vient.",
        en="Say what a commune of a year has become, or where it comes from.",
    )

    @group.command("find", help=say(about))
    def find(
        home: HomeOption,
        code: Annotated[str, typer.Argument(help=code_help)],
        year: Annotated[int, typer.Option("--year", help=year_help)],
        to: Annotated[int, typer.Option("--to", help=to_help, show_default=False)] = 0,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            with session.read("territory").session() as looked:
                known = history(looked)
            to = to or known.known_to
            found = known.find(sound(code), year, to)
            if as_json:
                session.answer(_found(found, to))
                return
            _show(session, found, to)


def _show(session: Session, found: Found, to: int) -> None:
    text = _ANSWERS[found.answer].fill(
        code=found.code, name=found.name, year=found.year, to=to, places=_named(found.places)
    )
    session.console.print(session.say(text))
    if found.others:
        session.console.print(session.say(_OTHERS.fill(names=_named(found.others))))
    for move in found.moves:
        told = f"  {move.day:%d/%m/%Y} : {session.say(MOVES[move.kind])}"
        session.console.print(f"{told}, {move.before_name} → {move.after} {move.after_name}")


def _members(group: Frame, say: Say) -> None:
    siren_help = say(Text(fr="SIREN de l’EPCI.", en="SIREN of the EPCI."))
    year_help = say(Text(fr="Année, au 1er janvier.", en="Year, on 1 January."))

    @group.command(
        "members",
        help=say(Text(fr="Lister les communes d’un EPCI.", en="List the communes of an EPCI.")),
    )
    def members_(
        home: HomeOption,
        siren: Annotated[str, typer.Argument(help=siren_help)],
        year: Annotated[int, typer.Option("--year", help=year_help)],
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            with session.read("territory").session() as looked:
                found = [one for one in members(looked, year) if one.epci == siren]
            if not found:
                raise BeffroiError(CODE_UNKNOWN, code=sound(siren)[:40], year=year, hint="")
            if as_json:
                session.answer(
                    [
                        {"code": m.commune, "name": m.commune_name, "population": m.population}
                        for m in found
                    ]
                )
                return
            one = found[0]
            session.console.print(f"{one.epci_name} ({one.nature}), {year} : {len(found)}")
            for member in found:
                session.console.print(f"  {member.commune} {member.commune_name}")


def _named(places: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(f"{code} {name}" for code, name in places)


def _loaded(one: Loaded) -> dict[str, Any]:
    return {"sort": str(one.sort), "year": one.year, "rows": one.rows, "file": one.name}


def _found(found: Found, to: int) -> dict[str, Any]:
    return {
        "code": found.code,
        "name": found.name,
        "year": found.year,
        "to": to,
        "answer": found.answer,
        "places": [{"code": code, "name": name} for code, name in found.places],
        "with": [{"code": code, "name": name} for code, name in found.others],
        "moves": [
            {"day": m.day.isoformat(), "kind": m.kind, "before": m.before, "after": m.after}
            for m in found.moves
        ],
    }
