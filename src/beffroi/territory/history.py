"""From the code of one vintage to those of another: one, several, and never a guess."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal, TypeAlias

from beffroi.errors import BeffroiError
from beffroi.errors.territory import CODE_UNKNOWN, NOT_LOADED
from beffroi.territory.communes import Commune, Move
from beffroi.texts import Text

Answer: TypeAlias = Literal["same", "one", "several"]
_Links: TypeAlias = Mapping[str, set[str]]
#: The movements of Insee begin on 1 January 1943.
FIRST_YEAR = 1943
_NO_HINT = Text(fr="", en="")
_EVER = Text(fr="Il existait en {years}.", en="It existed in {years}.")
_COMMUNES = Text(fr="les communes de {year}", en="the communes of {year}")


@dataclass(frozen=True, slots=True)
class Found:
    """Where a commune of one vintage is in another one.

    `places` are the codes and names that have its territory, or parts of it; `others` are the
    communes of the first vintage that came to the same place.
    """

    code: str
    name: str
    year: int
    places: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    moves: tuple[Move, ...]

    @property
    def answer(self) -> Answer:
        """`same` where the code and its territory did not change; `several` is not a choice."""
        if len(self.places) > 1:
            return "several"
        return "same" if self.places[0][0] == self.code and not self.others else "one"


class History:
    """The communes of one vintage, and the movements that join it to the others."""

    def __init__(
        self, year: int, communes: Iterable[Commune], known_to: int, moves: Sequence[Move]
    ) -> None:
        """Join the communes of `year` and every movement until 1 January of `known_to`."""
        self.year = year
        self.known_to = known_to
        self._names = {one.code: one.name for one in communes}
        self.moves = tuple(sorted(moves, key=lambda move: move.day))
        self._days = [(day, list(some)) for day, some in groupby(self.moves, lambda m: m.day)]
        self._require(year)

    def communes(self, year: int) -> dict[str, str]:
        """Return the name of each code that stood on 1 January of a year.

        Raises:
            BeffroiError: `territory.not_loaded` for a year that the movements do not reach.
        """
        self._require(year)
        names = dict(self._names)
        forth = year >= self.year
        for moves in self._between(self.year, year):
            links = _links(_pair(move, forth=forth) for move in moves)
            called = dict(
                (m.after, m.after_name) if forth else (m.before, m.before_name) for m in moves
            )
            moved = links.keys() & names.keys()
            reached = {end for code in moved for end in _ends(code, links)}
            for gone in moved - reached:
                del names[gone]
            names |= {end: called.get(end) or names.get(end, "") for end in reached}
        return names

    def find(self, code: str, year: int, to: int) -> Found:
        """Say what the commune `code` of the vintage of `year` is in the vintage of `to`.

        Raises:
            BeffroiError: `territory.code_unknown`, `territory.not_loaded`.
        """
        before, after = self.communes(year), self.communes(to)
        if code not in before:
            raise BeffroiError(CODE_UNKNOWN, code=code, year=year, hint=self._hint(code))
        places, met = self._follow({code}, year, to)
        back, _ = self._follow(places, to, year)
        others = sorted(back - {code}) if len(places) == 1 else []
        return Found(
            code,
            before[code],
            year,
            tuple((one, after.get(one, "")) for one in sorted(places)),
            tuple((one, before[one]) for one in others if one in before),
            tuple(met),
        )

    def _follow(self, codes: set[str], year: int, to: int) -> tuple[set[str], list[Move]]:
        met: list[Move] = []
        for moves in self._between(year, to):
            links = _links(_pair(move, forth=to >= year) for move in moves)
            met += [m for m in moves if _pair(m, forth=to >= year)[0] in codes]
            codes = {end for one in codes for end in _ends(one, links)}
        return codes, met

    def _between(self, year: int, to: int) -> list[list[Move]]:
        """List the movements that part two vintages, a day at a time, in the asked direction."""
        low, high = date(min(year, to), 1, 1), date(max(year, to), 1, 1)
        found = [moves for day, moves in self._days if low < day <= high]
        return found if to >= year else found[::-1]

    def _require(self, year: int) -> None:
        if not FIRST_YEAR <= year <= self.known_to:
            known = f"{FIRST_YEAR}-{self.known_to}"
            raise BeffroiError(NOT_LOADED, what=_COMMUNES.fill(year=year), known=known)

    def _hint(self, code: str) -> Text:
        """Say when a code stood, if it ever did."""
        days = {day for day, moves in self._days for m in moves if code in (m.before, m.after)}
        near = {year for day in days for year in (day.year - 1, day.year)} | {self.year}
        known = sorted(year for year in near if FIRST_YEAR <= year <= self.known_to)
        stood = [str(year) for year in known if code in self.communes(year)]
        return _EVER.fill(years=", ".join(stood)) if stood else _NO_HINT


def _pair(move: Move, *, forth: bool) -> tuple[str, str]:
    return (move.before, move.after) if forth else (move.after, move.before)


def _links(pairs: Iterable[tuple[str, str]]) -> _Links:
    links: dict[str, set[str]] = defaultdict(set)
    for old, new in pairs:
        links[old].add(new)
    return links


def _ends(code: str, links: _Links) -> set[str]:
    """Follow one code through the movements of a day, those that follow one another too.

    A commune that is among its own successors stays; what else it became is followed on.
    """
    seen: set[str] = set()
    ends: set[str] = set()
    left = [code]
    while left:
        one = left.pop()
        if one in seen:
            continue
        seen.add(one)
        following = links.get(one, set())
        if not following or one in following:
            ends.add(one)
        left += sorted(following - {one})
    return ends
