"""Costs that members share, on a screen: who pays what and why, by this key or another."""

from beffroi.web.pages.costs import sharing

PAGES = sharing.PAGES
