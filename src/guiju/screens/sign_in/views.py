"""Signing in: by certificate through the gateway, else by password and second factor; in a sample, by one click."""

from http import HTTPStatus

from django.contrib.auth import authenticate, login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju.screens.components.form import Choice, Field, Filled, Form, Kind
from guiju.screens.kit.entrance import absent
from guiju.screens.kit.rendering import show
from guiju.screens.kit.visit import Visit
from guiju.screens.sign_in import gateway, presence, proving
from guiju.screens.sign_in.accounts import open_account_named, row_of
from guiju.screens.sign_in.models import SiteAccount
from guiju.screens.sign_in.qr import drawing_of
from guiju.screens.sign_in.samples import samples

NEXT, HOME = "next", "/"
PASSWORD = Form(
    "sign-in",
    (
        Field("account", gettext_lazy("账号或警号"), autocomplete="username", longest=160),
        Field("password", gettext_lazy("密码"), Kind.SECRET, autocomplete="current-password"),
    ),
    (Choice("sign-in", gettext_lazy("登录")),),
)
CODE = Form(
    "second",
    (Field("code", gettext_lazy("动态口令或备用口令"), longest=20, autocomplete="one-time-code"),),
    (Choice("confirm", gettext_lazy("确认")),),
)


def sign_in(visit: Visit) -> HttpResponse:
    """Ask for account and password; whoever is signed in already goes on."""
    wanted = _wanted(visit.request)
    if visit.is_signed_in:
        return HttpResponseRedirect(wanted)
    filled = PASSWORD.blank(visit)
    if visit.request.method == "POST":
        filled = PASSWORD.read(visit)
        if filled.is_sound:
            row = _proved(visit, filled)
            if row is not None:
                proving.start(visit.request, row, wanted, visit.at)
                step = "sign_in.second" if proving.has_second_factor(row) else "sign_in.enrol"
                return HttpResponseRedirect(reverse(step))
            # One sentence for a wrong password, an unknown, a closed and a locked account: it tells nobody which.
            filled = filled.with_error(
                "", _("账号或密码不对，或尝试次数过多已暂时锁定；请稍后再试，或联系系统管理员。")
            )
    address, certificate = visit.request.get_full_path(), gateway.certificate_of(visit.request)
    said = {
        "form": PASSWORD.show(visit, filled, address=address),
        "samples": samples(),
        "wanted": wanted,
        "certificate": certificate,
        "is_known": bool(certificate and open_account_named(certificate, visit.at)),
    }
    return show(visit, "sign_in/sign_in.html", said, title=_("登录"), status=filled.status)


def second(visit: Visit) -> HttpResponse:
    """Ask for the second factor."""
    row = proving.find_proving(visit.request, visit.at)
    if row is None or not proving.has_second_factor(row):
        return HttpResponseRedirect(reverse("sign_in"))
    filled = CODE.blank(visit)
    if visit.request.method == "POST":
        filled = CODE.read(visit)
        wrong = proving.second_factor(row, {"code": filled.text("code")}) if filled.is_sound else ""
        if filled.is_sound and not wrong:
            return HttpResponseRedirect(proving.finish(visit.request, row, visit.at))
        if wrong:
            filled = filled.with_error("code", wrong)
    return show(
        visit, "sign_in/second.html", {"form": CODE.show(visit, filled)}, title=_("第二重验证"), status=filled.status
    )


def enrol(visit: Visit) -> HttpResponse:
    """Set up the second factor: nobody comes in by a password alone."""
    row = proving.find_proving(visit.request, visit.at)
    if row is None or proving.has_second_factor(row):
        return HttpResponseRedirect(reverse("sign_in"))
    if visit.request.method == "POST":
        filled = CODE.read(visit)
        if filled.is_sound:
            wrong, codes = proving.take_second_factor(row, {"code": filled.text("code")})
            if not wrong:
                said = {"codes": codes, "wanted": proving.finish(visit.request, row, visit.at)}
                return show(visit, "sign_in/codes.html", said, title=_("请保存备用口令"))
            filled = filled.with_error("code", wrong)
    else:
        filled = CODE.blank(visit)
    secret = proving.new_second_factor(row)
    asked = {"form": CODE.show(visit, filled), "secret": secret, "drawing": drawing_of(row.name, secret)}
    return show(visit, "sign_in/enrol.html", asked, title=_("启用第二重验证"), status=filled.status)


def as_sample(visit: Visit) -> HttpResponse:
    """Be one of the sample's people, by one click: it stands for the certificate, and is absent from a real bureau."""
    chosen = visit.request.POST.get("account", "")
    if chosen not in {one.account for one in samples()} or not open_account_named(chosen, visit.at):
        return absent(visit)
    login(visit.request, row_of(chosen), backend=gateway.BACKEND)
    presence.begin(visit.request, chosen, presence.BY_SAMPLE, visit.at)
    return HttpResponseRedirect(_wanted(visit.request), status=HTTPStatus.SEE_OTHER)


def by_certificate(visit: Visit) -> HttpResponse:
    """Come in again by the certificate that is there: the next page does it."""
    gateway.come_back(visit.request)
    return HttpResponseRedirect(_wanted(visit.request), status=HTTPStatus.SEE_OTHER)


def leave(visit: Visit) -> HttpResponse:
    """End the session; a certificate that is still there lets nobody in again unasked."""
    presence.end(visit.request)
    gateway.leave(visit.request)
    return HttpResponseRedirect(reverse("sign_in"), status=HTTPStatus.SEE_OTHER)


def _proved(visit: Visit, filled: Filled) -> SiteAccount | None:
    account = open_account_named(filled.text("account").strip(), visit.at)
    # Unknown accounts are tried too: the answer takes as long, and the tries count.
    tried = account or filled.text("account").strip()
    found = authenticate(visit.request, username=tried, password=filled.text("password"))
    return found if account and isinstance(found, SiteAccount) else None


def _wanted(request: HttpRequest) -> str:
    """Where to go afterwards: a path of this site, never another one."""
    wanted = request.POST.get(NEXT) or request.GET.get(NEXT) or HOME
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if is_ours and wanted.startswith("/") else HOME
