"""A folder of measures, as a supervision exports it."""

from pathlib import Path

import numpy as np

from beffroi.domains.water.leaks.measures import Sheets
from beffroi.domains.water.leaks.searching import Past
from beffroi.errors import BeffroiError
from beffroi.errors.water import MEASURES_LACKING
from beffroi.readers.water.scada import Sheet, joined, read_leaks, read_sheet
from beffroi.texts import Text

_KINDS = ("pressures", "flows", "levels", "demands")
_FILES = Text(
    fr="au moins un fichier « ANNÉE_{kind}.parquet » ou « .csv »",
    en="a file “YEAR_{kind}.parquet” or “.csv”",
)


def read_measures(folder: Path, zone: str = "UTC", since: np.datetime64 | None = None) -> Sheets:
    """Read the measures of a folder, from an instant on where it is given.

    `zone` is the time zone of CSV files; Parquet files are in UTC.

    Raises:
        BeffroiError: `water.measures_lacking`, `water.clock_unreadable`, `water.cell_unreadable`,
            `water.zone_unknown`, `import.file_broken`.
    """
    found = {kind: _sheets(folder, kind, zone, since) for kind in _KINDS}
    if not found["levels"]:  # a network without a tank has none; the model says whether it does
        times = np.empty(0, "datetime64[s]")
        found["levels"] = [Sheet((), times, np.empty((0, 0)))]
    for kind, files in found.items():
        if not files:
            raise BeffroiError(MEASURES_LACKING, lacking=_FILES.fill(kind=kind))
    return Sheets(*(joined(found[kind]) for kind in _KINDS))


def read_folder(folder: Path, zone: str = "UTC") -> tuple[Sheets, Past]:
    """Read the measures and the known leaks of a folder.

    Raises:
        BeffroiError: As `read_measures`.
    """
    sheets = read_measures(folder, zone)
    leaks = tuple(
        leak for path in _paths(folder, "_leaks.csv")
        for leak in read_leaks(path.read_bytes(), path.name)
    )  # fmt: skip
    flows = _sheets(folder, "leak_flows_m3h", zone)
    return sheets, Past(leaks, joined(flows) if flows else None)


def _sheets(folder: Path, kind: str, zone: str, since: np.datetime64 | None = None) -> list[Sheet]:
    # A year that is there in both forms is read once, from the one that is faster to read.
    both = [*_paths(folder, f"_{kind}.csv"), *_paths(folder, f"_{kind}.parquet")]
    years = {path.stem.casefold(): path for path in both}
    return [_sheet(years[year], zone, since) for year in sorted(years)]


def _sheet(path: Path, zone: str, since: np.datetime64 | None) -> Sheet:
    if path.suffix.casefold() == ".parquet":
        return read_sheet(path.read_bytes(), path.name, since)
    # What reads texts is long to import, and a step every few minutes has no time for it.
    from beffroi.readers.water.table import read_table

    return read_table(path.read_bytes(), path.name, zone, since)


def _paths(folder: Path, end: str) -> list[Path]:
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(one for one in found if one.name.casefold().endswith(end))
