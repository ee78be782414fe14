"""What is said of samples of tap water, on both sides of each limit: by hand."""

from datetime import date, timedelta

import pytest

from beffroi.domains.water.quality import spelling
from beffroi.domains.water.quality.bounds import Above, Bounds, above, bounds
from beffroi.domains.water.quality.conformity import rate
from beffroi.domains.water.quality.episodes import episodes, told
from beffroi.domains.water.quality.followed import FOLLOWED, converted, followed
from beffroi.domains.water.quality.samples import Named, Result, Sample
from beffroi.domains.water.quality.trend import Course, Point, course
from beffroi.domains.water.quality.years import whole_years

UPPER, LOWER = ("N1", "Haut"), ("N2", "Bas")


def nitrates(value: float, sign: str = "", unit: str = "mg/L") -> Result:
    return Result("1340", "NO3", "Nitrates", f"{sign}{value}", sign, value, unit, "<=50 mg/L")


def of(reference: str, value: float, sign: str = "") -> Result:
    return Result("1302", "PH", "pH", "", sign, value, "unité pH", "", reference)


def sample(code: str, day: str, *results: Result, networks: tuple[Named, ...] = (UPPER,)) -> Sample:
    return Sample(code, date.fromisoformat(day), networks=networks, results=results)


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (nitrates(50.0), Above.NOTHING),
        (nitrates(50.1), Above.LIMIT),
        (nitrates(60.0, "<"), Above.NOTHING),  # nobody saw any: it may be 0
        (nitrates(40.0, ">"), Above.NOTHING),  # nobody knows
        (nitrates(50.0, ">"), Above.LIMIT),
        (nitrates(51.0, unit="µg/L"), Above.NOTHING),  # another unit: not compared
        (of(">=6,5 et <=9 unité pH", 6.5), Above.NOTHING),
        (of(">=6,5 et <=9 unité pH", 6.4), Above.REFERENCE),
        (of(">=6,5 et <=9 unité pH", 9.1), Above.REFERENCE),
        (of(">=6,5 et <=9 unité pH", 6.5, "<"), Above.REFERENCE),
        (of("<2 unité pH", 2.0), Above.REFERENCE),
        (of("absence", 3.0), Above.NOTHING),
    ],
)
def test_a_limit_is_told_from_a_reference_on_both_sides(result: Result, said: Above) -> None:
    assert above(result) is said


def test_a_limit_of_another_form_is_not_understood() -> None:
    assert bounds("") is None
    assert bounds(">=200 et <=1100 µS/cm") == Bounds(((">=", 200.0), ("<=", 1100.0)), "µS/cm")


def test_conformity_as_the_annual_report_defines_it() -> None:
    """P101.1: 4 samples judged, 1 not: 75 %. P102.1: 3 judged, 1 by derogation: 100 %."""
    letters = [("C", "C"), ("N", "S"), ("C", "D"), ("C", "C"), ("S", "S"), ("", "")]
    made = [
        Sample(str(n), date(2026, 1, 1), bact_limits=bact, pc_limits=pc)
        for n, (bact, pc) in enumerate(letters)
    ]
    bact, pc = rate([*made, made[0]], "bact_limits"), rate(made, "pc_limits")
    assert (bact.judged, bact.failing, bact.percent) == (4, 1, 75.0)
    assert (pc.judged, pc.failing, pc.derogated, pc.percent) == (3, 0, 1, 100.0)
    assert rate([], "bact_limits").percent is None


def test_an_episode_lasts_until_a_conforming_sample_of_the_same_parameter_and_place() -> None:
    lead = Result("1382", "PB", "Plomb", "2", "", 2.0, "µg/L", "<=10 µg/L")
    rows = [
        sample("1", "2026-01-05", nitrates(40.0)),
        sample("2", "2026-02-05", nitrates(55.0), networks=(UPPER, LOWER)),
        sample("3", "2026-02-20", lead),  # another parameter
        sample("4", "2026-03-05", nitrates(61.0)),
        sample("5", "2026-03-20", nitrates(45.0), networks=(LOWER,)),
        sample("6", "2026-04-05", nitrates(48.0)),
    ]
    upper, lower = sorted(episodes(rows), key=lambda one: -one.count)
    assert (upper.places, upper.count, upper.since, upper.until) == (
        (UPPER,), 2, date(2026, 2, 5), date(2026, 4, 5)
    )  # fmt: skip
    assert upper.worst[1].value == 61.0
    assert (lower.places, lower.until) == ((LOWER,), date(2026, 3, 20))
    # Before any of them ended, it was one episode at two networks.
    (open_,) = episodes(rows[:2])
    assert (open_.places, open_.until) == ((UPPER, LOWER), None)


@pytest.mark.parametrize(("days", "known"), [(730, 1), (731, 0)])
def test_a_place_without_samples_is_left_after_two_years(days: int, known: int) -> None:
    found = episodes([sample("1", "2024-01-01", nitrates(55.0))])
    assert len(told(found, date(2024, 1, 1) + timedelta(days=days))) == known


@pytest.mark.parametrize(("days", "known"), [(365, 1), (366, 0)])
def test_what_ended_long_ago_is_history(days: int, known: int) -> None:
    rows = [sample("1", "2024-01-01", nitrates(55.0)), sample("2", "2024-02-01", nitrates(5.0))]
    assert len(told(episodes(rows), date(2024, 2, 1) + timedelta(days=days))) == known


def run(given: list[Point]) -> Course:
    found = course(given)
    assert found is not None
    return found


def points(*values: float, below: tuple[int, ...] = ()) -> list[Point]:
    return [Point(date(2018 + n, 5, 2), one, n in below) for n, one in enumerate(values)]


def test_a_mean_is_between_what_zeros_and_bounds_would_give() -> None:
    found = run(points(2.0, 1.0, 3.0, below=(1,)))
    assert (found.count, found.below, found.low, found.high) == (3, 1, 5 / 3, 2.0)
    assert course([]) is None


def test_a_course_is_told_when_it_is_clear_and_only_then() -> None:
    """Of 8 results, S = 28, and var(S) = 8 x 7 x 21 / 18 = 65.3: 27 / 8.08 = 3.34."""
    rising = run(points(*range(10, 18)))
    assert (rising.direction, rising.enough) == ("up", True)
    assert rising.slope == pytest.approx(1.0, abs=0.01)
    assert run(points(*range(18, 10, -1))).direction == "down"
    assert run(points(3, 1, 4, 1, 5, 2, 6, 5)).direction == ""
    assert not run(points(*range(7))).enough
    # Below detection throughout: nothing rises, whatever the bounds.
    assert run(points(1, 1, 2, 2, 5, 5, 9, 9, below=tuple(range(8)))).direction == ""


def test_results_are_put_side_by_side_in_one_unit() -> None:
    lead = Result("1382", "", "Plomb", "0,004", "", 0.004, "mg/L")
    assert followed(lead) is FOLLOWED[4]
    assert converted(lead, "µg/L") == 4.0
    assert converted(lead, "NFU") is None
    assert followed(Result("9999", "XX", "", "")) is None
    assert len({one.key for one in FOLLOWED}) == 6


def every(days: int) -> tuple[str, ...]:
    """Eleven days of samples from 10 February 2024 on."""
    return tuple(str(date(2024, 2, 10) + timedelta(days=days * n)) for n in range(11))


@pytest.mark.parametrize(
    ("days", "years"),
    [
        # Monthly from January on: 2024 is whole once 2025 has a sample.
        (("2024-01-20", "2024-02-22", "2024-03-15"), []),
        (("2024-01-20", "2024-02-22", "2024-12-15", "2025-01-04"), [2024]),
        # A file that begins in July tells nothing of that year; 2025 is whole.
        (("2024-07-02", "2024-08-02", "2024-09-03", "2025-02-01", "2026-01-02"), [2025]),
        # A first sample 40 days after New Year is on time where 40 days go by without any.
        (every(40), [2024]),
        (every(39), []),
        # A hole of years later on does not make the first one whole, and has no sample itself.
        (("2022-06-01", "2022-07-01", "2025-01-01"), [2023, 2024]),
        (("2024-01-01", "2026-01-01"), [2025]),
    ],
)
def test_a_year_counts_where_its_samples_are_all_there(
    days: tuple[str, ...], years: list[int]
) -> None:
    assert list(whole_years(map(date.fromisoformat, days))) == years


def test_spaces_of_a_file_cost_their_number_and_not_its_square() -> None:
    gap = " " * 100_000  # looked at from each of them, they would take minutes
    odd = Result("1449", "ECOLI", f"Escherichia{gap}coli", "4", "", 4.0, f"n/(100mL){gap}x")
    assert spelling.name(odd) == odd.name
    assert spelling.found(odd).fr == f"4 pour 100\u00a0mL{gap}x"
    assert spelling.said(f"1{gap}SANS OBJET").fr == "1"
    assert (
        spelling.name(Result("1", "E", f"E. coli{gap}/100ml - MF", "4", "", 4.0, "")) == "E. coli"
    )
