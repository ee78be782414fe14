"""The counts of the bench by kind of place, on meters made by hand."""

from datetime import date, timedelta

from beffroi.demo.generate.model import FaultKind, Truth
from beffroi.domains.contract import Estimate, Severity, Sighting, Stake
from beffroi.texts import Text
from benchmarks.detection.judging import Watched, is_of, line
from benchmarks.detection.replay import Said, Seen

START, END = date(2026, 1, 10), date(2026, 5, 1)
FAULT = Truth("a", "b", "gas.energy", FaultKind.STEP_UP, START, END, 0.0)


def said(detector: str, since: date, first: date) -> Said:
    none = Estimate(0.0, 0.0, 0.0)
    text = Text("x", "x")
    stake = Stake(none, none, none)
    sighting = Sighting(0, since, Severity.LOW, 0.5, stake, text, {}, ())
    return Said(Seen(0, f"energy.{detector}", sighting), first, first)


def test_a_finding_is_of_a_fault_that_it_dates_within_and_follows() -> None:
    month = timedelta(days=30)
    assert is_of(said("step", START, START), FAULT)
    assert is_of(said("step", START - month, START), FAULT)
    assert is_of(said("step", END, END + month), FAULT)
    assert not is_of(said("step", START - month - timedelta(days=1), START), FAULT)
    assert not is_of(said("step", START - month, START - timedelta(days=1)), FAULT)
    assert not is_of(said("step", END + timedelta(days=1), END + month), FAULT)


def test_recall_counts_faults_put_in_and_precision_findings_of_own_faults() -> None:
    late = END + timedelta(days=60)
    meter = Watched(
        "school",
        "0-499",
        (FAULT,),
        (
            said("step", START, START),  # right
            said("closed_hours", late, late),  # wrong
            said("dead_meter", START, START),  # of the other family
        ),
        {"step of 20 %": [14, None], "heating in summer": [30], "dead": [3]},
    )
    rises, silent = (line([meter, meter], name, "use", "school") for name in ("rises", "silent"))
    assert (rises["cases"], rises["seen"], rises["delay"]) == (6, 4, 22.0)
    assert (rises["said"], rises["true"]) == (4, 2)
    assert (silent["cases"], silent["seen"], silent["delay"]) == (2, 2, 3.0)
    assert (silent["said"], silent["true"]) == (2, 0)  # the fault of that meter is a rise
    assert line([], "rises", "use", "pool")["delay"] is None
