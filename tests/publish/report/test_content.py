"""What a report says, by hand: totals, comparisons, what waits, what was saved; never a home."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from beffroi.decide.indicators import Value
from beffroi.domains.panel import Row
from beffroi.domains.tallies import Tally
from beffroi.domains.water.domain import DOMAIN as WATER
from beffroi.errors import BeffroiError
from beffroi.publish.report.gathering import indicators, narrowed, usual
from beffroi.publish.report.spans import parse
from beffroi.publish.report.tapwater import conforming, table
from beffroi.store.comparisons import Released, join, keep, leave
from beffroi.store.scope import Scope
from beffroi.store.store import Store
from tests.publish.report.build import FORMULA, commune, told

Filled = Callable[[Callable[[Store], object], Path], Store]


def test_a_year_is_told_as_it_was_measured(filled: Filled, tmp_path: Path) -> None:
    store = filled(commune, tmp_path / "home")
    door = store.reader(Scope.of(1, "agent", "report", measures=False))
    assert usual(door, 1).label.fr == "2025"
    report = told(store, parse("2025"))
    euros, energy, emitted = report.figures
    # 365 days of 80 and of 100 kWh; before, 366 days of 100 and of 100.
    assert energy.buildings == 2
    assert energy.value == pytest.approx(65_700)
    assert energy.change == pytest.approx(65_700 / 73_200 - 1, abs=1e-5)
    assert euros.value == pytest.approx(6_570)
    assert emitted.unit == "kgCO2e"
    assert [(one.name, round(one.share, 3)) for one in report.places] == [
        (FORMULA, round(100 / 180, 3)),
        ("École des Tilleuls", round(80 / 180, 3)),
    ]
    assert report.places[1].per_m2 == pytest.approx(29.2)
    assert report.places[1].change == pytest.approx(29_200 / 36_600 - 1, abs=1e-5)
    january = report.months[0]
    assert january.value == pytest.approx(31 * 180)
    assert january.before == pytest.approx(31 * 200)
    assert [one.covered for one in report.meters] == [1.0, 1.0]
    assert report.measured_to == date(2025, 12, 31)


def test_what_waits_what_was_decided_and_what_it_saved(filled: Filled, tmp_path: Path) -> None:
    report = told(filled(commune, tmp_path / "home"), parse("2025"))
    assert [(one.place, one.eur.value) for one in report.waiting] == [("Mairie", 1200.0)]
    assert report.waiting_eur == 1200.0
    [decided], [done] = report.decided, report.done
    assert (decided.place, decided.choice.fr) == ("Gymnase", "agir")
    assert (done.proven, done.eur, done.kwh and done.kwh.low) == (True, 300.0, 1000.0)
    said = " ".join(one.fr for one in report.summary).replace("\u202f", " ").replace("\xa0", " ")
    assert len(report.summary) == 5
    assert "6 570 € hors TVA pour 65 700 kWh, dans les 2 bâtiments" in said
    assert "À décider : 1 constat, pour environ 1 200 € par an" in said
    assert "Économie prouvée par la mesure : 300 €, soit 3 000 kWh." in said
    asked = report.proposals[1].fr.replace("\u202f", " ").replace("\xa0", " ")
    assert asked == "Mairie : aller voir. Enjeu : environ 1 200 € par an, entre 600 € et 1 800 €."
    assert "voisine" not in repr(report)


def test_no_home_is_ever_in_a_report(filled: Filled, tmp_path: Path) -> None:
    """A household was measured all through January 2024; whoever may read it asks in vain."""
    store = filled(commune, tmp_path / "home")
    report = told(store, parse("2024-01", "2024-01"), households=True)
    assert report.figures[1].value == pytest.approx(31 * 200)
    assert [one.name for one in report.meters] != []
    assert "foyer" not in repr(report)
    assert report.months[0].before is None
    assert report.figures[1].change is None
    door = store.reader(Scope.of(1, "agent", "report", households=True))
    assert not narrowed(door).scope.households


def test_a_meter_that_is_not_known_all_through_is_in_no_total(
    filled: Filled, tmp_path: Path
) -> None:
    store = filled(commune, tmp_path / "home")
    report = told(store, parse("2025-07", "2026-06"))
    assert report.figures == ()
    assert "aucun total" in report.summary[0].fr
    assert "Compteurs sans mesure à la fin de la période : 2" in report.quality[2].fr.replace(
        "\u00a0", " "
    )
    assert "n’envoient plus rien : 2" in report.proposals[-1].fr.replace("\xa0", " ")


def test_similar_authorities_are_told_while_one_takes_part(filled: Filled, tmp_path: Path) -> None:
    store = filled(commune, tmp_path / "home")
    door = store.writer("test")
    join(door, 1, 300, "H1a")
    group = Released("200-499", "H1a", {25: 20.0, 50: 30.0, 75: 40.0}, {1: 32.85})
    keep(door, "energy.per_surface", "kWh/m2", 2025, "ecole", [group])
    [peer] = told(store, parse("2025")).peers
    assert (peer.value, peer.middle, peer.use.fr) == (32.85, 30.0, "école")
    assert peer.said.fr == "un peu au-dessus du milieu"
    assert told(store, parse("2024")).peers == (), "that year was not compared yet"
    leave(door, 1)
    assert told(store, parse("2025")).peers == ()


@pytest.mark.parametrize(
    "asked",
    [("",), ("25",), ("2025-13",), ("1989",), ("2025", "2024"), ("2020", "2025"), ("٢٠٢٥",)],
)
def test_what_is_no_period_is_refused(asked: tuple[str, ...]) -> None:
    with pytest.raises(BeffroiError) as caught:
        parse(*asked)
    assert caught.value.type.code == "report.span_invalid"


def test_nobody_reads_the_report_of_another(filled: Filled, tmp_path: Path) -> None:
    store = filled(commune, tmp_path / "home")
    door = store.reader(Scope.of(2, "agent", "report"))
    with pytest.raises(BeffroiError) as caught:
        indicators(door, 1)
    assert caught.value.type.code == "store.out_of_scope"
    with pytest.raises(BeffroiError) as nothing:
        usual(door, 2)
    assert nothing.value.type.code == "report.nothing_measured"


def test_tap_water_is_told_of_the_last_civil_year_with_its_samples() -> None:
    """2025 within a year that ends in August 2026: 11 of 12, after 12 of 12 in 2024."""
    indicators = {one.key: one for one in WATER.indicators}
    row = Row(-1, 0, "organisation", "Val", "water.quality", {})

    def value(year: int, tally: Tally) -> Value:
        days = date(year, 1, 1), date(year, 12, 31)
        item = indicators["water.conformity_chemistry"]
        return Value(item, row, *days, tally.percent or 0.0, 365, tally)

    values = [value(2024, Tally(12, 0)), value(2025, Tally(12, 1, 2)), value(2026, Tally(9, 0))]
    (told,) = conforming(values, parse("2025-09", "2026-08"))
    assert (told.year, told.tally, told.target) == (2025, Tally(12, 1, 2), 100.0)
    assert told.points == pytest.approx(-100 / 12)
    (cells,) = table([told], "fr").rows
    assert [cell.text.replace("\u00a0", " ") for cell in cells] == [
        "Conformité physico-chimique (P102.1)",
        "91,7 %",
        "11 sur 12, dont 2 par dérogation",
        "−8,3 points",
        "100 %",
    ]
    assert conforming(values, parse("2023")) == ()
