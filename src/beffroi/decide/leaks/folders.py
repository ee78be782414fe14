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
_FILES = Text(fr="au moins un fichier « ANNÉE_{kind}.parquet »", en="a file “YEAR_{kind}.parquet”")


def read_measures(folder: Path, since: np.datetime64 | None = None) -> Sheets:
    """Read the measures of a folder, from an instant on where it is given.

    Raises:
        BeffroiError: `water.measures_lacking`, `water.clock_unreadable`, `import.file_broken`.
    """
    found = {kind: _sheets(folder, kind, since) for kind in _KINDS}
    for kind, files in found.items():
        if not files:
            raise BeffroiError(MEASURES_LACKING, lacking=_FILES.fill(kind=kind))
    return Sheets(*(joined(found[kind]) for kind in _KINDS))


def read_folder(folder: Path) -> tuple[Sheets, Past]:
    """Read the measures and the known leaks of a folder.

    Raises:
        BeffroiError: `water.measures_lacking`, `water.clock_unreadable`, `import.file_broken`.
    """
    sheets = read_measures(folder)
    leaks = tuple(
        leak for path in sorted(folder.glob("*_leaks.csv"))
        for leak in read_leaks(path.read_bytes(), path.name)
    )  # fmt: skip
    flows = _sheets(folder, "leak_flows_m3h")
    return sheets, Past(leaks, joined(flows) if flows else None)


def _sheets(folder: Path, kind: str, since: np.datetime64 | None = None) -> list[Sheet]:
    paths = sorted(folder.glob(f"*_{kind}.parquet"))
    return [read_sheet(path.read_bytes(), path.name, since) for path in paths]
