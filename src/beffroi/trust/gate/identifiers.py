"""Columns that name or nearly name somebody: what no table for the public may hold.

A direct identifier tells who it is by itself: a name, an address, the number of a delivery point.
A quasi identifier tells it together with others: a birth date, a postcode, a place under a commune.
Words of the heading and the form of the values are both looked at; neither is a proof.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from beffroi.texts import Text


class Kind(StrEnum):
    """How much a column tells of who somebody is."""

    DIRECT = "direct"
    QUASI = "quasi"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A column that identifies, and what it seems to hold."""

    column: str
    kind: Kind
    what: Text


#: Share of the values of a column that must have the form.
_ENOUGH = 0.2
_EMAIL = Text(fr="adresses électroniques", en="e-mail addresses")
_PHONE = Text(fr="numéros de téléphone", en="phone numbers")
_POINT = Text(
    fr="numéros à 14 chiffres (point de livraison, ou SIRET)",
    en="numbers of 14 digits (delivery point, or SIRET)",
)
_ADDRESS = Text(fr="adresses", en="addresses")
_NIR = Text(fr="numéros de sécurité sociale", en="social security numbers")
_IBAN = Text(fr="comptes bancaires", en="bank accounts")
_NAME = Text(fr="noms de personnes", en="names of persons")
_GI = Text(fr="points de comptage de gaz", en="gas metering points")
_BIRTH = Text(fr="naissances ou âges", en="births or ages")
_FINE = Text(fr="lieux plus fins qu’une commune", en="places under a commune")
_DAY = Text(fr="dates au jour près", en="dates to the day")
_TRAIT = Text(fr="traits d’une personne", en="traits of a person")

_FORMS = (
    (re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.I), Kind.DIRECT, _EMAIL),
    (re.compile(r"(?:\+33|0033|0)\s?[1-9](?:[\s.-]?\d{2}){4}"), Kind.DIRECT, _PHONE),
    (re.compile(r"GI\d{6}", re.I), Kind.DIRECT, _GI),
    (re.compile(r"\d{3}\s?\d{3}\s?\d{3}\s?\d{5}"), Kind.DIRECT, _POINT),
    (
        re.compile(r"[12]\s?\d{2}\s?[01]\d\s?\d[\dAB]\s?\d{3}\s?\d{3}(?:\s?\d{2})?"),
        Kind.DIRECT,
        _NIR,
    ),
    (re.compile(r"FR\d{2}(?:\s?[0-9A-Z]{4}){5}\s?[0-9A-Z]{3}", re.I), Kind.DIRECT, _IBAN),
    (
        re.compile(
            r"\d{1,4}\s*(?:bis|ter|quater)?,?\s+"
            r"(?:rue|avenue|av\.?|boulevard|bd|chemin|impasse|place|route|allée|quai|cours)\b.*",
            re.I,
        ),
        Kind.DIRECT,
        _ADDRESS,
    ),
    (re.compile(r"(?:\d{4}-\d{2}-\d{2}|\d{2}/\d{2}/\d{4}).*"), Kind.QUASI, _DAY),
)
_HEADINGS = (
    (re.compile(r"nom|prenom|name|surname|titulaire|occupant|proprietaire"), Kind.DIRECT, _NAME),
    (re.compile(r"e ?mail|courriel|mail"), Kind.DIRECT, _EMAIL),
    (re.compile(r"tel|telephone|phone|portable|mobile"), Kind.DIRECT, _PHONE),
    (re.compile(r"adresse|address|rue|street|voie"), Kind.DIRECT, _ADDRESS),
    (re.compile(r"pdl|prm|pce|point de livraison|siret"), Kind.DIRECT, _POINT),
    (re.compile(r"nir|numero de securite sociale"), Kind.DIRECT, _NIR),
    (re.compile(r"iban|rib"), Kind.DIRECT, _IBAN),
    (re.compile(r"age|(?:date|annee) (?:de )?naissance|naissance|birth.*"), Kind.QUASI, _BIRTH),
    (
        re.compile(r"iris|parcelle|section cadastrale|code postal|batiment|building|immeuble"),
        Kind.QUASI,
        _FINE,
    ),
    (re.compile(r"sexe|genre|profession|csp|nationalite|sex|gender|job"), Kind.QUASI, _TRAIT),
)


def found(
    columns: Mapping[str, Sequence[str]], apart: Iterable[str] = ()
) -> tuple[Identifier, ...]:
    """List the columns that identify, with the values of each.

    `apart` are columns that are counted or added up, and never shown.

    >>> [one.kind.value for one in found({"courriel": [], "use": ["a@b.fr"], "x": ["1"]})]
    ['direct', 'direct']
    """
    left = set(apart)
    every = (_of(name, values) for name, values in columns.items() if name not in left)
    return tuple(one for one in every if one is not None)


def _of(name: str, values: Sequence[str]) -> Identifier | None:
    given = [value.strip() for value in values if value.strip()]
    for form, kind, what in _FORMS:
        fitting = sum(form.fullmatch(value) is not None for value in given)
        if given and fitting >= _ENOUGH * len(given):
            return Identifier(name, kind, what)
    heading = plain(name)
    for form, kind, what in _HEADINGS:
        if form.fullmatch(heading):
            return Identifier(name, kind, what)
    return None


def plain(name: str) -> str:
    """Return a heading in plain lower-case words.

    >>> plain("Prénom"), plain("code_postal")
    ('prenom', 'code postal')
    """
    accents = str.maketrans("àâäéèêëîïôöùûüç", "aaaeeeeiioouuuc")
    return re.sub(r"[^a-z0-9]+", " ", name.lower().translate(accents)).strip()
