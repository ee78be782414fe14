"""`beffroi init`, `join`, `settings`: an installation and who it is for."""

import json
from dataclasses import replace
from typing import Annotated

import typer

from beffroi.cli.context import (
    HomeOption,
    JsonOption,
    Say,
    opened,
    shown_errors,
    user,
)
from beffroi.cli.frame import Frame
from beffroi.cli.home import language_of
from beffroi.cli.screen import sound
from beffroi.decide.organisations import checked_name, checked_siren, create_organisation
from beffroi.settings import Settings
from beffroi.settings.addresses import checked_lake, checked_state
from beffroi.store.store import Store
from beffroi.texts import Text


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    _init(app, say)
    _join(app, say)
    _settings(app)


def _init(app: Frame, say: Say) -> None:
    name_help = say(Text(fr="Nom de la collectivité.", en="Name of the authority."))
    state_help = say(
        Text(
            fr="Base PostgreSQL de l’état, sans mot de passe ; sinon un fichier du dossier.",
            en="PostgreSQL database of the state, without password; else a file of the home.",
        )
    )
    siren_help = say(Text(fr="Son numéro SIREN.", en="Its SIREN number."))
    lake_help = say(
        Text(
            fr="Stockage objet des mesures, s3://compartiment/préfixe ; sinon le dossier.",
            en="Object storage of the measures, s3://bucket/prefix; else the home.",
        )
    )

    @app.command("init")
    def init(
        home: HomeOption,
        name: Annotated[str, typer.Option("--name", help=name_help)] = "Ma commune",
        siren: Annotated[str, typer.Option("--siren", help=siren_help)] = "",
        state: Annotated[
            str, typer.Option("--state", envvar="BEFFROI_STATE", help=state_help)
        ] = "",
        lake: Annotated[str, typer.Option("--lake", envvar="BEFFROI_LAKE", help=lake_help)] = "",
        as_json: JsonOption = False,
    ) -> None:
        with shown_errors(as_json=as_json, home=None):
            name, siren = checked_name(sound(name)), checked_siren(sound(siren))
            settings = _shared(state, lake)
            with Store.create(home, settings) as store:
                organisation = create_organisation(store.writer(user()), name, siren=siren)
            data = {"home": str(home), "organisation": organisation, "name": name}
        with opened(home, as_json=as_json) as session:
            if as_json:
                session.answer(data)
                return
            session.console.print(
                session.say(
                    Text(
                        fr="Installation créée dans {home} pour « {name} ».\n"
                        "Déposez maintenant vos fichiers : beffroi import FICHIER --home {home}",
                        en="Installation created in {home} for “{name}”.\n"
                        "Now bring your files: beffroi import FILE --home {home}",
                    ).fill(data)
                ),
            )


def _shared(state: str, lake: str) -> Settings:
    return replace(
        Settings.load(None, {}),
        state=checked_state(state, "--state"),
        lake=checked_lake(lake, "--lake"),
    )


def _join(app: Frame, say: Say) -> None:
    state_help = say(Text(fr="Base PostgreSQL de l’état.", en="PostgreSQL database of the state."))
    lake_help = say(Text(fr="Stockage objet des mesures.", en="Object storage of the measures."))

    @app.command("join")
    def join(
        home: HomeOption,
        state: Annotated[str, typer.Option("--state", envvar="BEFFROI_STATE", help=state_help)],
        lake: Annotated[str, typer.Option("--lake", envvar="BEFFROI_LAKE", help=lake_help)],
        as_json: JsonOption = False,
    ) -> None:
        with (
            shown_errors(as_json=as_json, home=None),
            Store.join(home, _shared(state, lake)) as store,
        ):
            data = {"home": str(home), "installation": store.home.identity()}
        with opened(home, as_json=as_json) as session:
            if as_json:
                session.answer(data)
                return
            done = Text(
                fr="Le dossier {home} sert maintenant la même installation.",
                en="The home {home} now serves the same installation.",
            )
            session.console.print(session.say(done.fill(data)))


def _settings(app: Frame) -> None:
    @app.command("settings")
    def settings(home: HomeOption, as_json: JsonOption = False) -> None:
        with shown_errors(as_json=as_json, home=home):
            current = Settings.load(home)
            language = language_of(home)
            rows = [
                {
                    "name": name,
                    "type": kind,
                    "default": default,
                    "value": str(getattr(current, name)),
                    "help": help_.in_(language),
                }
                for name, kind, default, help_ in Settings.table()
            ]
        if as_json:
            typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        for row in rows:
            typer.echo(f"{row['name']} = {row['value']}  ({row['help']})")
