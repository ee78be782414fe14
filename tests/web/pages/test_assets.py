"""Assets on pages: found, shown whole, whose they are, who sees their measures."""

import re
from datetime import date

import numpy as np
import pytest
from starlette.testclient import TestClient

from beffroi.decide.decisions import act, decide
from beffroi.decide.extents import Extent
from beffroi.decide.organisations import Description, put_assets
from beffroi.store.drafts import SeriesKey
from beffroi.store.state import models
from beffroi.store.state.loop import Finding
from beffroi.store.store import Store
from beffroi.web.pages.spans import around, extent_of
from tests.decide.meters import gas, put_days
from tests.installation import half_hours, put, utc
from tests.web.pages.conftest import Visitor, entered, words
from tests.web.seen import HOSTILE, NOW, found

KNOWN = Extent(utc("2023-10-31T23:00"), utc("2026-10-31T23:00:01"))


def number_of(store: Store, key: str, organisation: int = 1) -> int:
    with store.writer("test").look() as session:
        asset = session.query(models.Asset).filter_by(organisation_id=organisation, key=key)
        return int(asset.one().id)


@pytest.fixture
def school(store: Store) -> int:
    """A school that used 10 kWh of gas every day of 2025, and whose power was read wrong once."""
    described = [
        Description("building", "B1", "École", "", {"use": "ecole", "surface": 1200.0}),
        Description("delivery_point", "pce-1", "Gaz", "B1", {}),
        Description("delivery_point", "09111642617347", "Électricité", "B1", {}),
    ]
    put_assets(store.writer("test"), 1, described)
    values = [1000.0] * 48
    values[10] = 40_000.0
    mended = half_hours("2025-12-30T04:00", [1000.0]).append_column("rule", [np.array([17], "i1")])
    put(store, half_hours("2025-12-29T23:00", values), repairs=mended)
    put_days(store, gas(), date(2025, 1, 1), np.full(365, 10_000.0))
    return number_of(store, "B1")


def test_an_asset_is_shown_whole(visitor: Visitor, store: Store, school: int) -> None:
    finding = found(store, 1, name="Ailleurs", said="Le gaz double la nuit.")
    with store.writer("test").change("test", "test", 1) as change:
        change.session.get_one(Finding, finding).asset_id = number_of(store, "pce-1")
    decide(store.writer("test"), finding, "act", "On règle.")
    act(store.writer("test"), finding, NOW.date(), 100, "Horloge réglée")
    entered(visitor, store, (1, "agent"))
    listed = words(visitor.get("/1/equipements?q=ecole"))
    assert "1 équipement" in listed
    assert "École Bâtiment" in listed
    page = visitor.get(f"/1/equipements/{school}")
    said = words(page)
    assert "Surface de plancher 1 200 m²" in said
    assert "Usage école" in said
    assert "Gaz Point de livraison · mesuré jusqu’au 31 décembre 2025" in said
    assert "Le gaz double la nuit." in said
    assert "On règle." in said
    assert "Horloge réglée" in said
    assert "Énergie gaz (PCS) (kWh), par jour, 2025" in said
    assert 'class="measured" d="M' in page.text
    assert "365 mesures lues, aucune réparée" in said
    # Another series of the same building, on its one day, as finely as it was measured.
    electricity = re.search(r'<option value="(\d+)">Puissance', page.text)
    assert electricity
    day = f"serie={electricity[1]}&from=2025-12-30&until=2025-12-31"
    fine = visitor.get(f"/1/equipements/{school}?{day}")
    told = words(fine)
    assert "mesure par mesure, mardi 30 décembre 2025" in told
    assert "48 mesures lues ; réparées ou retirées : 1" in told
    assert "Valeur impossible" in told
    assert "30 déc. 2025, 05:00 1 40 " in told
    assert 'class="raw" d="M' in fine.text


def test_what_is_shown_is_downloaded(visitor: Visitor, store: Store, school: int) -> None:
    entered(visitor, store, (1, "agent"))
    answer = visitor.get(f"/1/equipements/{school}/mesures.csv?from=2025-03-01&until=2025-03-03")
    assert answer.headers["content-disposition"].startswith(
        "attachment; filename*=UTF-8''%C3%89cole"
    )
    assert answer.headers["x-content-type-options"] == "nosniff"
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("début;fin;unité;réparé;lu;")
    assert lines[1] == ("2025-03-01T00:00:00+01:00;2025-03-02T00:00:00+01:00;kWh;10;10;;;;1;0;")
    assert len(lines) == 3


def test_whoever_reads_no_measures_sees_the_rest(
    visitor: Visitor, store: Store, school: int
) -> None:
    page = entered(visitor, store, (1, "elected")).get(f"/1/equipements/{school}")
    assert "pas les mesures" in words(page)
    assert "Usage école" in words(page)
    assert "<path" not in page.text.partition('id="mesures"')[2].partition("</section>")[0]
    assert "curve-" not in page.text
    assert visitor.get(f"/1/equipements/{school}/mesures.csv").status_code == 403


def test_no_number_leads_to_another_authority(visitor: Visitor, store: Store, school: int) -> None:
    put_assets(store.writer("test"), 2, [Description("building", "B9", "Piscine voisine", "", {})])
    other = number_of(store, "B9", 2)
    entered(visitor, store, (1, "agent"))
    said = set()
    for number in (other, 10**8, 0):
        for path in (f"/1/equipements/{number}", f"/1/equipements/{number}/mesures.csv"):
            answer = visitor.get(path)
            assert answer.status_code == 404
            said.add(re.sub(r"\d+", "N", words(answer)))
    assert len(said) == 1
    assert "voisine" not in words(visitor.get("/1/equipements"))
    assert visitor.get("/2/equipements").status_code == 403
    # A series of another is not shown through one's own asset.
    strange = visitor.get(f"/1/equipements/{school}?serie=99999")
    assert "Énergie gaz" in words(strange)


def test_a_household_is_not_there_without_the_right(
    visitor: Visitor, store: Store, client: TestClient, school: int
) -> None:
    number = number_of(store, "pce-1")
    with store.writer("test").change("test", "test", 1) as change:
        change.session.get_one(models.Asset, number).household = True
        for one in change.session.query(models.Series).filter_by(asset_id=number):
            one.household = True
    entered(visitor, store, (1, "agent"))
    assert visitor.get(f"/1/equipements/{number}").status_code == 404
    assert "Gaz" not in words(visitor.get(f"/1/equipements/{school}"))
    assert "Aucun équipement" in words(visitor.get("/1/equipements?q=pce-1"))


@pytest.mark.parametrize("asked", ["from=x&until=y", "from=2026-01-02&until=2026-01-01", "p=-1"])
def test_what_means_nothing_is_no_error(
    visitor: Visitor, store: Store, school: int, asked: str
) -> None:
    entered(visitor, store, (1, "agent"))
    for path in ("/1/equipements", f"/1/equipements/{school}"):
        assert visitor.get(f"{path}?{asked}&kind=%3Cscript%3E").status_code == 200


def test_a_hostile_name_is_only_text(visitor: Visitor, store: Store) -> None:
    put_assets(store.writer("test"), 1, [Description("building", HOSTILE, HOSTILE, "", {})])
    entered(visitor, store, (1, "agent"))
    for path in (f"/1/equipements/{number_of(store, HOSTILE)}", "/1/equipements?q=<script>"):
        page = visitor.get(path)
        assert "<script>" not in page.text
        assert "<img" not in page.text


def test_links_go_from_years_to_days_and_back() -> None:
    asked = extent_of("", "", KNOWN)
    assert (asked.since, asked.until) == (utc("2025-10-31T23:00"), utc("2026-10-31T23:00"))
    year = around(extent_of("2025-01-01", "2026-01-01", KNOWN), KNOWN, "fr")
    assert year.title == "2025"
    assert year.whole is not None
    assert year.wider is None
    assert year.before is not None
    assert year.before.label == "2024"
    assert year.after is not None
    assert year.after.asked == "from=2026-01-01&until=2027-01-01"
    assert [one.label for one in year.parts[:2]] == ["janv.", "févr."]
    month = around(extent_of("2025-03-01", "2025-04-01", KNOWN), KNOWN, "fr")
    assert month.wider is not None
    assert month.wider.asked == "from=2025-01-01&until=2026-01-01"
    assert len(month.parts) == 31
    # The day when clocks go forward has 23 hours, and is a day all the same.
    day = around(extent_of("2025-03-30", "2025-03-31", KNOWN), KNOWN, "en")
    assert (day.title, day.parts) == ("Sunday 30 March 2025", ())
    last = around(extent_of("2026-10-01", "2026-11-01", KNOWN), KNOWN, "fr")
    assert last.after is None, "nothing is known after it"
    whole = around(extent_of("2023-11-01", "2026-11-01", KNOWN), KNOWN, "fr")
    assert [one.label for one in whole.parts] == ["2023", "2024", "2025", "2026"]
    assert whole.whole is None


def test_a_district_shows_its_balance_and_what_it_lacks(visitor: Visitor, store: Store) -> None:
    volume = SeriesKey("entree", "meter", "water.volume", "interval", "test", "", 86_400)
    put_days(store, volume, date(2025, 1, 1), np.full(365, 100.0))
    total = SeriesKey("abonnes", "meter", "water.volume", "interval", "test", "", 86_400)
    put_days(store, total, date(2025, 1, 1), np.full(365, 80.0))
    described = [
        Description("district", "bourg", "Bourg"),
        Description("meter", "entree", "", "bourg", {"role": "inlet"}),
        Description("meter", "abonnes", "", "bourg", {"role": "customers"}),
    ]
    put_assets(store.writer("test"), 1, described)
    entered(visitor, store, (1, "agent"))
    said = words(visitor.get(f"/1/equipements/{number_of(store, 'bourg')}"))
    assert "Rendement du réseau de distribution (P104.3) 2025 80 %" in said.replace("\u202f", " ")
    assert "Eau perdue 2025 7 300 m³" in said
    assert "Linéaire de réseau inconnu" in said
    assert "Bilan" not in words(visitor.get(f"/1/equipements/{number_of(store, 'entree')}"))
    assert "Eau perdue en 2025 7 300 m³" in words(visitor.get("/1"))
    assert "Rendement du réseau de distribution (P104.3)" in words(visitor.get("/1/indicateurs"))
