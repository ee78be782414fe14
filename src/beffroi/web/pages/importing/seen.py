"""What is shown of a file: what was understood before the import, what became of it after."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from beffroi.decide.naming import QUALIFIERS
from beffroi.domains import quantities
from beffroi.figures import number, numbers
from beffroi.periods import PARIS
from beffroi.readers.contract import REASONS, Reason
from beffroi.texts import Text
from beffroi.units import SeriesKind, conversion
from beffroi.web.pages import writing
from beffroi.web.pages.importing.plain import text_of, todo_of
from beffroi.web.pages.importing.understood import (
    Fact,
    Held,
    Measure,
    Problem,
    Refusal,
    Seen,
)

STATUS = {
    "understood": Text(fr="compris", en="understood"),
    "known": Text(fr="déjà connu", en="known already"),
    "refused": Text(fr="refusé", en="refused"),
    "ignored": Text(fr="mis de côté", en="left aside"),
    "stored": Text(fr="importé", en="imported"),
    "already": Text(fr="déjà importé", en="imported already"),
}
#: How a status is shown.
BADGES = {"understood": "acting", "stored": "done", "refused": "open"}
_NAMED, _FEW = 5, 2
_SORTS = Text(fr="{said} ({n} sortes)", en="{said} ({n} sorts)")
_LINES = 8
_DAYS = Text(fr="tous les {n} jours", en="every {n} days")
_HOURS = Text(fr="toutes les {n} heures", en="every {n} hours")
_MINUTES = Text(fr="toutes les {n} minutes", en="every {n} minutes")
_STEPS = (
    (86_400, _DAYS, Text(fr="par jour", en="a day")),
    (3_600, _HOURS, Text(fr="par heure", en="an hour")),
    (60, _MINUTES, Text(fr="par minute", en="a minute")),
)
_EVERY = Text(fr="une valeur {every}", en="one value {every}")
_VARIES = Text(
    fr="variable : au début, le compteur comptait moins souvent",
    en="it varies: at first, the meter counted less often",
)
_SPAN = Text(fr="du {first} au {last}", en="from {first} to {last}")
#: By how many rows are named: none, one, several.
_WHERE = (
    Text(fr="{n} ({why})", en="{n} ({why})"),
    Text(fr="{n} ({why}, ligne {where})", en="{n} ({why}, row {where})"),
    Text(fr="{n} ({why}, lignes {where})", en="{n} ({why}, rows {where})"),
)
#: Kinds of series whose values cover a period, which ends where the next one begins.
_COVERS = (SeriesKind.MEAN_POWER, SeriesKind.INTERVAL, SeriesKind.COUNT)
_F = {
    "format": Text(fr="Format", en="Format"),
    "meters": Text(fr="Compteurs", en="Meters"),
    "what": Text(fr="Grandeurs", en="Quantities"),
    "period": Text(fr="Période", en="Period"),
    "step": Text(fr="Pas", en="Step"),
    "measures": Text(fr="Mesures", en="Measures"),
    "refused": Text(fr="Refusées", en="Refused"),
    "repairs": Text(fr="Réparations", en="Repairs"),
    "gaps": Text(fr="Trous", en="Gaps"),
}


def seen(told: Mapping[str, Any], name: str) -> Seen:
    """Return what a page shows of a report that was kept (`ingest.telling.told`)."""
    status = told["status"]
    if status == "understood" and not told["kept"] and not told["changed"]:
        status = "known"
    error = told["error"]
    doubts = [text_of(one) for one in (told["understood"] or {}).get("doubts", ())]
    if not any(told[name] for name in ("kept", "changed")) or told["batch"]:
        doubts = []  # nothing new, or what was read stands already
    notes = [one for one in map(text_of, told["notes"]) if one not in doubts]
    if told["ignored"]:
        notes.append(text_of(told["ignored"]))
    return Seen(
        told["file"] or name,
        status,
        STATUS[status],
        BADGES.get(status, ""),
        () if error or told["ignored"] else facts(told),
        tuple(Held(one["asset"], quantity_of(one), one["points"] or 0) for one in told["series"]),
        told["series_count"] - len(told["series"]),
        tuple(_measure(row, told) for row in told["preview"]),
        tuple(
            Refusal(row["line"], REASONS[Reason(row["reason"])], row["text"])
            for row in told["refusals"]
        ),
        tuple(text_of(one) for one in told["warnings"]),
        tuple(doubts),
        tuple(notes),
        Problem(text_of(error["title"]), text_of(error["what"]), todo_of(error)) if error else None,
        told["batch"],
    )


def facts(told: Mapping[str, Any]) -> tuple[Fact, ...]:
    """Say in plain words what a file holds."""
    found = [(_F["format"], text_of(told["format"]))] if told["format"] else []
    assets = list(dict.fromkeys(one["asset"] for one in told["series"]))
    if assets:
        found.append((_F["meters"], _meters(assets, told["points"])))
        found.append((_F["what"], _what(told["series"])))
    if told["from"] and told["to"]:
        found.append((_F["period"], _span(told)))
    if (step := _step(told)) is not None:
        found.append((_F["step"], step))
    found.append((_F["measures"], counts(told)))
    if told["refused"]:
        found.append((_F["refused"], refused(told["refused"], told["refusals"])))
    if told["repairs"]:
        found.append((_F["repairs"], _joined([_repair(one) for one in told["repairs"]])))
    if told["gap_count"]:
        found.append((_F["gaps"], numbers(told["gap_count"])))
    return tuple(Fact(label, value) for label, value in found)


def counts(told: Mapping[str, Any]) -> Text:
    """Say what is new, what replaces and what was known."""
    parts = [
        _agree(told["kept"], "{n} nouvelle", "{n} new", "{n} nouvelles"),
        _agree(
            told["changed"],
            "{n} remplace une valeur connue",
            "{n} replaces a known value",
            "{n} remplacent une valeur connue",
            "{n} replace a known value",
        ),
        _agree(told["unchanged"], "{n} déjà connue", "{n} known already", "{n} déjà connues"),
    ]
    return _joined([one for one in parts if one is not None] or [numbers(0)])


def refused(by_reason: Mapping[str, int], rows: list[Mapping[str, Any]]) -> Text:
    """Say how many rows are refused, why and where."""
    parts = []
    for reason, count in by_reason.items():
        lines = [str(row["line"]) for row in rows if row["reason"] == reason]
        where = ", ".join(lines[:_LINES]) + ("…" if count > len(lines[:_LINES]) else "")
        said = _WHERE[min(len(lines), 2)]
        why = REASONS[Reason(reason)]
        parts.append(said.fill(n=numbers(count), why=why, where=where))
    return _joined(parts)


def quantity_of(one: Mapping[str, Any]) -> Text:
    """Name the quantity of a series, and which of them it is."""
    known = quantities().get(one["quantity"])
    label = known.label if known else Text(fr=one["quantity"], en=one["quantity"])
    qualifier = one.get("qualifier")
    if not qualifier:
        return label
    which = QUALIFIERS.get(qualifier, Text(fr=qualifier, en=qualifier))
    return Text(fr="{label} ({which})", en="{label} ({which})").fill(label=label, which=which)


def _what(series: list[Mapping[str, Any]]) -> Text:
    """Name each quantity once, with its unit: which of them where they are few, else how many."""
    ways: dict[str, dict[str, Mapping[str, Any]]] = {}
    for one in series:
        ways.setdefault(one["quantity"], {})[one["qualifier"] or ""] = one
    parts = []
    for found in ways.values():
        some = list(found.values())
        if len(some) <= _FEW:
            parts += [_with_unit(one, quantity_of(one)) for one in some]
        else:
            label = quantity_of({**some[0], "qualifier": ""})
            parts.append(_SORTS.fill(said=_with_unit(some[0], label), n=len(some)))
    return _joined(parts)


def _with_unit(one: Mapping[str, Any], said: Text) -> Text:
    known = quantities().get(one["quantity"])
    if known is None or known.display in ("", "1"):
        return said
    return Text(fr="{said}, en {unit}", en="{said}, in {unit}").fill(said=said, unit=known.display)


def _measure(row: Mapping[str, Any], told: Mapping[str, Any]) -> Measure:
    for one in told["series"]:
        key = "/".join(filter(None, (one["asset"], one["quantity"], one["qualifier"])))
        if key == row["series"]:
            return Measure(one["asset"], quantity_of(one), row["start"], _value(row, one))
    return Measure(row["series"], Text(fr="", en=""), row["start"], numbers(row["value"], 2))


def _value(row: Mapping[str, Any], one: Mapping[str, Any]) -> Text:
    known = quantities().get(one["quantity"])
    if known is None:
        return numbers(row["value"], 3)
    factor, offset = conversion(known.unit, known.display)
    value = row["value"] * factor + offset
    unit = "" if known.display in ("", "1") else f"\u00a0{known.display}"
    return Text(fr=f"{number(value, 3)}{unit}", en=f"{number(value, 3, 'en')}{unit}")


def _meters(names: list[str], whole: int) -> Text:
    shown = ", ".join(names[:_NAMED])
    more = max(whole, len(names)) - len(names[:_NAMED])
    if more <= 0:
        return Text(fr=shown, en=shown)
    return Text(fr="{shown} et {more} autres", en="{shown} and {more} more").fill(
        shown=shown, more=numbers(more)
    )


def _span(told: Mapping[str, Any]) -> Text:
    begun = _day(told["from"])
    # A period ends where the next day begins: its last day is the one before.
    covers = any(one["kind"] in _COVERS for one in told["series"])
    ended = _day(told["to"], timedelta(microseconds=-1 if covers else 0))
    return Text(
        fr=_SPAN.fr.format(first=writing.day(begun, "fr"), last=writing.day(ended, "fr")),
        en=_SPAN.en.format(first=writing.day(begun, "en"), last=writing.day(ended, "en")),
    )


def _day(at: str, moved: timedelta = timedelta(0)) -> date:
    return (datetime.fromisoformat(at) + moved).astimezone(PARIS).date()


def _step(told: Mapping[str, Any]) -> Text | None:
    """Say how often there is a value: as the file says, or as its first measure covers."""
    seconds = next((one["step_seconds"] for one in told["series"] if one["step_seconds"]), None)
    if seconds is None and told["preview"]:
        row = told["preview"][0]
        covered = datetime.fromisoformat(row["end"]) - datetime.fromisoformat(row["start"])
        seconds = covered.total_seconds()
        if _many(told, seconds):
            return _VARIES
    for size, several, one in _STEPS:
        if seconds and seconds >= size and seconds % size == 0:
            count = int(seconds // size)
            return _EVERY.fill(every=several.fill(n=count) if count > 1 else one)
    return None


def _many(told: Mapping[str, Any], seconds: float) -> bool:
    """Tell whether a series has more measures than its span has room for, were they that long."""
    if not (told["from"] and told["to"]):
        return False
    span = datetime.fromisoformat(told["to"]) - datetime.fromisoformat(told["from"])
    most = max((one["points"] or 0 for one in told["series"]), default=0)
    return most * seconds > 1.05 * span.total_seconds() + seconds


def _repair(one: Mapping[str, Any]) -> Text:
    label = text_of(one["label"])
    return Text(fr="{label} : {n}", en="{label}: {n}").fill(label=label, n=numbers(one["count"]))


def _agree(count: int, fr: str, en: str, several: str, more: str = "") -> Text | None:
    if not count:
        return None
    said = Text(fr=fr if count == 1 else several, en=en if count == 1 else more or en)
    return said.fill(n=numbers(count))


def _joined(parts: list[Text]) -> Text:
    kept = list(dict.fromkeys(parts))
    return Text(fr=" ; ".join(one.fr for one in kept), en="; ".join(one.en for one in kept))
