"""Lists: declared columns and facets, sorted, narrowed, paged, saved and taken away."""

from guiju.screens.components.table.listing import Column, Facet, Listing
from guiju.screens.components.table.query import Query
from guiju.screens.components.table.view import show_listing

__all__ = ["Column", "Facet", "Listing", "Query", "show_listing"]
