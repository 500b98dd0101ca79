"""What a page is: a declaration that states where it lies, who may open it, and where the menu shows it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse

from guiju.screens.kit.visit import Visit
from guiju.screens.kit.words import Said

ANYONE = "anyone"
"""A page that needs no sign-in."""
SIGNED_IN = "signed_in"
"""A page for whoever has signed in, whatever his roles: its queries take his scope."""


View = Callable[..., HttpResponse]
"""What answers for a page: called with the visit, and the parts of the path by name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where the side menu shows a page: its group, its place within, and the name of its icon.

    ``count`` gives the number beside it, such as what waits in the in-tray; None shows none.
    """

    group: Said
    order: int
    icon: str = ""
    count: Callable[[Visit], int] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page, fragment or download.

    ``name`` is its name among the URLs ("cases.list"), ``path`` Django's route without the leading slash, ``may`` the
    permission that opens it (one of ``bureau.roles.Role.may``, `ANYONE` or `SIGNED_IN`), ``title`` what breadcrumb and
    menu call it, in Chinese, translated when it is shown. Whoever opens it is entered in the read log unless it
    says otherwise, because it shows nothing of anybody: a part of ``path`` is named for the kind of thing it names.
    """

    name: str
    path: str
    view: View
    may: str
    title: Said
    methods: frozenset[str] = frozenset({"GET"})
    menu: Entry | None = None
    is_noted: bool = True


GET_AND_POST = frozenset({"GET", "POST"})
POST_ONLY = frozenset({"POST"})
