"""Commands that say what the law and the seven principles ask of an algorithm."""

from typing import Annotated

import typer

from beffroi.cli.context import HomeOption, JsonOption, OrganisationOption, Say, Session, opened
from beffroi.cli.frame import Frame
from beffroi.cli.happened import happened
from beffroi.cli.oversight import KEY_HELP
from beffroi.cli.tables import light, written
from beffroi.domains import algorithm
from beffroi.texts import Text
from beffroi.trust.algorithms.fria import fria
from beffroi.trust.algorithms.law import record
from beffroi.trust.algorithms.principles import principles

_YES, _NO = Text(fr="oui", en="yes"), Text(fr="non", en="no")
_CHECK = Text(fr="{source} (à vérifier)", en="{source} (to be checked)")


def register(group: Frame, say: Say) -> None:
    """Add the commands of this file."""
    _principles(group, say)
    _law(group, say)
    _fria(group, say)


def _happened(session: Session, organisation: str, key: str) -> dict[str, object] | None:
    owners = [row.id for row in session.organisations(organisation)]
    return happened(session, owners).get(key)


def _principles(group: Frame, say: Say) -> None:
    @group.command(
        "principles",
        help=say(
            Text(
                fr="Les sept principes du Conseil d’État : montré, manquant.",
                en="The seven principles of the Conseil d’État: shown, missing.",
            )
        ),
    )
    def principles_(
        home: HomeOption,
        key: Annotated[str, typer.Argument(help=say(KEY_HELP))],
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            one = algorithm(key)
            rows = principles(one, _happened(session, organisation, key), session.language)
            if as_json:
                session.answer(rows)
                return
            titles = (
                Text(fr="principe", en="principle"),
                Text(fr="montré", en="shown"),
                Text(fr="manquant", en="missing"),
            )
            table = light(*map(session.say, titles))
            for row in rows:
                table.add_row(row["name"], "\n".join(row["shown"]), "\n".join(row["missing"]))
            session.console.print(table)


def _law(group: Frame, say: Say) -> None:
    @group.command(
        "law",
        help=say(
            Text(
                fr="Ce que le droit demande pour un algorithme (CRPA, RGPD, règlement IA).",
                en="What the law asks of an algorithm (CRPA, GDPR, AI Act).",
            )
        ),
    )
    def law_(
        home: HomeOption,
        key: Annotated[str, typer.Argument(help=say(KEY_HELP))],
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            rows = record(algorithm(key), session.today, session.language)
            if as_json:
                session.answer(rows)
                return
            titles = (
                Text(fr="règle", en="rule"),
                Text(fr="s’applique", en="applies"),
                Text(fr="depuis", en="since"),
                Text(fr="texte", en="text"),
            )
            table = light(*map(session.say, titles))
            for row in rows:
                answer = f"{session.say(_YES if row['applies'] else _NO)} – {row['why']}"
                source = row["source"]
                if row["to_be_checked"]:
                    source = session.say(_CHECK.fill(source=source))
                table.add_row(row["name"], answer, written(row["since"]), source)
            session.console.print(table)


def _fria(group: Frame, say: Say) -> None:
    @group.command(
        "fria",
        help=say(
            Text(
                fr="L’analyse d’impact sur les droits fondamentaux, pré-remplie.",
                en="The fundamental rights impact assessment, filled in where known.",
            )
        ),
    )
    def fria_(
        home: HomeOption,
        key: Annotated[str, typer.Argument(help=say(KEY_HELP))],
        organisation: OrganisationOption = "",
        as_json: JsonOption = False,
    ) -> None:
        with opened(home, as_json=as_json) as session:
            made = fria(algorithm(key), _happened(session, organisation, key), session.language)
            if as_json:
                session.answer(made)
                return
            left = session.say(Text(fr="à compléter", en="to be completed"))
            table = light(key, session.say(_YES if made["required"] else _NO))
            for element in made["elements"].values():
                table.add_row(element["name"], element["text"] or left)
            session.console.print(table)
