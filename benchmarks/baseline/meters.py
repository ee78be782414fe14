"""The meters of the Cambridge archive, by the protocol of its README."""

import csv
import gzip
from dataclasses import dataclass
from pathlib import Path

import holidays
import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "energy" / "cambridge"
_MOST_ZEROS = {"electricity": 0.02, "gas": 0.3}
_LEAST_GAS = 5000.0
_WINTER_HOURS = 1400


@dataclass(frozen=True, slots=True)
class Archive:
    """Kept meters and their weather; hourly, whole days."""

    hours: NDArray[np.datetime64]
    temperature: NDArray[np.float64]
    names: tuple[str, ...]
    use: NDArray[np.float64]
    """(n_meters, n_hours) kWh."""

    @property
    def days(self) -> NDArray[np.datetime64]:
        """Return the civil days."""
        return self.hours[::24].astype("M8[D]")

    @property
    def years(self) -> NDArray[np.int64]:
        """Return the year of each day."""
        return self.days.astype("M8[Y]").astype(np.int64) + 1970

    @property
    def electricity(self) -> NDArray[np.bool_]:
        """Return which meters count electricity; the others count gas."""
        return np.array(["electricity" in name for name in self.names])

    @property
    def chosen_on(self) -> NDArray[np.bool_]:
        """Return the meters on which the model was chosen: number a multiple of four."""
        return np.array([int(name.split("_")[1]) % 4 == 0 for name in self.names])

    def day_types(self) -> NDArray[np.int8]:
        """Return 1 for the public holidays of England, else 0."""
        years = sorted({int(year) for year in self.years})
        known = holidays.country_holidays("GB", subdiv="ENG", years=years)
        return np.array([day in known for day in self.days.tolist()], dtype=np.int8)

    def by_day(self) -> NDArray[np.float64]:
        """Return daily sums, zeros kept."""
        return self.use.reshape(len(self.use), -1, 24).sum(axis=2)

    def flagged(self, training: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return the days (n_meters, n_days) at which a zero is taken for a missing reading."""
        hours = (self.use <= 0).reshape(len(self.use), -1, 24)
        empty = hours.all(axis=2)
        rare = empty[:, training].mean(axis=1, keepdims=True) < 0.05
        return np.where(self.electricity[:, None], hours.any(axis=2), empty & rare)


def read(folder: Path = FOLDER) -> Archive:
    """Read the archive and keep the meters of the protocol."""
    hours, temperature = _read(next(folder.glob("weather*.csv.gz")))
    files = sorted(folder.glob("building_*.csv.gz"))
    series = {path.name.removesuffix(".csv.gz"): _read(path)[1] for path in files}
    years = hours.astype("M8[Y]").astype(np.int64) + 1970
    kept = {name: use for name, use in series.items() if _keep(name, use, years)}
    return Archive(hours, temperature, tuple(kept), np.stack(list(kept.values())))


def _read(path: Path) -> tuple[NDArray[np.datetime64], NDArray[np.float64]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = list(csv.reader(lines))[1:]
    instants = np.array([row[0] for row in rows], dtype="M8[s]")
    return instants, np.array([float(row[1]) for row in rows])


def _keep(name: str, use: NDArray[np.float64], years: NDArray[np.int64]) -> bool:
    tested = [use[years == year] for year in (2015, 2016)]
    if "electricity" in name:
        return all((year <= 0).mean() <= _MOST_ZEROS["electricity"] for year in tested)
    winters = [(year[:_WINTER_HOURS] <= 0).mean() for year in tested]
    enough = all(year.sum() >= _LEAST_GAS for year in tested)
    return enough and max(winters) <= _MOST_ZEROS["gas"]
