"""Measures of a network as CSV, in the ways that supervisions write them."""

import numpy as np
import pytest

from beffroi.errors import BeffroiError
from beffroi.readers.water.scada import read_leaks
from beffroi.readers.water.table import read_table

LINES = [("2018-10-28 00:05", 31.25, 1.5), ("2018-10-28 00:10", None, 1200.0)]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_one_table_however_it_is_written(separator: str, encoding: str) -> None:
    comma = separator == ";"
    rows = [
        separator.join([at, *("" if one is None else str(one) for one in values)])
        for at, *values in LINES
    ]
    rows = [row.replace(".", ",") if comma else row for row in rows]
    text = "\r\n".join([separator.join(["Horodate", "n1", "réservoir"]), *rows, ""])
    found = read_table(text.encode(encoding), "2018_levels.csv")
    assert found.names == ("n1", "réservoir")
    assert found.times.astype(str).tolist() == ["2018-10-28T00:05:00", "2018-10-28T00:10:00"]
    assert np.array_equal(found.values, [[31.25, 1.5], [np.nan, 1200.0]], equal_nan=True)


def test_the_hour_that_autumn_repeats_and_rows_in_disorder() -> None:
    clocks = ["28/10/2018 02:30", "28/10/2018 02:45", "28/10/2018 02:30", "28/10/2018 02:45"]
    rows = [f"{at};{value}" for value, at in enumerate(clocks)]
    text = "\n".join(["quand;n1", *rows, "28/10/2018 01:00;9"])
    found = read_table(text.encode(), "x.csv", "Europe/Paris")
    assert found.times.astype("M8[m]").astype(str).tolist() == [
        "2018-10-27T23:00", "2018-10-28T00:30", "2018-10-28T00:45",
        "2018-10-28T01:30", "2018-10-28T01:45",
    ]  # fmt: skip
    assert found.values[:, 0].tolist() == [9, 0, 1, 2, 3]
    since = np.datetime64("2018-10-28T01:00", "s")
    assert read_table(text.encode(), "x.csv", "Europe/Paris", since).values[:, 0].tolist() == [2, 3]


@pytest.mark.parametrize(
    ("text", "zone", "code", "words"),
    [
        ("t;n1\n2018-01-01 00:00;1,5\n2018-01-01 00:05;12..5", "UTC",
         "water.cell_unreadable", ("n1", "12..5", "3")),
        ("t;n1\n2018-01-01 00:00;1\n32/01/2018 00:05;1", "UTC", "water.clock_unreadable", ("t",)),
        ("t;n1\n2018-01-01 00:00;1", "Mars/Olympe", "water.zone_unknown", ("Mars/Olympe",)),
        ("t;n1\n2018-01-01 00:00;1", "+99:99", "water.zone_unknown", ("+99:99",)),
        ("t;n1;n1\n2018-01-01 00:00;1;2", "UTC", "import.file_broken", ("n1",)),
        ("t;n1\n2018-01-01 00:00;1;2", "UTC", "import.file_broken", ("x.csv",)),
        ("t;n1\n", "UTC", "water.clock_unreadable", ("t",)),
        ("", "UTC", "import.file_broken", ("x.csv",)),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_where_it_is(
    text: str, zone: str, code: str, words: tuple[str, ...]
) -> None:
    with pytest.raises(BeffroiError) as caught:
        read_table(text.encode(), "x.csv", zone)
    assert caught.value.type.code == code
    assert all(word in str(caught.value) for word in words)


@pytest.mark.parametrize(
    "content",
    ["pipe,start,end\nallée,2024-01-01,2024-02-01".encode("cp1252"), b"pipe\n" + b"x" * 200_000],
)
def test_known_leaks_that_cannot_be_read_are_told(content: bytes) -> None:
    with pytest.raises(BeffroiError) as caught:
        read_leaks(content, "2024_leaks.csv")
    assert caught.value.type.code == "import.file_broken"
