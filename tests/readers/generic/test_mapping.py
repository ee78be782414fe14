"""Mappings: written, read back, corrected, refused, remembered by the shape of a file."""

import pytest

from beffroi.errors import BeffroiError
from beffroi.readers import ReadOptions
from beffroi.readers.generic import fingerprint, from_toml, read, to_toml, understand
from beffroi.readers.generic.mapping import check
from tests.readers.reading import Reading, source_of

TEXT = b"Date;Conso (kWh);Note\n01/07/2021 00:00;1;a\n01/07/2021 01:00;2;b\n"


def value_of(data: bytes, mapping: object, name: str = "mairie.csv") -> tuple[str, str, float]:
    options = ReadOptions(mapping=mapping)  # type: ignore[arg-type]
    piece = next(iter(read(source_of(data, name), options)))
    row = piece.observations.to_pylist()[0]
    return piece.series[row["series"]].asset, f"{row['start']:%d %H:%M}", row["value"]


def test_written_and_read_back() -> None:
    known = understand(source_of(TEXT, "mairie.csv"), ReadOptions())
    assert from_toml(to_toml(known.mapping)) == known.mapping.to_dict()
    assert from_toml(to_toml(known)) == known.lasting()
    assert '# asset = "mairie"' in to_toml(known)


def test_remembered_mapping_fits_the_next_file() -> None:
    known = understand(source_of(TEXT, "mairie.csv"), ReadOptions(mapping={"timezone": "UTC"}))
    following = "\ufeffDate;Conso (kWh);Note\r\n02/07/2021 00:00;1 234,5;é\r\n".encode()
    assert value_of(following, known.lasting(), "ecole.csv") == ("ecole", "02 00:00", 1_234_500.0)


@pytest.mark.parametrize(
    ("other", "name", "same"),
    [
        (b"\xef\xbb\xbfdate ;CONSO (kwh);note\r\n02/07/2021;5,5;c\r\n", "ecole.csv", True),
        (b"Date;Conso (kWh)\n01/07/2021;1\n", "mairie.csv", False),
        (TEXT.replace(b";", b","), "mairie.csv", False),
        (TEXT, "ecole_gaz.csv", False),  # the fluid that the name tells is part of the shape
    ],
)
def test_fingerprint_is_the_shape(other: bytes, name: str, same: bool) -> None:
    first = understand(source_of(TEXT, "mairie.csv"), ReadOptions())
    second = understand(source_of(other, name), ReadOptions())
    assert (fingerprint(first) == fingerprint(second)) is same


def test_corrections_win() -> None:
    mapping = from_toml(
        'asset = "Gymnase"\nstamp = "end"\n'
        '[[values]]\ncolumn = "Conso (kWh)"\nquantity = "heat.energy"\nunit = "MWh"\n'
    )
    source = source_of(TEXT, "mairie.csv")
    reading = Reading(list(read(source, ReadOptions(mapping=mapping))))
    (draft,) = reading.series().values()
    assert (draft.asset, draft.quantity) == ("Gymnase", "heat.energy")
    assert [row[2] for row in reading.values("heat.energy", "interval", "")] == [1e6, 2e6]
    assert reading.table().column("end").to_pylist()[0].hour == 22


def test_title_line_and_time_column_are_found_by_the_mapping() -> None:
    text = b"Lu le;2021-01-01\nquand;combien\n2021-07-01T00:00Z;5\n2021-07-01T01:00Z;6\n"
    assert value_of(text, {"header_line": 2, "time": "quand"})[2] == 5.0


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ({"timezon": "UTC"}, "« timezon » n’existe pas"),
        ({"timezone": "Paris"}, "fuseau « Paris »"),
        ({"timezone": "Europe/London"}, "fuseau « Europe/London »"),
        ({"time": "Quand"}, "« Quand » n’est pas dans ce fichier"),
        ({"stamp": "milieu"}, "choisissez parmi"),
        ({"step": "souvent"}, "écrivez par exemple 30min"),
        ({"decimal": 1}, "doit être un texte"),
        ({"header_line": -1}, "nombre entier"),
        ({"values": []}, "[[values]]"),
        ({"values": [{"column": "Prix"}]}, "« Prix » n’est pas dans ce fichier"),
        ({"values": [{"column": "Conso (kWh)", "unit": "pouce"}]}, "« pouce »"),
        (
            {"values": [{"column": "Conso (kWh)", "unit": "m3", "quantity": "gas.energy"}]},
            "ne se convertit pas",
        ),
        ({"values": [{"column": "Conso (kWh)", "quantity": "gaz"}]}, "grandeur « gaz »"),
        ({"values": [{"column": "Note", "colour": "red"}]}, "values.colour"),
        ({"values": [{"column": "Note"}, {"column": "Note"}]}, "deux blocs"),
    ],
)
def test_bad_mapping_says_what_to_do(mapping: dict[str, object], said: str) -> None:
    with pytest.raises(BeffroiError) as caught:
        understand(source_of(TEXT), ReadOptions(mapping=mapping))
    assert caught.value.type.code == "import.mapping_invalid"
    assert said in caught.value.to_dict("fr")["what"].replace("\u00a0", " ")  # type: ignore[attr-defined]


def test_broken_toml_is_refused() -> None:
    with pytest.raises(BeffroiError) as caught:
        from_toml("timezone: UTC", "mairie.toml")
    assert caught.value.type.code == "import.mapping_invalid"
    assert "mairie.toml" in str(caught.value)


def test_check_leaves_a_good_mapping_as_it_is() -> None:
    known = understand(source_of(TEXT), ReadOptions()).mapping.to_dict()
    assert check(known) == known


@pytest.mark.parametrize("key", ["encoding", "separator", "date_order", "thousands"])
def test_choices_are_listed(key: str) -> None:
    with pytest.raises(BeffroiError) as caught:
        check({key: "none of these"})
    assert key in str(caught.value)
