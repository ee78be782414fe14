"""Mapping files: written in TOML with a word on each line, read back and checked."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict

from beffroi.readers.generic.mapping import FileMapping, check, invalid
from beffroi.readers.generic.understanding import FOUND_ANEW, Understanding
from beffroi.texts import Text

_TITLE = "# Correspondance entre un fichier et ses mesures. Corrigez, puis importez avec elle."
_ANEW = "# Retrouvé dans chaque fichier ; ôtez le # pour l’imposer."
COMMENTS = {
    "encoding": "codage des caractères : utf-8, cp1252 (Windows), iso8859-1…",
    "separator": "séparateur des colonnes : ; , | ou tabulation (\\t) ; vide pour un classeur",
    "quote": "guillemet qui entoure les cellules",
    "decimal": "signe décimal : , ou .",
    "thousands": "séparateur des milliers (vide : aucun ; une espace vaut pour toutes)",
    "sheet": "feuille du classeur",
    "header_line": "ligne des titres (0 : pas de titres) ; sans elle, elle est cherchée",
    "dates": "rows : une colonne de dates ; columns : chaque titre de colonne est une date",
    "time": "colonne de la date",
    "hour": "colonne de l’heure, si elle est à part",
    "end": "colonne de la fin de la période, s’il y en a une",
    "date_order": "ordre des dates : ymd, dmy, mdy, ym, my, compact, epoch, epoch_ms, serial",
    "timezone": "fuseau des heures sans décalage écrit : Europe/Paris, UTC, +01:00…",
    "stamp": "la date marque le début (start) ou la fin (end) de la période",
    "step": "durée que couvre chaque valeur : 30min, 1h, 1d, 1mo… (vide : inconnue)",
    "asset": "équipement mesuré, si aucune colonne ne le dit",
    "asset_type": "sorte d’équipement : meter, delivery_point, weather_station, counter…",
    "source": "qui fournit la mesure",
    "asset_column": "colonne qui nomme l’équipement",
    "qualifier_column": "colonne qui distingue plusieurs séries d’un même équipement",
    "quantity_column": "colonne qui dit la grandeur",
    "unit_column": "colonne qui dit l’unité",
}


def to_toml(mapping: FileMapping | Understanding) -> str:
    """Return a mapping file, with a comment in French beside each choice.

    Of an understanding, what holds for this very file only stands there as a comment, so that
    the mapping fits the next file of the same shape too (`Understanding.lasting`).
    """
    known = mapping if isinstance(mapping, Understanding) else None
    whole = mapping.mapping if isinstance(mapping, Understanding) else mapping
    silent = known.from_name | FOUND_ANEW if known else frozenset[str]()
    lines = [_TITLE, *(f"# Doute : {doubt.fr}" for doubt in (known.doubts if known else ()))]
    plain = whole.to_dict()
    shown = [key for key in plain if key not in silent and key != "values"]
    lines += ["", *(f"{key} = {literal(plain[key])}  # {COMMENTS[key]}" for key in shown)]
    if silent:
        lines += ["", _ANEW]
        lines += [
            f"# {key} = {literal(plain[key])}  # {COMMENTS[key]}" for key in plain if key in silent
        ]
    for column in whole.values:
        lines += ["", "[[values]]"]
        lines += [_line(column.quantity, key, value) for key, value in asdict(column).items()]
    return "\n".join(lines) + "\n"


def _line(quantity: str, key: str, value: str) -> str:
    written = f"{key} = {literal(value)}"
    if key == "kind" and quantity == "other.value":
        # Who then says what is measured expects the kind to follow: a flow is no level.
        return f"# {written}  # déduit de la grandeur ; ôtez le # pour l’imposer"
    return written


def from_toml(text: str, name: str = "mapping.toml") -> Mapping[str, object]:
    """Return the mapping that a file holds, fit for `ReadOptions.mapping`.

    >>> from_toml('timezone = "UTC"')
    {'timezone': 'UTC'}

    Raises:
        BeffroiError: `import.mapping_invalid`.
    """
    try:
        return check(tomllib.loads(text), name)
    except tomllib.TOMLDecodeError as error:
        raise invalid(name, _NOT_TOML.fill(reason=error)) from error


def literal(value: object) -> str:
    """Return a text or a number as TOML writes it."""
    # JSON strings are TOML basic strings, but for the one control character that JSON lets through.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


_NOT_TOML = Text(
    fr='ce n’est pas du TOML ({reason}) ; écrivez une clé par ligne : cle = "valeur"',
    en='it is not TOML ({reason}); write one key a line: key = "value"',
)
