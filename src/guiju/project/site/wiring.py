"""The site, handed over once at start."""

from guiju.project.site.urls import PAGES
from guiju.project.site.visits import visit_of
from guiju.screens.kit.site import Site, install


def wire_site() -> None:
    """Hand the site its pages and who its visitors are."""
    install(Site(PAGES, visit_of))
