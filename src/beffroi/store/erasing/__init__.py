"""Remove measures for good: of an organisation, of some series, or those older than a date.

`rewriting.py` writes the files again without them, `forgetting.py` takes what was known of them out
of the state, `ending.py` removes the bytes, and `work.py` puts these in order:

1. New files are written, that nobody reads; a crash leaves nothing else.
2. One transaction of the state shows them, hides the old ones, and forgets the rest: from then on
   the erasure is done for every reader, and only ends of work are left.
3. The Delta log is told, bytes go, and the file of the state is written anew without them. A crash
   leaves the batch `erasing`: opening the installation, or the same command, ends it.
"""

from beffroi.store.erasing.ending import Erased
from beffroi.store.erasing.work import erase, retain, veil_assets

__all__ = ["Erased", "erase", "retain", "veil_assets"]
