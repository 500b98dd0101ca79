"""The kit's own page: every component, live."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from guiju.screens.kit.page import ANYONE, Page
from guiju.screens.kit.rendering import show
from guiju.screens.kit.visit import Visit


def kit(visit: Visit) -> HttpResponse:
    """Show every component as it is used."""
    return show(visit, "kit/kit.html", title=_("组件"))


PAGES = (Page("kit", "kit/", kit, ANYONE, "组件"),)
