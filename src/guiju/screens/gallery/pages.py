"""The kit's own page: every component, live and in all its states."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from guiju.screens.components.confirm import Confirm, confirming
from guiju.screens.components.form.field import Field
from guiju.screens.components.table.view import show_listing
from guiju.screens.gallery import samples
from guiju.screens.gallery.list_sample import LISTING
from guiju.screens.kit.messages import Message
from guiju.screens.kit.page import ANYONE, GET_AND_POST, Page
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit


def kit(visit: Visit) -> HttpResponse:
    """Show every component as it is used."""
    form = samples.form()
    filled = form.read(visit) if visit.request.method == "POST" else form.blank(visit)
    said = {
        "lights": samples.lights(),
        "badges": samples.badges(),
        "cards": samples.cards(),
        "tabs": samples.tabs(),
        "acts": samples.acts(),
        "timeline": samples.timeline(),
        "charts": samples.charts(),
        "form": form.show(visit, filled, back="/kit/"),
        "samples_of_messages": [Message(_("已保存。"), tone) for tone in ("good", "info", "warning", "grave")],
    }
    crumbs = (Crumb(_("首页"), "/"), Crumb(_("组件")))
    return show_listing(visit, LISTING, said, template="gallery/kit.html", title=_("组件"), crumbs=crumbs)


def why(visit: Visit) -> HttpResponse:
    """A page that the drawer shows."""
    return show(visit, "gallery/why.html", {"at": samples.AT}, title=_("为什么是这一天"))


def confirm(visit: Visit) -> HttpResponse:
    """The step before something that cannot be taken back."""
    form = confirming("sample_confirm", _("撤销"), (Field("reason", _("理由"), longest=40),))
    filled = form.read(visit) if visit.request.method == "POST" else form.blank(visit)
    step = Confirm(
        _("撤销后不能恢复，撤销本身会留下记录。"), form.show(visit, filled, back="/kit/"), ((_("案件"), "S2026-0001"),)
    )
    return show(visit, "kit/listing.html", {"list": step}, title=_("撤销"), status=filled.status)


PAGES = (
    Page("kit", "kit/", kit, ANYONE, "组件", methods=GET_AND_POST),
    Page("kit.confirm", "kit/confirm/", confirm, ANYONE, "撤销", methods=GET_AND_POST),
    Page("kit.why", "kit/why/", why, ANYONE, "为什么是这一天"),
)
