"""`beffroi report`: what a council is told."""

from pathlib import Path
from typing import Annotated

import typer

from beffroi.cli.context import HomeOption, JsonOption, OrganisationOption, Say, Session, opened
from beffroi.cli.frame import Frame
from beffroi.demo.place import is_demo
from beffroi.errors import BeffroiError
from beffroi.errors.report import FORM_UNKNOWN, SPAN_INVALID
from beffroi.publish.report.content import Report
from beffroi.publish.report.gathering import gather, indicators, usual
from beffroi.publish.report.spans import LONGEST, Span, parse
from beffroi.publish.report.written import KINDS, plain, written
from beffroi.texts import Language, Text

_WRITTEN = Text(
    fr="Rapport de {name}, {period}, écrit dans {file}.",
    en="Report of {name}, {period}, written to {file}.",
)
_PROPOSED = Text(fr="Ce qui est proposé au conseil :", en="What the council is asked:")
_BOTH = Text(fr="une année et un mois à la fois", en="a year and a month at once")


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    group = app.group("report", no_args_is_help=True)
    _council(group, say)


def _council(group: Frame, say: Say) -> None:
    year_help = say(
        Text(fr="Année (par défaut : la dernière entière).", en="Year (the last whole one, else).")
    )
    first_help = say(Text(fr="Premier mois, 2025-09.", en="First month, 2025-09."))
    last_help = say(Text(fr="Dernier mois, 2026-08.", en="Last month, 2026-08."))
    out_help = say(
        Text(
            fr="Fichier .pdf, .xlsx ou .json à écrire.", en="A .pdf, .xlsx or .json file to write."
        )
    )
    english_help = say(Text(fr="En anglais.", en="In English."))

    @group.command(
        "council",
        help=say(
            Text(
                fr="Établir le rapport au conseil : dépenses, décisions, économies vérifiées.",
                en="Make the report to the council: spending, decisions, verified savings.",
            )
        ),
    )
    def council_(
        home: HomeOption,
        organisation: OrganisationOption = "",
        year: Annotated[str, typer.Option("--year", help=year_help)] = "",
        first: Annotated[str, typer.Option("--from", help=first_help)] = "",
        last: Annotated[str, typer.Option("--to", help=last_help)] = "",
        out: Annotated[Path | None, typer.Option("--out", help=out_help)] = None,
        english: Annotated[bool, typer.Option("--english", help=english_help)] = False,
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            kind = _kind(out)
            report = _made(session, organisation, year, first, last)
            language: Language = "en" if english else session.language
            if out is not None:
                out.write_bytes(written(report, kind, language))
            if as_json:
                session.answer({"file": str(out) if out else None, **plain(report, language)})
                return
            _show(session, report, language, out)


def _made(session: Session, organisation: str, year: str, first: str, last: str) -> Report:
    owner = session.organisation(organisation)
    door = session.read("report", acting=str(owner.id))
    span = _span(year, first, last) or usual(door, owner.id)
    return gather(
        door,
        owner.id,
        span,
        session.today,
        indicators(door, owner.id),
        simulated=is_demo(session.store.home.root),
    )


def _span(year: str, first: str, last: str) -> Span | None:
    if year and (first or last):
        raise BeffroiError(SPAN_INVALID, given=_BOTH, most=LONGEST)
    if year:
        return parse(year)
    return parse(first, last) if first or last else None


def _kind(out: Path | None) -> str:
    kind = out.suffix.lower().removeprefix(".") if out is not None else ""
    if out is not None and kind not in KINDS:
        raise BeffroiError(FORM_UNKNOWN, given=kind, known=", ".join(KINDS))
    return kind


def _show(session: Session, report: Report, language: Language, out: Path | None) -> None:
    console = session.console
    for said in report.summary:
        console.print(f"• {said.in_(language)}", soft_wrap=True)
    console.print(_PROPOSED.in_(language))
    for place, said in enumerate(report.proposals, 1):
        console.print(f"{place}. {said.in_(language)}", soft_wrap=True)
    if out is not None:
        told = _WRITTEN.fill(name=report.organisation, period=report.period, file=out)
        console.print(session.say(told), soft_wrap=True)
