"""The map with many assets: what the server takes, and what a browser draws.

    python benchmarks/pages/map.py [--assets N] [--no-browser] [--json FILE]

Assets are drawn around 300 villages over some 120 km (fixed seed), with 200 findings. Times of the
server are of one request after another to the application in this process, without the network:
"first" reads the positions, the others find them in memory. The peer is what a map would be without
tiles: every asset in one GeoJSON answer, for the browser to group.

The browser is Debian's Chromium, which draws with the processor (SwiftShader): a graphics card does
better, so the same moves over a map of a thousand assets are timed beside. "First" goes from the
request to a map at rest with its findings. Then the map is moved for ten seconds, nearer, aside and
back: an image a second counts as drawn when the browser says so (`requestAnimationFrame`), and the
longest wait between two of them is told.
"""

import argparse
import gzip
import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
from sqlalchemy import insert, select
from starlette.testclient import TestClient

from beffroi import logs
from beffroi.decide.organisations import create_organisation
from beffroi.periods import utc_now
from beffroi.settings import Settings
from beffroi.store.state import models
from beffroi.store.state.loop import Finding
from beffroi.store.store import Store
from beffroi.trust.people import accounts, memberships, sessions
from beffroi.web.app import make_app

SITE = "http://localhost"
ASSETS, FEW, VILLAGES, FINDINGS, ASKED = 100_000, 1_000, 300, 200, 200
CENTRE = (2.75, 46.35)
LOADED = "document.querySelector('[data-map]').moving.loaded()"
MOVE = """async () => {
  const map = document.querySelector("[data-map]").moving, times = [];
  let last = performance.now(), going = true;
  const tick = (now) => {
    times.push(now - last);
    last = now;
    if (going) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  const stop = performance.now() + 10000;
  let turn = 0;
  while (performance.now() < stop) {
    turn += 1;
    map.easeTo({ center: [2.75 + 0.4 * Math.sin(turn), 46.35 + 0.3 * Math.cos(turn)],
      zoom: 8 + (turn % 4) * 1.5, duration: 900, essential: true });
    await new Promise((done) => setTimeout(done, 1000));
  }
  going = false;
  times.sort((a, b) => a - b);
  const p95 = times[Math.floor(0.95 * times.length)];
  return { frames: times.length / 10, p95, worst: times.at(-1) };
}"""


def filled(store: Store, assets: int) -> str:
    """Fill an installation; return the secret of a session."""
    door, rng = store.writer("benchmark"), np.random.default_rng(20)
    number = create_organisation(door, "Syndicat", kind="syndicat")
    villages = np.column_stack(
        [rng.normal(CENTRE[0], 0.45, VILLAGES), rng.normal(CENTRE[1], 0.3, VILLAGES)]
    )
    places = villages[rng.integers(0, VILLAGES, assets)] + rng.normal(0, 0.006, (assets, 2))
    rows = [
        {
            "organisation_id": number,
            "type": "building",
            "key": f"b{n}",
            "name": f"Bâtiment {n}",
            "attributes": {"longitude": round(x, 5), "latitude": round(y, 5), "use": "ecole"},
        }
        for n, (x, y) in enumerate(places.tolist())
    ]
    now = datetime(2026, 11, 2, tzinfo=UTC)
    with door.change("asset.put", "benchmark", number) as change:
        change.session.execute(insert(models.Asset), rows)
        some = change.session.scalars(select(models.Asset.id).limit(FINDINGS)).all()
        change.session.add_all(_finding(number, one, n, now) for n, one in enumerate(some))
    person = accounts.add(door, "Banc", "banc@exemple.fr")
    memberships.give(door, person, number, "agent")
    with door.keep() as session:
        return sessions.start(session, person.id, 2, "benchmark", utc_now(), known=True)


def _finding(organisation: int, asset: int, n: int, now: datetime) -> Finding:
    cost = {"value": 100.0 + n, "low": 50.0, "high": 500.0}
    stake = dict.fromkeys(("eur_per_year", "kwh_per_year", "kgco2e_per_year"), cost)
    return Finding(
        organisation_id=organisation,
        domain="energy",
        detector="energy.step",
        version="1",
        asset_id=asset,
        quantity="electricity.active_energy",
        since=date(2026, 1 + n % 9, 1),
        detected_at=now,
        seen_at=now,
        severity=("high", "medium", "low")[n % 3],
        confidence=0.9,
        eur_per_year=100.0 + n,
        stake=stake,
        explanation={"fr": "La nuit, la consommation a doublé.", "en": "It doubled at night."},
        chart={},
        actions=[],
        status="open",
    )


def timed(ask: Callable[[], Any], asked: int) -> dict[str, float]:
    """Time a question asked again and again [ms], and weigh its answers [B, their mean]."""
    times, sizes = [], []
    for _ in range(asked + 1):
        before = time.perf_counter()
        answer = ask()
        times.append(1e3 * (time.perf_counter() - before))
        assert answer.status_code == 200, answer.text
        sizes.append(int(answer.headers.get("content-length", len(answer.content))))
    cuts = statistics.quantiles(times[1:], n=20)
    middle, size = statistics.median(times[1:]), statistics.mean(sizes[1:])
    return {"first": times[0], "p50": middle, "p95": cuts[-1], "bytes": size}


def tiles(rng: np.random.Generator) -> str:
    """Return the address of a tile that somebody would look at."""
    zoom = int(rng.integers(6, 15))
    lon, lat = rng.normal(CENTRE[0], 0.4), rng.normal(CENTRE[1], 0.25)
    y = 0.5 - np.arcsinh(np.tan(np.radians(lat))) / (2 * np.pi)
    return f"z={zoom}&x={int((lon / 360 + 0.5) * 2**zoom)}&y={int(y * 2**zoom)}"


def served(home: Path, secret: str) -> dict[str, Any]:
    """Time the answers of the server."""
    said = {"Cookie": f"beffroi={secret}", "Accept-Encoding": "gzip"}
    rng = np.random.default_rng(1)
    with TestClient(make_app(home, Settings.load(home)), SITE, headers=said) as client:
        base = "/api/organisations/1/map"
        return {
            "Tuile": timed(lambda: client.get(f"{base}/tile?{tiles(rng)}"), ASKED),
            "Tuile du pays": timed(lambda: client.get(f"{base}/tile?z=5&x=16&y=11"), ASKED // 4),
            "Constats (JSON)": timed(lambda: client.get(base), ASKED // 10),
            "Page": timed(
                lambda: client.get("/1/carte", headers={"Accept": "text/html"}), ASKED // 10
            ),
        }


def peer(store: Store) -> dict[str, float]:
    """Weigh and time what a map without tiles would be given [ms, B]."""
    before = time.perf_counter()
    with store.writer("benchmark").look() as session:
        rows = session.execute(select(models.Asset.id, models.Asset.attributes)).all()
    features = [
        {
            "type": "Feature",
            "properties": {"id": number},
            "geometry": {"type": "Point", "coordinates": [said["longitude"], said["latitude"]]},
        }
        for number, said in rows
    ]
    whole = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    packed = gzip.compress(whole, 1)
    return {"ms": 1e3 * (time.perf_counter() - before), "bytes": len(whole), "packed": len(packed)}


def drawn(home: Path, secret: str) -> dict[str, Any] | None:
    """Time a browser; None where there is none."""
    from playwright.sync_api import sync_playwright

    from tests.web.browser.conftest import OPTIONS
    from tests.web.listening import serving

    program = shutil.which("chromium")
    if program is None:
        return None
    with serving(home) as address, sync_playwright() as driver:
        address = address.replace("127.0.0.1", "localhost")
        browser = driver.chromium.launch(executable_path=program, args=list(OPTIONS))
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        context.add_cookies([{"name": "beffroi", "value": secret, "url": address}])
        page, firsts = context.new_page(), []
        for _ in range(3):
            before = time.perf_counter()
            page.goto(f"{address}/1/carte")
            page.wait_for_selector("[data-filled]", timeout=120_000, state="attached")
            while not page.evaluate(LOADED):  # `wait_for_function` would need `unsafe-eval`
                time.sleep(0.01)
            firsts.append(1e3 * (time.perf_counter() - before))
        found = {"first": firsts[0], "again": min(firsts[1:]), **page.evaluate(MOVE)}
        browser.close()
    return found


def show(found: dict[str, Any]) -> None:
    """Print the tables."""
    print("| Answer | First [ms] | p50 [ms] | p95 [ms] | Sent [kB] |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, one in found["server"].items():
        times = f"{one['first']:.0f} | {one['p50']:.1f} | {one['p95']:.1f}"
        print(f"| {name} | {times} | {one['bytes'] / 1e3:.1f} |")
    other = found["peer"]
    sizes = f"{other['bytes'] / 1e6:.1f} MB, {other['packed'] / 1e6:.1f} compressed"
    print(f"\n{found['assets']:,} assets without tiles: {sizes}, {other['ms']:.0f} ms")
    if not found["browser"]:
        return
    print(
        "\n| Drawn | First [ms] | Again [ms] | Images a second | p95 between [ms] | Longest [ms] |"
    )
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for assets, one in ((found["assets"], found["browser"]), (FEW, found["few"])):
        waits = f"{one['frames']:.0f} | {one['p95']:.0f} | {one['worst']:.0f}"
        print(f"| {assets:,} assets | {one['first']:.0f} | {one['again']:.0f} | {waits} |")


def main() -> None:
    """Print the tables; `--json` keeps the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assets", type=int, default=ASSETS)
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--json", type=Path, help="write the figures here")
    given = parser.parse_args()
    logs.configure("error")
    with tempfile.TemporaryDirectory() as folder:
        home, small = Path(folder) / "home", Path(folder) / "small"
        with Store.create(home) as store:
            secret = filled(store, given.assets)
            other = peer(store)
        with Store.create(small) as store:
            known = filled(store, FEW)
        found = {
            "assets": given.assets,
            "server": served(home, secret),
            "peer": other,
            "browser": None if given.no_browser else drawn(home, secret),
            "few": None if given.no_browser else drawn(small, known),
        }
    show(found)
    if given.json:
        given.json.write_text(json.dumps(found), "utf-8")


if __name__ == "__main__":
    main()
