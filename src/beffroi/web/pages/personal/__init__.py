"""Personal data on screens: the record of processing, and what persons ask."""

from beffroi.web.pages.personal import record, request, requests

#: An address with a word comes before one with a number.
PAGES = (*record.PAGES, *requests.PAGES, *request.PAGES)
