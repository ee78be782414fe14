"""The terms of an agreement: what is lent, how finely, over which time, why."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

from beffroi.errors import BeffroiError
from beffroi.errors.sharing import TERMS_INVALID
from beffroi.periods import Step, day_starts
from beffroi.texts import Text

#: From the finest to the coarsest.
FINENESS = tuple(Step)
#: No total is of fewer assets (INSEE: three units, for enterprises).
LEAST_GROUP = 3
VIEWS = ("raw", "repaired")
_NO_QUANTITY = Text(fr="aucune grandeur n’est nommée", en="no quantity is named")
_NO_REASON = Text(
    fr="la finalité ou la base légale manque", en="the purpose or the legal basis is missing"
)
_VIEWS = Text(fr="views vaut raw, repaired ou les deux", en="views is raw, repaired or both")
_PERIOD = Text(fr="la période est vide", en="the period is empty")
_GROUP = Text(
    fr="un total porte sur {least} équipements au moins", en="a total is of at least {least} assets"
)
_GROUP_RAW = Text(
    fr="un total se donne par jour, mois ou année, sur des mesures réparées, sans choisir des "
    "équipements un par un et sans constats",
    en="a total is given by day, month or year, of repaired measures, without choosing assets "
    "one by one and without findings",
)
_UNKNOWN = Text(fr="« {name} » n’est pas un terme connu", en="“{name}” is no known term")
_FORM = Text(fr="« {name} » n’a pas la forme attendue", en="“{name}” has not the expected form")


@dataclass(frozen=True, slots=True)
class Terms:
    """What an agreement says. An empty list of types, territories or assets means all of them.

    >>> terms = Terms(("gas.energy",), purpose="plan", legal_basis="public_task")
    >>> terms.lends("gas.energy", "building", "ecole", None), terms.lends("heat.energy", "", "", "")
    (True, False)
    """

    quantities: tuple[str, ...]
    asset_types: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    """INSEE codes of communes: attribute `insee` of assets."""
    assets: tuple[str, ...] = ()
    granularity: Step = Step.MONTH
    """The finest step that is lent."""
    views: tuple[str, ...] = ("repaired",)
    minimum_group: int = 0
    """0: each asset by itself; else only totals of at least as many."""
    since: date | None = None
    """First day (Europe/Paris) of the measures that are lent."""
    until: date | None = None
    """The day after the last one."""
    findings: bool = False
    purpose: str = ""
    legal_basis: str = ""
    conditions: tuple[str, ...] = ()

    def lends(self, quantity: str, asset_type: str, asset: str, insee: object) -> bool:
        """Tell whether a quantity of an asset is lent at all."""
        return (
            quantity in self.quantities
            and (not self.asset_types or asset_type in self.asset_types)
            and (not self.assets or asset in self.assets)
            and (not self.territories or insee in self.territories)
        )

    def allows(self, step: Step, view: str) -> bool:
        """Tell whether values may be read by a step, on a side."""
        return FINENESS.index(step) >= FINENESS.index(self.granularity) and view in self.views

    def window(self, first: datetime, last: datetime) -> tuple[datetime, datetime]:
        """Return the instants between which measures are lent, within these bounds.

        Only whole steps are: of a month that is cut, what another agreement lends of its days
        would tell the other days.
        """
        return (
            midnight(_whole(self.since, self.granularity, after=True)) if self.since else first,
            midnight(_whole(self.until, self.granularity, after=False)) if self.until else last,
        )

    def plain(self) -> dict[str, Any]:
        """Return the terms as JSON keeps them."""
        return {
            field.name: _plain(value)
            for field in fields(self)
            if (value := getattr(self, field.name)) is not None
        }


_KNOWN = frozenset(field.name for field in fields(Terms))


def midnight(day: date) -> datetime:
    """Return the instant at which a day of Europe/Paris begins.

    >>> midnight(date(2024, 7, 1)).isoformat()
    '2024-06-30T22:00:00+00:00'
    """
    found: datetime = day_starts(day, day)[0].astype("M8[us]").astype(datetime)
    return found.replace(tzinfo=UTC)


def _whole(day: date, step: Step, *, after: bool) -> date:
    """Return the bound of a month or a year nearest to a day, after or before it.

    >>> _whole(date(2024, 3, 30), Step.MONTH, after=True).isoformat()
    '2024-04-01'
    """
    if step not in (Step.MONTH, Step.YEAR):
        return day
    first = day.replace(day=1) if step is Step.MONTH else day.replace(month=1, day=1)
    if first == day or not after:
        return first
    return (first + timedelta(days=31 if step is Step.MONTH else 366)).replace(day=1)


def read_terms(data: Mapping[str, Any]) -> Terms:
    """Read terms from plain data, of a file or of the state.

    Raises:
        BeffroiError: `agreement.terms_invalid`.
    """
    for name in data:
        if name not in _KNOWN:
            raise _invalid(_UNKNOWN.fill(name=name))
    values: dict[str, Any] = {}
    for name, value in data.items():
        try:
            values[name] = _read(name, value)
        except (TypeError, ValueError) as error:
            raise _invalid(_FORM.fill(name=name)) from error
    terms = Terms(**{"quantities": (), **values})
    _check(terms)
    return terms


def _check(terms: Terms) -> None:
    totals = terms.minimum_group != 0
    fine = terms.granularity in (Step.RAW, Step.HOUR)
    alone = bool(terms.assets) or terms.findings or fine
    wrong = {
        _NO_QUANTITY: not terms.quantities,
        _NO_REASON: not (terms.purpose.strip() and terms.legal_basis.strip()),
        _VIEWS: not terms.views or not {*terms.views} <= {*VIEWS},
        _PERIOD: bool(terms.since and terms.until and terms.since >= terms.until),
        _GROUP.fill(least=LEAST_GROUP): totals and terms.minimum_group < LEAST_GROUP,
        _GROUP_RAW: totals and (alone or terms.views != ("repaired",)),
    }
    for reason, found in wrong.items():
        if found:
            raise _invalid(reason)


def _read(name: str, value: Any) -> Any:
    if name in ("since", "until"):
        return value if isinstance(value, date) else date.fromisoformat(value)
    if name == "granularity":
        return Step(value)
    if name in ("minimum_group", "findings", "purpose", "legal_basis"):
        wanted = {"minimum_group": int, "findings": bool}.get(name, str)
        if type(value) is not wanted:
            raise TypeError(name)
        return value
    if isinstance(value, str) or not all(isinstance(one, str) for one in value):
        raise TypeError(name)
    return tuple(value)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def _invalid(reason: Text) -> BeffroiError:
    return BeffroiError(TERMS_INVALID, reason=reason)
