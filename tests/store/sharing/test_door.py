"""The read door gives what agreements in force lend, and nothing else."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from beffroi.commons.agreements.stances import take
from beffroi.errors import BeffroiError
from beffroi.periods import Step, utc_now
from beffroi.store.journal.claims import verify_all
from beffroi.store.read import ReadDoor, Selection
from beffroi.store.rollups.roll import roll
from beffroi.store.sharing.trace import traces
from beffroi.store.state.models import JournalEntry
from beffroi.store.store import Store
from beffroi.units import Aggregation
from tests.store.sharing.build import (
    BEGIN,
    acting,
    agree,
    hours,
    measure,
    moment,
    next_free,
    offer,
    organisation,
)


def refused(door: ReadDoor, *series: int, step: Step = Step.RAW, **how: Any) -> dict[str, object]:
    with pytest.raises(BeffroiError) as caught:
        if step is Step.RAW:
            door.observations(Selection(series, **how))
        else:
            door.aggregate(Selection(series, **how), step)
    return caught.value.to_dict("fr")


def refusal(door: ReadDoor, selection: Selection, step: Step) -> str:
    try:
        door.aggregate(selection, step)
    except BeffroiError as error:
        return error.type.code
    return ""


def winter(store: Store, owner: int = 1, **how: Any) -> int:
    """A watt-hour each hour from 1 January to 2 March 2024 at noon, in Paris."""
    return measure(store, owner, "ecole", hours("2023-12-31T23:00", [1.0] * (24 * 61 + 12)), **how)


def test_a_month_that_is_over_is_lent_and_nothing_finer(store: Store) -> None:
    series, other = winter(store), organisation(store, "Syndicat")
    agree(store, 1, other)
    door = acting(store, other)
    months = door.aggregate(Selection((series,)), Step.MONTH)
    # January has 31 x 24 hours, February 29 x 24; March is not over.
    assert months["value"].to_pylist() == [744.0, 696.0]
    assert door.aggregate(Selection((series,)), Step.YEAR)["value"].to_pylist() == []
    for step in (Step.RAW, Step.HOUR, Step.DAY):
        assert refused(door, series, step=step)["code"] == "agreement.too_fine"
    with pytest.raises(BeffroiError, match="too_fine"):
        door.count(Selection((series,)))
    # The greatest of a month is a measure of one hour; what was known each day tells each day.
    with pytest.raises(BeffroiError, match="too_fine"):
        door.aggregate(Selection((series,)), Step.MONTH, Aggregation.MAX)
    assert refused(door, series, step=Step.MONTH, as_of=utc_now())["code"] == "agreement.too_fine"
    assert refused(door, series, step=Step.MONTH, view="raw")["code"] == "agreement.too_fine"


def test_rollups_follow_the_rights_of_what_they_sum(store: Store) -> None:
    shared, other = winter(store), organisation(store, "Syndicat")
    hidden = winter(store, quantity="gas.energy")
    assert roll(store.writer("test")).rows
    agree(store, 1, other, granularity="day", since="2024-01-30")
    door = acting(store, other)
    days = door.aggregate(Selection((shared,)), Step.DAY)
    assert days["value"].to_pylist() == [24.0] * 32  # two of January, all of February, 1 March
    assert door.aggregate(Selection((shared,)), Step.MONTH)["value"].to_pylist() == [696.0]
    assert refused(door, hidden, step=Step.DAY)["code"] == "store.out_of_scope"


def test_a_part_of_a_step_is_never_given(store: Store) -> None:
    series, other = winter(store), organisation(store, "Syndicat")
    agree(store, 1, other)
    door = acting(store, other)
    for since, until in (("2024-01-03", "2024-01-04"), ("2024-01-03", "2024-02-20")):
        part = Selection((series,), moment(since), moment(until))
        assert door.aggregate(part, Step.MONTH).num_rows == 0
    part = Selection((series,), moment("2024-01-03"), moment("2024-03-05"))
    assert door.aggregate(part, Step.MONTH)["value"].to_pylist() == [696.0]


def test_the_window_of_measures_is_clipped_in_whole_steps(store: Store) -> None:
    series, other = winter(store), organisation(store, "Syndicat")
    agree(store, 1, other, granularity="raw", since="2024-01-15", until="2024-02-02")
    door = acting(store, other)
    rows = door.observations(Selection((series,)))
    assert rows.num_rows == 18 * 24
    assert rows["start"][0].as_py() == moment("2024-01-14T23:00")
    assert rows["end"][-1].as_py() == moment("2024-02-01T23:00")
    assert door.count(Selection((series,))) == {series: 18 * 24}
    assert door.aggregate(Selection((series,)), Step.DAY).num_rows == 18
    assert door.aggregate(Selection((series,)), Step.MONTH).num_rows == 0


def test_several_agreements_lend_together(store: Store) -> None:
    series, other = winter(store), organisation(store, "Syndicat")
    agree(store, 1, other, granularity="day", until="2024-01-10")
    agree(store, 1, other, granularity="day", since="2024-01-10", until="2024-01-12")
    agree(store, 1, other, granularity="day", since="2024-02-01", until="2024-02-02")
    days = acting(store, other).aggregate(Selection((series,)), Step.DAY)
    assert days.num_rows == 11 + 1


def test_ones_own_measures_are_untouched_beside_those_of_others(store: Store) -> None:
    theirs, other = winter(store), organisation(store, "Syndicat")
    own = winter(store, other)
    agree(store, 1, other)
    both = acting(store, other).aggregate(Selection((theirs, own)), Step.MONTH)
    rows = zip(both["series"].to_pylist(), both["value"].to_pylist(), strict=True)
    assert sorted(rows) == [
        (theirs, 696.0),
        (theirs, 744.0),
        (own, 36.0),
        (own, 696.0),
        (own, 744.0),
    ]


@pytest.mark.parametrize(
    ("terms", "lent"),
    [
        ({"quantities": ["gas.energy"]}, False),
        ({"asset_types": ["building", "meter"]}, True),
        ({"asset_types": ["meter"]}, False),
        ({"assets": ["ecole"]}, True),
        ({"assets": ["mairie"]}, False),
        ({"territories": ["01001"]}, True),
        ({"territories": ["01002"]}, False),
        ({"minimum_group": 3}, False),
    ],
)
def test_only_what_the_terms_name_is_lent(store: Store, terms: Any, lent: bool) -> None:
    series, other = winter(store, insee="01001"), organisation(store, "Syndicat")
    agree(store, 1, other, **terms)
    door = acting(store, other)
    if lent:
        assert door.aggregate(Selection((series,)), Step.MONTH).num_rows == 2
    else:
        assert refused(door, series, step=Step.MONTH)["code"] == "store.out_of_scope"


def test_nothing_is_lent_before_both_accept_nor_after_either_stops(store: Store) -> None:
    series, other = winter(store), organisation(store, "Syndicat")
    door, write = acting(store, other), store.writer("test")
    number = offer(store, 1, (other,))

    def lent() -> bool:
        code = refusal(door, Selection((series,)), Step.MONTH)
        assert code in ("", "store.out_of_scope")
        return not code

    assert not lent()
    for party, step, after in (
        (other, "accept", True),
        (1, "suspend", False),
        (other, "suspend", False),
        (1, "resume", False),
        (other, "resume", True),
        (other, "revoke", False),
    ):
        take(write, number, party, step)
        assert lent() is after, step
    with pytest.raises(BeffroiError, match="step_refused"):
        take(write, number, other, "accept")


def test_an_agreement_holds_between_its_days(store: Store) -> None:
    series, other = winter(store), organisation(store, "Syndicat")
    now, hour = utc_now(), timedelta(hours=1)
    agree(store, 1, other, valid_from=now + hour)
    agree(store, 1, other, valid_until=now - hour, valid_from=BEGIN)
    assert refused(acting(store, other), series)["code"] == "store.out_of_scope"
    agree(store, 1, other, granularity="raw", valid_from=now - hour, valid_until=now + hour)
    assert acting(store, other).observations(Selection((series,))).num_rows


def test_unknown_foreign_and_not_lent_are_answered_alike(store: Store) -> None:
    other, third = organisation(store, "Syndicat"), organisation(store, "Tiers")
    lent, hidden = winter(store), measure(store, 1, "gaz", hours("2024-01-01", [1.0]), "gas.energy")
    foreign = winter(store, third)
    agree(store, 1, other)
    door = acting(store, other)
    said, worked = [], []
    for series in (hidden, foreign, next_free(store)):
        with counted(store) as statements:
            error = refused(door, series, step=Step.MONTH)
        said.append(re.sub(rf"(series|la série) {series}\b", "series N", str(error)))
        worked.append(statements)
    assert len({*said}) == 1
    assert worked[0] == worked[1] == worked[2] != []
    assert refused(door, lent, hidden, step=Step.MONTH)["code"] == "store.out_of_scope"
    # Nor does a reader to whom nobody lends anything learn which numbers are taken.
    for series in (hidden, 999_999):
        error = refused(acting(store, third), series)
        assert re.sub(rf"(series|la série) {series}\b", "series N", str(error)) == said[0]


class counted:  # noqa: N801 - reads as a statement
    """The statements that reading the state takes, without their values."""

    def __init__(self, store: Store) -> None:
        self.engine, self.found = store.state.reading, list[str]()

    def _hear(self, _c: object, _k: object, statement: str, *_: object) -> None:
        self.found.append(statement)

    def __enter__(self) -> list[str]:
        event.listen(self.engine, "before_cursor_execute", self._hear)
        return self.found

    def __exit__(self, *_: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._hear)


def test_a_question_leaves_one_trace_that_both_sides_see(store: Store) -> None:
    other, third = organisation(store, "Syndicat"), organisation(store, "Tiers")
    series = (winter(store), measure(store, 1, "mairie", hours("2024-01-01", [1.0])))
    number = agree(store, 1, other)
    acting(store, other).aggregate(Selection(series), Step.MONTH)
    read = JournalEntry.action == "access.read"
    for side, seen in ((1, 1), (other, 1), (third, 0)):
        with store.writer("test").look(side) as session:
            told = traces(session, 1)
            entries = session.scalars(select(JournalEntry).where(read)).all()
        if store.state.server:  # the server shows it to both sides, and to nobody else
            assert len(entries) == seen
            assert len(told) == (side == 1)
            continue
        (one,) = told
        assert (one.owner, one.reader, one.agreement) == (1, other, number)
        assert (one.actor, one.purpose, one.what, one.series) == ("agent", "analysis", "month", 2)
    with store.writer("test").look() as session:
        assert len(traces(session)) == len(traces(session, agreement=number)) == 1
        assert traces(session, other) == traces(session, agreement=number + 1) == []
        assert verify_all(session).wrong == []


def test_latest_values_of_others_stay_theirs(store: Store) -> None:
    winter(store)
    other = organisation(store, "Syndicat")
    agree(store, 1, other, granularity="raw")
    assert acting(store, other).latest().num_rows == 0
    with pytest.raises(BeffroiError, match="out_of_scope"):
        acting(store, other).latest([1])


def test_two_agreements_together_lend_no_step_that_neither_lends(store: Store) -> None:
    """March less its days until the 30th would tell the 31st, which is lent by month only."""
    other = organisation(store, "Région")
    series = measure(store, 1, "ecole", hours("2024-02-29T23:00", [1.0] * (24 * 70)))
    agree(store, 1, other, granularity="day", until="2024-03-31")
    agree(store, 1, other, granularity="month", since="2024-03-31")
    found = acting(store, other).aggregate(Selection((series,)), Step.MONTH)
    assert [f"{one:%m-%d %H}" for one in found["start"].to_pylist()] == ["03-31 22"]  # April
    assert len(acting(store, other).aggregate(Selection((series,)), Step.DAY)) == 30
