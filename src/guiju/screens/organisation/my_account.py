"""My account: who I am here, what I may do until when, where I am signed in, and how I prove who I am."""

from django.contrib.auth import authenticate
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju.bureau.commands import reset_sign_in
from guiju.bureau.permissions.accounts import PASSWORD, RECOVERY_CODES
from guiju.screens.components.form import Choice, Field, Form, Kind
from guiju.screens.components.link import Action
from guiju.screens.kit.messages import say
from guiju.screens.kit.rendering import Crumb, show
from guiju.screens.kit.visit import Visit
from guiju.screens.organisation.delegations import lendable
from guiju.screens.organisation.held import roles_held, roles_lent
from guiju.screens.organisation.words import signed
from guiju.screens.sign_in.accounts import row_of
from guiju.screens.sign_in.first_password import NEW, checked
from guiju.screens.sign_in.passwords import set_password
from guiju.screens.sign_in.presence import BY_CERTIFICATE, BY_PASSWORD, BY_SAMPLE
from guiju.screens.sign_in.proving import has_second_factor, new_recovery_codes, second_factor
from guiju.screens.sign_in.sessions import end_others, keep_through_new_password, own_sessions

WAYS = {
    BY_PASSWORD: gettext_lazy("密码和第二重验证"), BY_CERTIFICATE: gettext_lazy("数字证书"),
    BY_SAMPLE: gettext_lazy("演示账号"),
}  # fmt: skip
ENDING = Form("sessions_end", (), (Choice("end", gettext_lazy("结束其他会话")),))
CHANGE = Form(
    "password",
    (Field("present", gettext_lazy("现在的密码"), Kind.SECRET, autocomplete="current-password"), *NEW),
    (Choice("change", gettext_lazy("修改密码")),),
)
RENEW = Form(
    "recovery_codes",
    (
        Field(
            "code", gettext_lazy("动态口令"), longest=20, autocomplete="one-time-code",
            help=gettext_lazy("请输入动态口令器上当前显示的六位数字。"),
        ),
    ),
    (Choice("renew", gettext_lazy("更换备用口令")),),
)  # fmt: skip


def my_account(visit: Visit) -> HttpResponse:
    """Show one's own account; end the other sessions."""
    account = visit.holder.account
    here = visit.request.session.session_key
    if visit.request.method == "POST":
        ENDING.read(visit)
        number = end_others(account, here)
        say(visit, _("已结束其他 %(n)s 个会话。") % {"n": number})
        return HttpResponseRedirect(reverse("organisation.my_account"))
    sessions = own_sessions(account, here, visit.at)
    row = row_of(account)
    acts = [Action(_("我的任职和资格"), reverse("organisation.my_record"))] if visit.holder.officer else []
    acts.append(Action(_("接口令牌"), reverse("organisation.tokens")))
    if row.has_usable_password():
        acts.append(Action(_("修改密码"), reverse("organisation.password")))
    if has_second_factor(row):
        acts.append(Action(_("更换备用口令"), reverse("organisation.recovery_codes")))
    said = {
        "roles": roles_held(visit, account),
        "lent": roles_lent(visit, account),
        "may_lend": bool(lendable(visit)),
        "sessions": [(WAYS.get(one.way, one.way), one) for one in sessions],
        "ending": ENDING.show(visit, ENDING.blank(visit)) if len(sessions) > 1 else None,
        "has_password": row.has_usable_password(),
        "has_second_factor": has_second_factor(row),
        "acts": acts,
    }
    return show(visit, "organisation/my_account.html", said, title=_("我的账号"))


def password(visit: Visit) -> HttpResponse:
    """Change one's password; the other sessions end."""
    account = visit.holder.account
    filled = CHANGE.blank(visit)
    if visit.request.method == "POST":
        filled = checked(CHANGE.read(visit), account)
        if filled.is_sound:
            row = authenticate(visit.request, username=account, password=filled.text("present"))
            if row is None:
                filled = filled.with_error("present", _("现在的密码不对，或尝试次数过多已暂时锁定。"))
            else:
                reset_sign_in(account, PASSWORD, **signed(visit, filled.key))
                mine = row_of(account)
                set_password(mine, filled.text("password"))
                keep_through_new_password(visit.request, mine)
                end_others(account, visit.request.session.session_key)
                say(visit, _("密码已修改，其他会话已结束。"))
                return HttpResponseRedirect(reverse("organisation.my_account"))
    return _asked(
        visit, CHANGE.show(visit, filled, back=reverse("organisation.my_account")), _("修改密码"), filled.status
    )


def recovery_codes(visit: Visit) -> HttpResponse:
    """Get new recovery codes; those that there were are good no more."""
    account = visit.holder.account
    row = row_of(account)
    if not has_second_factor(row):
        say(visit, _("还没有启用第二重验证；用密码登录时启用。"), "warning")
        return HttpResponseRedirect(reverse("organisation.my_account"))
    filled = RENEW.blank(visit)
    if visit.request.method == "POST":
        filled = RENEW.read(visit)
        wrong = second_factor(row, {"code": filled.text("code")}) if filled.is_sound else ""
        if wrong:
            filled = filled.with_error("code", wrong)
        elif filled.is_sound:
            reset_sign_in(account, RECOVERY_CODES, **signed(visit, filled.key))
            said = {"codes": new_recovery_codes(row), "wanted": reverse("organisation.my_account")}
            return show(visit, "sign_in/codes.html", said, title=_("请保存备用口令"))
    form = RENEW.show(visit, filled, back=reverse("organisation.my_account"))
    return _asked(visit, form, _("更换备用口令"), filled.status)


def _asked(visit: Visit, form: object, title: str, status: int) -> HttpResponse:
    crumbs = (Crumb(_("我的账号"), reverse("organisation.my_account")), Crumb(title))
    return show(visit, "organisation/form.html", {"form": form}, title=title, crumbs=crumbs, status=status)
