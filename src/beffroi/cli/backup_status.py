"""`beffroi backup status`: the last backup, its proof, what failed since, and what comes next."""

from datetime import datetime
from typing import Any

import typer

from beffroi.cli.context import HomeOption, JsonOption, Say, Session, opened
from beffroi.cli.frame import Frame
from beffroi.figures import numbers
from beffroi.periods import PARIS
from beffroi.store.backup.history import DRILL, MAKE
from beffroi.store.backup.scheduled import outlook, place_of
from beffroi.texts import Text

_NAMES = {MAKE: Text(fr="Sauvegarde", en="Backup"), DRILL: Text(fr="Essai", en="Drill")}
_NEVER = Text(fr="{name} : jamais.", en="{name}: never.")
_DONE = {
    MAKE: Text(
        fr="Sauvegarde : {at}, {files} fichiers, {mb} Mo ({subject}).",
        en="Backup: {at}, {files} files, {mb} MB ({subject}).",
    ),
    DRILL: Text(
        fr="Essai : {at}, {files} fichiers aux bonnes empreintes, {series} séries, "
        "{observations} mesures, en {seconds} s ({subject}).",
        en="Drill: {at}, {files} files with the right hashes, {series} series, "
        "{observations} measures, in {seconds} s ({subject}).",
    ),
}
_MISSING = Text(
    fr="  Attention : {n} fichiers manquaient à l’installation elle-même.",
    en="  Beware: {n} files were missing from the installation itself.",
)
_FAILED = Text(
    fr="  Échec depuis, le {at} : {what} → {do}", en="  Failed since, on {at}: {what} → {do}"
)
_NEXT = Text(fr="  Prochaine fois : {at}, vers {to}.", en="  Next time: {at}, to {to}.")
_BY_HAND = Text(
    fr="  Pas de date prévue : le service n’en fait pas de lui-même.",
    en="  No date: the service makes none by itself.",
)


def register_status(group: Frame, say: Say) -> None:
    """Add the command."""
    about = Text(
        fr="Dire la dernière sauvegarde, sa preuve, les échecs depuis et la suite.",
        en="Tell the last backup, its proof, failures since and what comes next.",
    )

    @group.command("status", help=say(about))
    def status(home: HomeOption, as_json: JsonOption = False) -> None:
        with opened(home, as_json=as_json) as session:
            found = {name: _facts(session, name) for name in (MAKE, DRILL)}
            if as_json:
                session.answer({name.partition(".")[2]: facts for name, facts in found.items()})
            else:
                for name, facts in found.items():
                    _show(session, name, facts)
            if any(facts["error"] for facts in found.values()):
                raise typer.Exit(1)


def _facts(session: Session, name: str) -> dict[str, Any]:
    settings = session.store.settings
    found = outlook(session.store.writer(session.actor), settings, name)
    failed = found.failed[0] if found.failed else None
    return {
        "to": place_of(settings) or None,
        "last": {**found.last.detail, "at": found.last.at.isoformat()} if found.last else None,
        "error": failed.result.get("error") if failed else None,
        "failed_at": failed.finished_at.isoformat() if failed and failed.finished_at else None,
        "next": found.next.isoformat() if found.next else None,
    }


def _show(session: Session, name: str, facts: dict[str, Any]) -> None:
    known = facts["last"]
    lines = [_NEVER.fill(name=_NAMES[name])]
    if known:
        shown = {
            word: numbers(known[word])
            for word in ("files", "series", "observations")
            if word in known
        }
        shown |= {
            "mb": numbers(known["bytes"] / 1e6, 1),
            "seconds": numbers(known.get("seconds", 0.0), 1),
        }
        lines = [
            _DONE[name].fill(
                shown, at=_moment(known["at"]), subject=known.get("snapshot") or known["name"]
            )
        ]
        if known.get("missing"):
            lines.append(_MISSING.fill(n=len(known["missing"])))
    if facts["error"]:
        error = facts["error"]
        lines.append(
            _FAILED.fill(at=_moment(facts["failed_at"]), what=error["what"], do=error["do"])
        )
    lines.append(
        _NEXT.fill(at=_moment(facts["next"]), to=facts["to"]) if facts["next"] else _BY_HAND
    )
    for line in lines:
        session.console.print(session.say(line), soft_wrap=True)


def _moment(text: str) -> str:
    return f"{datetime.fromisoformat(text).astimezone(PARIS):%d/%m/%Y %H:%M}"
