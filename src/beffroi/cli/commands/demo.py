"""`beffroi demo`: a simulated territory to try everything on, its findings, then its pages."""

import shutil
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from beffroi.cli.commands.loop import show_summary
from beffroi.cli.commands.serving import require_server
from beffroi.cli.context import HomeOption, JsonOption, Say, Session, opened, progress, shown_errors
from beffroi.cli.findings import show_findings
from beffroi.cli.frame import Frame
from beffroi.cli.screen import Screen
from beffroi.decide.findings import CURRENT, listed, order, to_dicts
from beffroi.decide.verify import sentence
from beffroi.store.store import Store
from beffroi.texts import Text

SIMULATED = Text(
    fr="Territoire simulé : noms, mesures et défauts sont inventés.",
    en="Simulated territory: names, measures and faults are made up.",
)


def register(app: Frame, say: Say) -> None:
    """Add the command of this file."""
    communes_help = say(Text(fr="Nombre de communes.", en="Number of communes."))
    years_help = say(Text(fr="Années de mesures.", en="Years of measures."))
    seed_help = say(Text(fr="Graine : elle décide de tout.", en="Seed: it decides everything."))
    no_serve_help = say(
        Text(
            fr="Montrer les constats sans ouvrir les pages.",
            en="Show the findings without opening the pages.",
        )
    )
    port_help = say(Text(fr="Port des pages.", en="Port of the pages."))
    again_help = say(
        Text(fr="Remplacer une démonstration existante.", en="Replace an existing demonstration.")
    )

    @app.command("demo")
    def demo(
        home: HomeOption,
        communes: Annotated[int, typer.Option(min=1, max=35_000, help=communes_help)] = 48,
        years: Annotated[int, typer.Option(min=2, max=10, help=years_help)] = 3,
        seed: Annotated[int, typer.Option(help=seed_help)] = 676,
        again: Annotated[bool, typer.Option("--again", help=again_help)] = False,
        no_serve: Annotated[bool, typer.Option("--no-serve", help=no_serve_help)] = False,
        port: Annotated[int, typer.Option("--port", help=port_help)] = 8080,
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
                current = listed(state, door.scope.organisations, status=CURRENT)
                found = to_dicts(state, current, session.language, session.today)
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
        if not no_serve:
            with shown_errors(as_json=as_json, home=home):
                _visit(home, port, say)


def _visit(home: Path, port: int, say: Say) -> None:
    """Open the pages on this machine, with accounts whose passwords are shown this once."""
    require_server()
    from beffroi.demo.public import open_site
    from beffroi.demo.visitors import visited, visitors
    from beffroi.web.pages.bundle import bundle
    from beffroi.web.server import serve

    bundle()  # which pages cannot be opened without
    screen = Screen(stderr=True)
    screen.print(say(_OPENING))
    with opened(home) as session:
        commune, people = visitors(session.store, session.actor)
        public = open_site(session.store, session.actor, visited(session.store, session.actor)[0])

    def told(found: int) -> None:
        address = f"http://localhost:{found}"
        screen.print(say(_OPEN.fill(address=address, commune=commune)), soft_wrap=True)
        for one in people:
            screen.print(f"  {one.email:<20} {one.password}   {say(one.role)}", soft_wrap=True)
        if any(one.second_factor for one in people):
            screen.print(say(_SECOND), soft_wrap=True)
        screen.print(
            say(_PUBLIC.fill(commune=commune, address=address, path=public)), soft_wrap=True
        )
        screen.print(say(_STOP), soft_wrap=True)

    serve(home, "127.0.0.1", port, with_worker=True, listening=told)


_OPENING = Text(
    fr="\nOuverture des pages (quelques secondes)…", en="\nOpening the pages (a few seconds)..."
)
_SECOND = Text(
    fr="  Le délégué, et qui lit les compteurs d’abonnés, ajoutent d’abord, dans leur compte, une "
    "application d’authentification.",
    en="  The data protection officer, and who reads the meters of subscribers, first add an "
    "authenticator application, in their account.",
)
_OPEN = Text(
    fr="\nLes pages de la démonstration : {address}\nSix comptes, de {commune} et d’un syndicat "
    "des eaux, dont les mots de passe ne seront plus montrés :",
    en="\nThe pages of the demonstration: {address}\nSix accounts, of {commune} and of a water "
    "syndicat, whose passwords will not be shown again:",
)
_PUBLIC = Text(
    fr="Le site public de {commune}, sans compte : {address}{path}",
    en="The public site of {commune}, without an account: {address}{path}",
)
_STOP = Text(
    fr="Ctrl+C pour arrêter ; relancer tire d’autres mots de passe.",
    en="Ctrl+C to stop; starting again draws other passwords.",
)


def _next(session: Session, home: str, finding: int) -> None:
    more = Text(
        fr="\nEt maintenant, depuis ce dossier :\n  .venv/bin/beffroi findings show {finding} "
        "--home {home}\n  .venv/bin/beffroi findings --all --home {home}",
        en="\nAnd now, from this folder:\n  .venv/bin/beffroi findings show {finding} "
        "--home {home}\n  .venv/bin/beffroi findings --all --home {home}",
    )
    text = session.say(more.fill(home=home, finding=finding))
    session.console.print(text, markup=False, highlight=False)
