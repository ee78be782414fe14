"""What the rows of an export may say: closed lists of words, and the forms of JSON that are read.

The kind of each column is checked by `fields`. A row that no version of this program writes would
be refused by nobody later: it would stop every screen that meets it, for all authorities.
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from beffroi.store.documents import KINDS
from beffroi.units import SeriesKind

#: Words of a column, by table and column. Those of the loop are declared above this floor: a test
#: compares.
WORDS: dict[tuple[str, str], frozenset[str]] = {
    ("series", "kind"): frozenset(SeriesKind),
    ("finding", "status"): frozenset({"open", "acting", "watching", "dismissed", "done", "closed"}),
    ("finding", "severity"): frozenset({"low", "medium", "high"}),
    ("scenario_note", "kind"): frozenset({"work", "event"}),
    ("document", "kind"): frozenset(KINDS),
    ("decision", "choice"): frozenset({"act", "watch", "dismiss", "reopen"}),
}
Form: TypeAlias = Callable[[Any], Any]


class _Form(BaseModel):
    """What is read must be there, of its own kind; more may be."""

    model_config = ConfigDict(strict=True)


class _Said(_Form):
    fr: str
    en: str


class _Idea(_Form):
    key: str
    fr: str
    en: str


class _Estimate(_Form):
    value: float
    low: float
    high: float


class _Stake(_Form):
    eur_per_year: _Estimate
    kwh_per_year: _Estimate
    kgco2e_per_year: _Estimate
    m3_per_year: _Estimate | None = None  # exports of before there was water have none


class _Days(_Form):
    days: int


class _Result(_Form):
    avoided_kwh: _Estimate
    avoided_eur: _Estimate
    reporting: _Days
    proven: bool


class _Lever(_Form):
    lever: str
    label: _Said
    done_on: str


class _Period(_Form):
    first: str = Field(alias="from")
    last: str = Field(alias="to")
    days: int


class _Month(_Form):
    month: str
    expected_kwh: float = 0.0
    measured_kwh: float = 0.0
    saving_kwh: _Estimate | None = None
    expected_m3: float = 0.0
    measured_m3: float = 0.0
    saving_m3: _Estimate | None = None
    so_far: _Estimate
    planned: _Estimate


class _Event(_Form):
    since: str
    until: str
    said: str


class _Left(_Form):
    name: str
    why: _Said


class _Leg(_Form):
    """What was saved of one unit."""

    unit: Literal["kWh", "m3"] = "kWh"
    verdict: str
    planned: _Estimate
    share: _Estimate
    avoided_kwh: _Estimate
    avoided_m3: _Estimate | None = None
    avoided_eur: _Estimate
    reporting: _Period
    baseline: _Period
    months: list[_Month]
    buildings: list[str]

    @model_validator(mode="after")
    def _told(self) -> "_Leg":
        """Screens read the amounts of its unit."""
        water = self.unit == "m3"
        months = [one.saving_m3 if water else one.saving_kwh for one in self.months]
        if (water and self.avoided_m3 is None) or None in months:
            raise ValueError(self.unit)
        return self


class _Verified(_Leg):
    """What a plan saved; see `decide.scenarios.outcome`."""

    also: list[_Leg] = []
    levers: list[_Lever]
    waiting: list[_Said]
    events: list[_Event]
    left_out: list[_Left]


#: Forms of a column of JSON, by table and column: at least what screens read of it.
FORMS: dict[tuple[str, str], Form] = {
    ("finding", "stake"): TypeAdapter(_Stake).validate_python,
    ("finding", "explanation"): TypeAdapter(_Said).validate_python,
    ("finding", "actions"): TypeAdapter(list[_Idea]).validate_python,
    ("outcome", "result"): TypeAdapter(_Result).validate_python,
    ("scenario_outcome", "result"): TypeAdapter(_Verified).validate_python,
}


def require(table: str, row: Mapping[str, Any]) -> None:
    """Refuse a row that says what no row of a table says.

    >>> require("decision", {"choice": "watch"})
    >>> require("decision", {"choice": "sell"})
    Traceback (most recent call last):
    ValueError: choice

    Raises:
        ValueError: with the name of the column.
    """
    for name, value in row.items():
        if (words := WORDS.get((table, name))) is not None and value not in words:
            raise ValueError(name)
        if (form := FORMS.get((table, name))) is not None:
            try:
                form(value)
            except ValidationError as error:
                raise ValueError(name) from error
