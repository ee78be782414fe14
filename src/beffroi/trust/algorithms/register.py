"""The public register of algorithms: JSON for programs, Markdown for a web page."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from beffroi.domains import algorithms
from beffroi.figures import number
from beffroi.texts import Language, Text
from beffroi.trust.algorithms.card import AND, FINE, WORDS, performance, public
from beffroi.trust.algorithms.facts import outside
from beffroi.trust.algorithms.fairness.simulated import told as simulated
from beffroi.trust.algorithms.fairness.telling import told as compared

_TITLE = Text(fr="Registre des algorithmes – {name}", en="Register of algorithms – {name}")
_ABOUT = Text(
    fr="Établi le {day} par le logiciel lui-même, à partir du code qui s’exécute (CRPA, article "
    "L312-1-3). Aucun de ces algorithmes ne décide : une personne nommée le fait.",
    en="Made on {day} by the software itself, from the code that runs (CRPA, article L312-1-3). "
    "None of these algorithms decides: a named person does.",
)


def register(
    organisation: str,
    at: datetime,
    language: Language,
    happened: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the register of an authority as plain data; `happened` is what `facts` told.

    >>> from datetime import UTC
    >>> whole = register("Saint-Essai", datetime(2026, 1, 5, tzinfo=UTC), "en")
    >>> {one["decides"] for one in whole["algorithms"]}
    {False}
    """
    return {
        "title": _TITLE.format(language, name=organisation),
        "about": _ABOUT.fill(day=_day(at)).in_(language),
        "organisation": organisation,
        "made_at": at.isoformat(),
        "algorithms": [
            public(one, language) | {"here": outside((happened or {}).get(one.key))}
            for one in algorithms().values()
        ],
    }


def markdown(made: dict[str, Any], language: Language) -> str:
    """Write a register as a Markdown page: a section and a table for each algorithm."""
    parts = [f"# {_clean(made['title'])}", made["about"]]
    for told in made["algorithms"]:
        rows = [
            f"| {word.in_(language)} | {_cell(told, key, language)} |"
            for key, word in WORDS.items()
        ]
        parts.append(f"## {told['name']} (`{told['key']}`)\n\n|  |  |\n| --- | --- |")
        rows += _happened(told.get("here"), language)
        rows += [
            f"| {_clean(title.in_(language))} | "
            f"{'<br>'.join(_clean(one.in_(language)) for one in lines)} |"
            for title, lines in by_group(told)
        ]
        parts[-1] += "\n" + "\n".join(rows)
    return "\n\n".join(parts) + "\n"


_CONSTANT = Text(fr="{name} : {value} {unit}", en="{name}: {value} {unit}")
_STATE = Text(fr="Marche", en="State")
_STOPPED = Text(fr="arrêté par une personne", en="stopped by a person")
_HERE = {
    "runs": Text(
        fr="{judged} compteurs jugés, {seen} signalés ; {wh} Wh (temps de processeur mesuré, "
        "puissance déclarée)",
        en="{judged} meters judged, {seen} reported; {wh} Wh (measured processor time, declared "
        "power)",
    ),
    "rates": Text(
        fr="{findings} constats, {decided} décidés : {confirmed} confirmés, {watched} surveillés, "
        "{dismissed} écartés ; {contested} contestations, {upheld} fondées",
        en="{findings} findings, {decided} decided: {confirmed} confirmed, {watched} watched, "
        "{dismissed} dismissed; {contested} contestations, {upheld} upheld",
    ),
}
_HERE_TITLES = {
    "runs": Text(fr="Ce qui a tourné", en="What ran"),
    "rates": Text(fr="Ce que des personnes ont décidé", en="What people decided"),
}


def _happened(here: dict[str, Any] | None, language: Language) -> Iterator[str]:
    """Write the rows of what really happened, where something did."""
    if here and here["stopped"]:
        yield f"| {_STATE.in_(language)} | {_STOPPED.in_(language)} |"
    for name, text in _HERE.items():
        if here and (found := here[name]):
            wh = number(found.get("energy", {}).get("wh", 0.0), FINE, language)
            said = text.format(language, **{"wh": wh, **found})
            yield f"| {_HERE_TITLES[name].in_(language)} | {_clean(said)} |"


def by_group(told: dict[str, Any]) -> Iterator[tuple[Text, list[Text]]]:
    """Yield a title and sentences for each way to group: in a simulation, then here."""
    yield from simulated(told["by_group"])
    yield from compared((told.get("here") or {}).get("fairness") or {})


def line(told: dict[str, Any], key: str, language: Language) -> str:
    """Write one field of a card on one line."""
    value = told[key]
    if key == "performance":
        return performance(told, language)
    if key == "parameters":
        return AND.in_(language).join(
            _CONSTANT.format(
                language,
                name=one["name"],
                value=number(one["value"], FINE, language),
                unit=one["unit"],
            ).strip()
            for one in value
        )
    if key == "legal_basis":
        return AND.in_(language).join(one["title"] for one in value)
    if key == "version":
        return f"{value} ({told['fingerprint']})"
    return ", ".join(value) if isinstance(value, list) else str(value)


def _cell(told: dict[str, Any], key: str, language: Language) -> str:
    return _clean(line(told, key, language))


def _day(at: datetime) -> Text:
    return Text(fr=f"{at:%d/%m/%Y}", en=f"{at:%Y-%m-%d}")


def _clean(text: str) -> str:
    """Keep a name that anyone may have written from becoming a cell or a tag.

    >>> _clean("a|b <i>")
    'a\\\\|b &lt;i>'
    """
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
