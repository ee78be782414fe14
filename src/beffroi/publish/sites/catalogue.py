"""The catalogue of a site as DCAT-AP 3 (JSON-LD), which open-data portals harvest.

SEMIC, DCAT-AP 3.0.1: a catalogue, its data sets, the files of each.
"""

from collections.abc import Sequence
from typing import Any

from beffroi.publish.sites.files import LICENCE, LICENCE_URL, Dated

_EU = "http://publications.europa.eu/resource/authority"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_FORMATS = {"csv": ("CSV", "text/csv"), "json": ("JSON", "application/json")}
_THEMES = {"ENER": ("Énergie", "Energy")}
_SIMULATED = {
    "fr": " Démonstration : ces données sont inventées.",
    "en": " Demonstration: these data are made up.",
}


def catalogue(name: str, about: str, base: str, newest: Sequence[Dated]) -> dict[str, Any]:
    """Return the catalogue of a site; `base` is the address of its first page.

    >>> catalogue("Essai", "", "https://exemple.fr/public/essai", ())["@type"]
    'dcat:Catalog'
    """
    publisher = {"@id": f"{base}#editeur", "@type": "foaf:Agent", "foaf:name": name}
    issued = [one.published_at for one in newest]
    dates = {"dct:modified": _at(max(issued).isoformat())} if issued else {}
    return {
        "@context": _CONTEXT,
        "@id": f"{base}/catalogue.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": [_text("fr", f"Données ouvertes : {name}"), _text("en", f"Open data: {name}")],
        "dct:description": [_text("fr", about or f"Ce que publie {name}.")],
        "dct:publisher": publisher,
        "dct:language": [_language("FRA"), _language("ENG")],
        "foaf:homepage": {"@id": base, "@type": "foaf:Document"},
        **dates,
        "dcat:dataset": [_set(one, base, publisher) for one in newest],
    }


def _set(one: Dated, base: str, publisher: dict[str, str]) -> dict[str, Any]:
    content = one.content
    note = _SIMULATED if content["simulated"] else {"fr": "", "en": ""}
    said = {
        language: (content.get("sentence", {}).get(language) or content["label"][language])
        for language in ("fr", "en")
    }
    return {
        "@id": f"{base}#{one.key}",
        "@type": "dcat:Dataset",
        "dct:identifier": one.key,
        "dct:title": [_text(language, content["label"][language]) for language in said],
        "dct:description": [
            _text(language, text + note[language]) for language, text in said.items()
        ],
        "dct:publisher": {"@id": publisher["@id"]},
        "dct:issued": _at(one.published_at.isoformat()),
        "dcat:version": str(one.version),
        "dcat:theme": [_theme(key) for key in _THEMES],
        "dcat:landingPage": {"@id": f"{base}/donnees", "@type": "foaf:Document"},
        "dcat:distribution": [_file(one, base, form) for form in _FORMATS],
    }


def _file(one: Dated, base: str, form: str) -> dict[str, Any]:
    label, media = _FORMATS[form]
    address = f"{base}/donnees/{one.key}-v{one.version}.{form}"
    return {
        "@id": f"{address}#fichier",
        "@type": "dcat:Distribution",
        "dct:title": [_text("fr", label)],
        "dcat:accessURL": {"@id": f"{base}/donnees", "@type": "rdfs:Resource"},
        "dcat:downloadURL": {"@id": address},
        "dct:format": {"@id": f"{_EU}/file-type/{label}", "@type": "dct:MediaTypeOrExtent"},
        "dcat:mediaType": {
            "@id": f"http://www.iana.org/assignments/media-types/{media}",
            "@type": "dct:MediaType",
        },
        "dct:license": {
            "@id": LICENCE_URL,
            "@type": "dct:LicenseDocument",
            "dct:title": LICENCE,
        },
    }


def _text(language: str, text: str) -> dict[str, str]:
    return {"@language": language, "@value": text}


def _at(instant: str) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": instant}


def _language(code: str) -> dict[str, str]:
    return {"@id": f"{_EU}/language/{code}", "@type": "dct:LinguisticSystem"}


def _theme(key: str) -> dict[str, Any]:
    french, english = _THEMES[key]
    return {
        "@id": f"{_EU}/data-theme/{key}",
        "@type": "skos:Concept",
        "skos:prefLabel": [_text("fr", french), _text("en", english)],
    }
