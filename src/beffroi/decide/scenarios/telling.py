"""The outcome of a plan in words: what was planned, what was found, what cannot be said yet."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from beffroi.domains.contract import Estimate
from beffroi.domains.levers import KWH, M3
from beffroi.figures import numbers
from beffroi.texts import Text

#: From there on, summer and winter weigh as they do in a year [days].
YEAR = 350
_SHORT = 60
_MONTH = 30.44
_WHOLE = Text(
    fr="Prévu : {planned} ; constaté sur {span} : {found}. {verdict}",
    en="Planned: {planned}; found over {span}: {found}. {verdict}",
)
_WATER = Text(
    fr="{said} Soit {value} m³ (de {low} à {high}).",
    en="{said} That is {value} m³ (from {low} to {high}).",
)
_BETWEEN = Text(fr="{low} à {high} %", en="{low} to {high}%")
_DAYS = Text(fr="{n} jours", en="{n} days")
_MONTHS = Text(fr="{n} mois", en="{n} months")
VERDICTS = {
    "as_planned": Text(fr="Conforme à ce qui était prévu.", en="As it was planned."),
    "below": Text(fr="En dessous de ce qui était prévu.", en="Below what was planned."),
    "rather_below": Text(
        fr="Plutôt en dessous de ce qui était prévu, sans que ce soit certain.",
        en="Rather below what was planned, without being sure.",
    ),
    "above": Text(fr="Au-dessus de ce qui était prévu.", en="Above what was planned."),
    "rather_above": Text(
        fr="Plutôt au-dessus de ce qui était prévu, sans que ce soit certain.",
        en="Rather above what was planned, without being sure.",
    ),
    "unproven": Text(
        fr="L’économie n’est pas encore prouvée : il faut plus de mois, ou l’effet est trop petit "
        "pour ces compteurs.",
        en="The saving is not proven yet: more months are needed, or the effect is too small for "
        "these meters.",
    ),
    "rise": Text(
        fr="La consommation a augmenté : cherchez ce qui a changé.",
        en="Use went up: look for what changed.",
    ),
}
_SUM = Text(
    fr="Les leviers agissent sur les mêmes compteurs : seule leur somme peut être vérifiée, pas la "
    "part de chacun.",
    en="The levers act on the same meters: only their sum can be verified, not the part of each.",
)
_WAITING = Text(
    fr="Pas encore faits : {names}. La comparaison porte sur le reste du plan.",
    en="Not done yet: {names}. The comparison is with the rest of the plan.",
)
_SEASONS = Text(
    fr="Moins de douze mois après les travaux : l’hiver et l’été n’y pèsent pas encore comme dans "
    "une année, et la comparaison avec le plan peut bouger.",
    en="Less than twelve months after the works: winter and summer do not weigh in it as in a year "
    "yet, and the comparison with the plan may move.",
)
_LEFT = Text(fr="Laissé de côté : {name} ({why}).", en="Left out: {name} ({why}).")
_EVENT = Text(
    fr="Jours laissés de côté, du {since} au {until} : {said}.",
    en="Days left out, from {since} to {until}: {said}.",
)


def legs(result: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return what was verified, one unit after another: kWh and m3 do not add up."""
    return [result, *result.get("also", ())]


def unit_of(leg: Mapping[str, Any]) -> str:
    """Return the unit of what was verified: outcomes of before water had none but kWh."""
    return str(leg.get("unit", KWH))


def avoided(result: Mapping[str, Any], key: str) -> Estimate:
    """Add up what was avoided in all units, such as `avoided_eur`; margins add up."""
    found = [leg[key] for leg in legs(result)]
    value, low, high = (sum(one[name] for one in found) for name in ("value", "low", "high"))
    return Estimate(float(value), float(low), float(high))


def sentence(result: Mapping[str, Any]) -> Text:
    """Say an outcome in a line for each unit."""
    told = [_sentence(leg) for leg in legs(result)]
    return Text(fr=" ".join(one.fr for one in told), en=" ".join(one.en for one in told))


def _sentence(leg: Mapping[str, Any]) -> Text:
    said = _WHOLE.fill(
        planned=percents(leg["planned"]),
        span=span(leg["reporting"]["days"]),
        found=percents(leg["share"]),
        verdict=VERDICTS.get(leg["verdict"], VERDICTS["unproven"]),
    )
    if unit_of(leg) != M3:
        return said
    ends = {name: numbers(leg["avoided_m3"][name]) for name in ("value", "low", "high")}
    return _WATER.fill(ends, said=said)


def percents(share: Mapping[str, float]) -> Text:
    r"""Say an interval of shares.

    >>> percents({"low": 0.118, "high": 0.182}).fr, percents({"low": 0.004, "high": 0.031}).fr
    ('12 à 18\xa0%', '0,4 à 3,1\xa0%')
    """
    fine = 1 if max(map(abs, (share["low"], share["high"]))) < 0.1 else 0
    return _BETWEEN.fill(
        low=numbers(100 * share["low"], fine), high=numbers(100 * share["high"], fine)
    )


def span(days: int) -> Text:
    """Say how long a while is.

    >>> span(45).fr, span(212).fr
    ('45 jours', '7 mois')
    """
    return _DAYS.fill(n=days) if days < _SHORT else _MONTHS.fill(n=round(days / _MONTH))


def cautions(result: Mapping[str, Any]) -> list[Text]:
    """Say what cannot be told, or not yet, and what was left out."""
    said = []
    if len(result["levers"]) > 1:
        said.append(_SUM)
    if waiting := [Text(**one) for one in result["waiting"]]:
        names = Text(
            fr=", ".join(one.fr for one in waiting), en=", ".join(one.en for one in waiting)
        )
        said.append(_WAITING.fill(names=names))
    if result["reporting"]["days"] < YEAR:
        said.append(_SEASONS)
    said += [_LEFT.fill(name=one["name"], why=Text(**one["why"])) for one in result["left_out"]]
    for one in result["events"]:
        since, until = (_day(one[name]) for name in ("since", "until"))
        said.append(_EVENT.fill(since=since, until=until, said=one["said"].rstrip(".")))
    return said


def _day(said: str) -> Text:
    day = date.fromisoformat(said)
    return Text(fr=f"{day:%d/%m/%Y}", en=said)
