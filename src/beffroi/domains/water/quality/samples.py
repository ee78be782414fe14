"""A sample of tap water and its results, as computations see them."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

#: A code and a name: of a commune, of a network.
Named: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Result:
    """What a laboratory found of one parameter, by its SANDRE and SISE-Eaux codes.

    `value` is None where `text` is no number; it is a bound where `sign` is `<` or `>`.
    `limit` and `reference` are as the file writes them: `<=50 mg/L`.
    """

    parameter: str
    code_se: str
    name: str
    text: str
    sign: str = ""
    value: float | None = None
    unit: str = ""
    limit: str = ""
    reference: str = ""

    @property
    def key(self) -> str:
        """What tells a parameter from another: fractions of one have codes of SISE-Eaux."""
        return f"{self.parameter}-{self.code_se}" if self.code_se else self.parameter

    @property
    def below(self) -> bool:
        """Whether the laboratory saw nothing: less than what it can see, not zero."""
        return self.sign == "<"


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample, with the letters of its conformity: C, N (not), D (by derogation), S (not tested).

    `clock` is written as in the file, without a zone.
    """

    code: str
    day: date
    clock: str = ""
    communes: tuple[Named, ...] = ()
    networks: tuple[Named, ...] = ()
    conclusion: str = ""
    bact_limits: str = ""
    pc_limits: str = ""
    bact_references: str = ""
    pc_references: str = ""
    distributor: str = ""
    authority: str = ""
    results: tuple[Result, ...] = ()
    organisation: int = 0

    @property
    def places(self) -> tuple[Named, ...]:
        """The networks that its water goes through, or else its communes."""
        return self.networks or self.communes
