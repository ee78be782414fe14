"""`beffroi water quality`: what samples of tap water say."""

from datetime import datetime
from typing import Annotated, Any

import typer

from beffroi.cli.context import HomeOption, JsonOption, OrganisationOption, Say, opened
from beffroi.cli.frame import Frame
from beffroi.cli.screen import Screen
from beffroi.cli.tables import light, written
from beffroi.figures import numbers
from beffroi.texts import Text

_NONE = Text(
    fr="Aucun prélèvement. Téléchargez les résultats de vos communes sur hubeau.eaufrance.fr, puis "
    "« beffroi import » : la page « Qualité de l’eau » du guide donne l’adresse à coller.",
    en="No sample. Download the results of your communes from hubeau.eaufrance.fr, then “beffroi "
    "import”: the page “Qualité de l’eau” of the guide gives the address to paste.",
)
_HEAD = Text(fr="{n} prélèvements, du {first} au {last}", en="{n} samples, from {first} to {last}")
_RATE = Text(
    fr="{label} : {share} % ({good} sur {judged} prélèvements)",
    en="{label}: {share}% ({good} of {judged} samples)",
)
_UNJUDGED = Text(fr="{label} : aucun prélèvement", en="{label}: no sample")
_DEROGATED = Text(fr=", dont {n} par dérogation", en=", {n} of them by derogation")
_RUNS = Text(fr="en cours", en="still")
_OVER = (
    Text(fr="Limite dépassée", en="Limit exceeded"),
    Text(fr="Où", en="Where"),
    Text(fr="Depuis le", en="Since"),
    Text(fr="Jusqu’au", en="Until"),
    Text(fr="Au plus", en="At most"),
    Text(fr="Limite", en="Limit"),
)
_COURSES = (
    Text(fr="Paramètre", en="Parameter"),
    Text(fr="Résultats", en="Results"),
    Text(fr="Non détectés", en="Not detected"),
    Text(fr="Moyenne", en="Mean"),
    Text(fr="Évolution", en="Course"),
)
_BETWEEN = Text(fr="{low} à {high} {unit}", en="{low} to {high} {unit}")
_DIRECTIONS = {
    "up": Text(fr="en hausse", en="rising"),
    "down": Text(fr="en baisse", en="falling"),
    "": Text(fr="pas d’évolution nette", en="no clear course"),
}
_FEW = Text(fr="trop peu de résultats", en="too few results")
_SLOPE = Text(fr="{word} ({slope} {unit} par an)", en="{word} ({slope} {unit} a year)")
_LAST = (
    Text(fr="Prélèvement", en="Sample"),
    Text(fr="Jour", en="Day"),
    Text(fr="Où", en="Where"),
    Text(fr="Conclusion de l’ARS", en="Conclusion of the health agency"),
)
_NO_COURSE = Text(
    fr="Aucun paramètre suivi n’a d’évolution nette dans aucun réseau.",
    en="No parameter has a clear course in any network.",
)
_PLACES = Text(
    fr="Réseaux (--network CODE montre les moyennes d’un seul) : {names}.",
    en="Networks (--network CODE shows the means of one): {names}.",
)
#: Samples shown to a person; --json gives all of them.
_SHOWN = 10


def add(group: Frame, say: Say) -> None:
    """Add the command to its group."""
    first_help = say(Text(fr="Premier jour des prélèvements.", en="First day of the samples."))
    place_help = say(Text(fr="Code du seul réseau à regarder.", en="Code of the only network."))
    last_help = say(Text(fr="Dernier jour des prélèvements.", en="Last day of the samples."))

    @group.command(
        "quality",
        help=say(
            Text(
                fr="Dire la qualité de l’eau du robinet : conformité, limites dépassées, "
                "évolution.",
                en="Say the quality of tap water: conformity, limits exceeded, course.",
            )
        ),
    )
    def quality(
        home: HomeOption,
        organisation: OrganisationOption = "",
        first: Annotated[
            datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help=first_help)
        ] = None,
        last: Annotated[
            datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help=last_help)
        ] = None,
        place: Annotated[str, typer.Option("--network", help=place_help)] = "",
        as_json: JsonOption = False,
    ) -> None:
        from beffroi.cli.choosing import sampled
        from beffroi.decide.quality.reading import Asked, samples
        from beffroi.decide.quality.summing import plain, said

        with opened(home, as_json=as_json) as session:
            whose = sampled(session, organisation).id
            asked = Asked(whose, first.date() if first else None, last.date() if last else None)
            with session.read("water quality").session() as state:
                found = samples(state, asked)
            if place:
                found = [one for one in found if place in dict(one.places)]
            told = said(found, session.language, place)
            listed = [plain(one) for one in found]
            if as_json:
                session.answer({**told, "list": listed})
            else:
                _show(session.console, say, told, listed)


def _show(screen: Screen, say: Say, told: dict[str, Any], listed: list[dict[str, Any]]) -> None:
    if not listed:
        screen.print(say(_NONE))
        return
    days = {"first": written(told["from"]), "last": written(told["to"])}
    screen.print(say(_HEAD.fill(n=told["samples"], **days)))
    for one in told["conformity"]:
        screen.print(say(_rate(one)))
    if told["exceeded"]:
        from beffroi.domains.water.quality import spelling

        table = light(*(say(column) for column in _OVER))
        for one in told["exceeded"]:
            until = written(one["until"]) if one["until"] else say(_RUNS)
            worst = say(spelling.said(f"{one['worst']} {one['unit']}".strip()))
            cells = (", ".join(one["places"]), written(one["since"]), until, worst)
            table.add_row(one["parameter"], *cells, say(spelling.limit(one["limit"])))
        screen.print(table)
    if told["courses"]:
        table = light(*(say(column) for column in _COURSES), right=(1, 2))
        for one in told["courses"]:
            counts = (str(one["count"]), str(one["below"]))
            table.add_row(
                f"{one['label']}, {one['place']}", *counts, say(_mean(one)), say(_course(one))
            )
        screen.print(table)
    elif len(told["places"]) > 1:
        screen.print(say(_NO_COURSE))
    if len(told["places"]) > 1:
        names = ", ".join(f"{one['name']} ({one['code']})" for one in told["places"])
        screen.print(say(_PLACES.fill(names=names)))
    table = light(*(say(column) for column in _LAST))
    for one in listed[:_SHOWN]:
        where = [place["name"] for place in one["networks"] or one["communes"]]
        table.add_row(one["code"], written(one["day"]), ", ".join(where), one["conclusion"])
    screen.print(table)


def _rate(one: dict[str, Any]) -> Text:
    if one["percent"] is None:
        return _UNJUDGED.fill(label=one["label"])
    good = one["judged"] - one["failing"]
    share = numbers(one["percent"], 1)
    text = _RATE.fill(label=one["label"], share=share, good=good, judged=one["judged"])
    if not one["derogated"]:
        return text
    more = _DEROGATED.fill(n=one["derogated"])
    return Text(fr=text.fr + more.fr, en=text.en + more.en)


def _mean(one: dict[str, Any]) -> Text:
    from beffroi.domains.water.quality.spelling import said

    unit = said(one["unit"])
    low, high = numbers(one["low"], 2), numbers(one["high"], 2)
    if one["low"] == one["high"]:
        return Text(fr=f"{low.fr} {unit.fr}", en=f"{low.en} {unit.en}")
    return _BETWEEN.fill(low=low, high=high, unit=unit)


def _course(one: dict[str, Any]) -> Text:
    if not one["enough"]:
        return _FEW
    word = _DIRECTIONS[one["direction"]]
    if one["slope"] is None:
        return word
    from beffroi.domains.water.quality.spelling import said

    return _SLOPE.fill(word=word, slope=numbers(one["slope"], 2), unit=said(one["unit"]))
