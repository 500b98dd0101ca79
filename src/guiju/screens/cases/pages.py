"""案件: the list, from which each case leads to the page of its thread."""

from django.http import HttpResponse

from guiju.bureau.roles import READ_CASES
from guiju.screens.cases.listing import Cases
from guiju.screens.components.table.view import show_listing
from guiju.screens.kit.page import Entry, Page
from guiju.screens.kit.visit import Visit


def cases(visit: Visit) -> HttpResponse:
    """Show the cases that the visitor may see.

    Raises:
        QueryRefused: the address asks for what the list does not have.
    """
    return show_listing(visit, Cases(visit).listing())


PAGES = (Page("cases.list", "cases/", cases, READ_CASES, "案件", menu=Entry("案件", 20, "folder")),)
