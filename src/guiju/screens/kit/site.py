"""What the site is handed once at start: its pages, who a visitor is, and what stands above every page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from guiju.facts.papers.shelf import Shelf
from guiju.facts.privacy.looked import Outlier
from guiju.screens.kit.intake import Intake
from guiju.screens.kit.page import Page
from guiju.screens.kit.seen import Seen
from guiju.screens.kit.visit import Visit
from guiju.values.errors import GuijuError


class SiteNotWired(GuijuError):
    """A page was asked for before `project` had handed over the site."""

    code = "site.not_wired"
    remedy = "请用 guiju serve 启动站点。"


@dataclass(frozen=True, slots=True)
class Exported:
    """What somebody takes away: which list, under which conditions, in which format and number, how many rows."""

    what: str
    query: str
    form: str
    number: str
    rows: int


def _nobody(visit: Visit) -> Sequence[Outlier]:
    return ()


def _unlogged(visit: Visit, what: object) -> None:
    """Where nobody keeps a read log, such as in tests of the kit."""


@dataclass(frozen=True, slots=True)
class Site:
    """``visit_of`` makes the visit of a request; ``sign_in`` names the page to which a stranger is sent.

    ``sign_out`` names the page to which the form in the head is posted.
    ``exported`` enters an export in the read log and raises where it cannot.
    ``looking`` raises where a visitor may look at nothing more; ``looked`` enters what he was shown in the read log.
    ``standing_out`` tells whoever audits looking who looked at far more today than he used to.
    ``notes`` are the lines that stand above every page: sample data, a full disk.
    ``intake`` is the way in for files; a site without one imports nothing. ``shelf`` is where papers are kept.
    """

    pages: Sequence[Page]
    visit_of: Callable[[HttpRequest], Visit]
    notes: Callable[[], Sequence[str]] = tuple
    sign_in: str = "sign_in"
    sign_out: str = "sign_out"
    exported: Callable[[Visit, Exported], None] = _unlogged
    looking: Callable[[Visit, Seen], None] = _unlogged
    looked: Callable[[Visit, Seen], None] = _unlogged
    standing_out: Callable[[Visit], Sequence[Outlier]] = _nobody
    intake: Intake | None = None
    shelf: Shelf | None = None


_installed: list[Site] = []


def install(site: Site) -> None:
    """Hand over the site; a later call replaces the former."""
    _installed[:] = [site]


def site() -> Site:
    """What was installed.

    Raises:
        SiteNotWired: nothing was.
    """
    if not _installed:
        raise SiteNotWired("站点还没有装配好。")
    return _installed[0]
