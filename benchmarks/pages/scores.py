"""What Lighthouse says of the main pages: performance, accessibility, best practices.

    python benchmarks/pages/scores.py [--home HOME] [--json FILE]

Lighthouse (pinned in `lighthouse/package.json`, installed when this is run) opens each page of the
demonstration in Debian's Chromium, as a slow phone does (its usual throttling, simulated) and as a
desk does. The server runs on the same cores. A first view: nothing is kept from before. LCP is the
largest paint without any throttling, as this machine draws it.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from beffroi import logs
from beffroi.settings import Settings
from beffroi.store.store import Store
from benchmarks.pages.asking import built, entered
from benchmarks.pages.crowd import serving

TOOL = Path(__file__).parent / "lighthouse"
KINDS = ("performance", "accessibility", "best-practices")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WAYS = {
    "phone": ("--form-factor=mobile",),
    "desk": ("--preset=desktop",),
    "bare": ("--preset=desktop", "--throttling-method=provided"),
}


def judged(address: str, secret: str, way: str, folder: Path) -> dict[str, float]:
    """Return the scores of a page, of 100, and its largest paint [ms]."""
    said = folder / "said.json"
    command = [
        *("node", str(TOOL / "node_modules" / "lighthouse" / "cli" / "index.js"), address),
        *("--quiet", "--output=json", f"--output-path={said}"),
        f"--only-categories={','.join(KINDS)}",
        f"--chrome-flags={' '.join(FLAGS)}",
        f"--extra-headers={json.dumps({'Cookie': f'beffroi={secret}'})}",
        "--no-enable-error-reporting",
        *WAYS[way],
    ]
    program = shutil.which("chromium") or ""
    subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": program})
    found = json.loads(said.read_text("utf-8"))
    scores = {kind: 100 * float(found["categories"][kind]["score"]) for kind in KINDS}
    return {**scores, "lcp": found["audits"]["largest-contentful-paint"]["numericValue"]}


def measure(home: Path, site: str, folder: Path) -> dict[str, Any]:
    """Judge each page in each way."""
    with Store.open(home, Settings.load(home)) as store:
        [secret], organisation, named = entered(store)
    base = f"/{organisation}"
    pages = {
        "Ma commune": base,
        "Constats": f"{base}/constats",
        "Constat": f"{base}/constats/{named['finding']}",
        "Indicateurs": f"{base}/indicateurs",
        "Connexion": "/connexion",
    }
    found: dict[str, Any] = {}
    for name, path in pages.items():
        bearer = "" if path == "/connexion" else secret
        found[name] = {way: judged(site + path, bearer, way, folder) for way in WAYS}
    return {"pages": found}


def show(found: dict[str, Any]) -> None:
    """Print the table."""
    print("| Page | Phone: performance | accessibility | practices | Desk | | | LCP [ms] |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, ways in found["pages"].items():
        scores = [f"{ways[way][kind]:.0f}" for way in ("phone", "desk") for kind in KINDS]
        print(f"| {name} | {' | '.join(scores)} | {ways['bare']['lcp']:.0f} |")


def main() -> None:
    """Print the table; `--json` keeps the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="a demonstration that is there already")
    parser.add_argument("--json", type=Path, help="write the figures here")
    given = parser.parse_args()
    logs.configure("error")
    if not (TOOL / "node_modules").is_dir():
        npm = shutil.which("npm") or "npm"
        subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit"], cwd=TOOL, check=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = given.home or folder / "home"
        if given.home is None:
            built(home)
        with serving(home) as site:
            found = measure(home, site, folder)
    show(found)
    if given.json:
        given.json.write_text(json.dumps(found), "utf-8")


if __name__ == "__main__":
    main()
