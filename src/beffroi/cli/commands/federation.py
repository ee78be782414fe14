"""`beffroi federation`: what another installation lends, followed from here."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from beffroi.cli.context import HomeOption, JsonOption, Say, opened
from beffroi.cli.federation import plain, show_pulled, show_subscriptions
from beffroi.cli.frame import Frame
from beffroi.commons.federation.answering import key_of
from beffroi.commons.federation.following import ask
from beffroi.commons.federation.pulling import pull
from beffroi.commons.federation.subscribing import Wish, found, listed, renew, stop, subscribe
from beffroi.figures import numbers
from beffroi.store.federation.secrets import given
from beffroi.store.journal.note import PublicKey
from beffroi.store.state.federation import ACTIVE
from beffroi.texts import Text

_NUMBER = Text(fr="Numéro de l’abonnement.", en="Number of the subscription.")
_TOKEN = Text(
    fr="Fichier qui contient le jeton, et rien d’autre.",
    en="File that holds the token, and nothing else.",
)
_KEY = Text(
    fr="Clé publique de l’autre installation, reçue de vive voix ou par courrier.",
    en="Public key of the other installation, received in person or by mail.",
)
_FOLLOWED = Text(
    fr="Abonnement n° {number} à « {name} ». Le processus de travail tire les mesures toutes les "
    "{hours} h ; tout de suite : beffroi federation pull {number} --now",
    en="Subscription {number} to “{name}”. The worker pulls the measures every {hours} h; right "
    "now: beffroi federation pull {number} --now",
)
_STOPPED = Text(
    fr="Abonnement n° {number} arrêté : la copie est close.",
    en="Subscription {number} stopped: the copy is closed.",
)
_ERASED = Text(
    fr="Abonnement n° {number} arrêté, copie effacée : {n} mesures.",
    en="Subscription {number} stopped, copy erased: {n} measures.",
)
_RENEWED = Text(fr="Abonnement n° {number} repris.", en="Subscription {number} goes on.")
_ASKED = Text(fr="Abonnements à tirer : {n}.", en="Subscriptions to pull: {n}.")


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    group = app.group("federation", no_args_is_help=True)
    _key(group, say)
    _subscribe(group, say)
    _list(group, say)
    _pull(group, say)
    _renew(group, say)
    _stop(group, say)


def _key(group: Frame, say: Say) -> None:
    about = Text(
        fr="Montrer la clé publique de cette installation, à donner à qui s’abonne.",
        en="Show the public key of this installation, to give to who subscribes.",
    )

    @group.command("key", help=say(about))
    def key_(home: HomeOption, as_json: JsonOption = False) -> None:
        with opened(home, as_json=as_json) as session:
            key = str(key_of(session.store).public)
            if as_json:
                session.answer({"key": key})
                return
            session.console.print(key, soft_wrap=True, highlight=False)


def _subscribe(group: Frame, say: Say) -> None:
    address_help = say(
        Text(
            fr="Adresse de l’autre installation : https://…",
            en="Address of the other installation: https://…",
        )
    )
    acting_help = say(
        Text(
            fr="La collectivité à qui la convention prête : SIREN, nom ou numéro.",
            en="The authority that the agreement lends to: SIREN, name or number.",
        )
    )
    agreement_help = say(
        Text(
            fr="Numéro de la convention là-bas, s’il y en a plusieurs.",
            en="Number of the agreement there, where there are several.",
        )
    )
    every_help = say(Text(fr="Heures entre deux tirages.", en="Hours between two pulls."))
    ca_help = say(
        Text(
            fr="Certificat (PEM) de l’autorité de l’autre installation, si elle a la sienne.",
            en="Certificate (PEM) of the other installation’s own authority, where it has one.",
        )
    )

    @group.command(
        "subscribe",
        help=say(
            Text(
                fr="S’abonner à ce qu’une convention prête dans une autre installation.",
                en="Subscribe to what an agreement lends in another installation.",
            )
        ),
    )
    def subscribe_(
        home: HomeOption,
        address: Annotated[str, typer.Argument(help=address_help)],
        acting: Annotated[str, typer.Option("--acting", help=acting_help)],
        token_file: Annotated[Path, typer.Option("--token-file", help=say(_TOKEN))],
        key: Annotated[str, typer.Option("--key", help=say(_KEY))],
        agreement: Annotated[int | None, typer.Option("--agreement", help=agreement_help)] = None,
        every: Annotated[float, typer.Option("--every", help=every_help)] = 24.0,
        ca: Annotated[Path | None, typer.Option("--ca", help=ca_help)] = None,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            wish = Wish(
                address,
                given(token_file),
                PublicKey.parse(key),
                session.organisation(acting).id,
                agreement,
                timedelta(hours=max(min(every, 1e6), 0.0)),
                ca.read_text("utf-8", errors="replace") if ca else "",
            )
            row = subscribe(session.store, wish, session.actor)
            if as_json:
                session.answer(plain(row))
                return
            name = session.names()[row.organisation_id]
            session.console.print(
                session.say(_FOLLOWED.fill(number=row.id, name=name, hours=f"{every:g}"))
            )


def _list(group: Frame, say: Say) -> None:
    about = Text(
        fr="Lister les abonnements, et depuis quand un lien est perdu.",
        en="List the subscriptions, and since when a link is lost.",
    )

    @group.command("list", help=say(about))
    def list_(home: HomeOption, as_json: JsonOption = False) -> None:
        with opened(home, as_json=as_json) as session:
            rows = listed(session.store.writer(session.actor))
            if as_json:
                session.answer([plain(row) for row in rows])
                return
            show_subscriptions(session, rows)


def _pull(group: Frame, say: Say) -> None:
    number_help = say(
        Text(fr="Numéro d’un abonnement ; tous, sinon.", en="Number of one; else all of them.")
    )
    now_help = say(
        Text(
            fr="Tirer ici et maintenant, sans le processus de travail.",
            en="Pull here and now, without the worker.",
        )
    )

    @group.command(
        "pull",
        help=say(Text(fr="Tirer ce qui a changé.", en="Pull what changed.")),
    )
    def pull_(
        home: HomeOption,
        number: Annotated[int | None, typer.Argument(help=number_help)] = None,
        now: Annotated[bool, typer.Option("--now", help=now_help)] = False,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            door = session.write()
            rows = [found(door, number)] if number is not None else list(listed(door))
            rows = [row for row in rows if row.status == ACTIVE or row.id == number]
            if not now:
                jobs = ask(door, rows)
                if as_json:
                    session.answer({"jobs": jobs})
                    return
                session.console.print(session.say(_ASKED.fill(n=len(jobs))))
                return
            pulled = {row.id: pull(session.store, row.id, session.actor) for row in rows}
            if as_json:
                session.answer(
                    [{"subscription": one, **what.to_dict()} for one, what in pulled.items()]
                )
                return
            for one, what in pulled.items():
                show_pulled(session, one, what)


def _renew(group: Frame, say: Say) -> None:
    again_help = say(
        Text(
            fr="Tout reprendre depuis le début, quoi qu’ait montré le journal de là-bas.",
            en="Take all of it anew, whatever the journal there has shown.",
        )
    )

    @group.command(
        "renew",
        help=say(
            Text(
                fr="Donner un nouveau jeton ou une nouvelle clé, ou tout reprendre.",
                en="Give a new token or a new key, or take all of it anew.",
            )
        ),
    )
    def renew_(
        home: HomeOption,
        number: Annotated[int, typer.Argument(help=say(_NUMBER))],
        token_file: Annotated[Path | None, typer.Option("--token-file", help=say(_TOKEN))] = None,
        key: Annotated[str, typer.Option("--key", help=say(_KEY))] = "",
        again: Annotated[bool, typer.Option("--again", help=again_help)] = False,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            row = renew(
                session.store,
                number,
                session.actor,
                token=given(token_file) if token_file else "",
                key=PublicKey.parse(key) if key else None,
                again=again,
            )
            if as_json:
                session.answer(plain(row))
                return
            session.console.print(session.say(_RENEWED.fill(number=number)))


def _stop(group: Frame, say: Say) -> None:
    erase_help = say(
        Text(
            fr="Effacer aussi la copie, pour de bon.",
            en="Erase the copy too, for good.",
        )
    )

    @group.command(
        "stop",
        help=say(
            Text(
                fr="Ne plus suivre : la copie est close à la question suivante.",
                en="Follow no more: the copy is closed from the next question on.",
            )
        ),
    )
    def stop_(
        home: HomeOption,
        number: Annotated[int, typer.Argument(help=say(_NUMBER))],
        forget: Annotated[bool, typer.Option("--erase", help=erase_help)] = False,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            erased = stop(session.store, number, session.actor, forget=forget)
            count = 0 if erased is None else erased.observations
            if as_json:
                session.answer({"subscription": number, "erased": count if forget else None})
                return
            text = (
                _ERASED.fill(number=number, n=numbers(count))
                if forget
                else _STOPPED.fill(number=number)
            )
            session.console.print(session.say(text))
