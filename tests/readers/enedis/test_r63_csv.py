"""R63 as CSV: several series, declared steps, Paris times, two conventions of stamping."""

from datetime import UTC, datetime, timedelta

import pytest

from beffroi.errors import BeffroiError
from beffroi.readers import recognise
from beffroi.readers.contract import Quality
from beffroi.readers.enedis import lines as lines_module

from ..reading import Reading, read, source_of  # noqa: TID252 - tests are no package
from .samples import PRM, R63_LABELS, r63_csv, r63_row

KEY = "enedis.r63_csv"
POWER = ("electricity.active_power", "mean_power", "consumption")
MIDNIGHT = datetime(2020, 12, 31, 23, tzinfo=UTC)  # in Paris
MINUTE = timedelta(minutes=1)


def notes(found: Reading) -> set[str]:
    return {note.en for piece in found.pieces for note in piece.notes}


@pytest.mark.parametrize(
    ("times", "step", "start", "told"),
    [
        (["00:30:00", "01:00:00"], 30, 0, "end of its step (told"),
        (["00:00:00", "00:30:00"], 30, 0, "start of its step (told"),
        (["00:00:00", "00:05:00"], 5, 0, "start of its step (told"),
        (["07:00:00", "07:30:00"], 30, 390, "end of its step (the use"),
        (["07:00:00", "07:10:00"], 10, 420, "start of its step (the use"),
        # A gap at the beginning: the end of the file tells.
        (["07:00:00", "23:30:00"], 30, 420, "start of its step (told"),
        # From the last to the first.
        (["23:30:00", "23:00:00"], 30, 1410, "start of its step (told"),
    ],
)
def test_the_period_asked_for_tells_the_stamp(
    times: list[str], step: int, start: int, told: str
) -> None:
    rows = [r63_row(f"2021-01-01 {time}", 7, step=f"PT{step}M") for time in times]
    found = read(KEY, r63_csv(*rows).encode())
    starts = [row[0] for row in found.values(*POWER, PRM)]
    assert MIDNIGHT + start * MINUTE in starts
    assert all(told in note for note in notes(found))


def test_steps_that_change_cover_what_they_declare() -> None:
    rows = [
        r63_row("2021-01-01 01:00:00", 1, step="PT60M"),
        r63_row("2021-01-01 02:00:00", 2, step="PT60M"),
        r63_row("2021-01-01 02:30:00", 3),
        r63_row("2021-01-01 05:00:00", 4),
    ]
    found = read(KEY, r63_csv(*rows).encode())
    minutes = [
        tuple(int((edge - MIDNIGHT) / MINUTE) for edge in row[:2]) for row in found.values(*POWER)
    ]
    assert minutes == [(0, 60), (60, 120), (120, 150), (270, 300)]


def autumn() -> list[str]:
    """Return the rows of 31 October 2021, 25 hours long, value by the half-hour, end of step."""
    clocks = [f"{half // 2:02d}:{half % 2 * 30:02d}" for half in range(1, 48)]
    clocks = [*clocks[:5], "02:00", "02:30", *clocks[5:]]  # 02:00 and 02:30 come twice
    days = {"begin": "2021-10-31 00:00:00", "finish": "2021-11-01 00:00:00"}
    rows = [r63_row(f"2021-10-31 {clock}:00", value, **days) for value, clock in enumerate(clocks)]
    return [*rows, r63_row("2021-11-01 00:00:00", 49, **days)]


@pytest.mark.parametrize("size", [1 << 20, 2_000, 333])
def test_the_day_of_25_hours_wherever_pieces_are_cut(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines_module, "PIECE_BYTES", size)
    found = read(KEY, r63_csv(*autumn()).encode())
    rows = found.values(*POWER)
    first = datetime(2021, 10, 30, 22, tzinfo=UTC)
    assert [row[:2] for row in rows] == [
        (first + 30 * half * MINUTE, first + 30 * (half + 1) * MINUTE) for half in range(50)
    ]
    assert [row[2] for row in rows] == list(range(50))


def test_the_day_of_23_hours() -> None:
    days = {"begin": "2021-03-28 00:00:00", "finish": "2021-03-29 00:00:00"}
    clocks = [f"{half // 2:02d}:{half % 2 * 30:02d}" for half in range(48) if half not in (4, 5)]
    rows = [r63_row(f"2021-03-28 {clock}:00", 1000, **days) for clock in clocks]
    found = read(KEY, r63_csv(*rows).encode()).values(*POWER)
    assert sum((end - start for start, end, *_ in found), timedelta()) == timedelta(hours=23)
    assert found[0][0] == datetime(2021, 3, 27, 23, tzinfo=UTC)
    assert found[-1][1] == datetime(2021, 3, 28, 22, tzinfo=UTC)


def test_interleaved_series_and_qualities() -> None:
    other = "2" * 14
    rows = [
        r63_row("2021-01-01 00:30:00", 1),
        r63_row("2021-01-01 00:30:00", 2, prm=other, nature="E"),
        r63_row("2021-01-01 00:30:00", 3, what="PRI;CONS;BRUT;kVAR"),
        r63_row("2021-01-01 00:30:00", 4, what="PA;PROD;CORRIGE;W"),
        r63_row("2021-01-01 01:00:00", 5, mark="1"),
        r63_row("2021-01-01 01:00:00", 6, prm=other, mark="null"),
        r63_row("2021-01-01 00:30:00", 7, what="E;CONS;BRUT;V"),
    ]
    found = read(KEY, r63_csv(*rows).encode())

    def of(quantity: str, qualifier: str, prm: str = PRM) -> list[tuple[float, int]]:
        rows = found.values(f"electricity.{quantity}", "mean_power", qualifier, prm)
        return [(value, quality) for _, _, value, quality in rows]

    assert of("active_power", "consumption") == [(1, Quality.MEASURED), (5, Quality.SUSPECT)]
    assert of("active_power", "consumption", other) == [
        (2, Quality.ESTIMATED),
        (6, Quality.MEASURED),
    ]
    assert of("reactive_power", "consumption inductive") == [(3000, Quality.MEASURED)]
    assert of("active_power", "injection") == [(4, Quality.CORRECTED)]
    assert found.refused == [(8, "unknown_unit", f"{PRM} E CONS V")]
    assert found.rows == 7


@pytest.mark.parametrize(
    "variant",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("é", "e"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace(";", "\t"),
        lambda text: text.replace(";692;", ';"692";'),
    ],
    ids=["bom", "no accents", "crlf", "tabs", "quotes"],
)
def test_variants_give_the_same(variant: object) -> None:
    assert callable(variant)
    plain = r63_csv(r63_row("2021-01-01 00:30:00", 692), r63_row("2021-01-01 01:00:00", 1))
    data = variant(plain).encode()
    assert recognise(source_of(data).head()).key == KEY
    found = read(KEY, data)
    assert found.table().equals(read(KEY, plain.encode()).table())
    assert (found.rows, found.refused) == (2, [])


def test_latin_1_is_read() -> None:
    text = r63_csv(r63_row("2021-01-01 00:30:00", 692))
    assert len(read(KEY, text.encode("latin-1")).values(*POWER)) == 1


def test_bad_rows_are_refused_with_their_line() -> None:
    rows = [
        r63_row("2021-01-01 00:30:00", 1),
        r63_row("2021-13-01 00:30:00", 1),
        r63_row("2021-01-01 01:30:00", ""),
        r63_row("2021-01-01 02:00:00", "null"),
        r63_row("2021-01-01 02:30:00", "1.2.3"),
        "nonsense",
        r63_row("2021-01-01 03:30:00", "2,5"),
    ]
    found = read(KEY, r63_csv(*rows).encode())
    assert sorted((line, reason) for line, reason, _ in found.refused) == [
        (3, "bad_time"),
        (4, "empty_value"),
        (5, "no_data"),
        (6, "bad_number"),
        (7, "bad_row"),
    ]
    assert [row[2] for row in found.values(*POWER)] == [1.0, 2.5]


def test_daily_amounts_follow_the_days_of_paris() -> None:
    row = r63_row("2021-10-31 00:00:00", 9000, what="EA;CONS;BRUT;Wh", step="P1D")
    found = read(KEY, r63_csv(row).encode())
    [(start, end, value, _)] = found.values(
        "electricity.active_energy", "interval", "consumption daily"
    )
    assert (end - start, value) == (timedelta(hours=25), 9000.0)


def test_labels_alone_hold_nothing_and_fewer_labels_are_broken() -> None:
    assert read(KEY, r63_csv().encode()).table().num_rows == 0
    with pytest.raises(BeffroiError) as raised:
        read(KEY, R63_LABELS.replace("Valeur", "Watts").encode())
    assert raised.value.type.code == "import.file_broken"


def test_a_file_without_one_readable_time_is_refused_row_by_row() -> None:
    found = read(KEY, r63_csv(r63_row("demain", 1), r63_row("", 2)).encode())
    assert [(line, reason) for line, reason, _ in found.refused] == [
        (2, "bad_time"),
        (3, "bad_time"),
    ]
    assert found.table().num_rows == 0
