"""`beffroi backup`, `restore`: copies of an installation that are proved by restoring them."""

import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from beffroi.cli.backup_status import register_status
from beffroi.cli.context import (
    HomeOption,
    JsonOption,
    Say,
    opened,
    progress,
    shown_errors,
    user,
)
from beffroi.cli.frame import Frame
from beffroi.cli.screen import Screen, write_json
from beffroi.figures import numbers
from beffroi.settings.addresses import checked_lake, checked_state
from beffroi.store.backup.drill import drill, record
from beffroi.store.backup.history import MAKE
from beffroi.store.backup.keys import make_key, read_key
from beffroi.store.backup.repository import Repository
from beffroi.store.backup.restore import restore
from beffroi.store.backup.snapshot import make_snapshot, outside
from beffroi.texts import Text

_PLACE = Text(fr="Dossier des sauvegardes.", en="Folder of the backups.")
_IDENTITY = Text(fr="Fichier de la clé privée.", en="File of the private key.")
_SNAPSHOT = Text(fr="Sauvegarde voulue, sinon la dernière.", en="Backup wanted, else the last.")


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    group = app.group("backup", usual="make", no_args_is_help=True)
    _make(group, say)
    _list(group, say)
    _drill(group, say)
    _key(group, say)
    register_status(group, say)
    _restore(app, say)


def _make(group: Frame, say: Say) -> None:
    to_help = say(
        Text(
            fr="Clé publique age pour laquelle chiffrer (répétable ; à la première sauvegarde).",
            en="age public key to encrypt for (repeatable; at the first backup).",
        )
    )
    clear_help = say(Text(fr="Ne pas chiffrer.", en="Do not encrypt."))

    @group.command(
        "make",
        help=say(Text(fr="Faire une sauvegarde (commande usuelle).", en="Make a backup (usual).")),
    )
    def make(
        home: HomeOption,
        dest: Annotated[Path, typer.Argument(help=say(_PLACE))],
        to: Annotated[list[str] | None, typer.Option("--recipient", help=to_help)] = None,
        clear: Annotated[bool, typer.Option("--clear", help=clear_help)] = False,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            outside(session.store.home, dest)
            known = (dest / "beffroi-backup.json").exists()
            place = (
                Repository.open(dest) if known else Repository.create(dest, to or (), clear=clear)
            )
            with progress(session, Text(fr="Sauvegarde", en="Backup")) as step:
                made = make_snapshot(session.store, place, step)
            with session.write().change(MAKE, "continuity", subject=made.name) as change:
                change.detail = {**asdict(made), "to": str(dest.absolute())}
            if as_json:
                session.answer(asdict(made))
                return
            done = Text(
                fr="Sauvegarde {name} : {files} fichiers, {bytes} Mo, dont {added} Mo nouveaux. "
                "Prouvez-la : beffroi backup drill {dest}",
                en="Backup {name}: {files} files, {bytes} MB, {added} MB of them new. "
                "Prove it: beffroi backup drill {dest}",
            )
            shown = {
                "bytes": numbers(made.bytes / 1e6, 1),
                "added": numbers(made.added / 1e6, 1),
                "files": numbers(made.files),
            }
            session.console.print(session.say(done.fill(shown, name=made.name, dest=dest)))
            if made.missing:
                lost = Text(
                    fr="Attention : {n} fichiers manquent à l’installation elle-même, dont {one}.",
                    en="Beware: {n} files are missing from the installation itself, among them "
                    "{one}.",
                )
                text = session.say(lost.fill(n=len(made.missing), one=made.missing[0]))
                session.console.print(text, style="bold red")


def _list(group: Frame, say: Say) -> None:
    @group.command("list", help=say(Text(fr="Lister les sauvegardes.", en="List the backups.")))
    def list_(
        dest: Annotated[Path, typer.Argument(help=say(_PLACE))], as_json: JsonOption = False
    ) -> None:
        with shown_errors(as_json=as_json):
            names = Repository.open(dest).snapshots()
            if as_json:
                write_json(names)
                return
            empty = Text(fr="Aucune sauvegarde.", en="No backup.")
            Screen().print("\n".join(names) or say(empty))


def _drill(group: Frame, say: Say) -> None:
    into_help = say(
        Text(
            fr="Dossier où restaurer le temps de l’essai, sinon celui des fichiers temporaires.",
            en="Folder to restore into for the trial, else that of temporary files.",
        )
    )

    @group.command(
        "drill",
        help=say(
            Text(
                fr="Prouver une sauvegarde : la restaurer à part, la compter, noter la preuve.",
                en="Prove a backup: restore it aside, count it, keep the proof.",
            )
        ),
    )
    def drill_(
        home: HomeOption,
        dest: Annotated[Path, typer.Argument(help=say(_PLACE))],
        identity: Annotated[Path | None, typer.Option("--identity", help=say(_IDENTITY))] = None,
        snapshot: Annotated[str, typer.Option("--snapshot", help=say(_SNAPSHOT))] = "",
        into: Annotated[Path | None, typer.Option("--into", help=into_help)] = None,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            place = Repository.open(dest, read_key(identity) if identity else None)
            aside = into or Path(os.environ.get("TMPDIR", "/tmp"))  # noqa: S108 - a private folder is made in it
            with progress(session, Text(fr="Essai de restauration", en="Restore drill")) as step:
                proof = drill(place, snapshot, aside, step)
            record(session.store, session.actor, proof, dest)
            if as_json:
                session.answer(asdict(proof))
                return
            done = Text(
                fr="Sauvegarde {snapshot} restaurée et vérifiée en {seconds} s : {files} fichiers, "
                "{series} séries, {observations} mesures. La preuve est au journal.",
                en="Backup {snapshot} restored and checked in {seconds} s: {files} files, "
                "{series} series, {observations} measures. The proof is in the journal.",
            )
            shown = {
                "seconds": numbers(proof.seconds, 1),
                "observations": numbers(proof.observations),
                "files": numbers(proof.files),
                "series": numbers(proof.series),
            }
            session.console.print(session.say(done.fill({**asdict(proof), **shown})))


def _key(group: Frame, say: Say) -> None:
    file_help = say(Text(fr="Fichier à créer.", en="File to create."))

    @group.command(
        "key",
        help=say(
            Text(
                fr="Créer une clé : gardez le fichier ailleurs que l’installation.",
                en="Make a key: keep the file away from the installation.",
            )
        ),
    )
    def key(
        file: Annotated[Path, typer.Argument(help=file_help)], as_json: JsonOption = False
    ) -> None:
        with shown_errors(as_json=as_json):
            public = make_key(file)
            if as_json:
                write_json({"file": str(file), "recipient": public})
                return
            done = Text(
                fr="Clé privée écrite dans {file} : sans elle, aucune sauvegarde ne s’ouvre.\n"
                "Clé publique, à donner à la première sauvegarde : --recipient {public}",
                en="Private key written to {file}: without it no backup opens.\n"
                "Public key, for the first backup: --recipient {public}",
            )
            Screen().print(say(done.fill(file=file, public=public)), soft_wrap=True)


def _restore(app: Frame, say: Say) -> None:
    state_help = say(
        Text(
            fr="Base PostgreSQL vide où mettre l’état ; sinon un fichier du dossier.",
            en="Empty PostgreSQL database to bring the state to; else a file of the home.",
        )
    )
    lake_help = say(
        Text(
            fr="Stockage objet vide où mettre les mesures ; sinon le dossier.",
            en="Empty place of object storage to bring the measures to; else the home.",
        )
    )
    home_help = say(Text(fr="Dossier à créer.", en="Folder to create."))

    @app.command("restore")
    def restore_(
        source: Annotated[Path, typer.Argument(help=say(_PLACE))],
        to: Annotated[Path, typer.Option("--home", help=home_help)],
        identity: Annotated[Path | None, typer.Option("--identity", help=say(_IDENTITY))] = None,
        snapshot: Annotated[str, typer.Option("--snapshot", help=say(_SNAPSHOT))] = "",
        state: Annotated[
            str, typer.Option("--state", envvar="BEFFROI_STATE", help=state_help)
        ] = "",
        lake: Annotated[str, typer.Option("--lake", envvar="BEFFROI_LAKE", help=lake_help)] = "",
        as_json: JsonOption = False,
    ) -> None:
        with shown_errors(as_json=as_json):
            place = Repository.open(source, read_key(identity) if identity else None)
            address = checked_state(state, "--state")
            far = checked_lake(lake, "--lake")
            manifest = restore(place, to, snapshot, state=address, lake=far)
        with opened(to, as_json=as_json) as session:
            with session.write().change("backup.restore", "continuity", subject=snapshot) as change:
                change.detail = {"made_at": manifest["made_at"], "by": user()}
            if as_json:
                session.answer({"home": str(to), "made_at": manifest["made_at"]})
                return
            done = Text(
                fr="Installation restaurée dans {home}, telle qu’elle était le {at}.",
                en="Installation restored in {home}, as it was on {at}.",
            )
            at = str(manifest["made_at"])[:16].replace("T", " ")
            session.console.print(session.say(done.fill(home=to, at=f"{at} UTC")))
