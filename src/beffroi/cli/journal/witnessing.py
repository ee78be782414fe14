"""`beffroi journal witness`: those who remember how a journal was."""

from pathlib import Path
from typing import Annotated

import typer

from beffroi.cli.context import (
    HomeOption,
    JsonOption,
    Say,
    opened,
    shown_errors,
)
from beffroi.cli.frame import Frame
from beffroi.cli.home import language_of
from beffroi.cli.journal.asking import (
    accept_command,
    ask_command,
    dismiss_command,
    invite_command,
    refuse_command,
)
from beffroi.cli.journal.verifying import text_of
from beffroi.cli.screen import Screen, sound, write_json
from beffroi.errors import BeffroiError
from beffroi.errors.cli import FILE_REFUSED
from beffroi.store.journal import heads, keys, witness
from beffroi.store.journal.note import WITNESS, PublicKey, SecretKey
from beffroi.texts import Text

_EXISTS = Text(fr="il existe déjà", en="it exists already")


def witness_group(group: Frame, say: Say) -> None:
    """Add `journal witness` and its commands."""
    about = Text(
        fr="Témoins : ils gardent la mémoire d’un journal et contresignent.",
        en="Witnesses: they remember a journal and countersign it.",
    )
    witnesses = group.group("witness", about, no_args_is_help=True)
    _new(witnesses, say)
    _sign(witnesses, say)
    _add(witnesses, say)
    invite_command(witnesses, say)
    dismiss_command(witnesses, say)
    ask_command(witnesses, say)
    accept_command(witnesses, say)
    refuse_command(witnesses, say)


def _new(group: Frame, say: Say) -> None:
    file_help = say(
        Text(fr="Fichier à créer, à garder secret.", en="File to make; keep it secret.")
    )
    name_help = say(Text(fr="Qui est le témoin.", en="Who the witness is."))

    @group.command(
        "new", help=say(Text(fr="Créer la clé d’un témoin.", en="Make the key of a witness."))
    )
    def new_(
        file: Annotated[Path, typer.Argument(help=file_help)],
        name: Annotated[str, typer.Option("--name", help=name_help)],
        as_json: JsonOption = False,
    ) -> None:
        with shown_errors(as_json=as_json):
            secret = SecretKey.new(sound(name), WITNESS)
            if file.exists():  # whoever loses a key loses what was signed with it
                raise BeffroiError(FILE_REFUSED, name=file, reason=_EXISTS)
            keys.write(file, secret)
            if as_json:
                write_json({"file": str(file), "key": str(secret.public)})
                return
            shown = Text(fr="Clé publique : {key}", en="Public key: {key}").fill(key=secret.public)
            Screen().print(shown.in_(language_of(None)), soft_wrap=True)


def _sign(group: Frame, say: Say) -> None:
    asked_help = say(
        Text(
            fr="Demande, faite par « journal head --since ».",
            en="Request, made by “journal head --since”.",
        )
    )
    key_help = say(Text(fr="Clé du témoin.", en="Key of the witness."))
    log_help = say(
        Text(
            fr="Clé publique du journal, la première fois.",
            en="Public key of the journal, the first time.",
        )
    )
    output_help = say(Text(fr="Écrire dans ce fichier.", en="Write to this file."))

    @group.command(
        "sign",
        help=say(
            Text(
                fr="Contresigner une tête, si le journal n’a fait que grandir.",
                en="Countersign a head, if the journal only grew.",
            )
        ),
    )
    def sign_(
        asked: Annotated[Path, typer.Argument(metavar="REQUEST", help=asked_help)],
        key: Annotated[Path, typer.Option("--key", help=key_help)],
        log_key: Annotated[str, typer.Option("--log-key", help=log_help)] = "",
        output: Annotated[Path | None, typer.Option("--output", "-o", help=output_help)] = None,
        as_json: JsonOption = False,
    ) -> None:
        with shown_errors(as_json=as_json):
            signed = witness.cosign(key, text_of(asked), log_key)
            if output is not None:
                output.write_text(signed, "utf-8")
            if as_json:
                write_json({"text": signed})
            elif output is None:
                Screen().print(signed, end="", soft_wrap=True)


def _add(group: Frame, say: Say) -> None:
    signed_help = say(Text(fr="Tête contresignée.", en="Countersigned head."))
    key_help = say(Text(fr="Clé publique du témoin.", en="Public key of the witness."))

    @group.command(
        "add",
        help=say(
            Text(
                fr="Garder la contresignature d’un témoin.",
                en="Keep the countersignature of a witness.",
            )
        ),
    )
    def add_(
        home: HomeOption,
        signed: Annotated[Path, typer.Argument(metavar="FILE", help=signed_help)],
        key: Annotated[str, typer.Option("--key", help=key_help)],
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            public = PublicKey.parse(key)
            head = heads.countersign(session.write(), text_of(signed), public, signed.name)
            if as_json:
                session.answer({"size": head.size, "witness": key})
                return
            kept = Text(
                fr="« {name} » témoigne de {size} entrées.", en="“{name}” witnesses {size} entries."
            )
            session.console.print(session.say(kept.fill(name=public.name, size=head.size)))
