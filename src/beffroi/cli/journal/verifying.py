"""The journal verified, and signed."""

from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import select

from beffroi.cli.context import HomeOption, JsonOption, Say, Session, opened, progress
from beffroi.cli.frame import Frame
from beffroi.cli.journal.standing import KEEP
from beffroi.cli.screen import sound
from beffroi.errors import BeffroiError
from beffroi.errors.journal import SIZE_IMPOSSIBLE
from beffroi.figures import numbers
from beffroi.store.journal import heads, witness
from beffroi.store.journal.claims import file_claims, verify_all
from beffroi.store.journal.memory import NAME as MEMORY
from beffroi.store.journal.reading import KeptTree
from beffroi.store.journal.verify import Verdict
from beffroi.store.journal.words import told
from beffroi.store.state import merkle
from beffroi.texts import Text


def verify_command(group: Frame, say: Say) -> None:
    """Add `journal verify`."""
    witness_help = say(
        Text(
            fr="Fichier gardé par un témoin ou par vous : tête signée, demande, mémoire de témoin.",
            en="File kept by a witness or by you: signed head, request, memory of a witness.",
        )
    )

    @group.command(
        "verify",
        help=say(
            Text(
                fr="Relire tout le journal et dire si quelque chose y a été changé.",
                en="Read the whole journal again and tell whether anything in it was changed.",
            )
        ),
    )
    def verify_(
        home: HomeOption,
        witnesses: Annotated[
            list[Path] | None, typer.Option("--witness", help=witness_help)
        ] = None,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            with (
                session.store.writer(session.actor).look() as state,
                progress(session, Text(fr="Vérification", en="Verification")) as step,
            ):
                keys = state.scalars(select(merkle.Head.key).distinct())
                origins = {key.partition("+")[0] for key in keys}
                claims = [
                    claim
                    for path in witnesses or ()
                    for claim in file_claims(text_of(path), path.name, origins)
                ]
                found = verify_all(state, claims, step, session.store.home)
                outside = claims or state.scalar(select(merkle.Cosignature.size).limit(1))
            _show(session, found, as_json=as_json)
            if not (outside or as_json or found.wrong):
                session.console.print(session.say(KEEP), style="yellow")
            if found.wrong:
                raise typer.Exit(1)


def head_command(group: Frame, say: Say) -> None:
    """Add `journal head`."""
    since_help = say(
        Text(
            fr="Pour un témoin : prouver aussi que rien n’a changé depuis cette taille.",
            en="For a witness: prove too that nothing changed since this size.",
        )
    )
    output_help = say(Text(fr="Écrire dans ce fichier.", en="Write to this file."))
    key_help = say(
        Text(fr="Changer d’abord de clé ; le journal le dit.", en="Change the key; it is told.")
    )
    restored_help = say(
        Text(
            fr="Pourquoi l’état a été remis à la main depuis une copie : la tête dont "
            "l’installation se souvient est remplacée ; le journal le dit.",
            en="Why the state was put back by hand from a copy: the head that the installation "
            "remembers is replaced; it is told.",
        )
    )

    @group.command(
        "head",
        help=say(
            Text(
                fr="Signer le journal tel qu’il est, et montrer ce qui est signé.",
                en="Sign the journal as it is, and show what is signed.",
            )
        ),
    )
    def head_(
        home: HomeOption,
        since: Annotated[int | None, typer.Option("--since", min=0, help=since_help)] = None,
        output: Annotated[Path | None, typer.Option("--output", "-o", help=output_help)] = None,
        new_key: Annotated[bool, typer.Option("--new-key", help=key_help)] = False,
        restored: Annotated[str, typer.Option("--restored", help=restored_help)] = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            door = session.write()
            row = heads.sign(door, new_key=new_key, restored=sound(restored))
            with door.look() as state:
                text = heads.cosigned(state, row)
                if since is not None:
                    if since > row.size:
                        raise BeffroiError(SIZE_IMPOSSIBLE, size=row.size, asked=since)
                    text = witness.request(
                        since, KeptTree(state).consistency(since, row.size), text
                    )
            if output is not None:
                output.write_text(text, "utf-8")
            if as_json:
                session.answer({"size": row.size, "key": row.key, "text": text})
                return
            if output is None:
                session.console.print(text, end="", soft_wrap=True)
            shown = Text(fr="Clé publique : {key}", en="Public key: {key}").fill(key=row.key)
            session.console.print(session.say(shown), soft_wrap=True)


def text_of(path: Path) -> str:
    """Read a small file that somebody sent, whatever its bytes."""
    return path.read_text("utf-8", errors="replace")


def _show(session: Session, found: Verdict, *, as_json: bool) -> None:
    if as_json:
        session.answer(_plain(session, found))
        return
    say, print_ = session.say, session.console.print
    for one in found.wrong:
        print_(f"✗ {say(told(one))}", style="red")
    if found.wrong:
        print_(say(_DO))
        if any(one.by == MEMORY for one in found.wrong):
            print_(say(_RESTORED))
        return
    print_(say(_WELL.fill(n=numbers(found.size))), style="green")
    if found.erased:
        print_(say(_ERASED.fill(n=numbers(found.erased))))
    signed = _SIGNED.fill(n=numbers(found.agreed), size=numbers(found.agreed_size))
    print_(say(signed if found.agreed else _UNSIGNED))


def _plain(session: Session, found: Verdict) -> dict[str, Any]:
    return {
        "size": found.size,
        "root": found.root.hex(),
        "erased": found.erased,
        "erased_who": found.erased_who,
        "erased_what": found.erased_what,
        "agreed": found.agreed,
        "agreed_size": found.agreed_size,
        "wrong": [
            {
                "harm": one.harm,
                "entry": one.number,
                "by": one.by,
                "what": session.say(told(one)),
            }
            for one in found.wrong
        ],
    }


_WELL = Text(
    fr="Les {n} entrées du journal sont telles qu’elles ont été écrites.",
    en="The {n} entries of the journal are as they were written.",
)
_ERASED = Text(
    fr="De {n} d’entre elles, des données ont été effacées ; le reste est prouvé.",
    en="Data of {n} of them were erased; the rest is proved.",
)
_SIGNED = Text(
    fr="{n} signatures concordent, la plus récente pour {size} entrées.",
    en="{n} signatures agree, the newest for {size} entries.",
)
_UNSIGNED = Text(
    fr="Personne n’a encore signé : une fin coupée ne se verrait pas. → beffroi journal head",
    en="Nobody signed yet: a cut end would not be seen. → beffroi journal head",
)
_RESTORED = Text(
    fr="→ Si vous avez vous-même remis l’état à la main depuis une copie, et seulement dans ce "
    'cas : beffroi journal head --restored "pourquoi".',
    en="→ If you put the state back yourself, by hand, from a copy, and only then: "
    'beffroi journal head --restored "why".',
)
_DO = Text(
    fr="→ Gardez une copie du dossier, et comparez avec une sauvegarde et avec ce que gardent les "
    "témoins.",
    en="→ Keep a copy of the folder, and compare with a backup and with what witnesses keep.",
)
