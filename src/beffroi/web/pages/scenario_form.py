"""The form of a scenario: buildings, levers, and what may be set of each, as it was typed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from beffroi.decide.scenarios.asked import COST, levers
from beffroi.decide.scenarios.assets import Candidate, labels, simulator_of
from beffroi.decide.scenarios.words import PER, unit_of
from beffroi.domains import parameters
from beffroi.domains.levers import Lever
from beffroi.domains.parameters import DatedValue
from beffroi.figures import numbers
from beffroi.texts import Text

_COST = Text(fr="Coût pour chacun, hors TVA", en="Cost for each, without VAT")
_EXACT = Text(fr="{value} {unit}", en="{value} {unit}")
_SPAN = Text(fr="{value} {unit} (de {low} à {high})", en="{value} {unit} (from {low} to {high})")


@dataclass(frozen=True, slots=True)
class Box:
    """An asset that may be ticked."""

    name: str
    label: str
    measured: tuple[Text, ...]
    ticked: bool


@dataclass(frozen=True, slots=True)
class Field:
    """Something that may be set of a lever, its usual value, and where this one comes from."""

    name: str
    label: Text
    unit: Text
    usual: Text
    source: str
    value: str


@dataclass(frozen=True, slots=True)
class LeverBox:
    """A lever that may be ticked."""

    name: str
    key: str
    label: Text
    about: Text
    method: Text
    limits: Text
    fields: tuple[Field, ...]
    ticked: bool
    set: bool
    """Whether a person set something of it."""


@dataclass(frozen=True, slots=True)
class Group:
    """The assets of one kind, and the levers that act on them."""

    key: str
    kind: Text
    boxes: tuple[Box, ...]
    levers: tuple[LeverBox, ...]


def groups(
    found: Sequence[Candidate],
    assets: Collection[int],
    chosen: Collection[str],
    typed: Mapping[str, str],
    today: date,
) -> tuple[Group, ...]:
    """Return what a form offers, kind after kind, with what was ticked and typed.

    Levers of a kind of which nothing is measured are not offered.
    """
    known = levers().values()
    return tuple(
        Group(
            key,
            simulator_of(key).asset_words[1],
            tuple(
                Box(f"b.{one.asset}", one.name, labels(one), one.asset in assets)
                for one in found
                if one.domain == key
            ),
            tuple(
                _box(one, one.name in chosen, typed, today) for one in known if one.domain == key
            ),
        )
        for key in dict.fromkeys(one.domain for one in found)
    )


def _box(lever: Lever, ticked: bool, typed: Mapping[str, str], today: date) -> LeverBox:
    known = parameters(lever.domain)
    fields = [
        _field(
            f"{lever.name}.{dial.key}",
            dial.label,
            unit_of(dial.unit),
            known.entry(dial.parameter, today),
            typed,
        )
        for dial in lever.dials
    ]
    cost, name = known.entry(lever.cost, today), f"{lever.name}.{COST}"
    fields.append(_field(name, _COST, Text(fr="€", en="EUR"), cost, typed, PER[lever.per]))
    return LeverBox(
        f"l.{lever.name}",
        lever.name,
        lever.label,
        lever.about,
        lever.method,
        lever.limits,
        tuple(fields),
        ticked,
        ticked and any(one.value for one in fields),
    )


def _field(
    name: str,
    label: Text,
    unit: Text,
    entry: DatedValue,
    typed: Mapping[str, str],
    per: Text | None = None,
) -> Field:
    low, value, high = entry.interval
    words = {"value": numbers(value, 2), "low": numbers(low, 2), "high": numbers(high, 2)}
    usual = (_EXACT if low == high else _SPAN).fill(words, unit=per or unit)
    return Field(name, label, unit, usual, entry.reference, str(typed.get(name, ""))[:40])
