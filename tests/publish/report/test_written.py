"""A report on paper and in a workbook: the same bytes each time, read by everybody, no formula."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from beffroi.errors import BeffroiError
from beffroi.publish.report import libraries
from beffroi.publish.report.content import Report
from beffroi.publish.report.spans import parse
from beffroi.publish.report.written import KINDS, file_name, written
from beffroi.store.store import Store
from beffroi.trust.sites.colours import ENOUGH, contrast, nearest
from tests.publish.report.build import FORMULA, commune, told

Filled = Callable[[Callable[[Store], object], Path], Store]


@pytest.fixture
def report(filled: Filled, tmp_path: Path) -> Report:
    return told(filled(commune, tmp_path / "home"), parse("2025"))


def elements(node: Any) -> Iterator[Any]:
    """Yield the elements of the structure of a PDF, in the order in which they are read."""
    for one in node if isinstance(node, list) else [node]:
        known = one.get_object()
        if isinstance(known, list):
            yield from elements(known)
        elif isinstance(known, dict) and "/S" in known:
            yield known
            if "/K" in known:
                yield from elements(known["/K"])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_pdf_is_read_by_those_who_do_not_see_it(report: Report, language: Any) -> None:
    content = written(report, "pdf", language)
    assert content == written(report, "pdf", language), "the same state, the same bytes"
    paper: Any = PdfReader(io.BytesIO(content))
    root = paper.trailer["/Root"]
    assert 2 <= len(paper.pages) <= 8
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    title = {"fr": "Rapport au conseil – Essai, 2025", "en": "Report to the council – Essai, 2025"}
    assert paper.metadata["/Title"] == title[language]
    found = list(elements(root["/StructTreeRoot"]["/K"]))
    kinds = [str(one["/S"]) for one in found]
    assert kinds.count("/H1") == 9
    assert kinds.count("/Table") == kinds.count("/THead") >= 6
    drawn = [str(one.get("/Alt", "")) for one in found if one["/S"] == "/Figure"]
    assert len(drawn) == 2
    assert all(len(said) > 80 for said in drawn)
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2].partition("-")[0]
        for page in paper.pages
        for font in page["/Resources"]["/Font"].values()
    }
    # The second, which is in the library, has the narrow space that the first lacks.
    assert fonts == {"AtkinsonHyperlegibleNext", "LibertinusSerif"}, "none of the machine"
    text = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    assert "HYPERLINK" in text
    assert f"{len(paper.pages)} / {len(paper.pages)}" in text


def test_a_workbook_holds_numbers_and_no_formula(report: Report) -> None:
    content = written(report, "xlsx", "fr")
    assert content == written(report, "xlsx", "fr")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = [parts.read(one) for one in parts.namelist() if "worksheets/sheet" in one]
    assert [b"<f>" in one or b"hyperlink" in one for one in sheets] == [False] * len(sheets)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = book.get_sheet_by_name("Ce qui coûte le plus").to_python()
    [line] = [row for row in rows if row[0] == FORMULA]
    assert line[1] == pytest.approx(3650.0)
    assert line[3] == pytest.approx(36_500.0)
    assert len(book.sheet_names) == 9


def test_a_report_is_plain_data_too(report: Report) -> None:
    data = json.loads(written(report, "json", "en"))
    assert data["figures"][1]["label"] == "Energy used"
    assert data["first"] == "2025-01-01"
    assert file_name(report, "pdf", "fr") == "rapport-essai-2025.pdf"


def test_an_installation_without_the_libraries_says_so(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lacking(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(libraries, "import_module", lacking)
    for kind in ("pdf", "xlsx"):
        with pytest.raises(BeffroiError) as caught:
            written(report, kind, "fr")
        assert caught.value.type.code == "register.documents_missing"
    assert set(KINDS) == {"pdf", "xlsx", "json"}


@pytest.mark.parametrize("colour", ["#ffff00", "#00ff00", "#ffffff", "#000000", "#e4572e"])
def test_the_colour_of_an_authority_is_read_on_white(colour: str) -> None:
    assert contrast(nearest(colour, "light"), "#ffffff") >= ENOUGH
