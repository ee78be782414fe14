"""The record of processing says what takes place; requests of persons have their clock."""

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from beffroi.decide.organisations import create_organisation
from beffroi.errors import BeffroiError
from beffroi.periods.months import months_after
from beffroi.store.erasing import erase
from beffroi.store.scope import Scope
from beffroi.store.state.registers import PersonRequest
from beffroi.store.store import Store
from beffroi.store.tokens import create
from beffroi.trust.personal.exports import pdf, workbook
from beffroi.trust.personal.record import FIELDS, complete, controller, processor
from beffroi.trust.personal.requests import answer, extend, listed, new, told
from tests.cli.test_commands import Run, home, run  # noqa: F401
from tests.installation import half_hours, put

OWN = Scope(frozenset({1}), "dpo", "data protection")


def keys(store: Store) -> list[str]:
    return [one["activity"] for one in controller(store.reader(OWN), 1, "fr")]


@pytest.fixture
def busy(store: Store) -> Store:
    """An organisation for which somebody did something: made a token."""
    create(store.writer("maire"), 1, "piscine", 30)
    return store


def test_what_takes_place_is_in_the_record(store: Store) -> None:
    assert keys(store) == []
    put(store, half_hours("2026-01-05", [1.0, 2.0]))
    create(store.writer("maire"), 1, "piscine", 30)
    assert keys(store) == ["metering", "journal", "tokens"]
    [metering] = [
        one for one in controller(store.reader(OWN), 1, "fr") if one["activity"] == "metering"
    ]
    assert list(metering["fields"]) == list(FIELDS)
    assert metering["fields"]["origin"]["generated"] == "enedis"
    lacking = ["manager", "legal_basis", "recipients", "processors", "retention", "final_fate"]
    assert metering["missing"] == [*lacking, "dpia"]


def test_what_a_person_wrote_stays_beside_what_is_generated(busy: Store) -> None:
    read, door = busy.reader(OWN), busy.writer("dpo")
    complete(door, read, 1, "journal", "purpose", "preuve")
    complete(door, read, 1, "journal", "retention", "un an")
    complete(door, read, 1, "journal", "retention", "trois ans")
    entry, _ = controller(busy.reader(OWN), 1, "fr")
    purpose, retention = entry["fields"]["purpose"], entry["fields"]["retention"]
    assert purpose["generated"].startswith("Garder la trace")
    assert (purpose["completed"], purpose["by"]) == ("preuve", "dpo")
    assert (retention["generated"], retention["completed"]) == ("", "trois ans")
    assert "retention" not in entry["missing"]


@pytest.mark.parametrize(
    ("activity", "field", "text"),
    [("journal", "colour", "x"), ("decisions", "purpose", "x"), ("journal", "purpose", "  ")],
)
def test_a_note_that_does_not_hold_is_refused(
    busy: Store, activity: str, field: str, text: str
) -> None:
    with pytest.raises(BeffroiError) as caught:
        complete(busy.writer("dpo"), busy.reader(OWN), 1, activity, field, text)
    assert caught.value.type.code == "register.invalid"


def test_a_processor_has_a_line_for_each_controller(store: Store) -> None:
    other = create_organisation(store.writer("test"), "Autre")
    read = store.reader(store.whole("dpo", "data protection"))
    assert [one["name"] for one in processor(read, 1, "fr")] == ["Autre"]
    complete(store.writer("dpo"), read, 1, f"hosting.{other}", "manager", "M. le maire")
    [entry] = processor(read, 1, "fr")
    assert entry["fields"]["manager"]["completed"] == "M. le maire"
    assert entry["missing"] == ["processors"]
    erase(store.writer("test"), other)
    assert processor(store.reader(store.whole("dpo", "x")), 1, "fr") == []


def test_a_workbook_and_a_pdf_hold_what_was_written_as_text(busy: Store, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    read = busy.reader(OWN)
    complete(busy.writer("dpo"), read, 1, "journal", "legal_basis", '=1+1 #panic("no") *x* $')
    entries = controller(busy.reader(OWN), 1, "fr")
    workbook(tmp_path / "r.xlsx", entries, "fr")
    content = io.BytesIO((tmp_path / "r.xlsx").read_bytes())
    sheet = CalamineWorkbook.from_filelike(content).get_sheet_by_index(0).to_python()
    assert sheet[0][1:4] == ["Finalité", "Responsable et DPO", "Base légale"]
    assert sheet[1][2:4] == ["à compléter", '=1+1 #panic("no") *x* $']
    pdf(tmp_path / "r.pdf", entries, "Essai #1 « * »", date(2026, 1, 5), "fr")
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 36))
def test_months_go_on_and_never_leave_their_month(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_a_request_has_a_month_and_two_more_for_a_reason(store: Store) -> None:
    door, day = store.writer("dpo"), date(2026, 1, 31)
    row = new(door, 1, "access", "A-1", day)
    assert told(row, day)["due_on"] == "2026-02-28"
    assert told(row, date(2026, 3, 1))["late"]
    with pytest.raises(BeffroiError):
        extend(door, row.id, "dossier complexe", date(2026, 3, 1))
    extend(door, row.id, "dossier complexe", date(2026, 2, 28))
    [after] = listed(store.reader(OWN), [1], date(2026, 3, 1))
    assert (after["due_on"], after["late"], after["days_left"]) == ("2026-04-30", False, 60)
    answer(door, row.id, "granted", "copie envoyée")
    with pytest.raises(BeffroiError) as caught:
        answer(door, row.id, "refused", "non")
    assert caught.value.type.code == "register.answered"
    with pytest.raises(BeffroiError) as caught:
        extend(door, row.id, "encore", day)
    assert caught.value.type.code == "register.answered"


def test_the_most_urgent_request_comes_first(store: Store) -> None:
    door = store.writer("dpo")
    for kind, day in (("access", 20), ("erasure", 5), ("objection", 12)):
        new(door, 1, kind, "R", date(2026, 1, day))
    answer(door, 2, "refused", "obligation légale")
    kinds = [one["kind"] for one in listed(store.reader(OWN), [1], date(2026, 2, 1))]
    assert kinds == ["objection", "access", "erasure"]


@pytest.mark.parametrize(
    ("kind", "reference", "day"),
    [
        ("curiosity", "R", date(2026, 1, 1)),
        ("access", " ", date(2026, 1, 1)),
        ("access", "R", date(2999, 1, 1)),
    ],
)
def test_a_request_that_does_not_hold_is_refused(
    store: Store, kind: str, reference: str, day: date
) -> None:
    with pytest.raises(BeffroiError) as caught:
        new(store.writer("dpo"), 1, kind, reference, day)
    assert caught.value.type.code == "register.invalid"


def test_an_erased_organisation_leaves_no_request(store: Store) -> None:
    new(store.writer("dpo"), 1, "access", "A-1", date(2026, 1, 5))
    erase(store.writer("test"), 1)
    with store.state.read() as session:
        assert session.scalars(select(PersonRequest)).all() == []


def test_the_commands_answer(run: Run, tmp_path: Path) -> None:  # noqa: F811
    pytest.importorskip("typst")
    run("init", "--name", "Saint-Essai")
    run("token", "create", "Saint-Essai", "--name", "piscine")
    assert [one["activity"] for one in run("processing", "list")] == ["journal", "tokens"]
    run("processing", "complete", "journal", "retention", "un an")
    assert "Base légale" in run("processing", "list", plain=True)
    assert run("processing", "list", "--processor") == []
    for name in ("r.json", "r.xlsx", "r.pdf"):
        assert run("processing", "export", str(tmp_path / name))["entries"] == 2
        assert (tmp_path / name).stat().st_size > 500
    said = run("processing", "export", str(tmp_path / "r.doc"), code=1)
    assert said["error"]["code"] == "register.invalid"
    made = run("requests", "new", "access", "--reference", "A-1", "--received", "2026-01-05")
    assert made["due_on"] == "2026-02-05"
    assert "accès (article 15)" in run("requests", "list", plain=True).replace("\xa0", " ")
    today = run("requests", "new", "erasure", "--reference", "E-1")
    assert run("requests", "extend", str(today["id"]), "--reason", "complexe")["extended_why"]
    assert run("requests", "answer", "1", "refused", "--text", "motif")["outcome"] == "refused"
