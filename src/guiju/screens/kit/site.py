"""What the site is handed once at start: its pages, who a visitor is, and what stands above every page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from guiju.screens.kit.page import Page
from guiju.screens.kit.visit import Visit
from guiju.values.errors import GuijuError


class SiteNotWired(GuijuError):
    """A page was asked for before `project` had handed over the site."""

    code = "site.not_wired"
    remedy = "请用 guiju serve 启动站点。"


@dataclass(frozen=True, slots=True)
class Site:
    """``visit_of`` makes the visit of a request; ``sign_in`` names the page to which a stranger is sent.

    ``notes`` are the lines that stand above every page: sample data, a full disk.
    """

    pages: Sequence[Page]
    visit_of: Callable[[HttpRequest], Visit]
    notes: Callable[[], Sequence[str]] = tuple
    sign_in: str = "sign_in"


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
