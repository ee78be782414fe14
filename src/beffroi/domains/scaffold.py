"""The skeleton of a new domain: everything named, nothing pretended."""

import re
from pathlib import Path

from beffroi.domains.checker import MARK
from beffroi.errors import BeffroiError
from beffroi.errors.domains import DOMAIN_EXISTS, DOMAIN_NAME_INVALID

_README = """# {name}

{mark}: in ten lines, what this domain watches, for whom, and what it decides nothing about.

| File | What it holds |
|---|---|
| `domain.py` | asset types, quantities, the declaration |
| `indicators.py` | declared computations, pure functions |
| `detectors.py` | what is looked for, pure functions over a panel |
| `parameters/*.toml` | dated numbers of law and economy, each with its reference; may be absent |
| `cases/*.toml` | expected values, computed by hand |
"""
_DOMAIN = '''"""{mark}: what this domain is, in one sentence."""

{imports}


def prepare(panel: Panel, _parameters: Parameters) -> Panel:
    """Return what the detectors share: here, the panel itself."""
    return panel


DOMAIN = Domain(
    key="{name}",
    label=Text(fr="{mark}: son nom", en="{mark}: its name"),
    description=Text(fr="{mark}: ce qu’il regarde", en="{mark}: what it looks at"),
    inputs=("other.value",),  # {mark}: the quantities that make the rows of its panels
    asset_types=(
        AssetType("meter", Text(fr="Compteur", en="Meter")),  # {mark}: what is watched
    ),
    prepare=prepare,
    indicators=INDICATORS,
    detectors=DETECTORS,
)
'''
#: What `domain.py` imports, in the order that the name of the domain gives.
_IMPORTS = """from beffroi.domains.contract import AssetType, Domain
from beffroi.domains.panel import Panel
from beffroi.domains.parameters import Parameters
from beffroi.domains.{name}.detectors import DETECTORS
from beffroi.domains.{name}.indicators import INDICATORS
from beffroi.texts import Text
"""
_INDICATORS = '''"""The indicators of the domain {name}."""

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from beffroi.domains.contract import Indicator, Period, Reference
from beffroi.domains.panel import Panel
from beffroi.domains.parameters import Parameters
from beffroi.texts import Text


def total(panel: Panel, _parameters: Parameters) -> NDArray[Any]:
    """Return the amount of the period, one float a row, NaN where nothing is known."""
    known = np.isfinite(panel.daily).any(axis=1)
    return np.where(known, np.nansum(panel.daily, axis=1), np.nan)


INDICATORS = (
    Indicator(
        key="{name}.total",
        label=Text(fr="{mark}: libellé", en="{mark}: label"),
        unit="1",  # {mark}: the unit
        level="meter",
        period=Period.MONTH,
        inputs=("other.value",),
        formula=total,
        references=(Reference("{mark}: the standard or the law that defines it"),),
        valid_from=date(2000, 1, 1),
    ),
)
'''
_DETECTORS = '''"""The detectors of the domain {name}."""

from beffroi.domains.cards import Automation, Card, Constant
from beffroi.domains.contract import Detector, Reference, Sighting
from beffroi.domains.panel import Panel
from beffroi.domains.parameters import Parameters
from beffroi.texts import Text

_LIMIT = 1.0  # {mark}: the threshold


def look(_panel: Panel, _parameters: Parameters) -> list[Sighting]:
    """Return what is seen on the rows of a panel, all at once."""
    return []  # {mark}: the detection


_CARD = Card(
    automation=Automation.PROPOSES,
    concerned=Text(fr="{mark}: ce qui est jugé", en="{mark}: what is judged"),
    persons=False,  # {mark}: whether a person can be told from it
    constants=(Constant(Text(fr="{mark}: seuil", en="{mark}: threshold"), _LIMIT),),
    legal_basis=(Reference("{mark}: the text that allows it"),),
    owner=Text(fr="{mark}: qui en répond", en="{mark}: who answers for it"),
    unmeasured=Text(fr="{mark}: pas mesuré car", en="{mark}: not measured because"),
)
DETECTORS = (
    Detector(
        key="{name}.look",
        label=Text(fr="{mark}: libellé", en="{mark}: label"),
        purpose=Text(fr="{mark}: à quoi il sert", en="{mark}: what it is for"),
        method=Text(fr="{mark}: comment il voit", en="{mark}: how it sees"),
        limits=Text(fr="{mark}: ce qu’il ne voit pas", en="{mark}: what it does not see"),
        inputs=("other.value",),
        references=(Reference("{mark}: the standard or the paper behind it"),),
        detect=look,
        card=_CARD,
    ),
)
'''
_PARAMETERS = """# {mark}: dated numbers, each with its reference; without any, delete this file.
# [price]
# label = {{ fr = "Prix", en = "Price" }}
# unit = "EUR/m3"
# [[price.values]]
# from = 2024-01-01
# value = 2.5
# reference = "délibération du …"
"""
_CASES = """# {mark}: a case for each indicator and detector, with a value computed by hand.
# An indicator: `daily` is the amount of each day, `expected` holds one value a row.
# [[case]]
# indicator = "{name}.total"
# name = "31 days of 10"
# first = 2024-01-01
# last = 2024-01-31
# rows = [{{ quantity = "other.value", daily = 10.0 }}]
# expected = [310.0]
# A detector has `detector` and `as_of` instead: see the cases of energy for its rows.
"""
_FILES = {
    "README.md": _README,
    "__init__.py": '"""The domain {name}."""\n',
    "domain.py": _DOMAIN,
    "indicators.py": _INDICATORS,
    "detectors.py": _DETECTORS,
    "parameters/numbers.toml": _PARAMETERS,
    "cases/values.toml": _CASES,
}


def new_domain(name: str, into: Path) -> Path:
    """Write the skeleton of a domain in a new folder of `into`, and return the folder.

    Raises:
        BeffroiError: `domain.name_invalid`, `domain.exists`.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,30}", name):
        raise BeffroiError(DOMAIN_NAME_INVALID, name=name)
    folder = into / name
    if folder.exists():
        raise BeffroiError(DOMAIN_EXISTS, name=name)
    imports = "\n".join(sorted(_IMPORTS.format(name=name).splitlines(), key=_module))
    for path, content in _FILES.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content.format(name=name, mark=MARK, imports=imports), "utf-8")
    return folder


def _module(line: str) -> list[str]:
    """Return what an import is sorted by: the parts of its module."""
    return line.split()[1].split(".")
