"""`beffroi analyse`, `findings`: what the measures say."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from beffroi.cli.context import (
    ActingOption,
    HomeOption,
    JsonOption,
    OrganisationOption,
    Say,
    Session,
    opened,
    progress,
)
from beffroi.cli.findings import reasons, show_findings, show_one
from beffroi.cli.frame import Frame
from beffroi.decide.analyse import Analysis, analyse, replay
from beffroi.decide.findings import CURRENT
from beffroi.decide.ranking import ranked, shown
from beffroi.domains import domain, domains
from beffroi.periods import PARIS, parse_instant
from beffroi.store.engines import Engine, open_engine
from beffroi.texts import Text


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    _analyse(app, say)
    _findings(app, say)


def _analyse(app: Frame, say: Say) -> None:
    domain_help = say(Text(fr="Un seul domaine.", en="One domain only."))
    as_of_help = say(
        Text(
            fr="Rejouer avec ce qui était connu à cette date ; rien n’est enregistré.",
            en="Replay with what was known at that date; nothing is stored.",
        )
    )
    engine_help = say(
        Text(
            fr="Analyser sur un cluster, à son adresse Spark Connect : spark://machine:port.",
            en="Analyse over a cluster, at its Spark Connect address: spark://host:port.",
        )
    )

    @app.command("analyse")
    def analyse_(
        home: HomeOption,
        organisation: OrganisationOption = "",
        domain_: Annotated[str, typer.Option("--domain", help=domain_help)] = "",
        as_of: Annotated[str, typer.Option("--as-of", help=as_of_help)] = "",
        engine: Annotated[
            str, typer.Option("--engine", envvar="BEFFROI_ENGINE", help=engine_help)
        ] = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session, _engine(session, engine) as cluster:
            read = session.read("analysis")
            owners = [row.id for row in session.organisations(organisation)]
            chosen = [domain(domain_)] if domain_ else list(domains().values())
            with progress(session, Text(fr="Analyse", en="Analysis")) as step:
                if as_of:
                    moment = parse_instant(as_of)
                    result = replay(
                        read, owners, chosen, moment, session.language, step, engine=cluster
                    )
                else:
                    write = session.write()
                    result = analyse(
                        read, write, owners, chosen, step, session.today, engine=cluster
                    )
            rows = result.replayed if as_of else _rows(session, owners, domain_, CURRENT)
            if as_json:
                session.answer({**_summary(session, result), "findings": rows})
                return
            show_summary(session, result)
            if not result.unknown:
                show_findings(session, rows, owners)


@contextmanager
def _engine(session: Session, address: str) -> Iterator[Engine | None]:
    """Open the engine of an address, until the command ends; this process where there is none."""
    if not address:
        yield None
        return
    engine = open_engine(address, session.store.settings.cluster_tasks)
    try:
        yield engine
    finally:
        engine.close()


def _summary(session: Session, result: Analysis) -> dict[str, Any]:
    return {
        "as_of": result.as_of.isoformat() if result.as_of else None,
        "replayed": result.as_of is not None,
        "organisations": result.organisations,
        "meters": result.meters,
        "new": result.new,
        "new_already_ended": result.over,
        "updated": result.updated,
        "closed": result.closed,
        "left_out": [item.to_dict(session.language) for item in result.left],
        "judged_in_the_past": [item.to_dict(session.language) for item in result.past],
        "hint": session.say(_UNKNOWN) if result.unknown else None,
    }


_UNKNOWN = Text(
    fr="Rien n’était connu à cette date : toutes les mesures ont été reçues plus tard. Pour "
    "rejouer le passé, importez les fichiers avec --as-measured, qui tient chaque mesure pour "
    "connue dès qu’elle a été faite.",
    en="Nothing was known at that date: every measure was received later. To replay the past, "
    "import the files with --as-measured, which takes each measure as known once it was made.",
)
_DONE = Text(
    fr="Compteurs analysés : {meters}. Constats nouveaux : {lasting} ; confirmés : {updated} ; "
    "terminés : {closed}.",
    en="Meters analysed: {meters}. New findings: {lasting}; confirmed: {updated}; ended: {closed}.",
)
_REPLAYED = Text(
    fr="Rejoué au {day}, rien n’est enregistré. Compteurs jugés : {meters}. Constats qu’on aurait "
    "eus : {lasting}.",
    en="Replayed as of {day}, nothing is stored. Meters judged: {meters}. Findings that there "
    "would have been: {lasting}.",
)
_OVER = Text(
    fr="Constats passés, déjà terminés : {over}. Pour les voir : beffroi findings --all",
    en="Past findings, already ended: {over}. To see them: beffroi findings --all",
)
_LEFT = Text(
    fr="Compteurs jugés en partie ou pas du tout :", en="Meters judged in part or not at all:"
)
_PAST = Text(fr="Compteurs arrêtés :", en="Meters that stopped:")


def show_summary(session: Session, result: Analysis) -> None:
    """Print what an analysis did, which meters it left out, and why."""
    facts = _summary(session, result)
    told = _DONE if result.as_of is None else _REPLAYED
    day = f"{result.as_of.astimezone(PARIS):%d/%m/%Y}" if result.as_of else ""
    lines = [session.say(told.fill({**facts, "lasting": result.new - result.over, "day": day}))]
    if result.over and not result.as_of:
        lines.append(session.say(_OVER.fill(over=result.over)))
    if result.unknown:
        lines.append(session.say(_UNKNOWN))
    else:
        for title, name in ((_LEFT, "left_out"), (_PAST, "judged_in_the_past")):
            if facts[name]:
                lines.append(session.say(title))
                lines += [f"  {line}" for line in reasons(facts[name])]
    for line in lines:
        session.console.print(line)


def _findings(app: Frame, say: Say) -> None:
    commands = app.group("findings", invoke_without_command=True)
    all_help = say(
        Text(
            fr="Tous, avec ceux qui sont écartés ou terminés.",
            en="All of them, ended and dismissed ones too.",
        )
    )
    domain_help = say(Text(fr="Un seul domaine.", en="One domain only."))

    @commands.callback(invoke_without_command=True)
    def findings(
        context: typer.Context,
        home: HomeOption,
        organisation: OrganisationOption = "",
        domain_: Annotated[str, typer.Option("--domain", help=domain_help)] = "",
        all_: Annotated[bool, typer.Option("--all", help=all_help)] = False,
        acting: ActingOption = "",
        as_json: JsonOption = False,
    ) -> None:
        if context.invoked_subcommand is not None:
            return
        with opened(home, as_json=as_json) as session:
            owners = [row.id for row in session.organisations(organisation)]
            if domain_:
                domain(domain_)  # a name that is none is an error, not an empty list
            status = None if all_ else CURRENT
            rows = _rows(session, owners, domain_, status, acting)
            if as_json:
                session.answer(rows)
                return
            show_findings(session, rows, owners, most=len(rows) if all_ else 25)

    _show_command(commands, say)


def _show_command(commands: Frame, say: Say) -> None:
    id_help = say(Text(fr="Numéro du constat.", en="Number of the finding."))
    chart_help = say(
        Text(fr="Écrire le graphique (Vega-Lite) ici.", en="Write the Vega-Lite chart here.")
    )

    @commands.command("show", help=say(Text(fr="Montrer un constat.", en="Show a finding.")))
    def show(
        home: HomeOption,
        finding: Annotated[int, typer.Argument(help=id_help)],
        chart: Annotated[Path | None, typer.Option("--chart", help=chart_help)] = None,
        acting: ActingOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            data = _one(session, finding, acting)
            if chart is not None:
                chart.write_text(json.dumps(data["chart"], ensure_ascii=False), "utf-8")
            if as_json:
                session.answer(data)
                return
            show_one(session, data)


def _one(session: Session, number: int, acting: str) -> dict[str, Any]:
    """Return a finding with its chart and what was decided; what others decided stays theirs."""
    return shown(session.read("findings", acting), number, session.language, session.today)


def _rows(
    session: Session,
    owners: list[int],
    domain_: str,
    status: tuple[str, ...] | None,
    acting: str = "",
) -> list[dict[str, Any]]:
    door, today = session.read("findings", acting), session.today
    return ranked(door, session.language, today, owners, domain=domain_ or None, status=status)
