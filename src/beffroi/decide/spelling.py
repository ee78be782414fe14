"""How people write what a table of assets asks: headings and values, in either language."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from beffroi.domains import asset_types
from beffroi.domains.contract import Attribute
from beffroi.texts import Language, Text

#: Columns of every table, with other names that people give them.
FIXED: dict[str, tuple[Text, tuple[str, ...]]] = {
    "type": (Text(fr="Sorte", en="Type"), ("sorte d’équipement", "type d’équipement", "kind")),
    "key": (Text(fr="Identifiant", en="Identifier"), ("clé", "numéro", "prm", "pce", "id")),
    "name": (Text(fr="Nom", en="Name"), ("libellé", "désignation", "label")),
    "parent": (
        Text(fr="Rattaché à", en="Belongs to"),
        ("bâtiment", "bâtiment desservi", "building", "site"),
    ),
}
#: Other headings of attributes that files of places have.
_ALSO = {
    "latitude": ("lat", "latitude wgs84", "y wgs84"),
    "longitude": ("lon", "lng", "long", "longitude wgs84", "x wgs84"),
}
_SMALL = frozenset({"du", "au", "de", "des", "la", "le", "les", "l", "d", "a", "et", "en", "the"})
_UNITS = {
    "m2": "m²",
    "m3": "m³",
    "EUR/kWh": "€/kWh",
    "EUR/m3": "€/m³",
    "kWh/m3": "kWh/m³",
    "K.d": "°C.j",
}


def attributes() -> dict[str, Attribute]:
    """Return the attributes that are declared for any type of asset, by key."""
    return {one.key: one for kind in asset_types().values() for one in kind.attributes}


def heading(key: str, language: Language) -> str:
    """Return the heading of a column, with its unit.

    >>> heading("surface", "fr"), heading("key", "fr")
    ('Surface de plancher (m²)', 'Identifiant')
    """
    if key in FIXED:
        return FIXED[key][0].in_(language)
    attribute = attributes()[key]
    unit = f" ({_UNITS.get(attribute.unit, attribute.unit)})" if attribute.unit else ""
    return attribute.label.in_(language) + unit


def column_of(title: str) -> str | None:
    """Return the key of the column that has this title, None where there is none.

    >>> column_of("surface de plancher"), column_of("Floor area (m2)"), column_of("Couleur")
    ('surface', 'surface', None)
    """
    return _found(_columns(), re.sub(r"[(\[].*?[)\]]", " ", title))


def type_of(text: str) -> str | None:
    """Return the type of asset that a text names, None where there is none.

    >>> type_of("Bâtiment"), type_of("building"), type_of("Moulin")
    ('building', 'building', None)
    """
    return _found(_types(), text)


def choice_of(attribute: Attribute, text: str) -> str | None:
    """Return the key of the choice that a text names, None where there is none.

    >>> days = attributes()["occupied_days"]
    >>> [choice_of(days, text) for text in ("mon-fri", "lundi - vendredi", "LUN-VEN", "jamais")]
    ['mon-fri', 'mon-fri', 'mon-fri', None]
    """
    return _found(_choices(attribute), text)


def allowed(labels: Iterable[Text], language: Language) -> str:
    """Return what a cell may hold, as one text."""
    return " / ".join(label.in_(language) for label in labels)


@cache
def _columns() -> Mapping[str, str]:
    names: dict[str, list[str]] = {
        key: [key, label.fr, label.en, *more] for key, (label, more) in FIXED.items()
    }
    for key, attribute in attributes().items():
        names[key] = [key, attribute.label.fr, attribute.label.en, *_ALSO.get(key, ())]
    return _spelled(
        {key: [re.sub(r"\(.*?\)", " ", name) for name in found] for key, found in names.items()}
    )


@cache
def _types() -> Mapping[str, str]:
    kinds = asset_types().values()
    return _spelled({kind.key: [kind.key, kind.label.fr, kind.label.en] for kind in kinds})


@cache
def _choices(attribute: Attribute) -> Mapping[str, str]:
    names: dict[str, list[str]] = {}
    for key, label in attribute.choices:
        texts = [label.fr, label.en]
        # « collège, lycée » is two words for one choice; « C4 (plus de 36 kVA) » has a short name.
        parts = [part for text in texts for part in text.split(",")]
        names[key] = [key, *texts, *parts, *(re.sub(r"\(.*?\)", " ", text) for text in texts)]
    for text, key in attribute.synonyms:
        names[key].append(text)
    return _spelled(names)


def _spelled(names: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Index names by the ways to write them; the first one to claim a spelling keeps it."""
    found: dict[str, str] = {}
    for form in (plain, _bare):
        for key, texts in names.items():
            for text in texts:
                found.setdefault(form(text), key)
    return found


def _found(known: Mapping[str, str], text: str) -> str | None:
    return known.get(plain(text)) or known.get(_bare(text))


def plain(text: str) -> str:
    """Return a text without accents, case and punctuation."""
    split = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    letters = "".join(letter for letter in split if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", " ", letters).strip()


def _bare(text: str) -> str:
    """Return a text without its small words and plurals either."""
    words = plain(text).split()
    kept = [word for word in words if word not in _SMALL] or words
    return " ".join(word.removesuffix("s") if len(word) > 3 else word for word in kept)
