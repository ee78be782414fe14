"""`beffroi access`: who may read what and why, and who did."""

from dataclasses import asdict
from typing import Annotated

import typer

from beffroi.cli.accesses import is_person, of_organisation, of_person, show_access
from beffroi.cli.agreements import show_traces
from beffroi.cli.context import HomeOption, JsonOption, OrganisationOption, Say, opened
from beffroi.cli.frame import Frame
from beffroi.decide.catalogue import find_series
from beffroi.store.sharing.trace import traces
from beffroi.texts import Text
from beffroi.trust.people import accounts


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    group = app.group("access", no_args_is_help=True)
    _explain(group, say)
    _list(group, say)


def _explain(group: Frame, say: Say) -> None:
    who_help = say(
        Text(
            fr="Personne (référence ou adresse électronique) ou collectivité (SIREN, nom, numéro).",
            en="Person (reference or e-mail) or authority (SIREN, name or number).",
        )
    )
    series_help = say(Text(fr="Numéro ou nom de la série.", en="Number or name of the series."))
    help_ = Text(
        fr="Dire pourquoi une personne ou une collectivité peut, ou ne peut pas, lire une série.",
        en="Say why a person or an authority may, or may not, read a series.",
    )

    @group.command("explain", help=say(help_))
    def explain_(
        home: HomeOption,
        who: Annotated[str, typer.Argument(help=who_help)],
        series: Annotated[str, typer.Argument(help=series_help)],
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            door = session.store.writer(session.actor)
            if is_person(who):
                person = accounts.find(door, who)
                found = find_series(session.read("access", households=True), series)
                told = of_person(door, person, found)
            else:
                reader = session.organisation(who).id
                found = find_series(session.read("access", households=True), series)
                told = of_organisation(door, reader, found.series.id)
            if as_json:
                session.answer(told.to_dict(session.language))
                return
            show_access(session, told)


def _list(group: Frame, say: Say) -> None:
    agreement_help = say(Text(fr="Sous une seule convention.", en="Under one agreement only."))
    help_ = Text(
        fr="Lister qui a lu les mesures de qui, sous quelle convention.",
        en="List who read whose measures, under which agreement.",
    )

    @group.command("list", help=say(help_))
    def list_(
        home: HomeOption,
        organisation: OrganisationOption = "",
        agreement: Annotated[int | None, typer.Option("--agreement", help=agreement_help)] = None,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            owner = session.organisation(organisation).id if organisation else None
            with session.read("access").session() as state:
                rows = traces(state, owner, agreement)
            if as_json:
                session.answer([{**asdict(row), "at": row.at.isoformat()} for row in rows])
                return
            show_traces(session, rows)
