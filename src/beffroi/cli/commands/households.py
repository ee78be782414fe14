"""`beffroi households`: delivery points of persons, under pseudonyms."""

from dataclasses import asdict
from typing import Annotated, Any

import typer
from sqlalchemy import select

from beffroi.cli.context import HomeOption, JsonOption, OrganisationOption, Say, Session, opened
from beffroi.cli.frame import Frame
from beffroi.cli.naming import asset_type
from beffroi.cli.screen import sound
from beffroi.cli.tables import light
from beffroi.decide.customers.following import STATUS, looked
from beffroi.decide.customers.telling import told
from beffroi.decide.households import HOLDER, HOUSEHOLD, put_households
from beffroi.decide.organisations import Description
from beffroi.domains import quantities
from beffroi.figures import number as figure
from beffroi.periods import PARIS, Step
from beffroi.quantities import Quantity
from beffroi.store.households.linking import find, unlink
from beffroi.store.households.naming import PURPOSE
from beffroi.store.households.totals import household_totals
from beffroi.store.read import Selection
from beffroi.store.state.models import Asset, Series
from beffroi.texts import Text
from beffroi.units import conversion

_NUMBER = Text(
    fr="Numéro du point de livraison (PRM, PCE), ou pseudonyme.",
    en="Number of the delivery point (PRM, PCE), or pseudonym.",
)
_NONE = Text(
    fr="Aucun total : il faut dix foyers mesurés sur les mêmes mois.",
    en="No total: ten households measured over the same months are needed.",
)
_NOTHING = Text(
    fr="Rien n’a été vu derrière les compteurs d’eau des foyers.",
    en="Nothing was seen behind the water meters of households.",
)
_FORGOTTEN = Text(
    fr="Plus rien ne relie {name} à un numéro. Supprimez à leur terme les sauvegardes qui le font.",
    en="Nothing ties {name} to a number any more. Remove in time the backups that do.",
)


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    group = app.group("households", no_args_is_help=True)
    _declare(group, say)
    _find(group, say)
    _values(group, say)
    _totals(group, say)
    _findings(group, say)
    _unlink(group, say)


def _declare(group: Frame, say: Say) -> None:
    numbers_help = say(Text(fr="Numéros (PRM, PCE).", en="Numbers (PRM, PCE)."))
    insee_help = say(Text(fr="Code INSEE de leur commune.", en="INSEE code of their commune."))
    help_ = Text(
        fr="Dire que des points de livraison sont ceux de foyers : leurs numéros disparaissent.",
        en="Say that delivery points are those of households: their numbers go.",
    )

    @group.command("declare", help=say(help_))
    def declare_(
        home: HomeOption,
        numbers: Annotated[list[str], typer.Argument(help=numbers_help)],
        insee: Annotated[str, typer.Option("--insee", help=insee_help)] = "",
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owner = session.organisation(organisation).id
            said = {HOLDER: HOUSEHOLD} | ({"insee": sound(insee)} if insee else {})
            points = [Description("delivery_point", sound(one), attributes=said) for one in numbers]
            _say_names(session, sorted(put_households(session.write(), owner, points).values()))


def _find(group: Frame, say: Say) -> None:
    help_ = Text(
        fr="Pseudonyme d’un numéro, pour le DPO ; le journal en garde la trace.",
        en="Pseudonym of a number, for the DPO; the journal keeps the trace of it.",
    )

    @group.command("find", help=say(help_))
    def find_(
        home: HomeOption,
        number: Annotated[str, typer.Argument(help=say(_NUMBER))],
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owner = session.organisation(organisation).id
            _say_names(session, [find(session.write(), owner, sound(number))])


def _values(group: Frame, say: Say) -> None:
    help_ = Text(
        fr="Mesures d’un foyer par mois, pour lui répondre ; le journal en garde la trace.",
        en="Measures of a household by month, to answer it; the journal keeps the trace of it.",
    )

    @group.command("values", help=say(help_))
    def values_(
        home: HomeOption,
        number: Annotated[str, typer.Argument(help=say(_NUMBER))],
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owner, door = session.organisation(organisation).id, session.write()
            name = find(door, owner, sound(number))
            read = session.read(PURPOSE, households=True)
            with read.session() as state:
                own = select(Series.id, Series.quantity).join(Asset, Series.asset_id == Asset.id)
                found = state.execute(
                    own.where(Asset.organisation_id == owner, Asset.key == name)
                ).all()
            with door.change("household.read", PURPOSE, owner, name) as change:
                change.detail = {"series": len(found)}
            known = {row.id: row.quantity for row in found}
            table = read.aggregate(Selection(tuple(known)), Step.MONTH)
            rows = [
                {"quantity": known[row["series"]], "start": row["start"], "value": row["value"]}
                for row in table.select(["series", "start", "value"]).to_pylist()
            ]
            _show(session, rows)


def _totals(group: Frame, say: Say) -> None:
    help_ = Text(
        fr="Totaux mensuels d’au moins dix foyers : ce que lisent les élus.",
        en="Monthly totals of ten households at least: what elected officials read.",
    )

    @group.command("totals", help=say(help_))
    def totals_(
        home: HomeOption, organisation: OrganisationOption = "", as_json: JsonOption = False
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owner = session.organisation(organisation).id
            session.write()  # what is told once is kept
            found = household_totals(session.read("totals"), owner)
            if not found and not session.as_json:
                session.console.print(session.say(_NONE), soft_wrap=True)
                return
            _show(session, [asdict(one) for one in found])


def _findings(group: Frame, say: Say) -> None:
    help_ = Text(
        fr="Ce qui a été vu derrière les compteurs d’eau des foyers ; le journal le dit.",
        en="What was seen behind the water meters of households; the journal says so.",
    )

    @group.command("findings", help=say(help_))
    def findings_(
        home: HomeOption, organisation: OrganisationOption = "", as_json: JsonOption = False
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owner = session.organisation(organisation).id
            looked(session.write(), owner)
            found = told(session.read(PURPOSE, households=True), owner)
            rows = [
                {
                    "reference": one.reference,
                    "household": one.home,
                    "detector": one.detector,
                    "since": one.since.isoformat(),
                    "status": one.status,
                    "said": session.say(one.said),
                }
                for one in found
            ]
            if session.as_json:
                session.answer(rows)
            for row in () if session.as_json else rows:
                status = session.say(STATUS[row["status"]])
                line = f"{row['household']}, {status} : {row['said']}"
                session.console.print(line, soft_wrap=True)
            if not rows and not session.as_json:
                session.console.print(session.say(_NOTHING), soft_wrap=True)


def _unlink(group: Frame, say: Say) -> None:
    help_ = Text(
        fr="Effacer le lien entre un foyer et son pseudonyme, à sa demande.",
        en="Erase the link between a household and its pseudonym, at its request.",
    )

    @group.command("unlink", help=say(help_))
    def unlink_(
        home: HomeOption,
        number: Annotated[str, typer.Argument(help=say(_NUMBER))],
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owner = session.organisation(organisation).id
            name = unlink(session.write(), owner, sound(number))
            if as_json:
                session.answer({"pseudonym": name})
                return
            session.console.print(session.say(_FORGOTTEN.fill(name=name)), soft_wrap=True)


def _say_names(session: Session, names: list[str]) -> None:
    if session.as_json:
        session.answer([{"pseudonym": name} for name in names])
        return
    for name in names:
        session.console.print(name)


def _show(session: Session, rows: list[dict[str, Any]]) -> None:
    """Print amounts by month, in the units that people read."""
    if session.as_json:
        plain = [
            {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in row.items()}
            | {"unit": _said_of(row).unit}
            for row in rows
        ]
        session.answer(plain)
        return
    titles = (
        Text(fr="mois", en="month"),
        Text(fr="grandeur", en="quantity"),
        Text(fr="foyers", en="households"),
        Text(fr="valeur", en="value"),
    )
    table = light(*map(session.say, titles), right=(2, 3))
    for row in rows:
        declared = _said_of(row)
        factor, _ = conversion(declared.unit, declared.display)
        month = f"{row['start'].astimezone(PARIS):%Y-%m}"
        value = figure(row["value"] * factor, 0, session.language)
        amount = f"{value} {declared.display}"
        label = f"{session.say(declared.label)}"
        if row.get("asset_type"):
            label += f" ({session.say(asset_type(row['asset_type']))})"
        table.add_row(month, label, str(row.get("assets", 1)), amount)
    session.console.print(table)


def _said_of(row: dict[str, Any]) -> Quantity:
    """Return what an amount is of: a month of power is an energy."""
    known = quantities()
    named = known[row["quantity"]]
    return known[named.integral] if named.integral else named
