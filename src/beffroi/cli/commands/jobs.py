"""`beffroi jobs`: what workers have to do, do and did."""

from typing import Annotated, Any

import typer

from beffroi.cli.context import HomeOption, JsonOption, Say, Session, opened
from beffroi.cli.frame import Frame
from beffroi.cli.tables import light
from beffroi.periods import PARIS
from beffroi.store.jobs.deciding import cancel, listed, retry
from beffroi.store.state.flow import Job
from beffroi.texts import Text

_SHOWN, _MOST = 50, 10_000
_STATES = {
    "waiting": Text(fr="en attente", en="waiting"),
    "running": Text(fr="en cours", en="running"),
    "done": Text(fr="faite", en="done"),
    "failed": Text(fr="échouée", en="failed"),
    "cancelled": Text(fr="annulée", en="cancelled"),
}
_EMPTY = Text(fr="Aucune tâche.", en="No job.")
_AGAIN = Text(fr="Tâche {job} remise en attente.", en="Job {job} waits again.")
_GONE = Text(fr="Tâche {job} annulée.", en="Job {job} cancelled.")


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    group = app.group("jobs", invoke_without_command=True)

    @group.callback(invoke_without_command=True)
    def jobs(context: typer.Context, home: HomeOption, as_json: JsonOption = False) -> None:
        if context.invoked_subcommand is not None:
            return
        with opened(home, as_json=as_json) as session:
            rows = listed(session.store.writer(session.actor), _MOST if as_json else _SHOWN)
            if as_json:
                session.answer([_plain(row) for row in rows])
                return
            _show(session, rows)

    _retry(group, say)
    _cancel(group, say)


def _retry(group: Frame, say: Say) -> None:
    number = say(Text(fr="Numéro de la tâche.", en="Number of the job."))

    @group.command(
        "retry",
        help=say(Text(fr="Relancer une tâche échouée.", en="Try a failed job again.")),
    )
    def retry_(
        home: HomeOption,
        job: Annotated[int, typer.Argument(help=number)],
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            _told(session, retry(session.write(), job), _AGAIN)


def _cancel(group: Frame, say: Say) -> None:
    number = say(Text(fr="Numéro de la tâche.", en="Number of the job."))

    @group.command("cancel", help=say(Text(fr="Annuler une tâche.", en="Cancel a job.")))
    def cancel_(
        home: HomeOption,
        job: Annotated[int, typer.Argument(help=number)],
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            _told(session, cancel(session.write(), job), _GONE)


def _told(session: Session, row: Job, text: Text) -> None:
    if session.as_json:
        session.answer(_plain(row))
        return
    session.console.print(session.say(text.fill(job=row.id)))


def _show(session: Session, rows: list[Job]) -> None:
    if not rows:
        session.console.print(session.say(_EMPTY))
        return
    titles = (
        Text(fr="tâche", en="job"),
        Text(fr="état", en="state"),
        Text(fr="depuis", en="since"),
        Text(fr="détail", en="detail"),
    )
    table = light("n°", *map(session.say, titles), right=(0,))
    for row in rows:
        since = (row.finished_at or row.started_at or row.created_at).astimezone(PARIS)
        state = session.say(_STATES[row.status])
        table.add_row(str(row.id), row.kind, state, f"{since:%d/%m %H:%M}", _detail(row))
    session.console.print(table)


def _detail(row: Job) -> str:
    error = row.result.get("error") if row.status in ("waiting", "failed") else None
    if isinstance(error, dict):
        return str(error.get("what", ""))
    if row.status == "running":
        said = ", ".join(f"{name} {value}" for name, value in row.progress.items())
        return f"{(row.worker or '').partition('/')[0]} {said}".strip()
    return str(row.result.get("snapshot") or row.result.get("name") or "")


def _plain(row: Job) -> dict[str, Any]:
    def moment(name: str) -> str | None:
        found = getattr(row, name)
        return found.isoformat() if found else None

    times = ("not_before", "lease_until", "created_at", "started_at", "finished_at")
    return {
        "job": row.id,
        "kind": row.kind,
        "organisation": row.organisation_id,
        "status": row.status,
        "attempts": row.attempts,
        "worker": (row.worker or "").partition("/")[0] or None,
        "progress": row.progress,
        "result": row.result,
        "actor": row.actor,
        **{name: moment(name) for name in times},
    }
