"""`/{organisation}/publication`: what the public may see, decided by a person, and taken back."""

from beffroi.web.pages.publication import listing, presenting, previewing

PAGES = (*listing.PAGES, *presenting.PAGES, *previewing.PAGES)
