"""Verify an installation: its lake, its state and the files that it received say the same.

`files.py` looks at the files of the lake, `series.py` at what is known of each series, `rollups.py`
at the sums kept beside the measures, `inputs.py` at what came in. Nothing is changed, and writers
go on meanwhile: what only seems wrong because they do is looked at again.
"""

from beffroi.store.checking.check import check
from beffroi.store.checking.problems import KINDS, Problem

__all__ = ["KINDS", "Problem", "check"]
