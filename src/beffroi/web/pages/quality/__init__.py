"""`/{organisation}/qualite`: the quality of tap water, its samples one by one, and as a table."""

from beffroi.web.pages.quality import overview, sample, table

PAGES = (*overview.PAGES, *table.PAGES, *sample.PAGES)
