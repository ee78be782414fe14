"""Run every benchmark and rewrite docs/benchmarks.md: `python -m benchmarks [NAME ...]`.

A benchmark is a script of benchmarks/*/ with a `main()` that takes `--json FILE` and prints a
Markdown table. Its docstring is its title and what it measures. Names select some; the page keeps
what the others last gave; `--page` alone only writes it anew. Those of `LARGE` run only when they
are named: they take long and much disk.
"""

import ast
import datetime as dt
import json
import os
import platform
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = Path(__file__).parent
PAGE = ROOT / "docs" / "benchmarks.md"
FIGURES = FOLDER / "figures.json"
LARGE = ("scale/", "pages/large")
PACKAGES = ("duckdb", "pyarrow", "numpy", "scipy", "deltalake", "sqlalchemy")


def scripts() -> dict[str, Path]:
    """Return the benchmarks by name, `folder/file`."""
    found = sorted(FOLDER.glob("*/*.py"))
    return {
        f"{path.parent.name}/{path.stem}": path
        for path in found
        if '"--json"' in path.read_text("utf-8")
    }


def machine() -> str:
    """Say on what the figures were measured."""
    model = platform.processor() or platform.machine()
    cpuinfo, meminfo = Path("/proc/cpuinfo"), Path("/proc/meminfo")
    if cpuinfo.is_file():
        names = [line for line in cpuinfo.read_text().splitlines() if line.startswith("model name")]
        model = names[0].partition(":")[2].strip() if names else model
    memory = ""
    if meminfo.is_file():
        memory = f", {int(meminfo.read_text().split()[1]) / 2**20:.0f} GiB of memory"
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{model}, {os.cpu_count()} cores{memory}, {platform.system()}; "
        f"Python {platform.python_version()}, {versions}"
    )


def run(path: Path) -> dict[str, object]:
    """Run a benchmark; answer its title, its table or why there is none, and its figures."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "figures.json"
        done = subprocess.run(
            [sys.executable, str(path), "--json", str(target)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        figures = json.loads(target.read_text("utf-8")) if target.is_file() else None
    return {
        "table": done.stdout.strip() if done.returncode == 0 else "",
        "figures": figures,
        "machine": machine(),
        "day": dt.datetime.now(dt.UTC).date().isoformat(),
    }


def described(path: Path) -> tuple[str, str]:
    """Return the title of a benchmark and what it measures, from its docstring."""
    text = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or path.stem
    title, _, rest = text.partition("\n")
    return title.rstrip("."), rest.strip()


def page(results: dict[str, dict[str, object]]) -> str:
    """Return the page of all results."""
    parts = ["# Benchmarks\n\nWritten by `make bench`. Each figure says where and when."]
    for name, result in sorted(results.items()):
        title, about = described(FOLDER / f"{name}.py")
        table = result["table"] or "Not measured on this machine: it could not run here."
        parts.append(
            f"## {title}\n\n{about}\n\n{table}\n\n"
            f"`python benchmarks/{name}.py`, {result['day']}, on {result['machine']}."
        )
    return "\n\n".join(parts) + "\n"


def main(names: list[str]) -> int:
    """Run the benchmarks asked for, all by default; answer how many failed."""
    results = json.loads(FIGURES.read_text("utf-8")) if FIGURES.is_file() else {}
    known = scripts()
    failed = 0
    usual = [name for name in known if not name.startswith(LARGE)]
    asked = [name for name in names if name != "--page"]  # which every run writes
    for name in asked if names else usual:
        print(f"{name} ...", file=sys.stderr, flush=True)
        result = run(known[name])
        failed += not result["table"]
        if result["table"] or name not in results:
            results[name] = result
    results = {name: results[name] for name in known if name in results}
    FIGURES.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
    PAGE.write_text(page(results), "utf-8")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
