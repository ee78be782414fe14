"""What a file is, told from its content; what is taken out of photographs."""

from pathlib import Path

import pytest

from beffroi.errors import BeffroiError
from beffroi.ingest.documents.forms import form_of
from beffroi.ingest.documents.photographs import DamagedError, write_bare
from tests.ingest.documents import files

TAKEN = {
    "pdf": b"%PDF-1.7\n...",
    "jpeg": files.jpeg(),
    "png": files.png(),
    "webp": files.webp(told=True),
    "odt": files.packed(("mimetype", files.ODT)),
    "docx": files.office("word/document.xml"),
    "xlsx": files.office("xl/workbook.xml"),
    "csv": "mois;coût (€)\njanvier;12\nfévrier;13\n".encode("cp1252"),
    "txt": "Bonjour,\nla chaudière a été réglée.\n".encode(),
}
REFUSED = {
    "empty": b"",
    "a program": b"MZ\x90\x00\x03\x00\x00\x00",
    "a page": "\ufeff\n <HTML><script>alert(1)</script>".encode(),
    "a drawing": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "macros": files.office("word/document.xml", "word/vbaProject.bin"),
    "an archive": files.packed(("a.pdf", b"%PDF-")),
    "a table of contents without end": files.packed(*((f"{n}", b"") for n in range(5_001))),
    "an archive cut off": files.office("xl/workbook.xml")[:-4],
    "a photograph of a telephone": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00",
    "a text with signs of none": b"a;b\x00\n",
}


@pytest.mark.parametrize("form", TAKEN)
def test_a_file_is_what_its_content_says(tmp_path: Path, form: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(TAKEN[form])
    assert form_of(path, "setup.exe") == form


@pytest.mark.parametrize("kind", REFUSED)
def test_anything_else_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(REFUSED[kind])
    with pytest.raises(BeffroiError) as refused:
        form_of(path, "facture.pdf")
    assert refused.value.type.code == "document.unknown"


@pytest.mark.parametrize(
    ("form", "content", "left"),
    [
        ("jpeg", files.jpeg(), files.bare_jpeg()),
        ("jpeg", files.jpeg(1), files.bare_jpeg(1)),
        ("png", files.png((b"eXIf", files.PLACE), (b"tEXt", files.PLACE)) + b"x", files.png()),
        ("webp", files.webp(told=True), files.webp(told=False)),
    ],
)
def test_a_photograph_keeps_how_it_looks_and_nothing_else(
    tmp_path: Path, form: str, content: bytes, left: bytes
) -> None:
    source, target = tmp_path / "a", tmp_path / "b"
    source.write_bytes(content)
    write_bare(source, target, form)
    assert target.read_bytes() == left
    # A bare one stays as it is.
    write_bare(target, source, form)
    assert source.read_bytes() == left


@pytest.mark.parametrize("form", ["jpeg", "png", "webp"])
def test_a_photograph_that_is_cut_off_is_refused_wherever_it_is(tmp_path: Path, form: str) -> None:
    source, target = tmp_path / "a", tmp_path / "b"
    whole = {"jpeg": files.jpeg(), "png": files.png(), "webp": files.webp(told=False)}[form]
    # Once the picture has begun, what is there of a JPEG is shown by all browsers.
    most = whole.index(b"scan") if form == "jpeg" else len(whole) - 1
    for size in range(12, most):
        source.write_bytes(whole[:size])
        with pytest.raises(DamagedError):
            write_bare(source, target, form)
