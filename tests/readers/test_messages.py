"""What is said of a file that is refused: the right reason, in the language of the reader."""

import gzip
import zipfile
from pathlib import Path

import pytest

from beffroi.errors import BeffroiError
from beffroi.readers import Limits, ReadOptions, Source, readers, sources
from beffroi.readers.generic import understand

from .reading import source_of

BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;&c;&c;</a>'


def said_of(source: Source, key: str = "") -> tuple[str, str]:
    """Return the code of the refusal and what it says in French, with plain spaces."""
    with pytest.raises(BeffroiError) as caught:
        list(readers()[key].read(source, ReadOptions())) if key else understand(
            source, ReadOptions()
        )
    data = caught.value.to_dict("fr")
    return str(data["code"]), f"{data['what']} {data['do']}".replace("\u00a0", " ")


def test_an_entity_bomb_is_hostile_not_empty() -> None:
    code, said = said_of(source_of(BOMB, "bombe.xml"))
    assert code == "import.file_hostile"
    assert "définit des entités" in said
    assert "Téléchargez" not in said


def test_another_xml_document_is_named_as_one() -> None:
    code, said = said_of(source_of(b"<html><body>Erreur 404</body></html>", "page.html"))
    assert code == "import.not_understood"
    assert "page web" in said


def test_one_line_of_text_is_no_empty_table() -> None:
    assert said_of(source_of(b"Bonjour", "note.txt"))[0] == "import.not_understood"
    assert said_of(source_of(b"Date;Conso (kWh)\n", "vide.csv"))[0] == "import.file_empty"


@pytest.mark.parametrize("packing", ["gz", "zip"])
def test_a_bomb_is_told_in_french(tmp_path: Path, packing: str) -> None:
    path = tmp_path / f"bombe.{packing}"
    if packing == "gz":
        path.write_bytes(gzip.compress(bytes(8 << 20)))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.csv", bytes(8 << 20))
    with pytest.raises(BeffroiError) as caught:
        [source.open().read() for source in sources(path, Limits(max_ratio=200))]
    what = str(caught.value.to_dict("fr")["what"])
    assert "se décompresse à plus de 200 fois sa taille" in what
    assert "decompresses" not in what


def test_limits_are_told_in_french() -> None:
    wide = ";".join(f"c{k}" for k in range(30_000)).encode()
    code, said = said_of(source_of(wide + b"\n" + wide + b"\n", "large.csv"))
    assert code == "import.file_too_large"
    assert "limite de 20000 colonnes" in said


@pytest.mark.parametrize("key", ["generic.sheet", "enedis.portal_xlsx"])
def test_what_is_no_workbook_is_told_in_french(tmp_path: Path, key: str) -> None:
    path = tmp_path / "faux.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    code, said = said_of(sources(path)[0], key)
    assert code == "import.file_broken"
    assert "pas celui d’un classeur" in said
