"""What somebody reads who has tried too often."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from guiju.screens.kit.entrance import refusal
from guiju.screens.kit.site import site


def locked_out(request: HttpRequest, *said: Any) -> HttpResponse:
    """One sentence and until when; it says nothing of whether there is such an account."""
    sentence = _("密码连续输错五次，这个账号在本机暂时锁定十五分钟。")
    remedy = _("请十五分钟后再试，或使用数字证书登录。")
    return refusal(site().visit_of(request), HTTPStatus.TOO_MANY_REQUESTS, sentence, remedy)
