"""Agreements on screens: who may read what, what was read; proposed, signed, refused, revoked."""

from beffroi.web.pages.agreements import listing, moving, one, proposing

#: An address with a word comes before one with a number.
PAGES = (*listing.PAGES, *proposing.PAGES, *one.PAGES, *moving.PAGES)
