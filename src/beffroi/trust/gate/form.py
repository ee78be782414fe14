"""What somebody wants to publish, as they declare it: a small TOML file beside the table.

title = "Électricité par commune et par usage"
source = "electricity.delivery_points"
rule = "energy"
measure = "kwh"
unit = "kWh"
contributor = "pdl"

[dimensions.place]
levels = ["epci", "commune"]
[dimensions.use]
levels = ["use"]
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from beffroi.errors import BeffroiError
from beffroi.errors.gate import FORM_INVALID
from beffroi.texts import Text
from beffroi.trust.gate.rules import Rule, rule

_TEXT = Text(fr="« {key} » doit être un texte", en="“{key}” must be a text")
_LEVELS = Text(
    fr="chaque dimension a « levels », une liste de colonnes du plus large au plus fin",
    en="each dimension has “levels”, a list of columns from the widest to the finest",
)
_TWICE = Text(fr="la colonne « {key} » sert deux fois", en="the column “{key}” serves twice")
_WHO = Text(
    fr="donnez « contributor » (une ligne par contributeur), ou « count » et « largest »",
    en="give “contributor” (one row a contributor), or “count” and “largest”",
)
_ODD = Text(fr="« {key} » n’est pas connu", en="“{key}” is not known")
_ROUND = Text(fr="« rounding » doit être un nombre positif", en="“rounding” must be positive")
_SIGNS = Text(
    fr="« {key} » ne doit contenir ni « | » ni « = »", en="“{key}” must hold neither “|” nor “=”"
)
_FORBIDDEN = frozenset("|=~")


@dataclass(frozen=True, slots=True)
class Dimension:
    """A way in which a table is broken down."""

    key: str
    levels: tuple[str, ...]
    """Columns, from the widest to the finest."""
    total: bool = True
    """The sum over the whole dimension is published as well."""
    repeated: bool = False
    """The same contributors are in each of its members: periods, as a rule."""


@dataclass(frozen=True, slots=True)
class Form:
    """A table to be published: where it comes from, what it breaks down, who contributes."""

    title: str
    source: str
    """The same word in every release over the same source: they are checked together."""
    rule: Rule
    measure: str
    unit: str
    dimensions: tuple[Dimension, ...]
    contributor: str = ""
    count: str = ""
    largest: str = ""
    rounding: float = 0.0
    """Step to which values are rounded before they are published [unit]; 0 for none."""
    fixed: tuple[str, ...] = ()
    """What the whole table is about, `level=code`: a place, a year."""
    revises: int | None = None
    """The earlier publication that this one corrects."""
    sensitive: str = ""
    """Of records published one by one, what nobody may learn of a person."""
    diversity: int = 3

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the table must have."""
        levels = [level for one in self.dimensions for level in one.levels]
        own = (self.contributor, self.count, self.largest, self.measure, self.sensitive)
        return (*levels, *filter(None, own))


_KNOWN = frozenset(
    [
        "title",
        "source",
        "rule",
        "measure",
        "unit",
        "contributor",
        "count",
        "largest",
        "rounding",
        "revises",
        "fixed",
        "dimensions",
        "sensitive",
        "diversity",
    ]
)


def parse(text: str, name: str) -> Form:
    """Read a declaration; `name` is that of its file, for what is said of it.

    Raises:
        BeffroiError: `gate.form_invalid`, `gate.rule_unknown`.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BeffroiError(FORM_INVALID, name=name, reason=str(error)) from error
    problem = _problem(content)
    if problem is not None:
        raise BeffroiError(FORM_INVALID, name=name, reason=problem)
    fixed = content.get("fixed", {})
    form = Form(
        title=content["title"],
        source=content["source"],
        rule=rule(content["rule"]),
        measure=content.get("measure", ""),
        unit=content.get("unit", ""),
        dimensions=tuple(
            Dimension(
                key,
                tuple(one["levels"]),
                bool(one.get("total", not one.get("repeated", False))),
                bool(one.get("repeated", False)),
            )
            for key, one in content.get("dimensions", {}).items()
        ),
        contributor=content.get("contributor", ""),
        count=content.get("count", ""),
        largest=content.get("largest", ""),
        rounding=float(content.get("rounding", 0)),
        fixed=tuple(sorted(f"{key}={code}" for key, code in fixed.items())),
        revises=content.get("revises"),
        sensitive=content.get("sensitive", ""),
        diversity=content.get("diversity", 3),
    )
    _require_apart(form, name)
    return form


def _problem(content: Mapping[str, Any]) -> Text | None:
    """Say what is wrong in a declaration."""
    for key in content:
        if key not in _KNOWN:
            return _ODD.fill(key=key)
    summed = () if content.get("sensitive") else ("measure", "unit")
    for key in ("title", "source", "rule", *summed):
        if not isinstance(content.get(key), str) or not content[key]:
            return _TEXT.fill(key=key)
    for key in ("contributor", "count", "largest", "sensitive"):
        if not isinstance(content.get(key, ""), str):
            return _TEXT.fill(key=key)
    counted = content.get("count") and content.get("largest") and not content.get("sensitive")
    if not (content.get("contributor") or counted):
        return _WHO
    return _odd_number(content) or _ill_made(content)


def _odd_number(content: Mapping[str, Any]) -> Text | None:
    rounding = content.get("rounding", 0)
    if type(rounding) not in (int, float) or not 0 <= rounding < float("inf"):
        return _ROUND
    for key in ("revises", "diversity"):
        if type(content.get(key, 1)) is not int or content.get(key, 1) < 1:
            return _ODD.fill(key=key)
    return None


def _ill_made(content: Mapping[str, Any]) -> Text | None:
    """Say what is wrong in the breakdown of a declaration."""
    dimensions = content.get("dimensions", {})
    fixed = content.get("fixed", {})
    if not isinstance(dimensions, dict) or not isinstance(fixed, dict):
        return _LEVELS
    for key, one in dimensions.items():
        levels = one.get("levels") if isinstance(one, dict) else None
        if not (isinstance(levels, list) and levels and all(isinstance(x, str) for x in levels)):
            return _LEVELS
        if odd := set(one) - {"levels", "total", "repeated"}:
            return _ODD.fill(key=min(odd))
        if any(_FORBIDDEN & set(word) for word in (key, *levels)):
            return _SIGNS.fill(key=key)
    for key, code in fixed.items():
        if _FORBIDDEN & set(f"{key}{code}"):
            return _SIGNS.fill(key=key)
    return None


def _require_apart(form: Form, name: str) -> None:
    for column in form.columns:
        if form.columns.count(column) > 1:
            raise BeffroiError(FORM_INVALID, name=name, reason=_TWICE.fill(key=column))
