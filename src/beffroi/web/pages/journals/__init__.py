"""The journal of an organisation on screens: who did what, who read, the proof of each entry."""

from beffroi.web.pages.journals import entries, entry

#: An address with a word comes before one with a number.
PAGES = (*entries.PAGES, *entry.PAGES)
