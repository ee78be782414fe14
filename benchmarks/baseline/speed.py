"""Time to fit and predict many simulated daily meters, against OpenDSM a meter in the same run.

One year of daily measures a meter to fit, the next one to predict. Aim: 10,000 meters fitted in
less than 10 s on two cores.
"""

import argparse
import json
import resource
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent))

import peer

from beffroi.analysis.baseline import fit_daily

_SAMPLE = 3
LABELS = {
    "meters": "meters",
    "fit_seconds": "seconds to fit them all",
    "seconds": "seconds to fit and predict them all",
    "processor_seconds": "processor seconds of both",
    "memory_mb": "peak memory (MB)",
    "opendsm_seconds_a_meter": "OpenDSM, seconds a meter",
    "ratio": "OpenDSM's time a meter over ours",
}


def simulate(count: int) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.datetime64]]:
    """Return use (count, 730), hourly temperature and days of two years of invented buildings."""
    random = np.random.default_rng(1)
    days = np.arange("2022-01-01", "2024-01-01", dtype="M8[D]")
    hours = np.arange(len(days) * 24)
    season = 11 - 8 * np.cos(2 * np.pi * hours / 8766)
    daily_noise = np.repeat(random.normal(0, 3, len(days)), 24)
    hourly = season + daily_noise - 3 * np.cos(2 * np.pi * hours / 24)
    outside = hourly.reshape(-1, 24).mean(axis=1)
    heating = random.uniform(0, 0.1, (count, 1)) * np.maximum(15 - outside, 0)
    cooling = random.uniform(0, 0.03, (count, 1)) * np.maximum(outside - 18, 0)
    weekend = (days.astype(np.int64) + 3) % 7 >= 5
    week = np.where(weekend, random.uniform(0.3, 1, (count, 1)), 1.0)
    noise = random.lognormal(0, 0.1, (count, len(days)))
    level = random.lognormal(5, 1.5, (count, 1))
    return level * (1 + heating + cooling) * week * noise, hourly, days


def main() -> None:
    """Print the table; write the figures where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--meters", type=int, default=10_000)
    parser.add_argument("--json", type=Path, help="write the figures here")
    given = parser.parse_args()
    use, hourly, days = simulate(given.meters)
    outside = hourly.reshape(-1, 24).mean(axis=1)
    started, worked = time.perf_counter(), time.process_time()
    fit = fit_daily(use[:, :365], outside[:365], days[:365])
    fitted = time.perf_counter()
    fit.predict(outside[365:], days[365:])
    seconds, processor = time.perf_counter() - started, time.process_time() - worked
    figures: dict[str, float] = {
        "meters": given.meters,
        "fit_seconds": fitted - started,
        "seconds": seconds,
        "processor_seconds": processor,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    if peer.available():
        stamps = np.arange(len(hourly)).astype("m8[h]") + days[0].astype("M8[s]")
        jobs = [peer.Job(row[:365], stamps, hourly, True) for row in use[:_SAMPLE]]
        spent = [answer.seconds for answer in peer.ask(jobs, fresh=True)]
        figures["opendsm_seconds_a_meter"] = float(np.mean(spent))
        figures["ratio"] = figures["opendsm_seconds_a_meter"] / (seconds / given.meters)
    print("| Figure | Value |\n|---|---:|")
    for name, value in figures.items():
        print(f"| {LABELS[name]} | {value:,.{0 if value > 100 else 2}f} |")
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
