"""`beffroi leave`, `adopt`: an organisation goes from one installation to another with its own."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from beffroi.cli.context import HomeOption, JsonOption, Say, Session, opened, progress
from beffroi.cli.frame import Frame
from beffroi.cli.screen import sound
from beffroi.figures import numbers, size
from beffroi.store.journal.note import PublicKey
from beffroi.store.moving import adopt, leave
from beffroi.texts import Text

_LEFT = [
    Text(
        fr="Export de « {name} » : {place}\n{files} fichiers, {size}, {observations} lignes de"
        " mesures, {rows} lignes d’état.",
        en="Export of “{name}”: {place}\n{files} files, {size}, {observations} rows of measures,"
        " {rows} rows of the state.",
    ),
    Text(fr="Empreinte du manifeste : {manifest}", en="Hash of the manifest: {manifest}"),
    Text(
        fr="Clé publique, à transmettre par un autre chemin : {key}",
        en="Public key, to be sent by another way: {key}",
    ),
    Text(
        fr="Ensuite, là-bas : beffroi adopt {place} --key CLÉ. Ici rien n’est effacé ; quand la"
        " reprise est vérifiée : beffroi store erase {organisation}",
        en="Next, over there: beffroi adopt {place} --key KEY. Nothing is erased here; once it"
        " is verified there: beffroi store erase {organisation}",
    ),
]
_ADOPTED = Text(
    fr="« {name} » est reprise ici sous le n° {organisation} : {observations} lignes de mesures,"
    " {rows} lignes d’état, {originals} fichiers reçus. Origine : installation {installation}.",
    en="“{name}” was adopted here as number {organisation}: {observations} rows of measures,"
    " {rows} rows of the state, {originals} received files. It comes from installation"
    " {installation}.",
)
_UNKNOWN = Text(
    fr="Sans --key, seule l’intégrité de l’export a été vérifiée, avec la clé qu’il nomme : {key}."
    " Comparez-la à celle que donne l’installation d’origine.",
    en="Without --key, only the integrity of the export was verified, with the key that it names:"
    " {key}. Compare it to the one that the first installation gives.",
)
_AFTER = Text(
    fr="Les comptes, les jetons et les conventions ne suivent pas : créez-les ici.",
    en="Accounts, tokens and agreements do not come along: make them here.",
)


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    _leave(app, say)
    _adopt(app, say)


def _leave(app: Frame, say: Say) -> None:
    who_help = say(
        Text(fr="Collectivité : SIREN, nom ou numéro.", en="Authority: SIREN, name or number.")
    )
    to_help = say(
        Text(
            fr="Dossier nouveau, ou fichier nouveau qui finit par .zip.",
            en="New folder, or new file whose name ends with .zip.",
        )
    )

    @app.command("leave")
    def leave_(
        home: HomeOption,
        who: Annotated[str, typer.Argument(metavar="ORGANISATION", help=who_help)],
        to: Annotated[Path, typer.Option("--to", help=to_help)],
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owner = session.organisation(sound(who))
            with progress(session, Text(fr="Export", en="Export")) as step:
                done = leave(session.write(), owner.id, to, step)
            if as_json:
                session.answer({**asdict(done), "to": str(to), "organisation": owner.id})
                return
            shown = {
                **asdict(done),
                **{name: numbers(getattr(done, name)) for name in ("files", "rows")},
                "observations": numbers(done.observations),
                "size": size(done.bytes),
                "name": owner.name,
                "organisation": owner.id,
                "place": to,
            }
            _print(session, [text.fill(shown) for text in _LEFT])


def _adopt(app: Frame, say: Say) -> None:
    place_help = say(Text(fr="Export : dossier ou .zip.", en="Export: folder or .zip."))
    key_help = say(
        Text(
            fr="Clé publique de l’installation d’origine, reçue par un autre chemin.",
            en="Public key of the first installation, received by another way.",
        )
    )

    @app.command("adopt")
    def adopt_(
        home: HomeOption,
        place: Annotated[Path, typer.Argument(metavar="EXPORT", help=place_help)],
        key: Annotated[str, typer.Option("--key", help=key_help)] = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            trusted = PublicKey.parse(sound(key)) if key else None
            with progress(session, Text(fr="Reprise", en="Adoption")) as step:
                done = adopt(session.write(), place, trusted, step)
            if as_json:
                session.answer({**asdict(done), "key_given": trusted is not None})
                return
            counted = {
                name: numbers(getattr(done, name)) for name in ("rows", "observations", "originals")
            }
            shown = {**asdict(done), **counted}
            texts = [_ADOPTED.fill(shown), _AFTER]
            _print(session, texts if trusted else [*texts, _UNKNOWN.fill(key=done.key)])


def _print(session: Session, texts: list[Text]) -> None:
    for text in texts:
        session.console.print(session.say(text), soft_wrap=True)
