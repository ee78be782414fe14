"""How an authority describes its public site, and how others read that."""

import re
import unicodedata
from dataclasses import dataclass

from sqlalchemy.orm import Session

from beffroi.errors import BeffroiError
from beffroi.errors.site import SLUG_INVALID, TEXT_INVALID
from beffroi.store.sites import SiteDraft
from beffroi.store.state import models
from beffroi.store.state.sites import PublicSite
from beffroi.texts import Text
from beffroi.trust.sites.colours import nearest, required

#: The accent of Beffroi itself.
ACCENT, ACCENT_DARK = "#1c5775", "#8ecbe8"
LEAST, MOST = 3, 60
LONGEST = {"name": 120, "about": 600, "contact": 400, "director": 160, "host": 300}
_SLUG = re.compile(r"(?=.*[a-z].*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*")
FIELDS = {
    "slug": Text(fr="Adresse du site", en="Address of the site"),
    "name": Text(fr="Nom affiché", en="Name as shown"),
    "about": Text(fr="Présentation", en="Introduction"),
    "contact": Text(fr="Contact", en="Contact"),
    "director": Text(fr="Responsable de la publication", en="Publisher"),
    "host": Text(fr="Hébergeur", en="Host"),
    "accent": Text(fr="Couleur, sur fond clair", en="Colour, on a light ground"),
    "accent_dark": Text(fr="Couleur, sur fond sombre", en="Colour, on a dark ground"),
}
_NEEDED = ("name", "contact", "director")
_MISSING = Text(fr="ce champ est vide", en="this field is empty")
_LONG = Text(fr="plus de {most} signes", en="more than {most} characters")


@dataclass(frozen=True, slots=True)
class AuthorityLook:
    """How an authority shows itself: in print, on its site, in a report."""

    name: str
    contact: str
    accent: str
    """`#rrggbb`, readable on white paper."""
    accent_dark: str
    """The same, readable on a dark ground."""


def look_of_authority(session: Session, organisation: int) -> AuthorityLook:
    """Return how an authority shows itself; as Beffroi does where it chose nothing."""
    row = session.get(PublicSite, organisation)
    if row is None:
        own = session.get(models.Organisation, organisation)
        return AuthorityLook(own.name if own else "", "", ACCENT, ACCENT_DARK)
    accent = row.accent or ACCENT
    dark = row.accent_dark or (nearest(row.accent, "dark") if row.accent else ACCENT_DARK)
    return AuthorityLook(row.name, row.contact, accent, dark)


def suggested(name: str) -> str:
    """Return the address that a name makes one think of.

    >>> suggested("Saint-Étienne-d’Or"), suggested("Le Ô 3"), suggested("12")
    ('saint-etienne-d-or', 'le-o-3', 'collectivite-12')
    """
    # An apostrophe of typography is no letter that loses its accent: it parts words.
    parted = re.sub(r"[’'ʼ]", "-", name.lower())
    plain = unicodedata.normalize("NFKD", parted).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:MOST].strip("-")
    if not (len(slug) >= LEAST and _SLUG.fullmatch(slug)):
        slug = f"collectivite-{slug}".strip("-")[:MOST]
    return slug


def slug_of(given: str, name: str) -> str:
    """Return an address that was asked for; a number alone is none, so that none can be counted.

    Raises:
        BeffroiError: `site.slug_invalid`, with one that will do.
    """
    slug = given.strip().lower()
    if not (LEAST <= len(slug) <= MOST and _SLUG.fullmatch(slug)):
        better = suggested(given if any(map(str.isalpha, given)) else name)
        raise BeffroiError(SLUG_INVALID, slug=given[:80], least=LEAST, most=MOST, better=better)
    return slug


def checked(given: dict[str, str]) -> tuple[SiteDraft | None, dict[str, BeffroiError]]:
    """Check a description, whole.

    Returns:
        The description, None where something is wrong; and what is wrong, by field.
    """
    wrong: dict[str, BeffroiError] = {}
    kept: dict[str, str] = {}
    for field in FIELDS:
        try:
            kept[field] = _checked(field, given.get(field, "").strip(), given.get("name", ""))
        except BeffroiError as error:
            wrong[field] = error
    return (None if wrong else SiteDraft(**kept)), wrong


def _checked(field: str, value: str, name: str) -> str:
    if field == "slug":
        return slug_of(value, name)
    if field.startswith("accent"):
        return required(value, "dark" if field.endswith("dark") else "light") if value else ""
    if field in _NEEDED and not value:
        raise BeffroiError(TEXT_INVALID, field=FIELDS[field], reason=_MISSING)
    if len(value) > LONGEST[field]:
        raise BeffroiError(
            TEXT_INVALID, field=FIELDS[field], reason=_LONG.fill(most=LONGEST[field])
        )
    return value
