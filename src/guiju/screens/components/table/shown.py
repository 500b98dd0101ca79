"""A page of a list as it is drawn: conditions, rows, pages; by plain links and a GET form."""

from collections.abc import Sequence
from dataclasses import dataclass
from secrets import token_hex
from typing import ClassVar

from django.utils.safestring import SafeString

from guiju.bureau import roles
from guiju.screens.components.component import Compiled
from guiju.screens.components.form.field import Choice
from guiju.screens.components.table.cells import drawn_rows
from guiju.screens.components.table.listing import Column, Facet, Listing
from guiju.screens.components.table.query import EXPORT, SORT, Query
from guiju.screens.components.table.reading import read_query
from guiju.screens.components.table.saved import list_views
from guiju.screens.kit.figures import MOST_COUNTED, said_count
from guiju.screens.kit.visit import Visit

FORMATS = (("xlsx", "Excel"), ("csv", "CSV"), ("pdf", "PDF"))


@dataclass(frozen=True, slots=True)
class HeadShown:
    """A heading, and where it leads for another order."""

    column: Column
    address: str
    order: str


@dataclass(frozen=True, slots=True)
class FacetShown:
    """A facet, with what is chosen of it."""

    facet: Facet
    chosen: tuple[str, ...]

    @property
    def options(self) -> list[tuple[Choice, bool]]:
        """The choices, and whether each is taken."""
        return [(choice, choice.value in self.chosen) for choice in self.facet.choices]

    @property
    def first(self) -> str:
        """The first day of a period."""
        return self.chosen[0] if self.chosen else ""

    @property
    def last(self) -> str:
        """The last day of a period."""
        return self.chosen[1] if self.chosen else ""


@dataclass(frozen=True, slots=True)
class ListingShown(Compiled):
    """One page of a list for one visitor."""

    template: ClassVar[str] = "components/table.html"
    listing: Listing
    query: Query
    rows: Sequence[SafeString]
    total: int
    path: str
    may_export: bool
    views: Sequence[Choice] = ()
    token: str = ""

    @property
    def id(self) -> str:
        """What htmx exchanges."""
        return f"list-{self.listing.name}"

    @property
    def heads(self) -> list[HeadShown]:
        """The headings."""
        shown = []
        for column in self.listing.on_screen:
            is_here = column.name == self.query.column
            order = ("descending" if self.query.is_descending else "ascending") if is_here else ""
            turned = is_here and not self.query.is_descending
            address = self.query.ordered(column.name, is_descending=turned).address() if column.sort else ""
            shown.append(HeadShown(column, f"{self.path}{address}" if address else "", order))
        return shown

    @property
    def facets(self) -> list[FacetShown]:
        """The facets with what is chosen."""
        return [FacetShown(facet, self.query.of(facet.name)) for facet in self.listing.facets]

    @property
    def said_total(self) -> str:
        """How many rows there are; beyond ten thousand only that there are more."""
        return said_count(self.total)

    @property
    def is_capped(self) -> bool:
        """Whether there are more rows than anybody can turn to."""
        return self.total > MOST_COUNTED

    @property
    def first(self) -> int:
        """The number of the first row shown, from 1."""
        return (self.query.page - 1) * self.listing.per_page + 1

    @property
    def last(self) -> int:
        """The number of the last row shown."""
        return self.first + len(self.rows) - 1

    @property
    def previous(self) -> str:
        """The address of the page before, or nothing."""
        return f"{self.path}{self.query.at_page(self.query.page - 1).address()}" if self.query.page > 1 else ""

    @property
    def following(self) -> str:
        """The address of the next page, or nothing."""
        has_more = min(self.total, MOST_COUNTED) > self.query.page * self.listing.per_page
        return f"{self.path}{self.query.at_page(self.query.page + 1).address()}" if has_more else ""

    @property
    def unchosen(self) -> str:
        """The address of the list without any condition."""
        return self.path

    @property
    def key(self) -> str:
        """The key of the form that saves these conditions."""
        return token_hex(16)

    @property
    def query_text(self) -> str:
        """The conditions as they stand in an address."""
        return self.query.at_page(1).address().removeprefix("?")

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form of conditions carries along unseen: the order."""
        return [part for part in self.query.parts() if part[0] == SORT]

    @property
    def exports(self) -> list[tuple[str, str]]:
        """The formats in which the list may be taken away, with their addresses."""
        if not self.may_export or not self.listing.is_exported or not self.rows:
            return []
        parts = self.query.at_page(1).address()
        return [(f"{self.path}{parts}{'&' if parts != '?' else ''}{EXPORT}={kind}", name) for kind, name in FORMATS]


def open_listing(visit: Visit, listing: Listing) -> ListingShown:
    """The page of a list that the visitor asks for.

    Raises:
        QueryRefused: the address asks for what the list does not declare.
    """
    query = read_query(listing, visit.request.GET)
    total = listing.count(visit, query, MOST_COUNTED + 1)
    start = (query.page - 1) * listing.per_page
    rows = listing.rows(visit, query, start, listing.per_page) if min(total, MOST_COUNTED) > start else ()
    shown = drawn_rows(listing, rows)
    views: tuple[Choice, ...] = ()
    token = ""
    if visit.is_signed_in:
        views, token = tuple(list_views(visit.holder.account, listing.name)), visit.token
    return ListingShown(listing, query, shown, total, visit.request.path, visit.may(roles.EXPORT), views, token)
