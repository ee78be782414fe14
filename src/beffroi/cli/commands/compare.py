"""`beffroi compare`: where an authority stands among similar ones."""

from typing import Annotated, Any

import typer

from beffroi.cli.comparing import comparable, yearly
from beffroi.cli.context import HomeOption, JsonOption, OrganisationOption, Say, Session, opened
from beffroi.cli.frame import Frame
from beffroi.cli.tables import light
from beffroi.commons.comparison.facts import facts_of
from beffroi.commons.comparison.quantiles import standing
from beffroi.commons.comparison.releasing import release, require_new
from beffroi.errors import BeffroiError
from beffroi.errors.compare import NOT_TAKING_PART
from beffroi.figures import number
from beffroi.store.comparisons import join, leave, participants, seen_by
from beffroi.store.state.models import Organisation
from beffroi.store.state.publishing import Comparison
from beffroi.texts import Text

_OWNER = Text(fr="Collectivité : SIREN, nom ou numéro.", en="Authority: SIREN, name or number.")
_JOINED = Text(
    fr="« {name} » participe aux prochaines comparaisons.",
    en="“{name}” takes part in the next comparisons.",
)
_LEFT = Text(
    fr="« {name} » ne participe plus, et ne voit plus les comparaisons.",
    en="“{name}” takes no part any more, and sees no comparison.",
)
_MADE = Text(
    fr="{indicator}, {year}, {use} : {groups} groupes, {members} collectivités.",
    en="{indicator}, {year}, {use}: {groups} groups, {members} authorities.",
)
_NONE = Text(
    fr="Aucune comparaison n’a encore réuni assez de collectivités semblables.",
    en="No comparison has held enough similar authorities yet.",
)


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    group = app.group("compare", usual="show", no_args_is_help=True)
    _show_command(group, say)
    _join(group, say)
    _leave(group, say)
    _release(group, say)


def _show_command(group: Frame, say: Say) -> None:
    key_help = say(Text(fr="L’indicateur.", en="The indicator."))

    @group.command(
        "show",
        help=say(
            Text(
                fr="Situer une collectivité : sa valeur, et les quantiles de son groupe.",
                en="Say where an authority stands: its value, and the quantiles of its group.",
            )
        ),
    )
    def show(
        home: HomeOption,
        indicator: Annotated[str, typer.Argument(help=key_help)],
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            comparable(indicator)
            owner = session.organisation(organisation)
            door = session.store.writer(session.actor)
            if owner.id not in participants(door):
                raise BeffroiError(NOT_TAKING_PART, name=owner.name)
            rows = seen_by(door, owner.id, indicator)
            if as_json:
                session.answer([_plain(row, value) for row, value in rows])
            elif rows:
                _table(session, rows)
            else:
                session.console.print(session.say(_NONE))


def _join(group: Frame, say: Say) -> None:
    population_help = say(
        Text(
            fr="Population municipale (sinon : celle de son territoire).",
            en="Population (else that of its territory).",
        )
    )
    zone_help = say(
        Text(
            fr="Zone climatique, de H1a à H3 (sinon : celle de son territoire).",
            en="Climate zone, from H1a to H3 (else that of its territory).",
        )
    )

    @group.command(
        "join",
        help=say(Text(fr="Participer aux comparaisons.", en="Take part in comparisons.")),
    )
    def join_(
        home: HomeOption,
        organisation: Annotated[str, typer.Argument(help=say(_OWNER))],
        population: Annotated[
            int | None, typer.Option("--population", help=population_help)
        ] = None,
        zone: Annotated[str | None, typer.Option("--zone", help=zone_help)] = None,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owner = session.organisation(organisation)
            door = session.write()
            with door.look() as looking:
                facts = facts_of(looking, owner.id, session.today, population, zone)
            join(door, owner.id, facts.population, facts.zone)
            known = {"population": facts.population, "zone": facts.zone}
            _said(session, owner, _JOINED, taking_part=True, **known)


def _leave(group: Frame, say: Say) -> None:
    @group.command(
        "leave",
        help=say(
            Text(
                fr="Ne plus participer aux comparaisons, ni les voir.",
                en="Take part in no comparison any more, nor see any.",
            )
        ),
    )
    def leave_(
        home: HomeOption,
        organisation: Annotated[str, typer.Argument(help=say(_OWNER))],
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owner = session.organisation(organisation)
            leave(session.write(), owner.id)
            _said(session, owner, _LEFT, taking_part=False)


def _release(group: Frame, say: Say) -> None:
    key_help = say(Text(fr="L’indicateur.", en="The indicator."))
    year_help = say(Text(fr="L’année, entière.", en="The year, whole."))
    use_help = say(Text(fr="L’usage des bâtiments.", en="The use of the buildings."))

    @group.command(
        "release",
        help=say(
            Text(
                fr="Établir la comparaison d’une année, une fois pour toutes.",
                en="Make the comparison of a year, once and for all.",
            )
        ),
    )
    def release_(
        home: HomeOption,
        indicator: Annotated[str, typer.Argument(help=key_help)],
        year: Annotated[int, typer.Option("--year", help=year_help)],
        use: Annotated[str, typer.Option("--use", help=use_help)],
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            _, declared = comparable(indicator)
            door = session.write()
            require_new(door, indicator, year, use)
            values = yearly(session.read("comparison"), participants(door), indicator, year, use)
            groups = release(door, indicator, declared.unit, year, use, values)
            members = sum(len(one.values) for one in groups)
            data = {"indicator": indicator, "year": year, "use": use}
            if as_json:
                session.answer({**data, "groups": len(groups), "members": members})
                return
            made = _MADE.fill(**data, groups=len(groups), members=members)
            session.console.print(session.say(made))


def _said(session: Session, owner: Organisation, text: Text, **facts: Any) -> None:
    if session.as_json:
        session.answer({"organisation": owner.id, **facts})
        return
    session.console.print(session.say(text.fill(facts, name=owner.name)))


def _table(session: Session, rows: list[tuple[Comparison, float]]) -> None:
    say, language = session.say, session.language
    for row, value in rows:
        population = (
            row.population.replace("-", "–")
            if row.population[-1] != "-"
            else (f"≥ {row.population[:-1]}")
        )
        about = Text(
            fr="{year}, {use} : {members} collectivités de {population} habitants, zone {zone}",
            en="{year}, {use}: {members} authorities of {population} inhabitants, zone {zone}",
        ).fill(
            year=row.year,
            use=row.use,
            members=row.members,
            population=population,
            zone=row.zone or Text(fr="toutes", en="any"),
        )
        session.console.print(say(about), soft_wrap=True)
        levels = sorted(row.quantiles, key=int)
        own = Text(fr="la vôtre ({unit})", en="yours ({unit})").fill(unit=row.unit)
        table = light(
            *(f"P{level}" for level in levels), say(own), right=(*range(len(levels) + 1),)
        )
        edges = (number(row.quantiles[level], 1, language) for level in levels)
        table.add_row(*edges, number(value, 1, language))
        session.console.print(table)


def _plain(row: Comparison, value: float) -> dict[str, Any]:
    told = {int(level): edge for level, edge in row.quantiles.items()}
    low, high = standing(value, told)
    return {
        "indicator": row.indicator,
        "year": row.year,
        "use": row.use,
        "population": row.population,
        "zone": row.zone,
        "members": row.members,
        "unit": row.unit,
        "quantiles": {f"P{level}": edge for level, edge in sorted(told.items())},
        "value": round(value, 4),
        "between": [low, high],
        "released_at": row.released_at.isoformat(),
    }
