"""The customers' side of water on screens: for the agents of the service who read households only.

Nobody else has any of these addresses, and no other page shows or counts anything of them.
"""

from beffroi.web.pages.subscribers import listing, one

PAGES = (*listing.PAGES, *one.PAGES)

__all__ = ["PAGES"]
