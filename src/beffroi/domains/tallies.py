"""What is counted rather than measured: how many samples were judged, how many conform."""

from dataclasses import dataclass

#: The level of what is said of an authority as a whole, not of one of its assets.
WHOLE = "organisation"


@dataclass(frozen=True, slots=True)
class Tally:
    """Samples that were judged, those that do not conform, those that do by derogation.

    >>> Tally(4, 1).percent, Tally(0, 0).percent
    (75.0, None)
    """

    judged: int
    failing: int
    derogated: int = 0

    @property
    def good(self) -> int:
        """How many conform, by derogation or not."""
        return self.judged - self.failing

    @property
    def percent(self) -> float | None:
        """The share that conforms [%]; None where none was judged."""
        return 100.0 * self.good / self.judged if self.judged else None

    @property
    def shown(self) -> float | None:
        """The share as people read it [%]: what fails once is never written 100 %.

        >>> Tally(2500, 1).shown, Tally(3, 1).shown, Tally(8, 0).shown
        (99.9, 66.7, 100.0)
        """
        if self.percent is None:
            return None
        return min(round(self.percent, 1), 99.9) if self.failing else 100.0
