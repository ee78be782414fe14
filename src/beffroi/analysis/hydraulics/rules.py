"""What makes a change in a network worth saying: numbers chosen once, for any network."""

from dataclasses import dataclass

REACH = 300.0  # m: what a team walks along with its listening sticks
DOUBT = 0.15  # what demands and roughness of a model may be wrong by, as a share


@dataclass(frozen=True, slots=True)
class Rules:
    """When a change is said, and where.

    Chosen on the first half of one year of the network of a contest, learnt on its second half.
    """

    evidence: float = 12.0  # logarithm of a likelihood ratio
    amount: float = 1.5  # m3/h
    chance: float = 0.6
    patience: int = 3  # days after which a smaller chance is enough
    least_chance: float = 0.3
    forget: int = 8  # days after which a change that no place explains is let go
    doubt: float = 0.1  # of a change, by the model
    caution: float = 3.0  # divides evidence: meters err together more than is known
    same: float = 0.15  # chance that a rise is that of a draw that runs
