"""`beffroi journal witness`, between installations: whom to ask, and whom to witness."""

from typing import Annotated

import typer

from beffroi.cli.context import HomeOption, JsonOption, Say, Session, opened
from beffroi.cli.frame import Frame
from beffroi.cli.screen import sound
from beffroi.errors import BeffroiError
from beffroi.store.journal import asking, heads, watching
from beffroi.store.journal.note import PublicKey
from beffroi.texts import Text

#: What a witness answers under, after the address of its site (`web/witness.py`).
_PATH = "/api/journal/witness"
_KEY = Text(fr="Clé publique du témoin.", en="Public key of the witness.")
_SIGNED = Text(fr="« {name} » témoigne de {size} entrées.", en="“{name}” witnesses {size} entries.")
_NOBODY = Text(
    fr="Aucun témoin à interroger. → beffroi journal witness invite",
    en="There is no witness to ask. → beffroi journal witness invite",
)


def invite_command(group: Frame, say: Say) -> None:
    """Add `journal witness invite`."""
    address_help = say(
        Text(fr="Adresse du témoin, en https://.", en="Address of the witness, with https://.")
    )

    @group.command(
        "invite",
        help=say(
            Text(
                fr="Faire contresigner chaque tête par une autre installation.",
                en="Have each head countersigned by another installation.",
            )
        ),
    )
    def invite_(
        home: HomeOption,
        address: Annotated[str, typer.Argument(help=address_help)],
        key: Annotated[str, typer.Option("--key", help=say(_KEY))],
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            row = asking.invite(session.write(), address, PublicKey.parse(key))
            if as_json:
                session.answer({"witness": row.key, "address": row.address})
                return
            told = Text(
                fr="« {name} » sera interrogé après chaque tête.",
                en="“{name}” will be asked after each head.",
            )
            session.console.print(session.say(told.fill(name=PublicKey.parse(key).name)))


def dismiss_command(group: Frame, say: Say) -> None:
    """Add `journal witness dismiss`."""
    who_help = say(Text(fr="Nom ou clé du témoin.", en="Name or key of the witness."))

    @group.command(
        "dismiss",
        help=say(
            Text(
                fr="Ne plus interroger un témoin ; ce qu’il a signé reste.",
                en="Ask a witness no more; what it signed stays.",
            )
        ),
    )
    def dismiss_(
        home: HomeOption,
        witness: Annotated[str, typer.Argument(metavar="WITNESS", help=who_help)],
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            asking.dismiss(session.write(), sound(witness))
            if as_json:
                session.answer({"witness": witness})


def ask_command(group: Frame, say: Say) -> None:
    """Add `journal witness ask`."""

    @group.command(
        "ask",
        help=say(
            Text(
                fr="Signer le journal, et le faire contresigner maintenant.",
                en="Sign the journal, and have it countersigned now.",
            )
        ),
    )
    def ask_(home: HomeOption, as_json: JsonOption = False) -> None:
        with opened(home, as_json=as_json) as session:
            door = session.write()
            heads.sign(door)
            with door.look() as state:
                keys = [row.key for row in asking.asked(state)]
            found = {key: _asked(session, key) for key in keys}
            if as_json:
                session.answer([_plain(session, key, one) for key, one in found.items()])
            elif not found:
                session.console.print(session.say(_NOBODY))
            for key, one in found.items() if not as_json else ():
                _show(session, PublicKey.parse(key).name, one)
            if any(isinstance(one, BeffroiError) for one in found.values()):
                raise typer.Exit(1)


def accept_command(group: Frame, say: Say) -> None:
    """Add `journal witness accept`."""
    key_help = say(Text(fr="Clé publique du journal.", en="Public key of the journal."))
    name_help = say(
        Text(
            fr="Nom sous lequel cette installation témoigne ; la première fois seulement.",
            en="Name under which this installation witnesses; the first time only.",
        )
    )

    @group.command(
        "accept",
        help=say(
            Text(
                fr="Être le témoin du journal d’une autre installation.",
                en="Witness the journal of another installation.",
            )
        ),
    )
    def accept_(
        home: HomeOption,
        key: Annotated[str, typer.Argument(help=key_help)],
        name: Annotated[str, typer.Option("--name", help=name_help)] = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            own = watching.accept(session.write(), PublicKey.parse(key), sound(name))
            address = f"{session.store.settings.address.rstrip('/') or 'https://…'}{_PATH}"
            if as_json:
                session.answer({"key": str(own), "address": address})
                return
            told = Text(
                fr="Donnez ceci à l’autre installation :\n"
                "adresse : {address}\nclé publique : {key}",
                en="Give this to the other installation:\naddress: {address}\npublic key: {key}",
            ).fill(address=address, key=own)
            session.console.print(session.say(told), soft_wrap=True)


def refuse_command(group: Frame, say: Say) -> None:
    """Add `journal witness refuse`."""
    origin_help = say(
        Text(fr="Nom du journal : le début de sa clé.", en="Name of the journal: of its key.")
    )

    @group.command(
        "refuse",
        help=say(
            Text(
                fr="Ne plus être le témoin d’un journal.",
                en="Witness a journal no more.",
            )
        ),
    )
    def refuse_(
        home: HomeOption,
        origin: Annotated[str, typer.Argument(metavar="JOURNAL", help=origin_help)],
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            watching.refuse(session.write(), origin)
            if as_json:
                session.answer({"journal": origin})


def _asked(session: Session, key: str) -> int | BeffroiError:
    """Ask one witness: the failure of one does not keep the others from being asked."""
    try:
        return asking.ask(session.write(), key)
    except BeffroiError as error:
        return error


def _plain(session: Session, key: str, found: int | BeffroiError) -> dict[str, object]:
    if isinstance(found, BeffroiError):
        return {"witness": key, "error": found.to_dict(session.language)}
    return {"witness": key, "size": found}


def _show(session: Session, name: str, found: int | BeffroiError) -> None:
    if isinstance(found, BeffroiError):
        told = found.to_dict(session.language)
        session.console.print(f"✗ {told['what']}\n→ {told['do']}", style="red")
    else:
        session.console.print(session.say(_SIGNED.fill(name=name, size=found)))
