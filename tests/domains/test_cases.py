"""The cases of every domain: `cases/*.toml`, computed by hand. A new domain is covered too."""

from typing import Any

import pytest

from beffroi.domains import domains, parameters
from tests.domains.cases import (
    Case,
    cases_of,
    faults,
    run_detector,
    run_indicator,
    run_levers,
)


def cases() -> list[Any]:
    return [
        pytest.param(
            key,
            case,
            id=f"{_about(case)}: {case.get('name')}",
        )
        for key in domains()
        for case in cases_of(key)
    ]


def _about(case: Case) -> Any:
    return case.get("detector") or case.get("indicator") or case.get("levers")


@pytest.mark.parametrize(("key", "case"), cases())
def test_case(key: str, case: Case) -> None:
    assert faults(case) == []
    run = run_detector if "detector" in case else run_indicator
    run = run_levers if "levers" in case else run
    run(domains()[key], parameters(key), case)


def test_every_domain_has_cases() -> None:
    assert [key for key in domains() if not cases_of(key)] == []


GOOD: Case = {
    "detector": "energy.step",
    "name": "x",
    "first": 1,
    "as_of": 2,
    "rows": [{"open_kw": 1, "closed_kw": 1, "fault": {"from": 1, "adds": 2}}],
    "expected": [{"row": 0}],
}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, []),
        ({"expect": []}, ["case: unknown key 'expect'"]),
        ({"expected": [{"row": 0, "kWh": 3}]}, ["expected: unknown key 'kWh'"]),
        (
            {"rows": [{"open_kw": 1, "closed_kw": 1, "fault": {"add": 2}}]},
            ["fault: unknown key 'add'"],
        ),
        (
            {"rows": [{"open_kw": 1, "weekend_hours": 1}]},
            ["row: unknown key 'weekend_hours'", "row: no 'closed_kw'"],
        ),
    ],
)
def test_a_key_that_nobody_reads_is_refused(change: Case, said: list[str]) -> None:
    assert faults(GOOD | change) == said


def test_a_case_of_nothing_is_refused() -> None:
    case = {key: value for key, value in GOOD.items() if key != "detector"}
    assert "case: no 'indicator'" in faults(case)
