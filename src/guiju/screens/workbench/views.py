"""工作台: the four lists of the in-tray, and what stands beside them."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from guiju.actions.queries import count_to_do
from guiju.actions.queries.tray import count_papers_of
from guiju.screens.components.table.listing import Listing
from guiju.screens.components.table.view import show_listing
from guiju.screens.kit.drawing import draw
from guiju.screens.kit.visit import Visit
from guiju.screens.workbench.overview import Overview, has_unit
from guiju.screens.workbench.tray import Tray, done_listing, notes_listing, tabs_of


def workbench(visit: Visit) -> HttpResponse:
    """Show what waits for the visitor, the digest of the day, his cases and his unit's week.

    Raises:
        QueryRefused: the address asks for what the list does not have.
    """
    counts = count_to_do(visit.viewer)
    tray = Tray(visit, counts)
    said: dict[str, object] = {}
    if visit.target != "list-tray":
        overview = Overview(visit)
        week, number = overview.week()
        said = {
            "tabs": tabs_of("workbench", sum(counts.values()), count_papers_of(visit.viewer)),
            "digest": draw("workbench/digest.html", digest=overview.digest()),
            "beside": draw(
                "workbench/beside.html", cases=overview.cases(), week=week, week_number=number,
                states=overview.states_shown(), terms=overview.terms_shown(), has_unit=has_unit(visit),
            ),
        }  # fmt: skip
    return show_listing(visit, tray.listing(), said, template="workbench/workbench.html", title=_("工作台"))


def to_read(visit: Visit) -> HttpResponse:
    """待阅."""
    papers = count_papers_of(visit.viewer)
    return _list(visit, notes_listing(_("待阅"), is_read=False, count=papers["to_read"]), "tray.to_read", papers)


def read(visit: Visit) -> HttpResponse:
    """已阅."""
    papers = count_papers_of(visit.viewer)
    return _list(visit, notes_listing(_("已阅"), is_read=True, count=papers["read"]), "tray.read", papers)


def done(visit: Visit) -> HttpResponse:
    """已办."""
    papers = count_papers_of(visit.viewer)
    return _list(visit, done_listing(_("已办"), papers["done"]), "tray.done", papers)


def _list(visit: Visit, listing: Listing, here: str, papers: dict[str, int]) -> HttpResponse:
    said = {"tabs": tabs_of(here, sum(count_to_do(visit.viewer).values()), papers)}
    return show_listing(visit, listing, said, template="workbench/list.html")
