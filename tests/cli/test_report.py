"""`beffroi report`: what a council is told, on the screen and in a file."""

from pathlib import Path

from beffroi.store.store import Store
from tests.cli.test_commands import Run, home, run  # noqa: F401
from tests.publish.report.build import commune


def test_a_report_is_told_and_written(run: Run, home: Path, tmp_path: Path) -> None:  # noqa: F811
    run("init", "--name", "Essai")
    own = ("report", "council", "--organisation", "1")
    assert run(*own, code=1)["error"]["code"] == "report.nothing_measured"
    with Store.open(home) as store:
        commune(store)
    said = " ".join(run(*own, "--year", "2025", plain=True).split())
    assert "6 570 €" in said.replace("\u202f", " ").replace("\xa0", " ")
    paper = tmp_path / "rapport.pdf"
    data = run(*own, "--year", "2024", "--out", str(paper), "--english")
    assert (data["period"], data["figures"][1]["label"]) == ("2024", "Energy used")
    assert paper.read_bytes()[:5] == b"%PDF-"
    for wrong, code in (
        (("--year", "2025", "--from", "2025-01"), "report.span_invalid"),
        (("--out", str(tmp_path / "rapport.docx")), "report.form_unknown"),
    ):
        assert run(*own, *wrong, code=1)["error"]["code"] == code
    assert not (tmp_path / "rapport.docx").exists()
