"""Drafts of agreements: from a file that a person wrote, or from a template to complete."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from beffroi.commons.agreements.proposing import Draft
from beffroi.domains import domain, quantities
from beffroi.errors import BeffroiError
from beffroi.errors.sharing import TERMS_INVALID
from beffroi.periods import PARIS, utc_now
from beffroi.store.sharing.terms import midnight, read_terms
from beffroi.texts import Text

_HERE = Path(__file__).parent
#: How long an agreement lasts where nobody says it.
_USUAL = timedelta(days=3 * 365)
_NO_TEMPLATE = Text(fr="modèle « {name} » inconnu ({known})", en="no template “{name}” ({known})")
_NO_BASIS = Text(
    fr="base légale « {name} » inconnue ({known})", en="no legal basis “{name}” ({known})"
)
_NO_QUANTITY = Text(fr="grandeur « {name} » inconnue", en="no quantity “{name}”")
_FORM = Text(fr="« {name} » n’a pas la forme attendue", en="“{name}” has not the expected form")
_NOBODY = Text(
    fr="il faut nommer provider et recipients", en="provider and recipients must be named"
)


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis and where it is written."""

    label: Text
    reference: str


@cache
def bases() -> dict[str, Basis]:
    """Return the legal bases by key.

    >>> bases()["public_task"].reference
    'RGPD, art. 6.1.e'
    """
    return {
        key: Basis(Text(fr=row["fr"], en=row["en"]), row["reference"])
        for key, row in tomllib.loads((_HERE / "bases.toml").read_text("utf-8")).items()
    }


@cache
def templates() -> dict[str, dict[str, Any]]:
    """Return the templates by key.

    >>> sorted(templates())[0]
    'commune-research'
    """
    return tomllib.loads((_HERE / "templates.toml").read_text("utf-8"))


def from_template(name: str) -> dict[str, Any]:
    """Return what a template says, without whom.

    Raises:
        BeffroiError: `agreement.terms_invalid`.
    """
    if name not in templates():
        raise _invalid(_NO_TEMPLATE, name, templates())
    return {key: value for key, value in templates()[name].items() if key != "about"}


def from_file(path: Path) -> dict[str, Any]:
    """Read what a file says.

    Raises:
        BeffroiError: `agreement.terms_invalid`; `OSError` where it cannot be read at all.
    """
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except ValueError as error:  # not UTF-8, or not TOML
        raise BeffroiError(TERMS_INVALID, reason=f"{path.name} – {error}") from error


def draft(said: Mapping[str, Any], find: Callable[[str], int]) -> Draft:
    """Make a draft of what a file or a template says; `find` knows organisations by name.

    Domains become the quantities that they read today: one that a domain declares later is not
    lent by an agreement of before.

    Raises:
        BeffroiError: `agreement.terms_invalid`, `domain.unknown`, and what `find` raises.
    """
    rest = dict(said)
    title, provider = str(rest.pop("title", "")), str(rest.pop("provider", ""))
    recipients = _words("recipients", rest.pop("recipients", []))
    if not (provider and recipients):
        raise BeffroiError(TERMS_INVALID, reason=_NOBODY)
    first = _day("valid_from", rest.pop("valid_from", None)) or _today()
    last = _day("valid_until", rest.pop("valid_until", None)) or first + _USUAL
    named = _words("quantities", rest.pop("quantities", []))
    for key in _words("domains", rest.pop("domains", [])):
        named += [one for one in _measured(key) if one not in named]
    for one in named:
        if one not in quantities():
            raise _invalid(_NO_QUANTITY, one)
    terms = read_terms({**rest, "quantities": named})
    if terms.legal_basis not in bases():
        raise _invalid(_NO_BASIS, terms.legal_basis, bases())
    places = tuple(dict.fromkeys(find(one) for one in recipients))
    return Draft(title, find(provider), places, terms, midnight(first), midnight(last))


def _measured(key: str) -> list[str]:
    """List the quantities that a domain reads: its inputs, and the rates that make them."""
    inputs = domain(key).inputs
    return [
        quantity.key
        for quantity in quantities().values()
        if quantity.key in inputs or quantity.integral in inputs
    ]


def _today() -> date:
    return utc_now().astimezone(PARIS).date()


def _day(name: str, value: object) -> date | None:
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise _invalid(_FORM, name) from error


def _words(name: str, value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise _invalid(_FORM, name)
    return list(value)


def _invalid(reason: Text, name: str, known: Mapping[str, object] | None = None) -> BeffroiError:
    return BeffroiError(
        TERMS_INVALID, reason=reason.fill(name=name, known=", ".join(sorted(known or ())))
    )
