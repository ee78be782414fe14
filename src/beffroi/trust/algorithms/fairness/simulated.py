"""What a card says of groups on simulated faults, whose truth is known: plain data, and words."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from beffroi.domains.cards import Group, Groups
from beffroi.figures import numbers
from beffroi.texts import Language, Text
from beffroi.trust.algorithms.fairness.shares import LEAST, gap, share
from beffroi.trust.algorithms.fairness.telling import FEW, apart, interval

#: The shares of a group: what of, among what.
SHARES = {"recall": ("seen", "cases"), "precision": ("true", "said")}
_COUNTS = ("cases", "seen", "delay", "said", "true")
_TITLE = Text(fr="Simulation : {label}", en="Simulation: {label}")
_GROUP = Text(
    fr="{group} : défauts introduits, {cases}{recall}{delay} ; constats, {said}{precision}",
    en="{group}: faults put in, {cases}{recall}{delay}; findings, {said}{precision}",
)
_RECALL = Text(fr=", dont vus {recall}", en=", seen {recall}")
_DELAY = Text(fr=" en {days} jours (médiane)", en=" in {days} days (median)")
_PRECISION = Text(fr=", dont justes {precision}", en=", right {precision}")
_WHAT = {
    "recall": Text(fr="défauts vus", en="faults seen"),
    "precision": Text(fr="constats justes", en="findings that are right"),
}
_SOURCE = Text(
    fr="mesuré en simulation : banc d’essai {benchmark}, {on}",
    en="measured in a simulation: benchmark {benchmark}, {on}",
)


def plain(found: Sequence[Groups], language: Language) -> list[dict[str, Any]]:
    """Return the groups of a card as plain data; a share is None under `LEAST` cases."""
    return [
        {
            "name": one.label.in_(language),
            "simulated": True,
            "by": one.by,
            "benchmark": one.benchmark,
            "on": one.on.isoformat(),
            "groups": [_plain(group, language) for group in one.groups],
            "spreads": {
                name: gap((getattr(group, k), getattr(group, n)) for group in one.groups)
                for name, (k, n) in SHARES.items()
            },
        }
        for one in found
    ]


def _plain(group: Group, language: Language) -> dict[str, Any]:
    counts = {name: getattr(group, name) for name in _COUNTS}
    shares = {name: share(counts[k], counts[n]) for name, (k, n) in SHARES.items()}
    return {"key": group.key, "name": group.label.in_(language), **counts, "shares": shares}


def told(by_group: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Text, list[Text]]]:
    """Yield a title and sentences for each way to group, of what `plain` returned."""
    for one in by_group:
        lines = [_group(group) for group in one["groups"]]
        lines += [apart(_WHAT[key], found) for key, found in one["spreads"].items() if found]
        on = Text(fr=f"{date.fromisoformat(one['on']):%d/%m/%Y}", en=one["on"])
        lines.append(_SOURCE.fill(benchmark=one["benchmark"], on=on))
        yield _TITLE.fill(label=one["name"]), lines


def _group(group: Mapping[str, Any]) -> Text:
    shares, few = group["shares"], FEW.fill(least=LEAST)
    recall = few
    if shares["recall"]:
        recall = _RECALL.fill(recall=interval(shares["recall"]))
    precision = few
    if shares["precision"]:
        precision = _PRECISION.fill(precision=interval(shares["precision"]))
    delay = group["delay"] if shares["recall"] else None
    return _GROUP.fill(
        group=group["name"],
        cases=numbers(group["cases"]),
        recall=recall,
        delay="" if delay is None else _DELAY.fill(days=numbers(delay)),
        said=numbers(group["said"]),
        precision=precision,
    )
