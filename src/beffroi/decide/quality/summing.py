"""What samples say together, as plain data: the same in the command, the page and the API."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from beffroi.domains.water.quality.bounds import Above, above
from beffroi.domains.water.quality.conformity import LABELS, rate
from beffroi.domains.water.quality.episodes import episodes
from beffroi.domains.water.quality.followed import FOLLOWED, Followed, converted, followed
from beffroi.domains.water.quality.samples import Result, Sample
from beffroi.domains.water.quality.trend import Course, Point, course
from beffroi.texts import Language

_ABOVE = {Above.LIMIT: "limit", Above.REFERENCE: "reference", Above.NOTHING: ""}


def said(found: Sequence[Sample], language: Language, place: str = "") -> dict[str, Any]:
    """Return what samples say together: conformity, what was exceeded, the course of parameters.

    `place` is the code of the only network that they are of, where one was asked for.
    """
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
        "places": [{"code": code, "name": name} for code, name in places(found).items()],
        "courses": [
            {
                "key": one.parameter.key,
                "label": one.parameter.label.in_(language),
                "place": one.place,
                "unit": one.parameter.unit,
                **asdict(one.course),
            }
            for one in courses(found, place)
        ],
    }


@dataclass(frozen=True, slots=True)
class Placed:
    """The course of a parameter at a place."""

    parameter: Followed
    place: str
    course: Course


def places(found: Sequence[Sample]) -> dict[str, str]:
    """Return the networks (communes where samples name none) by code, with their last names."""
    known = {code: name for sample in reversed(found) for code, name in sample.places}
    return dict(sorted(known.items(), key=lambda one: one[1]))


def at(found: Sequence[Sample], place: str) -> list[Sample]:
    """Keep the samples of a place."""
    return [one for one in found if any(code == place for code, _ in one.places)]


def courses(found: Sequence[Sample], place: str = "") -> list[Placed]:
    """Return the courses of parameters, place by place: waters of two networks are never mixed.

    Of several places, only what clearly rises or falls is returned.
    """
    known = {code: name for code, name in places(found).items() if place in ("", code)}
    made = [
        Placed(parameter, name, run)
        for code, name in known.items()
        for own in [at(found, code)]
        for parameter in FOLLOWED
        for run in [course(points(own, parameter))]
        if run is not None
    ]
    return made if len(known) == 1 else [one for one in made if one.course.direction]


def points(found: Sequence[Sample], parameter: Followed) -> list[Point]:
    """Return the results of a parameter in its unit, the oldest first."""
    made = []
    for sample in reversed(found):
        for result in sample.results:
            value = converted(result, parameter.unit) if followed(result) == parameter else None
            if value is not None and result.sign != ">":
                made.append(Point(sample.day, value, result.below))
    return made


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
