"""Words of headers, French and English: what a column is, as people name it."""

import re
import unicodedata

from beffroi.texts import cell

START_WORDS = ("debut", "start", "begin", "beginning", "from")
END_WORDS = ("fin", "end", "until", "jusqu", "au")
TIME_WORDS = (
    "date",
    "datetime",
    "time",
    "timestamp",
    "horodate",
    "horodatage",
    "heure",
    "jour",
    "day",
    "instant",
    "epoch",
    "temps",
    "periode",
    "mois",
    "month",
    "aaaammjj",
    "aaaammjjhh",
    "ts",
)
HOUR_WORDS = ("heure", "hour", "time", "h", "hh", "hhmm", "heures")
UNUSED_WORDS = (
    "latitude",
    "longitude",
    "lat",
    "lon",
    "lng",
    "alti",
    "altitude",
    "pas",
    "step",
    "code",
    "qualite",
    "quality",
    "statut",
    "status",
    "coefficient",
    "annee",
    "year",
    "mois",
    "semaine",
    "jour",
    "rang",
    "ligne",
    "line",
    "row",
    "insee",
    "siret",
    "siren",
    "postal",
    "cp",
    "zip",
    "uai",
    "finess",
    "rna",
    "naf",
    "ape",
    "tel",
    "telephone",
    "fax",
    "xlong",
    "ylat",
)
#: A column so named holds numbers that identify: they measure nothing.
REFERENCE_WORDS = (
    "id",
    "identifiant",
    "identifier",
    "uuid",
    "deveui",
    "matricule",
    "numero",
    "ref",
    "reference",
    "prm",
    "pdl",
    "pce",
    "rae",
    "code",
    "insee",
    "siret",
    "siren",
    "postal",
    "cp",
    "zip",
    "uai",
    "finess",
    "rna",
    "naf",
    "ape",
    "tel",
    "telephone",
    "fax",
)
VALUE_WORDS = ("valeur", "value", "val", "mesure", "resultat", "result", "conso", "count")
UTC_WORDS = ("utc", "gmt", "z", "tu")
ID_WORDS = (
    ("prm", "pdl", "pce", "rae"),
    ("compteur", "meter", "counter", "capteur", "sensor", "channel", "device", "deveui", "point"),
    ("id", "identifiant", "identifier", "matricule", "numero", "ref", "reference"),
    ("equipement", "asset", "station", "site", "batiment", "building", "nom", "name", "lieu"),
)
QUANTITY_WORDS = (
    "grandeur",
    "quantity",
    "quantite",
    "parametre",
    "parameter",
    "variable",
    "type",
    "mesure",
    "measure",
    "polluant",
    "fluide",
    "energie",
)
UNIT_WORDS = ("unite", "unit", "units", "unites", "uom")
INDEX_WORDS = ("index", "indexes", "releve", "releves", "totalisateur", "cumul", "cumulative")
USE_WORDS = ("conso", "consommation", "consumption", "consomme", "consommee", "usage", "production")


def fold(text: str) -> str:
    """Return a text in lower case, without accents, its words separated by one space.

    >>> fold("Relevé d’index (m³)"), fold("start_datetime"), fold("DateDebut")
    ('releve d index m3', 'start datetime', 'date debut')
    """
    split = re.sub(r"(?<=[a-zà-ÿ]{2})(?=[A-Z][a-z])", " ", text)
    plain = unicodedata.normalize("NFKD", split)
    ascii_ = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9%€]+", " ", ascii_.casefold()).strip()


def has(text: str, words: tuple[str, ...]) -> bool:
    """Tell whether one of the words stands in the text, as a whole word.

    >>> has("Date de début", START_WORDS), has("Debit", START_WORDS)
    (True, False)
    """
    return not set(fold(text).split()).isdisjoint(words)


def is_start(title: str) -> bool:
    """Tell whether a title says that a time is the start of a step.

    >>> is_start("Date de début"), is_start("Du"), is_start("Date du relevé")
    (True, True, False)
    """
    return has(title, START_WORDS) or fold(title) == "du"


def is_end(title: str) -> bool:
    """Tell whether a title says that a time is the end of a step.

    >>> is_end("end_datetime"), is_end("Fin de période"), is_end("Horodate")
    (True, True, False)
    """
    return has(title, END_WORDS) and not is_start(title)


def stem(name: str) -> str:
    """Return the name of a file or of a member of an archive, without folders and suffixes.

    >>> stem("export.zip/2024/Mairie.csv"), stem("building_000.csv.gz")
    ('Mairie', 'building_000')
    """
    last = re.split(r"[/\\]", name.rstrip("/\\"))[-1]
    return re.sub(r"(\.(csv|txt|tsv|dat|xlsx|xlsm|ods|gz|zip))+$", "", last, flags=re.I) or last


def inert(text: str) -> str:
    """Return a name that no spreadsheet will run: control characters out, a formula quoted.

    >>> inert("=CMD|'/C calc'!A0"), inert(" Mairie\\x00 "), inert("30001234567890.0")
    ("'=CMD|'/C calc'!A0", 'Mairie', '30001234567890')
    """
    plain = "".join(letter for letter in text if letter.isprintable() or letter in " \u00a0")
    plain = plain.strip()[:200]
    if re.fullmatch(r"\d+\.0+", plain):  # an identifier that a spreadsheet took for a number
        plain = plain.split(".")[0]
    return cell(plain)
