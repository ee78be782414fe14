"""People of an organisation on screens: their roles, their sessions, and roles lent for a time."""

from beffroi.web.pages.members import giving, lending, listing, sessions

#: An address with a word comes before one with a number.
PAGES = (*listing.PAGES, *giving.PAGES, *sessions.PAGES, *lending.PAGES)
