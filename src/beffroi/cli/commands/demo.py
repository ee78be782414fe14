"""`beffroi demo`: a simulated territory to try everything on."""

import shutil
from datetime import date
from typing import Annotated

import typer

from beffroi.cli.commands.loop import show_summary
from beffroi.cli.context import HomeOption, JsonOption, Say, Session, opened, progress, shown_errors
from beffroi.cli.findings import show_findings
from beffroi.cli.frame import Frame
from beffroi.decide.findings import CURRENT, listed, order, to_dict
from beffroi.decide.verify import sentence
from beffroi.store.store import Store
from beffroi.texts import Text

ORDER = 70
SIMULATED = Text(
    fr="Territoire simulé : noms, mesures et défauts sont inventés.",
    en="Simulated territory: names, measures and faults are made up.",
)


def register(app: Frame, say: Say) -> None:
    """Add the command of this file."""
    communes_help = say(Text(fr="Nombre de communes.", en="Number of communes."))
    years_help = say(Text(fr="Années de mesures.", en="Years of measures."))
    seed_help = say(Text(fr="Graine : elle décide de tout.", en="Seed: it decides everything."))
    again_help = say(
        Text(fr="Remplacer une démonstration existante.", en="Replace an existing demonstration.")
    )

    @app.command(
        "demo",
        help=say(
            Text(
                fr="Construire un territoire de démonstration simulé et montrer ses constats.",
                en="Build a simulated demonstration territory and show its findings.",
            )
        ),
    )
    def demo(
        home: HomeOption,
        communes: Annotated[int, typer.Option(min=1, max=35_000, help=communes_help)] = 48,
        years: Annotated[int, typer.Option(min=2, max=10, help=years_help)] = 3,
        seed: Annotated[int, typer.Option(help=seed_help)] = 676,
        again: Annotated[bool, typer.Option("--again", help=again_help)] = False,
        as_json: JsonOption = False,
    ) -> None:
        # A generator of measures is heavy to import, and only this command needs it.
        from beffroi.demo.build import build
        from beffroi.demo.place import is_demo, mark

        built = None
        if again and is_demo(home):
            shutil.rmtree(home)
        if not is_demo(home):
            with shown_errors(as_json=as_json):
                Store.create(home).close()
                mark(home)
            with (
                opened(home, as_json=as_json) as session,
                progress(session, Text(fr="Simulation", en="Simulation")) as step,
            ):
                built = build(session.store, seed, communes, years, step)
        with opened(home, as_json=as_json) as session:
            door = session.read("demo")
            with door.session() as state:
                found = [
                    to_dict(state, finding, owner.name, asset, session.language, session.today)
                    for finding, owner, asset in listed(
                        state, door.scope.organisations, status=CURRENT
                    )
                ]
            rows = sorted(found, key=order)
            if as_json:
                session.answer({"simulated": True, "home": str(home), "findings": rows})
                return
            session.console.print(session.say(SIMULATED), style="bold")
            if built is not None:
                show_summary(session, built.analysis)
            show_findings(session, rows, sorted(door.scope.organisations), most=12)
            if built is not None:
                for outcome in built.outcomes:
                    mark_ = "✓" if outcome["proven"] else "·"
                    done = f"{date.fromisoformat(outcome['done_on']):%d/%m/%Y}"
                    line = f"{mark_} {outcome['what']} ({done}). "
                    session.console.print(
                        line + session.say(sentence(outcome)), markup=False, highlight=False
                    )
            if rows:
                _next(session, str(home), rows[0]["id"])


def _next(session: Session, home: str, finding: int) -> None:
    more = Text(
        fr="\nEt maintenant, depuis ce dossier :\n  .venv/bin/beffroi findings show {finding} "
        "--home {home}",
        en="\nAnd now, from this folder:\n  .venv/bin/beffroi findings show {finding} "
        "--home {home}",
    )
    text = session.say(more.fill(home=home, finding=finding))
    session.console.print(text, markup=False, highlight=False)
