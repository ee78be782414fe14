"""What makes a change in a network worth saying: numbers chosen once, for any network."""

from dataclasses import dataclass

REACH = 300.0  # m: what a team walks along with its listening sticks
MEMORY = 0.55  # correlation of the errors of two days that follow each other
USUAL = 15.0  # m3/h: prior size of a draw
DOUBT = 0.15  # what demands and roughness of a model may be wrong by, as a share


@dataclass(frozen=True, slots=True)
class Rules:
    """When a change is said, and where.

    Chosen on 2018 of the network of a contest and on simulated years 1 to 4 of it (decision 0032).
    """

    evidence: float = 12.0  # logarithm of a likelihood ratio
    amount: float = 1.5  # m3/h
    chance: float = 0.6
    patience: int = 3  # days after which a smaller chance is enough
    least_chance: float = 0.3
    large: float = 8.0  # m3/h: a change that is too costly to wait for
    large_chance: float = 0.45  # the chance that is then enough
    forget: int = 8  # days after which a change that no place explains is let go
    doubt: float = 0.1  # of a change, by the model
    caution: float = 3.0  # divides evidence: meters err together more than is known
    same: float = 0.15  # chance that a rise is that of a draw that runs
    more: float = 3.0  # m3/h: growth after which a draw that was said is said again
    more_share: float = 0.7  # the same, as a share of what it drew when it was said
