"""Whatever the dialect in which a series is written, the same instants and values come back."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.readers import ReadOptions
from beffroi.readers.generic import read
from tests.readers.reading import source_of

PARIS = ZoneInfo("Europe/Paris")
FORMATS = (
    "%Y-%m-%dT%H:%M:%S%z",
    "%Y-%m-%d %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%d.%m.%Y %Hh%M",
    "%Y%m%dT%H%M%S",
)


@dataclass(frozen=True)
class Dialect:
    separator: str
    decimal: str
    thousands: str
    time: str
    encoding: str
    bom: bool
    preamble: int
    newline: str
    long: bool
    quoted: bool


dialects = st.builds(
    Dialect,
    separator=st.sampled_from(";\t|,"),
    decimal=st.sampled_from(".,"),
    thousands=st.sampled_from(["", " ", "\u00a0", "\u202f"]),
    time=st.sampled_from(FORMATS),
    encoding=st.sampled_from(["utf-8", "cp1252", "utf-16-le"]),
    bom=st.booleans(),
    preamble=st.integers(0, 3),
    newline=st.sampled_from(["\n", "\r\n"]),
    long=st.booleans(),
    quoted=st.booleans(),
).filter(lambda d: not (d.separator == "," and d.decimal == "," and not d.quoted)
         and not (d.encoding == "cp1252" and d.thousands == "\u202f"))  # fmt: skip

values = st.lists(st.lists(st.integers(-10**7, 10**9), min_size=12, max_size=12),
                  min_size=1, max_size=3)  # fmt: skip


def number(thousandths: int, dialect: Dialect) -> str:
    text = f"{abs(thousandths) / 1000:,.3f}".replace(",", "T").replace(".", dialect.decimal)
    text = text.replace("T", dialect.thousands)
    return f"-{text}" if thousandths < 0 else text


def write(columns: list[list[int]], start: datetime, step: timedelta, dialect: Dialect) -> bytes:
    def cells(*texts: str) -> str:
        mark = '"' if dialect.quoted else ""
        return dialect.separator.join(f"{mark}{text}{mark}" for text in texts)

    times = [
        (start + k * step).astimezone(PARIS).strftime(dialect.time) for k in range(len(columns[0]))
    ]
    lines = [f"Relevé préparé n° {k + 1}" for k in range(dialect.preamble)]
    if dialect.long:
        lines.append(cells("Compteur", "Horodate", "Température (°C)"))
        lines += [
            cells(f"Mât {c}", time, number(value, dialect))
            for c, column in enumerate(columns)
            for time, value in zip(times, column, strict=True)
        ]
    else:
        lines.append(cells("Horodate", *(f"Mât {c} (°C)" for c in range(len(columns)))))
        lines += [
            cells(time, *(number(value, dialect) for value in row))
            for time, *row in zip(times, *columns, strict=True)
        ]
    text = dialect.newline.join([*lines, ""])
    mark = {"utf-8": b"\xef\xbb\xbf", "cp1252": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe"}
    return (mark[dialect.encoding] if dialect.bom else b"") + text.encode(dialect.encoding)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(
    dialect=dialects,
    columns=values,
    start=st.datetimes(datetime(2001, 1, 13), datetime(2029, 12, 28)),  # noqa: DTZ001
    minutes=st.sampled_from([10, 30, 60, 1440]),
)
def test_same_values_and_instants(
    dialect: Dialect, columns: list[list[int]], start: datetime, minutes: int
) -> None:
    # A civil step of a day is not 1,440 minutes: times of whole days are told in hours here.
    begin = start.replace(hour=12, minute=0, second=0, microsecond=0, tzinfo=UTC)
    step = timedelta(minutes=minutes)
    data = write(columns, begin, step, dialect)
    found = {
        (draft.asset, draft.qualifier, row["start"]): row["value"]
        for piece in read(source_of(data, "mats.csv"), ReadOptions())
        for row in piece.observations.to_pylist()
        for draft in [piece.series[row["series"]]]
    }
    several = len(columns) > 1
    expected = {
        (
            f"Mât {c}" if dialect.long else "mats",
            f"Mât {c} (°C)" if several and not dialect.long else "",
            begin + k * step,
        ): value / 1000
        for c, column in enumerate(columns)
        for k, value in enumerate(column)
    }
    assert found == expected
