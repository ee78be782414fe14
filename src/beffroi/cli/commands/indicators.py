"""`beffroi indicators`: what is computed from the measures, period by period."""

import re
from calendar import monthrange
from datetime import date
from typing import Annotated

import typer

from beffroi.cli.context import HomeOption, JsonOption, OrganisationOption, Say, Session, opened
from beffroi.cli.frame import Frame
from beffroi.cli.tables import light
from beffroi.decide.catalogue import find_assets
from beffroi.decide.indicators import Value, compute
from beffroi.domains import domain, domains, quantities
from beffroi.errors import BeffroiError
from beffroi.errors.cli import USAGE
from beffroi.figures import number, numbers, shown_unit, with_unit
from beffroi.texts import Language, Text

SHOWN = 60
_OF = Text(fr="{good} sur {n}", en="{good} of {n}")


def register(app: Frame, say: Say) -> None:
    """Add the command of this file."""
    key_help = say(Text(fr="Un indicateur (répétable).", en="One indicator (repeatable)."))
    domain_help = say(Text(fr="Un seul domaine.", en="One domain only."))
    asset_help = say(
        Text(
            fr="Un équipement ou un bâtiment : numéro, clé ou mots de son nom.",
            en="An asset or a building: its number, key or words of its name.",
        )
    )
    period_help = say(
        Text(fr="Une année (AAAA) ou un mois (AAAA-MM).", en="A year (YYYY) or a month (YYYY-MM).")
    )

    @app.command("indicators")
    def indicators(
        home: HomeOption,
        key: Annotated[list[str] | None, typer.Option("--key", help=key_help)] = None,
        organisation: OrganisationOption = "",
        domain_: Annotated[str, typer.Option("--domain", help=domain_help)] = "",
        asset: Annotated[str, typer.Option("--asset", help=asset_help)] = "",
        period: Annotated[str, typer.Option("--period", help=period_help)] = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            chosen = [domain(domain_)] if domain_ else list(domains().values())
            owners = [row.id for row in session.organisations(organisation)]
            door = session.read("indicators")
            within = _days(period) if period else None
            kept = find_assets(door, asset) if asset else None
            values = [
                value
                for owner in owners
                for item in chosen
                for value in compute(door, owner, item, key or ())
                if (within is None or (within[0] <= value.first and value.last <= within[1]))
                and (kept is None or value.row.asset in kept)
            ]
            if as_json:
                session.answer([value.to_dict(session.language) for value in values])
                return
            _show(session, values, whole=bool(key and (asset or period)))


def _days(period: str) -> tuple[date, date]:
    """Return the first and last day of a civil year or month.

    >>> _days("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?", period.strip())
    if match is None or not 1 <= int(match[2] or 1) <= 12 or int(match[1]) < 1:
        problem = Text(
            fr="« {period} » n’est ni une année (AAAA) ni un mois (AAAA-MM).",
            en="“{period}” is neither a year (YYYY) nor a month (YYYY-MM).",
        )
        raise BeffroiError(USAGE, problem=problem.fill(period=period), command="beffroi indicators")
    year, month = int(match[1]), int(match[2] or 0)
    if month:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, 1, 1), date(year, 12, 31)


def last_ones(values: list[Value]) -> list[Value]:
    """Keep the last value of each indicator of each building, one where its energies share it."""
    last: dict[tuple[int, str, str], Value] = {}
    for value in values:
        key = (value.row.asset, value.row.quantity, value.indicator.key)
        if key not in last or value.first > last[key].first:
            last[key] = value
    shared: dict[tuple[int, str, date, float], Value] = {}
    for value in last.values():
        key_ = (value.row.asset, value.indicator.key, value.first, value.value)
        shared.setdefault(key_, value)
    return list(shared.values())


def _show(session: Session, values: list[Value], *, whole: bool) -> None:
    if not values:
        empty = Text(
            fr="Aucun indicateur pour ces mesures : importez une période entière, ou demandez-en "
            "une autre.",
            en="No indicator for these measures: import a whole period, or ask for another one.",
        )
        session.console.print(session.say(empty))
        return
    names = (
        Text(fr="équipement", en="asset"),
        Text(fr="indicateur", en="indicator"),
        Text(fr="mesure", en="measure"),
        Text(fr="période", en="period"),
        Text(fr="valeur", en="value"),
    )
    table = light(*map(session.say, names), right=(3, 4))
    known = quantities()
    rows = values if whole else last_ones(values)
    # The newest year first, then what is said of a whole year, building by building.
    order = sorted(rows, key=lambda v: (v.row.name, v.row.quantity, v.indicator.key))
    order.sort(key=lambda v: (v.first.year, v.indicator.period == "year", v.first), reverse=True)
    for value in order[:SHOWN]:
        table.add_row(
            value.row.name,
            session.say(value.indicator.label),
            session.say(known[value.row.quantity].label),
            f"{value.first:%Y}" if value.indicator.period == "year" else f"{value.first:%m/%Y}",
            _written(value, session.language),
        )
    session.console.print(table)
    if len(values) > min(len(order), SHOWN):
        more = Text(
            fr="{n} valeurs en tout : --asset, --period et --key choisissent, --json les donne "
            "toutes.",
            en="{n} values in all: --asset, --period and --key choose, --json gives them all.",
        )
        session.console.print(session.say(more.fill(n=len(values))))


def _written(value: Value, language: Language) -> str:
    if value.tally is not None:  # a share alone says nothing of four samples
        said = _OF.fill(good=numbers(value.tally.good), n=numbers(value.tally.judged))
        share = with_unit(value.tally.shown or 0.0, value.indicator.unit, language)
        return f"{share} ({said.in_(language)})"
    unit = shown_unit(value.indicator.unit)
    return f"{number(value.value, 2, language)}\u00a0{unit}".strip()
