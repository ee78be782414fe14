"""The parameters whose course is drawn, by their codes of SANDRE and of SISE-Eaux."""

from dataclasses import dataclass

from beffroi.domains.water.quality.samples import Result
from beffroi.texts import Text


@dataclass(frozen=True, slots=True)
class Followed:
    """A parameter, and the unit in which its results can be put side by side."""

    key: str
    label: Text
    sandre: str
    sise: str
    unit: str


FOLLOWED = (
    Followed("nitrates", Text(fr="Nitrates", en="Nitrates"), "1340", "NO3", "mg/L"),
    Followed("chlorine", Text(fr="Chlore libre", en="Free chlorine"), "1398", "CL2LIB",
             "mg(Cl2)/L"),
    Followed("turbidity", Text(fr="Turbidité", en="Turbidity"), "1295", "TURBNFU", "NFU"),
    Followed("conductivity", Text(fr="Conductivité à 25 °C", en="Conductivity at 25 °C"), "1303",
             "CDT25", "µS/cm"),
    Followed("lead", Text(fr="Plomb", en="Lead"), "1382", "PB", "µg/L"),
    Followed("pesticides", Text(fr="Total des pesticides", en="Pesticides, total"), "6276",
             "PESTOT", "µg/L"),
)  # fmt: skip
#: Between units in which a laboratory may write the same concentration.
_FACTORS = {("mg/l", "µg/l"): 1_000.0, ("µg/l", "mg/l"): 0.001, ("ng/l", "µg/l"): 0.001}


def followed(result: Result) -> Followed | None:
    """Return which of them a result is of."""
    return next(
        (one for one in FOLLOWED if result.parameter == one.sandre or result.code_se == one.sise),
        None,
    )


def converted(result: Result, unit: str) -> float | None:
    """Return the value of a result in a unit; None where its own is another that is not known.

    >>> converted(Result("1382", "PB", "Plomb", "0,004", "", 0.004, "mg/L"), "µg/L")
    4.0
    """
    own = _plain(result.unit)
    if result.value is None:
        return None
    if own == _plain(unit):
        return result.value
    factor = _FACTORS.get((own, _plain(unit)))
    return None if factor is None else result.value * factor


def _plain(unit: str) -> str:
    # The micro sign and the Greek letter look alike.
    return "".join(unit.split()).lower().replace("\u03bc", "µ")
