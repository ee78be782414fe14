"""How far a subscriber has come: kept by the subscriber, so that a provider keeps nothing of it."""

from dataclasses import dataclass

#: No part of a cursor is larger: there is room for it in 64 bits, and for what is added to it.
_LARGEST = 2**62


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a round stands: what it leads to, and the last unit that was given."""

    batch: int
    at: int
    bucket: int
    series: int


@dataclass(frozen=True, slots=True)
class Cursor:
    """All that batches up to `batch` said was given, by what was visible `at` an instant [us].

    Within a round of several pages, `place` says where it stands.

    >>> Cursor.parse("12.1700000000000000") > Cursor.parse("12.1600000000000000.13.17.-5.4")
    True
    >>> str(Cursor.parse("12.1600000000000000.13.17.-5.4"))
    '12.1600000000000000.13.17.-5.4'
    """

    batch: int = 0
    at: int = 0
    place: Place | None = None

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Read a cursor.

        Raises:
            ValueError: It is none, or not as a cursor is written.
        """
        parts = text.split(".")
        if len(text) > 120 or len(parts) not in (2, 6):
            raise ValueError("no cursor")
        numbers = [int(one) for one in parts]
        if any(not -_LARGEST <= one < _LARGEST for one in numbers) or min(numbers[:2]) < 0:
            raise ValueError("no cursor")
        place = Place(*numbers[2:]) if len(parts) == 6 else None
        found = cls(numbers[0], numbers[1], place)
        if str(found) != text:
            raise ValueError("no cursor")
        return found

    def __str__(self) -> str:
        """Write it as it travels."""
        place = self.place
        more = () if place is None else (place.batch, place.at, place.bucket, place.series)
        return ".".join(map(str, (self.batch, self.at, *more)))

    def __gt__(self, other: "Cursor") -> bool:
        """Tell whether it is further on: a round that ended is beyond any of its pages."""
        return self._order() > other._order()

    def _order(self) -> tuple[int, ...]:
        place = self.place
        if place is None:
            return (self.batch, self.at)
        return (self.batch, self.at, place.batch, place.at, place.bucket, place.series)


#: Where a subscriber begins.
BEGINNING = Cursor()
