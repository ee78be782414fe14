"""Cards cannot drift: versions stand for code, figures for benchmarks, whole cards only load."""

import ast
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from beffroi.domains import algorithms, domain, room, rooms, stoppable, whole
from beffroi.domains.cards import Automation, Figure
from beffroi.domains.contract import Algorithm, Domain
from beffroi.domains.fingerprints import FILE, changed, plain, reached, recorded, stamp
from beffroi.errors import BeffroiError
from beffroi.quality import RULES, rules
from beffroi.quality.repair import FINDERS
from beffroi.texts import Text
from beffroi.trust.algorithms.inventory import inventory
from beffroi.trust.algorithms.register import register
from tests.house.tree import ROOT

FIGURES = json.loads((ROOT / "benchmarks" / "figures.json").read_text("utf-8"))


def found(figure: Figure) -> float:
    """Return what a benchmark says at the place that a card names."""
    place: Any = FIGURES[figure.benchmark]["figures"]
    for step in figure.path.split("/"):
        if "=" in step:
            wanted = dict(pair.split("=") for pair in step.split(","))
            [place] = [one for one in place if {k: one[k] for k in wanted} == wanted]
        else:
            place = place[step]
    return float(place)


@pytest.mark.parametrize("one", algorithms().values(), ids=lambda one: one.key)
def test_figures_of_a_card_are_those_of_its_benchmark(one: Algorithm) -> None:
    assert one.card is not None
    for figure in one.card.figures:
        assert figure.value == round(found(figure), 3), f"{one.key}: {figure.label.en}"
        assert figure.on.isoformat() == FIGURES[figure.benchmark]["day"]
        rest, _, last = figure.path.rpartition("/")
        if last.startswith("recall"):
            assert figure.cases == found(replace(figure, path=f"{rest}/cases"))


@pytest.mark.parametrize("one", algorithms().values(), ids=lambda one: one.key)
def test_groups_of_a_card_are_all_those_of_its_benchmark(one: Algorithm) -> None:
    assert one.card is not None
    for told in one.card.by_group:
        found = FIGURES[told.benchmark]
        wanted = {"family": told.family, "by": told.by}
        lines = [
            line for line in found["figures"]["groups"] if {k: line[k] for k in wanted} == wanted
        ]
        shown = [
            {"group": group.key}
            | {name: getattr(group, name) for name in ("cases", "seen", "delay", "said", "true")}
            for group in told.groups
        ]
        assert shown == [{name: line[name] for name in shown[0]} for line in lines]
        assert told.on.isoformat() == found["day"]


def test_the_test_of_figures_sees_a_wrong_place() -> None:
    with pytest.raises(KeyError):
        found(Figure(Text("x", "x"), 0.0, "detection/run", "no_such", date(2026, 1, 1)))


@pytest.mark.parametrize("key", sorted(rooms()))
def test_code_did_not_change_under_its_version(key: str) -> None:
    assert changed(room(key)) == [], "change the version, then `beffroi dev stamp-cards`"


def test_no_algorithm_decides() -> None:
    assert {one.value for one in Automation} == {"informs", "proposes"}


def renamed(room: Domain, version: str) -> Domain:
    first, *rest = room.detectors
    return replace(room, detectors=(replace(first, version=version), *rest))


def test_changed_code_needs_a_version_or_a_reason(tmp_path: Path) -> None:
    room = domain("energy")
    path = stamp(room, folder=tmp_path)
    assert changed(room, tmp_path) == []
    kept = path.read_text("utf-8")
    first = room.detectors[0].key
    now = recorded(tmp_path)[first]["fingerprint"]
    path.write_text(
        kept.replace(f'["{first}"]\nversion = "1"\nfingerprint = "{now}"', _old(first)), "utf-8"
    )
    assert changed(room, tmp_path) == [first]
    with pytest.raises(BeffroiError) as caught:
        stamp(room, folder=tmp_path)
    assert (caught.value.type.code, caught.value.details["algorithms"]) == (
        "domain.code_changed",
        first,
    )
    stamp(room, 'the "same" figures', folder=tmp_path)
    assert recorded(tmp_path)[first]["same"] == 'the "same" figures'
    assert changed(room, tmp_path) == []


def _old(key: str) -> str:
    return f'["{key}"]\nversion = "1"\nfingerprint = "0000000000000000"'


def test_a_new_version_is_stamped_without_a_reason(tmp_path: Path) -> None:
    room = domain("energy")
    (tmp_path / FILE).write_text(_old(room.detectors[0].key), "utf-8")
    newer = renamed(room, "2")
    stamp(newer, folder=tmp_path)
    assert changed(newer, tmp_path) == []
    assert changed(room, tmp_path) == [room.detectors[0].key]


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("x = 1", "x = 1  # why", True),
        ('def f():\n    """Old."""\n    return 1', 'def f():\n    """New."""\n    return 1', True),
        ('x = Text(fr="a", en="b")', 'x = Text(fr="c", en="d")', True),
        ("import a\nimport b", "import b\nimport a", True),
        ("x = [cards.constant(1)]", "x = [cards.constant(2)]", True),
        ("x = a > 1.53", "x = a > 1.54", False),
        ("x = a > b", "x = a >= b", False),
        ('x = f("a")', 'x = f("b")', False),
    ],
)
def test_what_counts_in_a_fingerprint(before: str, after: str, same: bool) -> None:
    assert (plain(ast.parse(before)) == plain(ast.parse(after))) is same


@pytest.mark.parametrize(
    "change",
    [
        {"constants": ()},
        {"legal_basis": ()},
        {"figures": (), "unmeasured": None},
        {"owner": Text(" ", "x")},
    ],
)
def test_a_detector_without_a_whole_card_does_not_load(change: dict[str, Any]) -> None:
    room = domain("energy")
    first, *rest = room.detectors
    assert first.card is not None
    for card in (None, replace(first.card, **change)):
        with pytest.raises(BeffroiError) as caught:
            whole(replace(room, detectors=(replace(first, card=card), *rest)))
        assert caught.value.type.code == "domain.card_missing"
        assert caught.value.details["algorithm"] == first.key
    assert whole(room) is room


def _named_in(path: Path) -> set[str]:
    """The rules that a module gives, by the name of their constant."""
    return set(re.findall(r"rules\.([A-Z][A-Z_0-9]+)\.code", path.read_text("utf-8")))


def test_every_rule_of_repair_has_a_card_that_stands_for_its_code() -> None:
    repair = room("repair")
    cards = {one.key.removeprefix("repair."): one for one in repair.algorithms}
    assert {*cards} == {"series", *(rule.key for rule in RULES.values())}
    folder = ROOT / "src" / "beffroi" / "quality"
    given = 0
    for path in folder.glob("*.py"):
        for name in _named_in(path):
            rule = getattr(rules, name)
            assert f"beffroi.quality.{path.stem}" in reached(repair, cards[rule.key]), name
            assert cards[rule.key].method == rule.sentence
            given += 1
    assert given >= len(RULES) - 3  # those that a function gives under its own name
    for rule, finder in FINDERS:
        assert finder.__module__ in reached(repair, cards[rule.key])
    whole_code = reached(repair, cards["series"])
    assert all(reached(repair, one) <= whole_code for one in cards.values())


def _functions(package: str) -> set[str]:
    """The functions that fit or find something, by where they are: algorithms, under any name."""
    found = set()
    for path in (ROOT / "src" / "beffroi" / package).rglob("*.py"):
        module = ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith(
                ("fit_", "detect", "forecast", "score_", "predict")
            ):
                found.add(module.removesuffix(".__init__"))
    return found


def test_every_model_forecast_and_detector_of_the_code_is_on_some_card() -> None:
    covered = {
        name for each in rooms().values() for one in each.algorithms for name in reached(each, one)
    }
    found = _functions("analysis") | _functions("domains")
    found = {name for name in found if not name.startswith("beffroi.domains.scaffold")}
    assert "beffroi.analysis.baseline.hourly" in found
    assert found - covered == set()


def test_the_register_and_the_inventory_hold_every_algorithm() -> None:
    at = datetime(2026, 1, 5, tzinfo=UTC)
    told = {one["key"] for one in register("Essai", at, "fr")["algorithms"]}
    assert told == {*algorithms()}
    assert {"repair.spike", "methods.hourly_baseline", "energy.step"} <= told
    listed = inventory("Essai", "Service", "dpo@essai.example", at.date(), "fr")
    assert len(listed) == len(told)


def test_repair_is_not_stopped() -> None:
    with pytest.raises(BeffroiError) as caught:
        stoppable("repair.spike")
    assert caught.value.type.code == "domain.algorithm_unstoppable"
    assert stoppable("energy.step").key == "energy.step"
