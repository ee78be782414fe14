"""`beffroi journal status`: what is signed of the journal, by whom, and what keeps it from them."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session as State

from beffroi.cli.context import HomeOption, JsonOption, Say, Session, opened
from beffroi.cli.frame import Frame
from beffroi.cli.tables import light
from beffroi.errors.base import catalogue
from beffroi.figures import numbers
from beffroi.periods import PARIS
from beffroi.store.journal import heads
from beffroi.store.journal.note import PublicKey
from beffroi.store.journal.reading import KeptTree
from beffroi.store.state.merkle import Cosignature
from beffroi.store.state.witnessing import Watched, Witness
from beffroi.texts import Text

#: What to do where nobody outside remembers the journal.
KEEP = Text(
    fr="Personne au dehors ne garde la mémoire de ce journal : prenez un témoin (beffroi journal "
    "witness invite), ou gardez ailleurs une tête signée (beffroi journal head --output).",
    en="Nobody outside remembers this journal: take a witness (beffroi journal witness invite), or "
    "keep a signed head elsewhere (beffroi journal head --output).",
)
_SIZE = Text(fr="{size} entrées.", en="{size} entries.")
_HEAD = Text(
    fr="Dernière tête signée : {size} entrées, le {day}.\nClé publique : {key}",
    en="Last signed head: {size} entries, on {day}.\nPublic key: {key}",
)
_NO_HEAD = Text(
    fr="Aucune tête signée. → beffroi journal head", en="No head was signed. → beffroi journal head"
)
_TITLES = (
    Text(fr="témoin", en="witness"),
    Text(fr="entrées", en="entries"),
    Text(fr="signé le", en="signed on"),
    Text(fr="demandé le", en="asked on"),
    Text(fr="état", en="state"),
)
_WATCHED = (
    Text(fr="journal dont nous témoignons", en="journal that we witness"),
    Text(fr="entrées", en="entries"),
    Text(fr="signé le", en="signed on"),
)
_BY_FILE = Text(fr="par fichier", en="by file")
_WELL = Text(fr="à jour", en="up to date")
_LATE = Text(fr="en attente", en="waiting")


def status_command(group: Frame, say: Say) -> None:
    """Add `journal status`."""

    @group.command(
        "status",
        help=say(
            Text(
                fr="Dire qui a signé le journal et quand, et de quels journaux on témoigne.",
                en="Tell who signed the journal and when, and which journals are witnessed here.",
            )
        ),
    )
    def status_(home: HomeOption, as_json: JsonOption = False) -> None:
        with opened(home, as_json=as_json) as session:
            with session.store.writer(session.actor).look() as state:
                told = _told(state)
            if as_json:
                session.answer(_dated(told))
            else:
                _show(session, told)


def _told(state: State) -> dict[str, Any]:
    head, size = heads.last(state), KeptTree(state).size
    return {
        "size": size,
        "head": {"size": head.size, "at": head.at, "key": head.key} if head else None,
        "witnesses": _witnesses(state),
        "watched": [
            {"journal": row.origin, "key": row.key, "size": row.size, "at": row.signed_at}
            for row in state.scalars(
                select(Watched).where(Watched.until.is_(None)).order_by(Watched.origin)
            )
        ],
    }


def _witnesses(state: State) -> list[dict[str, Any]]:
    """List those who signed something, and those who are asked to."""
    row = Cosignature
    signed = {
        one.witness: one
        for one in state.execute(
            select(row.witness, func.max(row.size).label("size"), func.max(row.at).label("at"))
            .group_by(row.witness)
            .order_by(row.witness)
        )
    }
    asked = {one.key: one for one in state.scalars(select(Witness).where(Witness.until.is_(None)))}
    found = []
    for key in sorted({*signed, *asked}):
        one, by = signed.get(key), asked.get(key)
        found.append(
            {
                "name": PublicKey.parse(key).name,
                "key": key,
                "size": one.size if one else 0,
                "at": one.at if one else None,
                "address": by.address if by else None,
                "asked_at": by.asked_at if by else None,
                "failure": by.failure if by else "",
            }
        )
    return found


def _dated(value: Any) -> Any:
    """Write instants as texts."""
    if isinstance(value, dict):
        return {name: _dated(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_dated(one) for one in value]
    return value.isoformat() if isinstance(value, datetime) else value


def _show(session: Session, told: dict[str, Any]) -> None:
    say, print_ = session.say, session.console.print
    head, witnesses = told["head"], told["witnesses"]
    print_(say(_SIZE.fill(size=numbers(told["size"]))))
    if head is None:
        print_(say(_NO_HEAD))
    else:
        shown = _HEAD.fill(size=numbers(head["size"]), day=_day(head["at"]), key=head["key"])
        print_(say(shown), soft_wrap=True)
    if witnesses:
        table = light(*map(say, _TITLES), right=(1,))
        for one in witnesses:
            state = say(_state(one, head["size"] if head else 0))
            days = _day(one["at"]), _day(one["asked_at"])
            table.add_row(one["name"], say(numbers(one["size"])), *days, state)
        print_(table)
    if told["watched"]:
        table = light(*map(say, _WATCHED), right=(1,))
        for one in told["watched"]:
            table.add_row(one["journal"], say(numbers(one["size"])), _day(one["at"]))
        print_(table)
    if not any(one["size"] for one in witnesses):
        print_(say(KEEP), style="yellow")


def _state(one: dict[str, Any], size: int) -> Text:
    if one["failure"]:
        return catalogue()[one["failure"]].title
    if one["address"] is None:
        return _BY_FILE
    return _WELL if one["size"] == size else _LATE


def _day(at: datetime | None) -> str:
    return f"{at.astimezone(PARIS):%d/%m/%Y %H:%M}" if at else "–"
