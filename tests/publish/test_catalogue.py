"""The catalogue of a site holds to the shapes of DCAT-AP, as SEMIC publishes them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from beffroi.publish.sites.catalogue import catalogue
from beffroi.publish.sites.files import Dated

TABLE = {
    "kind": "table",
    "label": {"fr": "Énergie", "en": "Energy"},
    "sentence": {"fr": "En 2025, rien.", "en": "In 2025, nothing."},
    "simulated": False,
}
RESULTS = {"kind": "results", "label": {"fr": "Résultats", "en": "Results"}, "simulated": True}


# rdflib reads JSON-LD through a class of its own that it calls old.
@pytest.mark.filterwarnings(
    "ignore::DeprecationWarning:rdflib", "ignore::DeprecationWarning:pyshacl"
)
def test_a_catalogue_is_what_portals_harvest(shared_data: Path) -> None:
    pyshacl = pytest.importorskip("pyshacl", reason="the group `test` of pyproject.toml has it")
    import rdflib

    at = datetime(2026, 11, 29, 8, tzinfo=UTC)
    sets = (Dated("cout", 2, "Essai", at, TABLE), Dated("resultats", 1, "Essai", at, RESULTS))
    told = catalogue("Essai « 1 »", "", "https://exemple.fr/public/essai", sets)
    assert "inventées" in json.dumps(told["dcat:dataset"][1], ensure_ascii=False)
    shapes = rdflib.Graph().parse(shared_data / "dcat" / "dcat-ap-3.0.1-shacl.ttl")
    graph = rdflib.Graph().parse(data=json.dumps(told), format="json-ld")
    conforms, _, said = pyshacl.validate(graph, shacl_graph=shapes)
    assert conforms, said
    graph.remove((None, rdflib.URIRef("http://purl.org/dc/terms/title"), None))
    assert not pyshacl.validate(graph, shacl_graph=shapes)[0], "the shapes are looked at"
