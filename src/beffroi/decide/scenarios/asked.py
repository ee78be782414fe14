"""What is tried: assets, levers, and what a person set; as an address, a command or JSON."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from beffroi.domains import domains
from beffroi.domains.levers import Dial, Lever, in_order
from beffroi.errors import BeffroiError
from beffroi.errors.decide import SCENARIO_INVALID
from beffroi.figures import amount, number, numbers
from beffroi.texts import Text

MOST_BUILDINGS = 60
#: Beside its dials, what may be set of any lever.
COST = "cost"
MOST_COST = 1e8

_BUILDING, _LEVER = "b.", "l."
_UNKNOWN = Text(fr="« {name} » n’est pas un levier", en="“{name}” is no lever")
_NO_DIAL = Text(fr="« {name} » ne se règle pas", en="“{name}” cannot be set")
_NO_NUMBER = Text(fr="« {text} » n’est pas un nombre", en="“{text}” is no number")
_OUTSIDE = Text(
    fr="{label} : de {least} à {most}, et non {value}",
    en="{label}: from {least} to {most}, not {value}",
)
_COST = Text(fr="coût", en="cost")
_NO_ASSET = Text(fr="choisissez au moins un {kinds}", en="choose at least one {kinds}")
_OR = Text(fr=" ou un ", en=" or one ")
_NO_LEVER = Text(fr="choisissez au moins un levier", en="choose at least one lever")
_MANY = Text(fr="{n} équipements au plus à la fois", en="{n} assets at a time at most")


@dataclass(frozen=True, slots=True)
class Choice:
    """A lever, and what a person set of it: values of dials, `cost` in euros."""

    lever: str
    given: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is tried on which assets; levers are in the order in which they act."""

    buildings: tuple[int, ...]
    choices: tuple[Choice, ...]

    def to_dict(self) -> list[dict[str, Any]]:
        """Return the levers as plain data; assets are numbers of their own."""
        return [{"lever": one.lever, "given": dict(one.given)} for one in self.choices]

    @property
    def address(self) -> str:
        """Write it as an address does, after `?`.

        >>> Asked((3,), (Choice("setpoint", {"delta": 1.5}),)).address
        'b.3=1&l.setpoint=1&setpoint.delta=1.5'
        """
        pairs = [(f"{_BUILDING}{one}", "1") for one in self.buildings]
        pairs += [(f"{_LEVER}{one.lever}", "1") for one in self.choices]
        pairs += [
            (f"{one.lever}.{key}", f"{value:g}")
            for one in self.choices
            for key, value in one.given.items()
        ]
        return urlencode(pairs)


def levers() -> dict[str, Lever]:
    """Return every lever by name, in the order in which they act.

    >>> list(levers())[:2]
    ['setpoint', 'setback']
    """
    found = [one for domain in domains().values() for one in domain.levers]
    return {one.name: one for one in in_order(found)}


def kinds() -> Text:
    """Name what something may be tried on: one kind or another.

    >>> kinds().en
    'building or one district metered area'
    """
    simulators = [one.simulator for one in domains().values()]
    words = [one.asset_words[0] for one in simulators if one is not None]
    return Text(fr=_OR.fr.join(one.fr for one in words), en=_OR.en.join(one.en for one in words))


def asked(buildings: Iterable[int], chosen: Iterable[str], given: Mapping[str, str]) -> Asked:
    """Return what is tried.

    `given` are texts by `lever.dial`; those of levers that are not chosen, and empty ones, say
    nothing.

    Raises:
        BeffroiError: `decide.scenario_invalid`.

    >>> asked([3], ["setpoint"], {"setpoint.delta": "1,5"}).choices[0].given
    {'delta': 1.5}
    """
    found, wrong = parsed(buildings, chosen, given)
    if wrong:
        raise BeffroiError(SCENARIO_INVALID, problem=wrong[0][1])
    return found


def parsed(
    buildings: Iterable[int], chosen: Iterable[str], given: Mapping[str, str]
) -> tuple[Asked, list[tuple[str, Text]]]:
    """Return what is tried, and what is wrong: the field and why.

    >>> parsed([], ["roof"], {"roof.share": "99"})[1][1][0]
    'roof.share'
    """
    known, names, numbers_ = levers(), set(chosen), tuple(sorted(set(buildings)))
    wrong = [("levers", _UNKNOWN.fill(name=name[:40])) for name in sorted(names - set(known))]
    if not numbers_:
        wrong.append(("buildings", _NO_ASSET.fill(kinds=kinds())))
    if len(numbers_) > MOST_BUILDINGS:
        wrong.append(("buildings", _MANY.fill(n=MOST_BUILDINGS)))
    if not names:
        wrong.append(("levers", _NO_LEVER))
    choices = []
    for name, lever in known.items():
        if name in names:
            values, faults = _given(lever, given)
            choices.append(Choice(name, values))
            wrong += faults
    return Asked(numbers_, tuple(choices)), wrong


def of_address(query: Mapping[str, str]) -> tuple[Asked, list[tuple[str, Text]]]:
    """Return what an address asks for, and what is wrong with it."""
    numbers_ = [key[len(_BUILDING) :] for key in query if key.startswith(_BUILDING)]
    buildings = [int(one) for one in numbers_ if one.isascii() and one.isdigit() and len(one) < 10]
    chosen = [key[len(_LEVER) :] for key in query if key.startswith(_LEVER)]
    return parsed(buildings, chosen, query)


def of_kept(buildings: Sequence[int], kept: Sequence[Mapping[str, Any]]) -> Asked:
    """Return what was kept."""
    known = levers()
    choices = {one["lever"]: Choice(one["lever"], one["given"]) for one in kept}
    return Asked(tuple(buildings), tuple(choices[name] for name in known if name in choices))


def _given(
    lever: Lever, given: Mapping[str, str]
) -> tuple[dict[str, float], list[tuple[str, Text]]]:
    found: dict[str, float] = {}
    wrong: list[tuple[str, Text]] = []
    for key, text in given.items():
        name, _, dial = key.partition(".")
        if name != lever.name or not str(text).strip():
            continue
        value = _checked(lever, dial, str(text))
        if isinstance(value, Text):
            wrong.append((key, value))
        else:
            found[dial] = value
    return found, wrong


def _checked(lever: Lever, dial: str, text: str) -> float | Text:
    """Return the value of a dial, or what is wrong with it."""
    bounds = _bounds(lever, dial)
    if bounds is None:
        return _NO_DIAL.fill(name=f"{lever.name}.{dial}"[:60])
    label, least, most = bounds
    try:
        value = amount(text)
    except ValueError:
        return _NO_NUMBER.fill(text=text[:40])
    if not least <= value <= most:
        words = {"least": numbers(least, 1), "most": numbers(most, 1), "value": numbers(value, 2)}
        return _OUTSIDE.fill(words, label=label)
    return value


def _bounds(lever: Lever, dial: str) -> tuple[Text, float, float] | None:
    if dial == COST:
        return _COST, 0.0, MOST_COST
    found: Dial | None = next((one for one in lever.dials if one.key == dial), None)
    return None if found is None else (found.label, found.least, found.most)


def typed(value: float) -> str:
    """Write a number as a field of a form shows it.

    >>> typed(1.5), typed(1200)
    ('1,5', '1200')
    """
    return number(value, 4).replace("\u202f", "").replace("\u2212", "-")
