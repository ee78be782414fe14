"""What keeps it running, on screens: the data of an organisation, and the installation."""

from beffroi.web.pages.running import data, installation, tokens

#: `/administration` is of the installation as a whole, and comes before `/{organisation}`.
FIRST = installation.PAGES
PAGES = (*data.PAGES, *tokens.PAGES)
