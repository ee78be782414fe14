"""A plan of shared costs as people write it, in TOML; what is not understood is refused."""

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from beffroi.commons.costs.model import BASES, Cost, Member, Plan, Reserve, Subsidy
from beffroi.errors import BeffroiError
from beffroi.errors.commons import COSTS_INVALID
from beffroi.texts import Text

_MOST = Decimal(10) ** 13
_NOT_TOML = Text(fr="ce n’est pas du TOML lisible", en="it is no readable TOML")
_MISSING = Text(fr="il manque « {name} »", en="“{name}” is missing")
_UNKNOWN = Text(
    fr="« {name} » n’existe pas ; ce qui existe : {known}",
    en="“{name}” does not exist; what does: {known}",
)
_NUMBER = Text(
    fr="« {given} » n’est pas un nombre positif ou nul", en="“{given}” is no number of zero or more"
)
_CENTS = Text(
    fr="« {given} » n’est pas un montant en euros et centimes",
    en="“{given}” is no amount in euros and cents",
)
_RATE = Text(fr="« {given} » n’est pas un taux de 0 à 100", en="“{given}” is no rate of 0 to 100")
_DAY = Text(fr="« {given} » n’est pas une date", en="“{given}” is no date")
_YEAR = Text(fr="« {given} » n’est pas une année", en="“{given}” is no year")
_KIND = Text(fr="« {given} » n’est pas ce qui est attendu ici", en="“{given}” is not expected here")
_TWICE = Text(fr="« {name} » y est deux fois", en="“{name}” is there twice")
_BOUNDS = Text(fr="le plancher dépasse le plafond", en="the floor is above the ceiling")
_MEMBER = ("name", *[base for base in BASES if base != "equal"], "since", "until")
_MEMBER += ("floor", "ceiling", "paid")
_SUBSIDY = ("label", "rate", "costs", "base", "ceiling", "received")
_PLAN = ("title", "year", "members", "costs", "keys", "subsidies", "reserve", "deduct_awaited")


def read_plan(text: str) -> Plan:
    """Read a plan; its form is told in docs/fr/mutualiser.md.

    Raises:
        BeffroiError: `costs.invalid`, naming the place.
    """
    try:
        given = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, InvalidOperation) as error:
        raise _refused("TOML", _NOT_TOML) from error
    root = _table("", given, _PLAN, ("title", "year", "members", "costs"))
    keys = _keys(root.get("keys", {}))
    costs = [_cost(f"costs[{n}]", one, keys) for n, one in enumerate(_list("costs", root["costs"]))]
    members = [
        read_member(one, f"members[{n}]") for n, one in enumerate(_list("members", root["members"]))
    ]
    _once("members", [one.name for one in members])
    _once("costs", [one.label for one in costs])
    labels = {one.label for one in costs}
    subsidies = [
        _subsidy(f"subsidies[{n}]", one, labels)
        for n, one in enumerate(_list("subsidies", root.get("subsidies", [])))
    ]
    year = root["year"]
    if type(year) is not int or not 1900 <= year <= 2199:
        raise _refused("year", _YEAR.fill(given=str(year)[:40]))
    return Plan(
        _text("title", root["title"]),
        year,
        tuple(members),
        tuple(costs),
        keys,
        tuple(subsidies),
        _reserve(root.get("reserve", {}), keys),
        _truth("deduct_awaited", root.get("deduct_awaited", False)),
    )


def read_member(given: object, place: str = "member") -> Member:
    """Read a member given as plain data.

    Raises:
        BeffroiError: `costs.invalid`.
    """
    said = _table(place, given, _MEMBER, ("name",))
    bases = {b: _number(f"{place}.{b}", said[b]) for b in BASES if b in said}
    money = {
        name: _cents(f"{place}.{name}", said[name])
        for name in ("floor", "ceiling", "paid")
        if name in said
    }
    if "ceiling" in money and money.get("floor", 0) > money["ceiling"]:
        raise _refused(place, _BOUNDS)
    return Member(
        _text(f"{place}.name", said["name"]),
        bases,
        _day(f"{place}.since", said.get("since")),
        _day(f"{place}.until", said.get("until")),
        money.get("floor", 0),
        money.get("ceiling"),
        money.get("paid", 0),
    )


def _cost(place: str, given: object, keys: Mapping[str, object]) -> Cost:
    said = _table(place, given, ("label", "amount", "key"), ("label", "amount", "key"))
    return Cost(
        _text(f"{place}.label", said["label"]),
        _cents(f"{place}.amount", said["amount"]),
        _among(f"{place}.key", said["key"], {**BASES, **keys}),
    )


def _subsidy(place: str, given: object, labels: set[str]) -> Subsidy:
    said = _table(place, given, _SUBSIDY, ("label", "rate"))
    rate = _number(f"{place}.rate", said["rate"])
    if rate > 100:
        raise _refused(f"{place}.rate", _RATE.fill(given=str(said["rate"])[:40]))
    costs = _list(f"{place}.costs", said.get("costs", []))
    return Subsidy(
        _text(f"{place}.label", said["label"]),
        rate / 100,
        tuple(_among(f"{place}.costs", one, dict.fromkeys(sorted(labels))) for one in costs),
        _cents(f"{place}.base", said["base"]) if "base" in said else None,
        _cents(f"{place}.ceiling", said["ceiling"]) if "ceiling" in said else None,
        _truth(f"{place}.received", said.get("received", False)),
    )


def _reserve(given: object, keys: Mapping[str, object]) -> Reserve:
    said = _table("reserve", given, ("put", "key", "taken"))
    return Reserve(
        _cents("reserve.put", said.get("put", 0)),
        _among("reserve.key", said.get("key", "equal"), {**BASES, **keys}),
        _cents("reserve.taken", said.get("taken", 0)),
    )


def _keys(given: object) -> dict[str, dict[str, Fraction]]:
    """Read mixed keys: the weights of bases, which count in proportion to their sum."""
    found = {}
    for name, said in _table("keys", given).items():
        place = f"keys.{name}"
        if name in BASES:
            raise _refused("keys", _TWICE.fill(name=name))
        weights = {b: _number(f"{place}.{b}", v) for b, v in _table(place, said, BASES).items()}
        whole = sum(weights.values())
        if not whole:
            raise _refused(place, _MISSING.fill(name=", ".join(BASES)))
        found[name] = {basis: weight / whole for basis, weight in weights.items() if weight}
    return found


def _table(place: str, given: object, known: Any = None, needed: Any = ()) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise _refused(place, _KIND.fill(given=str(given)[:40]))
    for name in given:
        if known is not None and name not in known:
            raise _refused(place, _UNKNOWN.fill(name=str(name)[:40], known=", ".join(known)))
    for name in needed:
        if name not in given:
            raise _refused(place, _MISSING.fill(name=name))
    return given


def _list(place: str, given: object) -> list[Any]:
    if not isinstance(given, list):
        raise _refused(place, _KIND.fill(given=str(given)[:40]))
    return given


def _text(place: str, given: object) -> str:
    text = " ".join(given.split()) if isinstance(given, str) else ""
    if not text or not text.isprintable() or len(text) > 200:
        raise _refused(place, _KIND.fill(given=str(given)[:40]))
    return text


def _truth(place: str, given: object) -> bool:
    if not isinstance(given, bool):
        raise _refused(place, _KIND.fill(given=str(given)[:40]))
    return given


def _number(place: str, given: object) -> Fraction:
    """Read a number as a person writes it: spaces, a decimal comma, a euro or per cent sign."""
    plain = "".join(str(given).split()).rstrip("€%").replace(",", ".")
    try:
        number = Decimal(plain)
    except InvalidOperation as error:
        raise _refused(place, _NUMBER.fill(given=str(given)[:40])) from error
    fits = not isinstance(given, bool) and number.is_finite() and 0 <= number < _MOST
    if not fits or -int(number.as_tuple().exponent) > 12:
        raise _refused(place, _NUMBER.fill(given=str(given)[:40]))
    return Fraction(number)


def _cents(place: str, given: object) -> int:
    found = _number(place, given) * 100
    if found.denominator != 1:
        raise _refused(place, _CENTS.fill(given=str(given)[:40]))
    return int(found)


def _day(place: str, given: object) -> date | None:
    if given is None or type(given) is date:
        return given
    try:
        return date.fromisoformat(str(given))
    except ValueError as error:
        raise _refused(place, _DAY.fill(given=str(given)[:40])) from error


def _among(place: str, given: object, known: Mapping[str, object]) -> str:
    if not isinstance(given, str) or given not in known:
        raise _refused(place, _UNKNOWN.fill(name=str(given)[:40], known=", ".join(known)))
    return given


def _once(place: str, names: list[str]) -> None:
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise _refused(place, _TWICE.fill(name=twice))
    if not names:
        raise _refused(place, _MISSING.fill(name=place))


def _refused(place: str, reason: Text) -> BeffroiError:
    return BeffroiError(COSTS_INVALID, place=place or "TOML", reason=reason)
