"""What was published, as pages show it: the same for an inhabitant and in the preview."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from beffroi.figures import number
from beffroi.publish.sites import tapwater
from beffroi.publish.sites.prepared import text_of
from beffroi.texts import Language, Text
from beffroi.web.pages.charts import Drawing, drawing

#: The unit that people read, and by how many of the unit of a content it is.
_READ = {"kWh": ("MWh", 1000.0), "kgCO2e": ("tCO₂e", 1000.0), "EUR": ("€", 1.0)}
#: What is counted, where that is no unit.
_COUNTED = {tapwater.MEASURE: Text(fr="prélèvements", en="samples")}
_HELD = Text(fr="retenu", en="held back")
_CAPTION = Text(fr="{label}, par an, en {unit}", en="{label}, by year, in {unit}")


@dataclass(frozen=True, slots=True)
class Range:
    """A figure and the interval that it is in, nine times in ten."""

    value: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Result:
    """What an action obtained, and what was hoped for."""

    place: str
    what: str
    done_on: date
    since: date
    until: date
    days: int
    method: str
    proven: bool
    worse: bool
    cost: int | None
    said: Text | None
    """None where the figures are held back."""
    promised: Range | None
    promised_kwh: Range | None
    obtained: Range | None
    obtained_eur: Range | None


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that was published, or would be."""

    key: str
    label: Text
    said: Text
    held_back: bool
    drawing: Drawing | None = None
    table: tuple[tuple[str, ...], ...] = ()
    titles: tuple[str, ...] = ()
    unit: str = ""
    marks: tuple[str, ...] = ()
    """What each bar of the drawing says, in its order."""
    method: Text | None = None
    references: tuple[str, ...] = ()
    results: tuple[Result, ...] = ()


def piece(key: str, content: Mapping[str, Any], language: Language) -> Piece:
    """Return a content as pages show it."""
    label = text_of(content["label"])
    if content["kind"] == "results":
        found = tuple(map(_result, content["items"]))
        return Piece(key, label, Text(fr="", en=""), content["held_back"], results=found)
    unit, per = _READ.get(content["unit"], (content["unit"], 1.0))
    if (counted := _COUNTED.get(content.get("measure", ""))) is not None:
        unit = counted.in_(language)
    titles, table = _crossed(content, per, language)
    method = content.get("method")
    return Piece(
        key,
        label,
        text_of(content["sentence"]),
        content["held_back"],
        _drawn(content, label, unit, per, language),
        table,
        titles,
        unit,
        tuple(_shown(value, per, language) for _, value in content["totals"] if value is not None),
        text_of(method) if method else None,
        tuple(content["references"]),
    )


def _drawn(
    content: Mapping[str, Any], label: Text, unit: str, per: float, language: Language
) -> Drawing | None:
    """Draw the totals of years that are shown; the table beside it has all of them."""
    values = [
        {"x": str(year), "s": label.in_(language), "y": value / per}
        for year, value in content["totals"]
        if value is not None
    ]
    caption = _CAPTION.fill(label=label, unit=unit)
    chart = {
        "data": {"values": values},
        "encoding": {"y": {"title": unit}},
        "usermeta": {"caption": {"fr": caption.fr, "en": caption.en}},
    }
    found = drawing(chart, language)
    return replace(found, names=()) if found else None


def _crossed(
    content: Mapping[str, Any], per: float, language: Language
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Write a table; one that is broken down by year has a column for each, and its total last."""
    columns = content["columns"]
    labels = {name: {code: text_of(said) for code, said in some.items()}
              for name, some in content["codes"].items()}  # fmt: skip

    def named(name: str, code: str) -> str:
        known = labels.get(name, {}).get(code)
        return known.in_(language) if known else code

    heads = [text_of(column["label"]).in_(language) for column in columns]
    names = [column["name"] for column in columns]
    if names == ["usage", "annee"] or content.get("measure") in _COUNTED:
        years = sorted({row[-2] for row in content["rows"]})
        cells = {(tuple(codes), year): value for *codes, year, value in content["rows"]}
        rows = sorted({codes for codes, _ in cells}, key=lambda codes: [(not c, c) for c in codes])
        table = tuple(
            (
                ", ".join(named(name, code) for name, code in zip(names, codes, strict=False)),
                *(_shown(cells.get((codes, year)), per, language) for year in years),
            )
            for codes in rows
        )
        return (heads[0], *years), table
    body = tuple(
        (
            *(named(c["name"], code) for c, code in zip(columns, codes, strict=True)),
            _shown(value, per, language),
        )
        for *codes, value in content["rows"]
    )
    return (*heads, ""), body


def _shown(value: float | None, per: float, language: Language) -> str:
    if value is None:
        return _HELD.in_(language)
    read = value / per
    return number(read, 0 if per == 1.0 or read >= 100 else 1, language)


def _result(item: Mapping[str, Any]) -> Result:
    sentence = item.get("sentence")
    return Result(
        item["place"],
        item["what"],
        date.fromisoformat(item["done_on"]),
        date.fromisoformat(item["from"]),
        date.fromisoformat(item["to"]),
        item["days"],
        item["method"],
        item["proven"],
        item["increase_proven"],
        item.get("cost_eur"),
        text_of(sentence) if sentence else None,
        _range(item.get("promised_eur_per_year")),
        _range(item.get("promised_kwh_per_year")),
        _range(item.get("avoided_kwh")),
        _range(item.get("avoided_eur")),
    )


def _range(given: Mapping[str, int] | None) -> Range | None:
    return Range(**given) if given else None
