"""`/{organisation}/qualite/{sample}`: one sample, its conclusion verbatim, all of its results."""

from dataclasses import dataclass
from datetime import date

from beffroi.decide.quality.reading import Asked, one_of
from beffroi.domains.water.quality import spelling
from beffroi.domains.water.quality.bounds import Above, above
from beffroi.domains.water.quality.samples import Sample
from beffroi.figures import written_day
from beffroi.texts import Text
from beffroi.trust.people.roles import Right
from beffroi.web.access.demands import holder
from beffroi.web.pages.declaring import Page, View, Visit
from beffroi.web.pages.people import organisations_of
from beffroi.web.pages.quality import words as said


@dataclass(frozen=True, slots=True)
class Found:
    """A result, named as the laboratory named it; `how` tells what it does not keep to."""

    name: str
    parameter: str
    text: str
    unit: str
    """Both as the laboratory wrote them."""
    found: Text
    limit: Text
    reference: Text
    how: str
    beyond: Text


@dataclass(frozen=True, slots=True)
class Letter:
    """What the agency says of one side of the control."""

    side: str
    letter: str
    text: Text


@dataclass(frozen=True, slots=True)
class Taken:
    """A sample."""

    base: str
    code: str
    day: date
    clock: str
    conclusion: str
    letters: tuple[Letter, ...]
    networks: tuple[str, ...]
    communes: tuple[str, ...]
    distributor: str
    authority: str
    brought: str
    """Which other organisation imported it; empty for one's own."""
    results: tuple[Found, ...]


_SIDES = {
    "bact": "bact_limits",
    "pc": "pc_limits",
    "bact_references": "bact_references",
    "pc_references": "pc_references",
}
_HOW = {Above.LIMIT: "limit", Above.REFERENCE: "reference", Above.NOTHING: ""}


def _sample(visit: Visit) -> View:
    own = visit.organisation
    with visit.reader("water quality").session() as session:
        one = one_of(session, Asked(own), visit.path["sample"])
    others = {one.organisation} - {own}
    context = Taken(
        f"/{own}/qualite",
        one.code,
        one.day,
        one.clock,
        one.conclusion,
        tuple(
            Letter(side, letter, said.LETTERS.get(letter, Text(fr=letter, en=letter)))
            for side, name in _SIDES.items()
            if (letter := getattr(one, name))
        ),
        tuple(f"{name} ({code})" for code, name in one.networks),
        tuple(f"{name} ({code})" for code, name in one.communes),
        one.distributor,
        one.authority,
        organisations_of(visit.own(), others).get(one.organisation, ""),
        _results(one),
    )
    title = said.SAMPLE.fill(day=written_day(one.day))
    return View("quality/sample.html", title, context, said.WORDS)


def _results(one: Sample) -> tuple[Found, ...]:
    rows = [(result, above(result)) for result in one.results]
    return tuple(
        Found(
            result.name, result.parameter, result.text, result.unit, spelling.found(result),
            spelling.limit(result.limit), spelling.limit(result.reference), _HOW[how],
            said.BEYOND[how],
        )
        for result, how in sorted(rows, key=lambda row: (-row[1], row[0].name))
    )  # fmt: skip


PAGES = (
    Page(
        "GET",
        "/{organisation}/qualite/{sample}",
        holder(Right.READ_INDICATORS),
        _sample,
        context=Taken,
    ),
)
