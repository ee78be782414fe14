"""How rows add up into rows of what is above them, as meters and tanks do into a district."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from beffroi.domains.panel import Floats, Row
from beffroi.texts import Text


@dataclass(frozen=True, slots=True)
class Stock:
    """How much is held at what a gauge reads, as a tank holds water at a level.

    `holds[k]` at `reads[k]`, in display units; `reads` grow. It is linear between two pairs, and
    goes on as it did beyond them.
    """

    reads: tuple[float, ...]
    holds: tuple[float, ...]

    def held(self, read: Floats) -> Floats:
        """Return what is held at each reading, NaN where it is not known.

        >>> tank = Stock((0.0, 1.0, 3.0), (0.0, 40.0, 140.0))
        >>> tank.held(np.array([0.5, 2.0, 4.0, np.nan])).tolist()
        [20.0, 90.0, 190.0, nan]
        """
        reads, holds = np.array(self.reads), np.array(self.holds)
        place = np.clip(np.searchsorted(reads, read, side="right") - 1, 0, len(reads) - 2)
        slope = np.diff(holds) / np.diff(reads)
        held: Floats = holds[place] + slope[place] * (read - reads[place])
        return held


@dataclass(frozen=True, slots=True)
class Share:
    """What a row counts for in a row above it, as a meter does in the balance of its district.

    `above` is the number of an asset, or the key or the name of one of the same organisation; one
    that is not of the level gathered is left for what it belongs to. Shares of one asset and one
    `quantity` add up, each times `factor`. A sum is known where members of which the usual amounts
    make at least the part `least` of the whole are known; the others count as they usually weigh.
    With a `stock`, the row is a gauge, and what counts is by how much that which it says is held
    grew over each hour and each day.
    """

    above: int | str
    quantity: str
    factor: float = 1.0
    least: float = 1.0
    stock: Stock | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """What may hold a stock below an asset of the level gathered, as a tank within a district.

    `quantities` are those of its gauges that say something. `silent_since` is the first day that
    they say nothing of, where what the asset is made of went on being measured.
    """

    name: str
    attributes: Mapping[str, Any]
    quantities: tuple[str, ...]
    silent_since: date | None = None


@dataclass(frozen=True, slots=True)
class Gather:
    """How rows add up into rows of assets above them, of the type `level`.

    A panel of these rows is a panel of its own, one row an asset and a quantity; its measures by
    hour are there where those of the members are. `lacks` says to people what keeps indicators of
    an asset from being said, from its attributes, the quantities of its rows and what holds stocks
    below it. `holders` are the types of asset that may hold one, `gauges` the quantities that say
    how much, the most believed first: a row of each is shown to `shares` beside those of meters.
    `open` tells of the attributes of an asset whether its sums are of so many that whoever reads
    indicators may see them day after day: those of a few homes tell when they are lived in.
    """

    level: str
    shares: Callable[[Row], tuple[Share, ...]]
    lacks: Callable[[Mapping[str, Any], Collection[str], Sequence[Holder]], tuple[Text, ...]]
    holders: tuple[str, ...] = ()
    gauges: tuple[str, ...] = ()
    open: Callable[[Mapping[str, Any]], bool] = lambda _: False
