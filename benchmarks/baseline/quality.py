"""Out-of-sample error of daily baselines, ours and OpenDSM's, on real meters.

Daily sums of the kept meters of the Cambridge archive, trained on the years named, tested on 2016;
medians over meters. No error of 2016 was used to choose the method. Aim: an error (CVRMSE) at least
5 % lower than OpenDSM's for both energies on meters never looked at, a ratio of 0.95 at most: met.
Nearest to it are the rows "others": nothing was chosen on these meters, whose errors of 2014 and
2015 were in view as a check.
"""

import argparse
import json
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent))

import meters
import peer

from beffroi.analysis.baseline import fit_daily
from beffroi.analysis.baseline.prediction import Prediction, quantile
from beffroi.analysis.metrics import cvrmse, nmbe

TEST = 2016
ROWS = {
    "train 2015": ((2015,), False),
    "train 2014-2015": ((2014, 2015), False),
    "train 2015, zeros flagged": ((2015,), True),
}
Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: medians over the meters of one energy."""

    row: str
    energy: str
    half: str
    meters: int
    cvrmse: float
    nmbe: float
    months_held: float
    """Share of the monthly sums within their 90 % interval."""
    seconds: float
    """A meter, fit and prediction."""
    days: int
    other_cvrmse: float | None = None
    other_nmbe: float | None = None
    other_seconds: float | None = None
    ratio: float | None = None
    better: int | None = None
    """Number of meters on which our error is the lower one."""


def measure(archive: meters.Archive, row: str, fresh: bool) -> list[Figure]:
    """Fit, predict and compare one row of the protocol."""
    trained, flag = ROWS[row]
    training, test = np.isin(archive.years, trained), archive.years == TEST
    use = archive.by_day()
    if flag:
        use = np.where(archive.flagged(training), np.nan, use)
    outside = archive.temperature.reshape(-1, 24).mean(axis=1)
    types = archive.day_types()
    started = time.perf_counter()
    fit = fit_daily(use[:, training], outside[training], archive.days[training], types[training])
    prediction = fit.predict(outside[test], archive.days[test], types[test])
    seconds = (time.perf_counter() - started) / len(use)
    others, spent = _opendsm(archive, training, test, fresh and not flag)
    held = _months_held(prediction, use[:, test], archive.days[test])
    return [
        _figure(row, part, use[:, test], prediction.mean, held, seconds, others, spent)
        for part in _parts(archive)
    ]


_Part = tuple[str, str, Mask]


def _parts(archive: meters.Archive) -> list[_Part]:
    energies = {"electricity": archive.electricity, "gas": ~archive.electricity}
    halves = {"all": archive.chosen_on | True, "others": ~archive.chosen_on}
    halves["chosen on"] = archive.chosen_on
    return [(e, h, energy & half) for e, energy in energies.items() for h, half in halves.items()]


def _opendsm(
    archive: meters.Archive, training: Mask, test: Mask, fresh: bool
) -> tuple[Floats | None, Floats]:
    if not peer.available():
        return None, np.zeros(0)
    hours = np.repeat(training | test, 24)
    jobs = [
        peer.Job(day[training], archive.hours[hours], archive.temperature[hours], bool(kind))
        for day, kind in zip(archive.by_day(), archive.electricity, strict=True)
    ]
    answers = peer.ask(jobs, fresh)
    return np.stack([answer.predicted for answer in answers]), np.array(
        [answer.seconds for answer in answers]
    )


def _months_held(prediction: Prediction, measured: Floats, days: NDArray[np.datetime64]) -> Floats:
    """Return by meter the share of months whose known days sum to within the 90 % interval."""
    months = days.astype("M8[M]").astype(np.int64)
    held = []
    for month in np.unique(months):
        steps = (months == month) & np.isfinite(measured)
        total, deviation = prediction.total(steps)
        gap = np.abs(np.where(steps, measured, 0.0).sum(axis=1) - total)
        held.append(np.where(steps.any(axis=1), gap <= quantile(0.9) * deviation, np.nan))
    return np.nanmean(np.stack(held), axis=0)


def _figure(
    row: str,
    part: _Part,
    measured: Floats,
    ours: Floats,
    held: Floats,
    seconds: float,
    others: Floats | None,
    spent: Floats,
) -> Figure:
    energy, half, rows = part
    kept = measured[rows]
    errors = cvrmse(kept, ours[rows])
    figure = Figure(
        row=row,
        energy=energy,
        half=half,
        meters=int(rows.sum()),
        cvrmse=float(np.nanmedian(errors)),
        nmbe=float(np.nanmedian(np.abs(nmbe(kept, ours[rows])))),
        months_held=float(held[rows].mean()),
        seconds=seconds,
        days=int(np.isfinite(kept).sum()),
    )
    if others is None:
        return figure
    other = cvrmse(kept, others[rows])
    compared = {
        "other_cvrmse": float(np.nanmedian(other)),
        "other_nmbe": float(np.nanmedian(np.abs(nmbe(kept, others[rows])))),
        "other_seconds": float(np.nanmean(spent[rows])),
        "ratio": figure.cvrmse / float(np.nanmedian(other)),
        "better": int((errors < other).sum()),
    }
    return Figure(**{**asdict(figure), **compared})


def table(figures: list[Figure]) -> str:
    """Return the figures as a Markdown table."""
    lines = [
        "| Row | Energy | Meters | Median CVRMSE | OpenDSM | Ratio | Better on | Median abs. NMBE"
        " | OpenDSM | 90 % of months | ms a meter | OpenDSM |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for f in figures:
        other = ["-"] * 5
        if f.other_cvrmse is not None:
            other = [
                f"{f.other_cvrmse:.1%}",
                f"{f.ratio:.3f}",
                f"{f.better}",
                f"{f.other_nmbe:.1%}",
                f"{1000 * (f.other_seconds or 0):.0f}",
            ]
        lines.append(
            f"| {f.row} | {f.energy} ({f.half}) | {f.meters} | {f.cvrmse:.1%} | {other[0]} "
            f"| {other[1]} | {other[2]} | {f.nmbe:.1%} | {other[3]} | {f.months_held:.0%} "
            f"| {1000 * f.seconds:.2f} | {other[4]} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Print the table; write the figures where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=meters.FOLDER, help="folder of the meters")
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--fresh", action="store_true", help="ask OpenDSM again")
    given = parser.parse_args()
    archive = meters.read(given.data)
    figures = [figure for row in ROWS for figure in measure(archive, row, given.fresh)]
    print(table(figures))
    if given.json:
        given.json.write_text(json.dumps([asdict(figure) for figure in figures], indent=1))


if __name__ == "__main__":
    main()
