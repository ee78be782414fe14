"""Pages and seals, without any installation: what a hostile sender may try is refused."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.commons.federation.pages import Described, Page, columns, packed, unpacked
from beffroi.commons.federation.seals import CATALOGUE, CHANGES, Seal, opened, sealed
from beffroi.errors import BeffroiError
from beffroi.store.federation.cursors import Cursor
from beffroi.store.journal.heads import Head
from beffroi.store.journal.note import LOG, WITNESS, PublicKey, SecretKey

SECRET = SecretKey("beffroi/prêteur", LOG, b"\x07" * 32)
HOUR = 3_600_000_000
SCHOOL = Described("building", "Ecole", "École", "01001", "water.volume", "m3", "interval", "t", "")
ASKED = Seal(CHANGES, "200000172", 3, "n0nce", "4.1000")


def page(*windows: tuple[int, int, int], rows: int = 3, series: int = 0) -> Page:
    """Hours from the instant 0 on, of one series."""
    start = np.arange(rows, dtype="<i8") * HOUR
    return Page(
        (SCHOOL, replace(SCHOOL, asset="Mairie")),
        {
            "series": np.full(rows, series, "<i4"),
            "start": start,
            "end": start + HOUR,
            "value": np.arange(rows, dtype="<f8"),
            "quality": np.zeros(rows, "<i1"),
        },
        dict(zip(columns(), map(np.array, zip(*windows, strict=True)), strict=True)),
        columns(),
    )


def answer(**said: Any) -> tuple[str, list[bytes]]:
    parts = page((0, 0, 3 * HOUR)).parts()
    return sealed(replace(ASKED, until="9.2000", **said), parts, SECRET), parts


def code(call: Any, *args: Any) -> str:
    with pytest.raises(BeffroiError) as caught:
        call(*args)
    return caught.value.type.code


def test_a_page_is_read_as_it_was_written() -> None:
    sent = page((0, 0, 3 * HOUR), (1, 5, 9))
    note, parts = unpacked(packed("note", sent.parts()))
    found = Page.read(parts)
    assert note == "note"
    assert found.series == sent.series
    for name in ("rows", "windows", "extents"):
        for column, values in getattr(sent, name).items():
            assert np.array_equal(getattr(found, name)[column], values)
    assert sum(map(len, parts[1:])) == 29 * 3


def test_an_answer_leads_where_it_says() -> None:
    note, parts = answer()
    assert opened(note, ASKED, parts, SECRET.public) == (Cursor(9, 2000), True)


@pytest.mark.parametrize(
    "asked",
    [
        replace(ASKED, subscriber="200000173"),
        replace(ASKED, agreement=4),
        replace(ASKED, nonce="another"),
        replace(ASKED, since="4.1001"),
        replace(ASKED, use=CATALOGUE, since="-"),
    ],
)
def test_an_answer_to_another_question_is_refused(asked: Seal) -> None:
    note, parts = answer()
    assert code(opened, note, asked, parts, SECRET.public) == "federation.seal_wrong"


@pytest.mark.parametrize("until", ["4.1000", "3.9000", "4.999", "04.2000", "-", "1.2.3", "9" * 40])
def test_a_cursor_that_does_not_go_forward_is_refused(until: str) -> None:
    parts = page((0, 0, 3 * HOUR)).parts()
    note = sealed(replace(ASKED, until=until), parts, SECRET)
    assert code(opened, note, ASKED, parts, SECRET.public) == "federation.seal_wrong"


def test_a_round_ends_only_where_its_cursor_does() -> None:
    parts = page((0, 0, 3 * HOUR)).parts()
    for until, last in (("4.1000.9.2000.5.1", True), ("9.2000", False)):
        note = sealed(replace(ASKED, until=until, last=last), parts, SECRET)
        assert code(opened, note, ASKED, parts, SECRET.public) == "federation.seal_wrong"


def test_signatures_of_other_uses_and_other_keys_do_not_hold() -> None:
    note, parts = answer()
    other = SecretKey("beffroi/prêteur", LOG, b"\x08" * 32)
    witness = SecretKey("beffroi/prêteur", WITNESS, b"\x07" * 32)
    for key in (other.public, witness.public):
        assert code(opened, note, ASKED, parts, key) == "federation.seal_wrong"
    with pytest.raises(BeffroiError):  # an answer is no head of the journal either
        Head.parse(note.rpartition("\n\n")[0] + "\n", "answer")
    body = Head("beffroi/prêteur", 4, b"r" * 32, note_time()).body()
    head = f"{body}\n{SECRET.sign(body, note_time())}"
    assert code(opened, head, ASKED, parts, SECRET.public) == "federation.seal_wrong"


def note_time() -> Any:
    from datetime import UTC, datetime

    return datetime(2026, 1, 1, tzinfo=UTC)


@given(place=st.integers(0, 10_000), flip=st.integers(1, 255), cut=st.booleans())
def test_whatever_byte_is_changed_or_cut_nothing_is_taken(place: int, flip: int, cut: bool) -> None:
    note, parts = answer()
    body = bytearray(packed(note, parts))
    place %= len(body)
    if cut:
        del body[place:]
    else:
        body[place] ^= flip
    with pytest.raises(BeffroiError):
        text, found = unpacked(body)
        opened(text, ASKED, found, SECRET.public)
        Page.read(found)


def test_a_measure_outside_of_the_windows_is_refused() -> None:
    for windows in [(0, 0, 2 * HOUR)], [(0, HOUR, 3 * HOUR)], [(1, 0, 3 * HOUR)]:
        sent = page(*windows)
        assert code(Page.read, sent.parts()) == "federation.answer_refused"
    assert code(Page.read, page((0, 0, 9 * HOUR), series=2).parts()) == "federation.answer_refused"
    assert code(Page.read, page((0, 0, 5), (0, 4, 9 * HOUR)).parts()) == "federation.answer_refused"


@pytest.mark.parametrize(
    "head",
    [
        "[" * 100_000,
        "{}",
        "null",
        '{"series":[["a"]],"windows":[[],[],[]],"extents":[[],[],[]]}',
        '{"series":[],"windows":[[0],[0],[1e99]],"extents":[[],[],[]]}',
        '{"series":[],"windows":[[0],[0],[99999999999999999999]],"extents":[[],[],[]]}',
        '{"series":[],"windows":[[0],[],[]],"extents":[[],[],[]]}',
        '{"series":[],"windows":[[0],[0],[true]],"extents":[[],[],[]]}',
        '{"series":[],"windows":[[[0]],[[0]],[[5]]],"extents":[[],[],[]]}',
        '{"series":[],"windows":[[0],[0],[5]],"extents":[[],[],[]]}',
    ],
)
def test_a_strange_head_is_refused(head: str) -> None:
    parts = [head.encode(), *page((0, 0, 1), rows=0).parts()[1:]]
    assert code(Page.read, parts) == "federation.answer_refused"


def test_columns_of_several_lengths_are_refused() -> None:
    parts = page((0, 0, 3 * HOUR)).parts()
    for cut in ([*parts[:3], parts[3][:8], *parts[4:]], [*parts[:3], parts[3][:7], *parts[4:]]):
        assert code(Page.read, cut) == "federation.answer_refused"
    assert code(Page.read, parts[:4]) == "federation.answer_refused"


def test_a_key_travels_as_one_line() -> None:
    assert PublicKey.parse(str(SECRET.public)) == SECRET.public
    assert json.loads(page((0, 0, 3 * HOUR)).parts()[0])["windows"] == [[0], [0], [3 * HOUR]]
