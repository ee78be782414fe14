"""Numbers that identify are no measures, however much they vary."""

from pathlib import Path

import pytest

from beffroi.errors import BeffroiError
from beffroi.readers import ReadOptions, recognise, sources
from beffroi.readers.generic import understand
from tests.readers.reading import source_of


def refused(text: str) -> str:
    with pytest.raises(BeffroiError) as caught:
        understand(source_of(text.encode(), "table.csv"), ReadOptions())
    assert caught.value.type.code == "import.not_understood"
    return str(caught.value.to_dict("fr")["what"])


@pytest.mark.parametrize(
    "title",
    ["channel_id", "Code postal", "CP", "SIRET", "code_insee", "Numéro de dossier", "PRM", "Réf"],
)
def test_a_table_of_identifiers_is_refused(title: str) -> None:
    rows = "".join(f"2024-01-{k:02d};{35_000 + 7 * k};note {k}\n" for k in range(1, 20))
    assert "identifiants ou des codes" in refused(f"Date;{title};Remarque\n{rows}")


def test_a_mapping_may_say_otherwise() -> None:
    rows = "".join(f"2024-01-{k:02d};{k}\n" for k in range(1, 20))
    mapping = {"values": [{"column": "Numéro", "quantity": "count.passages"}]}
    known = understand(
        source_of(f"Date;Numéro\n{rows}".encode(), "table.csv"), ReadOptions(mapping=mapping)
    )
    assert [value.column for value in known.mapping.values] == ["Numéro"]


def test_a_column_named_after_its_meter_is_one_of_values() -> None:
    rows = "".join(f"2024-01-{k:02d};{100 + k}\n" for k in range(1, 20))
    known = understand(source_of(f"Date;Compteur\n{rows}".encode(), "table.csv"), ReadOptions())
    assert [value.column for value in known.mapping.values] == ["Compteur"]


@pytest.mark.shared
def test_the_register_of_counters_is_no_table_of_measures(shared_data: Path) -> None:
    (source,) = sources(shared_data / "counts" / "channels.csv")
    with pytest.raises(BeffroiError) as caught:
        recognise(source.head())
    assert caught.value.type.code == "import.not_understood"
