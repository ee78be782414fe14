"""Undoing an import gives back what stood before it, and forgets nothing."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from beffroi.cli.main import build
from beffroi.decide.catalogue import list_assets, list_series
from beffroi.decide.organisations import Description, create_organisation, put_assets
from beffroi.errors import BeffroiError
from beffroi.ingest import ImportOptions, import_path, undoing
from beffroi.ingest.undoing import undo
from beffroi.periods import utc_now
from beffroi.store import originals
from beffroi.store.backup.drill import count_all
from beffroi.store.read import END, Selection, ViewName
from beffroi.store.state.models import Batch
from beffroi.store.store import Store

HEAD = "compteur;date;volume (m3)\n"
INDEX = "compteur;date;index (m3)\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "home") as made:
        create_organisation(made.writer("test"), "Essai")
        yield made


def bring(store: Store, text: str) -> int:
    """Import a table; return the number of the import."""
    path = store.home.root.parent / f"{abs(hash(text))}.csv"
    path.write_text(text, "utf-8")
    (report,) = import_path(store.writer("test"), store.settings, path, ImportOptions(1))
    assert report.status == "stored", report.error
    assert report.batch is not None
    return report.batch


def take_back(store: Store, batch: int, *, whole: bool = False) -> int:
    """Undo an import, and read again what it takes where `whole`; return the undoing."""
    reports = undo(store.writer("test"), store.settings, batch)
    first = next(reports)
    if whole:
        assert {report.status for report in reports} <= {"stored"}
    assert first.batch is not None
    return first.batch


def days(first: int, last: int, value: float, meter: str = "C1") -> str:
    return "".join(f"{meter};2024-03-{d:02d};{value:g}\n" for d in range(first, last))


def seen(
    store: Store, view: ViewName = "repaired", as_of: datetime = END
) -> list[tuple[str, float]]:
    door = store.reader(store.whole("test", "test"))
    ids = tuple(row.series.id for row in list_series(door))
    table: pa.Table = door.observations(Selection(ids, view=view, as_of=as_of))
    names = {row.series.id: row.asset.key for row in list_series(door)}
    return [
        (f"{names[row['series']]} {row['start']:%m-%d}", row["value"]) for row in table.to_pylist()
    ]


def test_what_only_one_import_said_goes_and_what_it_changed_comes_back(store: Store) -> None:
    bring(store, HEAD + days(1, 5, 1))
    before, series = seen(store), list_series(store.reader(store.whole("t", "t")))[0].to_dict()
    wrong = bring(store, HEAD + days(3, 9, 7))
    assert seen(store) != before
    take_back(store, wrong)
    assert seen(store) == before
    assert list_series(store.reader(store.whole("t", "t")))[0].to_dict() == series


def test_the_same_file_may_be_imported_after_it_was_undone(store: Store) -> None:
    text = HEAD + days(1, 5, 1)
    take_back(store, bring(store, text))
    assert seen(store) == []
    bring(store, text)
    assert len(seen(store)) == 4


def test_the_past_stays_as_it_was_seen(store: Store) -> None:
    wrong = bring(store, HEAD + days(1, 5, 1))
    between = utc_now() + timedelta(milliseconds=1)
    while utc_now() <= between:
        pass
    take_back(store, wrong)
    assert seen(store) == []
    door = store.reader(store.whole("t", "t"))
    assert door.observations(Selection((1,), as_of=between)).num_rows == 4


def test_a_later_correction_is_not_lost(store: Store) -> None:
    first = bring(store, HEAD + days(1, 5, 1))
    bring(store, HEAD + days(2, 3, 9))
    take_back(store, first)
    assert seen(store) == [("C1 03-01", 9.0)]  # 2 March begins on the 1st at 23:00 UTC


def test_a_file_that_said_the_same_things_is_read_again(store: Store) -> None:
    first = bring(store, HEAD + days(1, 5, 1))
    bring(store, HEAD + days(3, 8, 1))
    take_back(store, first, whole=True)
    assert len(seen(store)) == 5


def test_undoing_an_undoing_gives_all_back_again_and_again(store: Store) -> None:
    bring(store, HEAD + days(1, 5, 1))
    base = seen(store)
    wrong = bring(store, HEAD + days(3, 9, 7))
    changed = seen(store)
    number = wrong
    for _ in range(2):
        number = take_back(store, number)
        assert seen(store) == base
        number = take_back(store, number)
        assert seen(store) == changed
    take_back(store, wrong)  # by its own number, although others bear it by now
    assert seen(store) == base
    with pytest.raises(BeffroiError) as caught:
        take_back(store, wrong)
    assert caught.value.type.code == "store.batch_not_done"


def test_an_index_is_repaired_as_if_the_import_had_never_been(store: Store) -> None:
    bring(store, INDEX + "C1;2024-03-01;100\nC1;2024-03-11;200\nC1;2024-03-21;300\n")
    before = seen(store)
    wrong = bring(store, INDEX + "C1;2024-03-06;180\nC1;2024-03-16;50\n")
    assert seen(store) != before
    take_back(store, wrong)
    assert seen(store) == before


def test_a_meter_that_only_the_undone_import_named_is_not_listed(store: Store) -> None:
    wrong = bring(store, HEAD + days(1, 5, 1, "FAUX") + days(1, 5, 1, "VRAI"))
    put_assets(store.writer("t"), 1, [Description("meter", "VRAI", "Mairie")])
    take_back(store, wrong)
    door = store.reader(store.whole("t", "t"))
    assert [asset.key for asset, _, _ in list_assets(door)] == ["VRAI"]
    assert list_series(door) == []


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    batches=st.lists(
        st.tuples(st.integers(1, 8), st.integers(1, 5), st.integers(1, 3)), min_size=2, max_size=5
    ),
    data=st.data(),
)
def test_the_rest_is_as_if_the_undone_import_had_never_been(
    tmp_path_factory: pytest.TempPathFactory,
    batches: list[tuple[int, int, int]],
    data: st.DataObject,
) -> None:
    left_out = data.draw(st.integers(0, len(batches) - 1))
    results = []
    for skip in (False, True):
        with Store.create(tmp_path_factory.mktemp("undo") / "home") as store:
            create_organisation(store.writer("t"), "Essai")
            numbers = []
            for place, (first, length, value) in enumerate(batches):
                if skip and place == left_out:
                    continue
                text = f"{HEAD}{days(first, first + length, value)}{days(1, 2, place, f'M{place}')}"
                numbers.append(bring(store, text))
            if not skip:
                take_back(store, numbers[left_out], whole=True)
            results.append((seen(store, "raw"), seen(store)))
            count_all(store)  # the state says what the lake holds
    assert results[0] == results[1]


def values(store: Store, meter: str = "C1") -> list[float]:
    return [value for name, value in seen(store) if name.startswith(meter)]


@pytest.mark.parametrize("first", [0, 1])
def test_two_imports_undone_leave_nothing_in_either_order(store: Store, first: int) -> None:
    both = bring(store, HEAD + days(1, 5, 1)), bring(store, HEAD + days(1, 5, 2))
    take_back(store, both[first])
    take_back(store, both[1 - first])
    assert seen(store) == []


def test_what_is_read_again_does_not_replace_a_later_correction(store: Store) -> None:
    first = bring(store, HEAD + days(1, 5, 1))
    bring(store, HEAD + days(1, 6, 1))
    bring(store, HEAD + days(2, 3, 9))
    before = seen(store)
    take_back(store, first, whole=True)
    assert seen(store) == before


def test_what_was_read_again_is_undone_with_the_import_that_it_repeats(store: Store) -> None:
    first, second = bring(store, HEAD + days(1, 5, 1)), bring(store, HEAD + days(1, 6, 1))
    take_back(store, first, whole=True)
    take_back(store, second, whole=True)
    assert seen(store) == []


def test_an_earlier_import_that_said_the_same_stands_when_others_go(store: Store) -> None:
    first = bring(store, HEAD + days(1, 5, 1))
    bring(store, HEAD + days(1, 5, 1) + days(1, 2, 1, "M"))
    third = bring(store, HEAD + days(1, 5, 9))
    take_back(store, first, whole=True)
    take_back(store, third, whole=True)
    assert values(store) == [1.0] * 4


def test_an_import_that_brought_nothing_new_is_undone_without_harm(store: Store) -> None:
    bring(store, HEAD + days(1, 5, 1))
    second = bring(store, HEAD + days(1, 5, 1) + "\n")
    take_back(store, second, whole=True)
    assert len(seen(store)) == 4
    assert any(path.is_file() for path in store.home.originals.rglob("*"))


def test_an_undoing_that_fails_leaves_all_as_it_was(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = bring(store, HEAD + days(1, 5, 1))

    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(undoing, "repair_block", broken)
    with pytest.raises(KeyboardInterrupt):
        take_back(store, batch)
    assert len(seen(store)) == 4
    assert any(path.is_file() for path in store.home.originals.rglob("*"))


def test_a_death_before_files_are_read_again_loses_nothing(store: Store) -> None:
    first = bring(store, HEAD + days(1, 5, 1))
    bring(store, HEAD + days(3, 8, 1))
    take_back(store, first)  # which stops after the undoing itself
    assert len(seen(store)) == 3
    for _ in range(2):  # once is enough, twice harms nothing
        list(undoing.resume_undoing(store.writer("test"), store.settings))
        assert len(seen(store)) == 5


def test_without_the_original_to_read_again_nothing_is_undone(store: Store) -> None:
    first = bring(store, HEAD + days(1, 5, 1))
    second = bring(store, HEAD + days(3, 8, 1))
    with store.writer("test").look() as session:
        sha256 = session.get_one(Batch, second).sha256
    originals.place(store.home, sha256).unlink()
    with pytest.raises(BeffroiError) as caught:
        take_back(store, first)
    assert caught.value.type.code == "import.file_missing"
    assert len(seen(store)) == 7


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    spans=st.lists(
        st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(1, 3)), min_size=2, max_size=4
    ),
    picks=st.lists(st.integers(0, 3), min_size=1, max_size=4),
)
def test_after_any_undoings_the_imports_that_stand_say_all(
    tmp_path_factory: pytest.TempPathFactory,
    spans: list[tuple[int, int, int]],
    picks: list[int],
) -> None:
    texts = [
        HEAD + days(first, first + length, value) + days(1, 2, place, f"M{place}")
        for place, (first, length, value) in enumerate(spans)
    ]
    standing = [True] * len(texts)
    folder = tmp_path_factory.mktemp("any")
    with Store.create(folder / "home") as store:
        create_organisation(store.writer("t"), "Essai")
        last = [bring(store, text) for text in texts]  # what to undo next, to turn each one
        for pick in (pick % len(texts) for pick in picks):
            last[pick] = take_back(store, last[pick], whole=True)
            standing[pick] = not standing[pick]
            count_all(store)
        found = seen(store, "raw"), seen(store)
    with Store.create(folder / "other") as other:
        create_organisation(other.writer("t"), "Essai")
        for text, stands in zip(texts, standing, strict=True):
            if stands:
                bring(other, text)
        assert found == (seen(other, "raw"), seen(other))


def test_from_the_command_line(store: Store) -> None:
    def call(*words: str, code: int = 0) -> str:
        result = CliRunner().invoke(build(), [*words, "--home", str(store.home.root)])
        assert result.exit_code == code, result.output
        return result.output

    assert "Aucun import" in call("imports")
    batch = bring(store, HEAD + days(1, 5, 1))
    assert "en place" in call("imports")
    assert f"beffroi undo {batch + 1}" in " ".join(call("undo", str(batch)).split())
    assert "annulé" in call("imports")
    rows = json.loads(call("imports", "--json"))
    assert [(row["status"], row["undoes"]) for row in rows] == [("done", batch), ("undone", None)]
    error = json.loads(call("undo", "99", "--json", code=1))["error"]
    assert error["code"] == "store.not_found"
    assert datetime.fromisoformat(rows[0]["received_at"]).tzinfo == UTC
