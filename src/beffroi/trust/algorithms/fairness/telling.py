"""The comparison of groups in words, with what it cannot say."""

from collections.abc import Iterator, Mapping
from typing import Any

from beffroi.figures import numbers, percent
from beffroi.texts import Text
from beffroi.trust.algorithms.fairness.groups import GROUPINGS
from beffroi.trust.algorithms.fairness.shares import LEAST

_TITLE = Text(fr="Équité : {label}", en="Fairness: {label}")
_GROUP = Text(
    fr="{group} : compteurs, {meters}{reported} ; constats décidés, {decided}{said}",
    en="{group}: meters, {meters}{reported}; decided findings, {decided}{said}",
)
_REPORTED = Text(fr=", dont signalés {reported}", en=", reported {reported}")
_DECIDED = Text(
    fr=", dont confirmés {confirmed}, écartés {dismissed}",
    en=", confirmed {confirmed}, dismissed {dismissed}",
)
#: Said beside a count that is too small for a share.
FEW = Text(
    fr=" (trop peu pour en dire plus : {least} au moins)",
    en=" (too few to say more: {least} at least)",
)
_SHARE = Text(fr="{share} [{low} à {high}]", en="{share} [{low} to {high}]")
_SPREAD = Text(
    fr="{what} : écart de {points} points{ratio}, {established}",
    en="{what}: {points} points apart{ratio}, {established}",
)
_RATIO = Text(fr=" (rapport {ratio})", en=" (ratio {ratio})")
_ESTABLISHED = Text(fr="établi", en="established")
_NOT = Text(fr="non établi : le hasard y suffit", en="not established: chance may explain it")
_NONE = Text(
    fr="les décisions ne se comparent pas : un groupe au plus en a {least}",
    en="decisions cannot be compared: one group at most has {least}",
)
_OUTSIDE = Text(
    fr="hors groupe, {why} : compteurs, {meters} ; constats décidés, {decided}",
    en="in no group, {why}: meters, {meters}; decided findings, {decided}",
)
_WHAT = {
    "reported": Text(fr="compteurs signalés", en="meters reported"),
    "confirmed": Text(fr="constats confirmés", en="findings confirmed"),
    "dismissed": Text(fr="constats écartés", en="findings dismissed"),
}


def told(fairness: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[Text, list[Text]]]:
    """Yield a title and sentences for each way to group, of what `comparing.compared` found.

    >>> list(told({}))
    []
    """
    for name, found in fairness.items():
        grouping = GROUPINGS[name]
        lines = [_group(grouping.groups[key], one) for key, one in found["groups"].items()]
        spreads = [apart(_WHAT[key], one) for key, one in found["spreads"].items() if one]
        if found["spreads"]["dismissed"] is None:
            spreads.append(_NONE.fill(least=LEAST))
        outside = found["outside"]
        if outside["meters"] or outside["findings"]:
            spreads.append(_OUTSIDE.fill(outside, why=grouping.outside))
        yield _TITLE.fill(label=grouping.label), lines + spreads


def _group(label: Text, group: Mapping[str, Any]) -> Text:
    shares = {name: interval(one) for name, one in group["shares"].items() if one}
    few = FEW.fill(least=LEAST)
    return _GROUP.fill(
        group=label,
        meters=numbers(group["meters"]),
        reported=_REPORTED.fill(shares) if "reported" in shares else few,
        decided=numbers(group["decided"]),
        said=_DECIDED.fill(shares) if "dismissed" in shares else few,
    )


def interval(share: Mapping[str, float]) -> Text:
    """Write a share with its interval.

    >>> interval({"share": 0.25, "low": 0.09, "high": 0.53}).en
    '25% [9% to 53%]'
    """
    return _SHARE.fill({name: percent(value) for name, value in share.items()})


def apart(what: Text, spread: Mapping[str, Any]) -> Text:
    """Say how far apart the shares of groups are, and whether chance may explain it."""
    ratio = spread["ratio"]
    return _SPREAD.fill(
        what=what,
        points=numbers(100 * spread["difference"]),
        ratio="" if ratio is None else _RATIO.fill(ratio=numbers(ratio, 2)),
        established=_ESTABLISHED if spread["established"] else _NOT,
    )
