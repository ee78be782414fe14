"""`beffroi analyse`, `findings`: what the measures say."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.padding import Padding
from rich.panel import Panel as Box

from beffroi.cli.context import (
    HomeOption,
    JsonOption,
    OrganisationOption,
    Say,
    Session,
    opened,
    progress,
)
from beffroi.cli.frame import Frame
from beffroi.cli.money import number
from beffroi.cli.screen import styled
from beffroi.decide.analyse import Analysis, analyse, replay
from beffroi.decide.findings import STATUS, get, listed, to_dict
from beffroi.decide.history import history
from beffroi.domains import domain, domains
from beffroi.periods import parse_instant
from beffroi.store.state import models
from beffroi.texts import Text

ORDER = 50
SEVERITY = {
    "high": ("red", Text(fr="fort", en="high")),
    "medium": ("yellow", Text(fr="moyen", en="medium")),
    "low": ("dim", Text(fr="faible", en="low")),
}


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

    @app.command("analyse", help=say(Text(fr="Chercher des constats.", en="Look for findings.")))
    def analyse_(
        home: HomeOption,
        organisation: OrganisationOption = "",
        domain_: Annotated[str, typer.Option("--domain", help=domain_help)] = "",
        as_of: Annotated[str, typer.Option("--as-of", help=as_of_help)] = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            read = session.read("analysis")
            owners = [row.id for row in session.organisations(organisation)]
            chosen = [domain(domain_)] if domain_ else list(domains().values())
            with progress(session, Text(fr="Analyse", en="Analysis")) as step:
                if as_of:
                    moment = parse_instant(as_of)
                    result = replay(read, owners, chosen, moment, session.language, step)
                else:
                    result = analyse(read, session.write(), owners, chosen, step)
            rows = result.replayed if as_of else _rows(session, owners, domain_, ("open",))
            if as_json:
                session.answer({**_summary(result), "findings": rows})
                return
            show_summary(session, result)
            show_findings(session, rows)


def _summary(result: Analysis) -> dict[str, Any]:
    return {
        "as_of": result.as_of.isoformat() if result.as_of else None,
        "replayed": result.as_of is not None,
        "organisations": result.organisations,
        "meters": result.meters,
        "new": result.new,
        "updated": result.updated,
        "closed": result.closed,
    }


def show_summary(session: Session, result: Analysis) -> None:
    """Print in one sentence what an analysis did."""
    text = Text(
        fr="{meters} compteurs analysés : {new} constats nouveaux, {updated} confirmés, "
        "{closed} terminés.",
        en="{meters} meters analysed: {new} new findings, {updated} confirmed, {closed} ended.",
    )
    session.console.print(session.say(text.fill(_summary(result))))


def _findings(app: Frame, say: Say) -> None:
    commands = app.group(
        "findings", Text(fr="Les constats.", en="The findings."), invoke_without_command=True
    )
    all_help = say(Text(fr="Avec ceux qui sont écartés ou terminés.", en="Ended ones too."))
    domain_help = say(Text(fr="Un seul domaine.", en="One domain only."))

    @commands.callback(invoke_without_command=True)
    def findings(
        context: typer.Context,
        home: HomeOption,
        organisation: OrganisationOption = "",
        domain_: Annotated[str, typer.Option("--domain", help=domain_help)] = "",
        all_: Annotated[bool, typer.Option("--all", help=all_help)] = False,
        as_json: JsonOption = False,
    ) -> None:
        if context.invoked_subcommand is not None:
            return
        with opened(home, as_json=as_json) as session:
            owners = [row.id for row in session.organisations(organisation)]
            status = None if all_ else ("open", "acting", "watching", "done")
            rows = _rows(session, owners, domain_, status)
            if as_json:
                session.answer(rows)
                return
            show_findings(session, rows)

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
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            door = session.read("findings")
            with door.session() as state:
                row = get(state, finding)
                door.scope.require(row.organisation_id, f"finding {finding}")
                owner = state.get_one(models.Organisation, row.organisation_id)
                asset = state.get_one(models.Asset, row.asset_id)
                data = to_dict(state, row, owner.name, asset, session.language)
            data["chart"] = row.chart
            data["history"] = history(door, finding, session.language)
            if chart is not None:
                chart.write_text(json.dumps(row.chart, ensure_ascii=False), "utf-8")
            if as_json:
                session.answer(data)
                return
            _show_one(session, data)


def _rows(
    session: Session, owners: list[int], domain_: str, status: tuple[str, ...] | None
) -> list[dict[str, Any]]:
    door = session.read("findings")
    with door.session() as state:
        return [
            to_dict(state, finding, owner.name, asset, session.language)
            for finding, owner, asset in listed(
                state, owners, domain=domain_ or None, status=status
            )
        ]


def show_findings(session: Session, rows: list[dict[str, Any]], most: int = 25) -> None:
    """Print findings as a table, the greatest stake first."""
    say = session.say
    if not rows:
        empty = Text(
            fr="Aucun constat. Importez des mesures (beffroi import), puis beffroi analyse.",
            en="No finding. Import measures (beffroi import), then beffroi analyse.",
        )
        session.console.print(say(empty))
        return
    year = say(Text(fr="an", en="year"))
    for row in rows[:most]:
        stake = {key: number(part["value"]) for key, part in row["stake"].items()}
        colour, _ = SEVERITY[row["severity"]]
        place = " · ".join(dict.fromkeys((row["organisation"], row["place"])))
        energy, carbon = stake["kwh_per_year"], stake["kgco2e_per_year"]
        figures = f"{energy}\u00a0kWh/{year}, {carbon}\u00a0kgCO₂e/{year}"
        status = say(STATUS[row["status"]])
        session.console.print(
            styled(
                (f"{row['id'] or '–':>4}  ", "bold"),
                (f"{stake['eur_per_year']}\u00a0€/{year}", f"bold {colour}"),
                (f"  {place}", "bold"),
            ),
            Padding(row["explanation"], (0, 0, 0, 6)),
            Padding(styled((f"{figures} · {status}", "dim")), (0, 0, 0, 6)),
        )
    if len(rows) > most:
        more = Text(fr="… et {n} autres constats.", en="... and {n} more findings.")
        session.console.print(say(more.fill(n=len(rows) - most)))


def _show_one(session: Session, data: dict[str, Any]) -> None:
    say = session.say
    stake = data["stake"]
    lines = [data["explanation"], ""]
    for key, unit in (
        ("eur_per_year", "€"),
        ("kwh_per_year", "kWh"),
        ("kgco2e_per_year", "kgCO₂e"),
    ):
        part = stake[key]
        text = Text(
            fr="{value} {unit} par an (entre {low} et {high})",
            en="{value} {unit} a year (between {low} and {high})",
        )
        lines.append(say(text.fill(unit=unit, **{k: number(v) for k, v in part.items()})))
    since = Text(
        fr="depuis le {since}, confiance {confidence}\u00a0%",
        en="since {since}, {confidence}% sure",
    )
    began = f"{date.fromisoformat(data['since']):%d/%m/%Y}"
    sure = round(100 * data["confidence"])
    lines += [say(since.fill(since=began, confidence=sure)), ""]
    lines += [f"→ {action['label']}" for action in data["actions"]]
    lines += [f"· {entry['at'][:10]} {entry['sentence']}" for entry in data["history"]]
    title = styled(f"{data['id']} · {data['organisation']} · {data['place']}")
    session.console.print(Box("\n".join(lines), title=title, title_align="left"))
