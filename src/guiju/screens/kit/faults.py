"""What stands there when no page answers: nothing at this address, a form too old to be trusted, a fault of ours."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from guiju.screens.kit.entrance import absent, refusal
from guiju.screens.kit.site import site


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same answer as for what the visitor may not know of."""
    return absent(site().visit_of(request))


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A POST without the token of this browser."""
    sentence, remedy = _("表单已失效，没有提交。"), _("请返回上一页，刷新后重新提交；已自动保存的草稿仍在。")
    return refusal(site().visit_of(request), 403, sentence, remedy)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address or a host that the site does not answer to; nothing of the request is looked at."""
    return _bare(400, _("请求有误，没有处理。"), _("请从首页重新进入。"))


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours: told without touching the database, which may be what has failed."""
    return _bare(500, _("系统出错，刚才的操作没有完成。"), _("请稍后重试；再次出错时，请把时间和页面告诉系统管理员。"))


def _bare(status: int, sentence: str, remedy: str) -> HttpResponse:
    text = render_to_string("kit/fault.html", {"sentence": sentence, "remedy": remedy})
    return HttpResponse(text, status=status, headers={"Cache-Control": "no-store"})
