"""A list as the answer to a request: the page, the list alone for htmx, or a file of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse

from guiju.screens.components.table.export import export
from guiju.screens.components.table.listing import Listing
from guiju.screens.components.table.query import EXPORT
from guiju.screens.components.table.reading import read_query
from guiju.screens.components.table.shown import open_listing
from guiju.screens.kit.rendering import Crumb, part, show
from guiju.screens.kit.visit import Visit
from guiju.screens.kit.words import Said


def show_listing(
    visit: Visit,
    listing: Listing,
    context: Mapping[str, Any] | None = None,
    *,
    template: str = "kit/listing.html",
    title: Said = "",
    crumbs: Sequence[Crumb] = (),
) -> HttpResponse:
    """Answer with a list. ``template`` extends ``kit/page.html`` and says ``{{ list }}`` where it belongs.

    Raises:
        QueryRefused: the address asks for what the list does not declare.
        ExportRefused: a file was asked for that the visitor may not have, or that would be too large.
    """
    form = visit.request.GET.get(EXPORT, "")
    if form:
        return export(visit, listing, read_query(listing, visit.request.GET), form)
    shown = open_listing(visit, listing)
    if visit.target == shown.id:
        return part(visit, "kit/value.html", {"value": shown})
    return show(visit, template, {**(context or {}), "list": shown}, title=title or listing.title, crumbs=crumbs)
