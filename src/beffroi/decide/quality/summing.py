"""What samples say together, as plain data: the same in the command, the page and the API."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from beffroi.domains.water.quality.bounds import Above, above
from beffroi.domains.water.quality.conformity import LABELS, rate
from beffroi.domains.water.quality.episodes import episodes
from beffroi.domains.water.quality.followed import FOLLOWED, Followed, converted, followed
from beffroi.domains.water.quality.samples import Result, Sample
from beffroi.domains.water.quality.trend import Course, Point, course
from beffroi.texts import Language

_ABOVE = {Above.LIMIT: "limit", Above.REFERENCE: "reference", Above.NOTHING: ""}


def said(found: Sequence[Sample], language: Language) -> dict[str, Any]:
    """Return what samples say together: conformity, what was exceeded, the course of parameters."""
    return {
        "samples": len(found),
        "from": min(one.day for one in found).isoformat() if found else None,
        "to": max(one.day for one in found).isoformat() if found else None,
        "conformity": [
            {"key": side, "label": label.in_(language), **asdict(counted), "percent": share}
            for side, label in LABELS.items()
            for counted in [rate(found, side)]
            for share in [counted.percent]
        ],
        "exceeded": [
            {
                "parameter": one.worst[1].name,
                "places": [name for _, name in one.places],
                "since": one.since.isoformat(),
                "until": one.until.isoformat() if one.until else None,
                "samples": one.count,
                "worst": one.worst[1].text,
                "unit": one.worst[1].unit,
                "limit": one.worst[1].limit,
            }
            for one in episodes(found)
        ],
        "courses": [
            {"key": one.key, "label": one.label.in_(language), "unit": one.unit, **asdict(line)}
            for one in FOLLOWED
            for line in [course(points(found, one))]
            if line is not None
        ],
    }


def points(found: Sequence[Sample], parameter: Followed) -> list[Point]:
    """Return the results of a parameter in its unit, the oldest first."""
    made = []
    for sample in reversed(found):
        for result in sample.results:
            value = converted(result, parameter.unit) if followed(result) == parameter else None
            if value is not None and result.sign != ">":
                made.append(Point(sample.day, value, result.below))
    return made


def course_of(found: Sequence[Sample], parameter: Followed) -> Course | None:
    """Sum up the course of a parameter; None where nothing was measured."""
    return course(points(found, parameter))


def plain(sample: Sample) -> dict[str, Any]:
    """Return a sample and its results."""
    kept = asdict(sample)
    return {
        **kept,
        "day": sample.day.isoformat(),
        "communes": [{"code": code, "name": name} for code, name in sample.communes],
        "networks": [{"code": code, "name": name} for code, name in sample.networks],
        "results": [{**asdict(one), "above": _ABOVE[above(one)]} for one in sample.results],
    }


def beyond(sample: Sample) -> list[tuple[Result, Above]]:
    """Return the results of a sample that are above a limit or a reference, limits first."""
    found = [(one, above(one)) for one in sample.results]
    return sorted((pair for pair in found if pair[1]), key=lambda pair: -pair[1])
