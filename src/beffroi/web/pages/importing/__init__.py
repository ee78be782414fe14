"""Files dropped in a page: checked, corrected, confirmed, imported, undone.

A drop waits (`store.deposits`) until a person confirms what was understood; a worker reads and
imports (`ingest.depositing`), so that a page is answered at once and a restart loses nothing.
"""

from beffroi.web.pages.importing import correcting, deposit, dropping, history

PAGES = (*dropping.PAGES, *correcting.PAGES, *deposit.PAGES, *history.PAGES)
