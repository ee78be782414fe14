"""`beffroi indicators`: what is computed from the measures, period by period."""

from typing import Annotated

import typer

from beffroi.cli.context import HomeOption, JsonOption, OrganisationOption, Say, Session, opened
from beffroi.cli.frame import Frame
from beffroi.cli.money import number
from beffroi.cli.tables import light
from beffroi.decide.indicators import Value, compute
from beffroi.domains import domain, domains, quantities
from beffroi.texts import Text

ORDER = 45
SHOWN = 60


def register(app: Frame, say: Say) -> None:
    """Add the command of this file."""
    key_help = say(Text(fr="Un indicateur (répétable).", en="One indicator (repeatable)."))
    domain_help = say(Text(fr="Un seul domaine.", en="One domain only."))

    @app.command(
        "indicators",
        help=say(Text(fr="Calculer les indicateurs.", en="Compute the indicators.")),
    )
    def indicators(
        home: HomeOption,
        key: Annotated[list[str] | None, typer.Option("--key", help=key_help)] = None,
        organisation: OrganisationOption = "",
        domain_: Annotated[str, typer.Option("--domain", help=domain_help)] = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            chosen = [domain(domain_)] if domain_ else list(domains().values())
            owners = [row.id for row in session.organisations(organisation)]
            door = session.read("indicators")
            values = [
                value
                for owner in owners
                for item in chosen
                for value in compute(door, owner, item, key or ())
            ]
            if as_json:
                session.answer([value.to_dict(session.language) for value in values])
                return
            _show(session, values)


def _show(session: Session, values: list[Value]) -> None:
    if not values:
        empty = Text(
            fr="Aucun indicateur : importez d’abord des mesures.",
            en="No indicator: import measures first.",
        )
        session.console.print(session.say(empty))
        return
    names = (
        Text(fr="indicateur", en="indicator"),
        Text(fr="équipement", en="asset"),
        Text(fr="mesure", en="measure"),
        Text(fr="période", en="period"),
        Text(fr="valeur", en="value"),
    )
    table = light(*map(session.say, names), right=(3, 4))
    known = quantities()
    # The latest periods say most: they come first.
    for value in sorted(values, key=lambda v: (v.first, v.indicator.key), reverse=True)[:SHOWN]:
        table.add_row(
            session.say(value.indicator.label),
            value.row.name,
            session.say(known[value.row.quantity].label),
            f"{value.first:%Y}" if value.indicator.period == "year" else f"{value.first:%m/%Y}",
            f"{number(value.value, 2)}\u00a0{value.indicator.unit}",
        )
    session.console.print(table)
    if len(values) > SHOWN:
        more = Text(
            fr="… et {n} autres : --json les donne tous.", en="... and {n} more: see --json."
        )
        session.console.print(session.say(more.fill(n=len(values) - SHOWN)))
