"""The first password, and a new one after it was forgotten: set by its holder, with a code handed to him in person."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guiju.bureau.commands import reset_sign_in
from guiju.bureau.permissions.accounts import PASSWORD
from guiju.bureau.wiring import wiring
from guiju.facts.draft import Actor
from guiju.screens.components.form import Choice, Field, Filled, Form, Kind
from guiju.screens.kit.rendering import show
from guiju.screens.kit.visit import Visit
from guiju.screens.sign_in import proving
from guiju.screens.sign_in.accounts import open_account_named, row_of
from guiju.screens.sign_in.passwords import fault_of, is_right_code, set_password, spend_code
from guiju.screens.sign_in.sessions import end_others
from guiju.values.clock import from_micros

NEW = (
    Field(
        "password", gettext_lazy("新密码"), Kind.SECRET, autocomplete="new-password",
        help=gettext_lazy("至少十二个字符，不能全是数字，不能包含账号。"),
    ),
    Field("again", gettext_lazy("再输入一次"), Kind.SECRET, autocomplete="new-password"),
)  # fmt: skip
"""The fields of a new password, on this page and on that of a change."""
FIRST = Form(
    "first",
    (
        Field("account", gettext_lazy("账号或警号"), autocomplete="username", longest=160),
        Field(
            "code", gettext_lazy("一次性口令"), longest=40,
            help=gettext_lazy("由系统管理员当面交给您，24 小时内有效。"),
        ),
        *NEW,
    ),
    (Choice("set", gettext_lazy("设置密码")),),
)  # fmt: skip


def first_password(visit: Visit) -> HttpResponse:
    """Set a password with a code; what comes next is the second factor.

    Raises:
        PermissionRefused: the account was shut in the meantime.
    """
    filled = FIRST.blank(visit)
    if visit.request.method == "POST":
        filled = FIRST.read(visit)
        account = open_account_named(filled.text("account").strip(), visit.at)
        filled = checked(filled, account or filled.text("account").strip())
        if filled.is_sound and _is_taken(visit, filled, account):
            row = row_of(account)
            set_password(row, filled.text("password"))
            end_others(account)
            proving.start(visit.request, row, "/", visit.at)
            return HttpResponseRedirect(
                reverse("sign_in.second" if proving.has_second_factor(row) else "sign_in.enrol")
            )
        if filled.is_sound:
            # One sentence for an unknown account, a wrong code and an old one: it tells nobody which.
            filled = filled.with_error("", _("账号或一次性口令不对，或口令已过期；请向系统管理员重新领取。"))
    return show(
        visit, "sign_in/first.html", {"form": FIRST.show(visit, filled)}, title=_("设置密码"), status=filled.status
    )


def checked(filled: Filled, account: str) -> Filled:
    """The form with what is wrong about its new password."""
    if not filled.is_sound:
        return filled
    fault = fault_of(filled.text("password"), account)
    if fault:
        return filled.with_error("password", fault)
    if filled.text("password") != filled.text("again"):
        return filled.with_error("again", _("两次输入的密码不一样。"))
    return filled


def _is_taken(visit: Visit, filled: Filled, account: str) -> bool:
    """Whether the code is right; then it is spent, and that its holder has a new password is in the ledger."""
    is_right = is_right_code(account, filled.text("code"), visit.at)
    if not (account and is_right and spend_code(account)):
        return False
    reset_sign_in(
        account, PASSWORD, actor=Actor(account), at=from_micros(visit.at, wiring().local.zone),
        idem_key=filled.key,
    )  # fmt: skip
    return True
