"""Proofs of entries: made here, checked anywhere."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from beffroi.cli.context import HomeOption, JsonOption, Say, opened, shown_errors
from beffroi.cli.frame import Frame
from beffroi.cli.home import language_of
from beffroi.cli.journal.verifying import text_of
from beffroi.cli.screen import Screen, write_json
from beffroi.errors import BeffroiError
from beffroi.errors.journal import NOTE_UNREADABLE
from beffroi.store.journal import heads, proof
from beffroi.store.journal.note import PublicKey
from beffroi.texts import Text

_FORM = Text(fr="preuve de journal", en="proof of a journal")
_NOT_JSON = Text(fr="ce n’est pas du JSON", en="it is not JSON")
_TRUE = Text(
    fr="Vrai : l’entrée {number} est dans le journal « {origin} », signé le {day} pour {size} "
    "entrées.",
    en="True: entry {number} is in the journal “{origin}”, signed on {day} ({size} entries).",
)


def prove_command(group: Frame, say: Say) -> None:
    """Add `journal prove`."""
    entry_help = say(Text(fr="Numéro de l’entrée.", en="Number of the entry."))
    output_help = say(Text(fr="Écrire dans ce fichier.", en="Write to this file."))
    closed_help = say(
        Text(
            fr="Sans dire qui, ni sur quoi, ni les précisions.",
            en="Without telling who, on what, nor the details.",
        )
    )

    @group.command(
        "prove",
        help=say(
            Text(
                fr="Écrire la preuve qu’une entrée est dans le journal.",
                en="Write the proof that an entry is in the journal.",
            )
        ),
    )
    def prove_(
        home: HomeOption,
        number: Annotated[int, typer.Argument(metavar="ENTRY", help=entry_help)],
        output: Annotated[Path | None, typer.Option("--output", "-o", help=output_help)] = None,
        closed: Annotated[bool, typer.Option("--closed", help=closed_help)] = False,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            door = session.write()
            with door.look() as state:
                proof.found(state, number)
                head = heads.last(state)
            if head is None or head.size < number:
                heads.sign(door)
            with door.look() as state:
                made = proof.prove(state, number, closed=closed)
            if output is None:
                session.answer(made)
                return
            output.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", "utf-8")
            if as_json:
                session.answer({"entry": number, "file": str(output)})


def check_command(group: Frame, say: Say) -> None:
    """Add `journal check`."""
    file_help = say(Text(fr="La preuve.", en="The proof."))
    key_help = say(Text(fr="Clé publique du journal.", en="Public key of the journal."))

    @group.command(
        "check",
        help=say(
            Text(
                fr="Vérifier une preuve, sans installation : la clé publique suffit.",
                en="Check a proof, without an installation: the public key is enough.",
            )
        ),
    )
    def check_(
        file: Annotated[Path, typer.Argument(help=file_help)],
        key: Annotated[str, typer.Option("--key", help=key_help)],
        as_json: JsonOption = False,
    ) -> None:
        with shown_errors(as_json=as_json):
            try:
                read = json.loads(text_of(file))
            except ValueError as error:
                raise BeffroiError(
                    NOTE_UNREADABLE, name=file.name, form=_FORM, reason=_NOT_JSON
                ) from error
            found = proof.check(read, PublicKey.parse(key), file.name)
            if as_json:
                head = {"origin": found.head.origin, "size": found.head.size}
                write_json({"entry": found.said, "head": {**head, "at": found.head.at.isoformat()}})
                return
            console, language = Screen(), language_of(None)
            told = _TRUE.fill(
                number=found.number,
                origin=found.head.origin,
                day=f"{found.head.at:%d/%m/%Y}",
                size=found.head.size,
            )
            console.print(told.in_(language), style="green")
            for name in ("at", "action", "purpose", "actor", "subject", "detail"):
                if name in found.said:
                    console.print(f"{name}: {_plain(found.said[name])}")


def _plain(value: Any) -> str:
    """Write a value of an entry: a text as it is, details as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
