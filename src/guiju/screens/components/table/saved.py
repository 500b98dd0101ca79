"""Conditions of a list kept under a name, by one account for itself."""

from django.db import connection, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from guiju.screens.components.form.field import Choice, Field
from guiju.screens.components.form.form import Filled, Form
from guiju.screens.kit.messages import say
from guiju.screens.kit.page import POST_ONLY, SIGNED_IN, Page
from guiju.screens.kit.visit import Visit
from guiju.screens.models import NAME, SavedView

MOST = 20
LONGEST_QUERY = 2000
_VIEWS = "SELECT query, name FROM saved_view WHERE account = %s AND listing = %s ORDER BY name LIMIT %s"


def list_views(account: str, listing: str) -> list[Choice]:
    """The saved conditions of an account for a list: the part of the address, and the name."""
    # Plain: every list asks for it.
    with connection.cursor() as cursor:
        cursor.execute(_VIEWS, (account, listing, MOST))
        return [Choice(query, name) for query, name in cursor.fetchall()]


def save_view(account: str, listing: str, name: str, query: str) -> bool:
    """Keep conditions under a name, in place of those that had it; false where there are too many."""
    with transaction.atomic():
        others = SavedView.objects.filter(account=account, listing=listing).exclude(name=name)
        if others.count() >= MOST:
            return False
        SavedView.objects.update_or_create(account=account, listing=listing, name=name, defaults={"query": query})
    return True


def _read(visit: Visit) -> tuple[Filled, str]:
    """What was sent, and the page of the list."""
    filled = SCHEMA.read(visit)
    path = filled.text("path")
    is_ours = url_has_allowed_host_and_scheme(path, allowed_hosts={visit.request.get_host()})
    return filled, path if is_ours else reverse("kit")


def save(visit: Visit) -> HttpResponse:
    """Keep the conditions that are shown, or forget those of this name."""
    filled, path = _read(visit)
    account, listing, name, query = (
        visit.holder.account, filled.text("listing"), filled.text("name"), filled.text("query"),
    )  # fmt: skip
    if not filled.is_sound:
        say(visit, _("请给常用条件起一个不超过 %(most)s 个字的名字。") % {"most": NAME}, "warning")
    elif filled.act == "drop":
        SavedView.objects.filter(account=account, listing=listing, name=name).delete()
        say(visit, _("已删除常用条件“%(name)s”。") % {"name": name})
    elif save_view(account, listing, name, query):
        say(visit, _("已保存为常用条件“%(name)s”。") % {"name": name})
    else:
        say(visit, _("常用条件最多 %(most)s 个，请先删除不用的。") % {"most": MOST}, "warning")
    return HttpResponseRedirect(f"{path}?{query}" if query and filled.is_sound else path)


SCHEMA = Form(
    "saved_view",
    (
        Field("listing", "listing", longest=NAME),
        Field("path", "path", longest=500),
        Field("query", "query", is_required=False, longest=LONGEST_QUERY),
        Field("name", "name", longest=NAME),
    ),
    (Choice("save", ""), Choice("drop", "")),
)
PAGES = (Page("saved_view", "kit/views/", save, SIGNED_IN, "常用条件", methods=POST_ONLY, is_noted=False),)
